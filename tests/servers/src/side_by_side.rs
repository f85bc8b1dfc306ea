//! Two policies on two paths of one server: each governs its own paths and none the others.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_core::targets::Options;

use crate::compare::{Compared, yes_or_no};
use crate::harness::Job;
use crate::policy::{self, TestPolicy};
use crate::server::{Places, Rendered, Trouble};
use crate::wire::{Client, RawRequest};

const ONE: &str = "https://one.example";
const TWO: &str = "https://two.example";

/// Starts both and asks each path from each origin.
pub(crate) fn prove(
    job: &Job,
    places: &Places,
) -> Result<(usize, Vec<(String, Compared)>), Trouble> {
    let policies = [policy("one", ONE, "PUT"), policy("two", TWO, "PATCH")];
    let mut rendered = Vec::new();
    for (name, policy) in ["one", "two"].into_iter().zip(&policies) {
        let pairs = [("name", name), ("scope", "location")];
        let job = Job {
            options: Options::read(job.target.options, pairs).0,
            ..job.clone()
        };
        let sound = policy
            .policy
            .check()
            .map_err(|reasons| format!("{reasons:?}"))?;
        let setup = cors_core::targets::Setup {
            version: job.version,
            options: job.options,
        };
        let snippet =
            (job.target.render)(&sound, &setup, None).map_err(|unsupported| unsupported.reason)?;
        rendered.push(Rendered {
            name: policy.name.clone(),
            snippet,
            origins: String::new(),
        });
    }
    let rendered: [Rendered; 2] = rendered.try_into().map_err(|_| "two policies are needed")?;
    let running = job
        .harness
        .start_side_by_side(job, places, &rendered)
        .map_err(|error| format!("two policies on {job}: {error}"))?;
    let mut client = Client::new(running.bare);
    let mut results = Vec::new();
    for (path, policy, method) in [
        ("/one/say", Some(ONE), "PUT"),
        ("/two/say", Some(TWO), "PATCH"),
        ("/say", None, "PUT"),
    ] {
        for origin in [ONE, TWO, "https://evil.example"] {
            for is_preflight in [true, false] {
                let mut headers = vec![("Origin".to_owned(), origin.as_bytes().to_vec())];
                if is_preflight {
                    headers.push((
                        "Access-Control-Request-Method".to_owned(),
                        method.as_bytes().to_vec(),
                    ));
                }
                let request = RawRequest {
                    method: if is_preflight { "OPTIONS" } else { "GET" }.to_owned(),
                    target: path.to_owned(),
                    headers,
                    body: Vec::new(),
                };
                let answer = client
                    .send(&request)
                    .map_err(|error| format!("two policies on {job}: {error}"))?
                    .ok_or_else(|| format!("two policies on {job}: no response"))?;
                let allowed = policy == Some(origin);
                let mut compared = Compared::default();
                let sent: Vec<&str> = answer.values("Access-Control-Allow-Origin").collect();
                compared.check(
                    "access-control-allow-origin",
                    if allowed { origin } else { "" },
                    sent.join(" and "),
                );
                if is_preflight {
                    let lists = answer
                        .values("Access-Control-Allow-Methods")
                        .any(|value| value.contains(method));
                    if allowed {
                        compared.check("access-control-allow-methods", "yes", yes_or_no(lists));
                    }
                }
                if policy.is_none() {
                    let cors = answer
                        .headers
                        .iter()
                        .filter(|(name, _)| crate::compare::is_cors(name));
                    compared.check("CORS headers outside", "0", cors.count().to_string());
                }
                let what = if is_preflight { "preflight" } else { "GET" };
                results.push((
                    format!("side by side: {what} of {path} from {origin}"),
                    compared,
                ));
            }
        }
    }
    drop(running.processes);
    Ok((results.len(), results))
}

fn policy(name: &str, origin: &str, method: &str) -> TestPolicy {
    let draft = PolicyDraft {
        allow_origins: vec![origin.to_owned()],
        allow_methods: vec![method.to_owned()],
        allow_headers: vec!["Content-Type".to_owned()],
        expose_headers: Vec::new(),
        allow_credentials: true,
        max_age: "600".to_owned(),
        preflight_status: PreflightStatus::NoContent,
    };
    policy::by_hand(name, &draft, origin, "https://evil.example")
}
