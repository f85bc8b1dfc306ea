//! The proof of the proof: snippets broken on purpose, one way each, must be found to differ.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_core::targets::{Setup, Snippet, Target, Version};

use crate::parallel::in_parallel;
use crate::policy::{self, TestPolicy};
use crate::prove;
use crate::report::say;
use crate::server::{self, Places, Rendered, Trouble};

/// One way to break what a target writes.
struct Mutation {
    /// What a renderer would have got wrong.
    name: &'static str,
    targets: &'static [&'static str],
    broken: Broken,
    apply: fn(&str) -> String,
    /// What must be found to differ, by the beginning of its name.
    caught_by: &'static str,
}

/// Which text is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    /// The snippet's files.
    Snippet,
    /// The files of the complete example.
    Example,
}

const RUST: &[&str] = &["axum-tower-http", "axum", "actix-cors", "actix-web"];
const RUST_BY_HAND: &[&str] = &["axum", "actix-web"];
const NODE_BY_HAND: &[&str] = &["express", "node-http"];

const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "headers without `always`",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace(" always;", ";"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a pattern without its end",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace("$\" $http_origin;", "\" $http_origin;"),
        caught_by: "promise: a refused origin is never named",
    },
    Mutation {
        name: "a pattern without its beginning",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\"~^https", "\"~https"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a dot that is any character",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\\.", "."),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a comparison without regard to case",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\"~^https", "\"~*^https"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "no `Vary`",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| without_lines(text, "add_header Vary"),
        caught_by: "promise: Vary names Origin",
    },
    Mutation {
        name: "a constant origin",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace(" $http_origin;", " \"https://app.example.com\";"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "the application's own CORS headers beside ours",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| without_lines(text, "_hide_header"),
        caught_by: "promise: no CORS header twice",
    },
    Mutation {
        name: "a refusal that falls into the site's error page",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "return 403 \"CORS: this origin is not allowed.\\n\";",
                "return 403;",
            )
        },
        caught_by: "status",
    },
    Mutation {
        name: "every OPTIONS taken for a preflight",
        targets: &["nginx"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\"~^OPTIONS .\"", "\"~^OPTIONS\""),
        caught_by: "reached the application",
    },
    Mutation {
        name: "authentication before preflights are answered",
        targets: &["nginx"],
        broken: Broken::Example,
        apply: |text| {
            text.replace(
                "# Preflights are answered here",
                "if ($http_authorization = \"\") { return 401; }\n# Preflights are answered here",
            )
        },
        caught_by: "preflight is granted",
    },
    Mutation {
        name: "a header of the outer level that is lost",
        targets: &["nginx"],
        broken: Broken::Example,
        apply: |text| {
            text.replace(
                "        add_header Strict-Transport-Security \"max-age=31536000\" always;",
                "",
            )
        },
        caught_by: "strict-transport-security",
    },
    Mutation {
        name: "a pattern without its end",
        targets: &["express-cors"],
        broken: Broken::Snippet,
        apply: |text| text.replace("$/,", "/,"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a pattern without its beginning",
        targets: &["express-cors"],
        broken: Broken::Snippet,
        apply: |text| text.replace("/^https", "/https"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a regular expression that remembers where it stopped",
        targets: &["express-cors"],
        broken: Broken::Snippet,
        apply: |text| text.replace("$/,", "$/g,"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "no `Vary`",
        targets: &["express-cors"],
        broken: Broken::Snippet,
        apply: |text| around_express(text, "inner(q, s, () => { s.removeHeader('Vary'); n(); })"),
        caught_by: "vary",
    },
    Mutation {
        name: "no credentials",
        targets: &["express-cors"],
        broken: Broken::Snippet,
        apply: |text| without_lines(text, "credentials: true"),
        caught_by: "access-control-allow-credentials",
    },
    Mutation {
        name: "the middleware after authentication",
        targets: &["express-cors"],
        broken: Broken::Snippet,
        apply: |text| {
            around_express(
                text,
                "q.path === '/auth' && !q.get('Authorization') ? s.sendStatus(401) : inner(q, s, n)",
            )
        },
        caught_by: "status",
    },
    Mutation {
        name: "a pattern without its end",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| text.replace("$/]", "/]"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a pattern without its beginning",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| text.replace("/^https", "/https"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "no `Vary`",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| without_lines(text, "response.appendHeader('Vary', 'Origin')"),
        caught_by: "promise: Vary names Origin",
    },
    Mutation {
        name: "a refusal that looks like success",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| text.replace("response.statusCode = 403;", "response.statusCode = 204;"),
        caught_by: "status",
    },
    Mutation {
        name: "every OPTIONS taken for a preflight",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| text.replace(" && origin && requestMethod", ""),
        caught_by: "status",
    },
    Mutation {
        name: "headers on preflights alone",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| text.replace("response.writeHead = ", "response.forgotten = "),
        caught_by: "promise: a browser shares",
    },
    Mutation {
        name: "the application's own CORS headers left to refused origins",
        targets: NODE_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| without_lines(text, "    response.removeHeader(name);"),
        caught_by: "promise: a refused origin is never named",
    },
    Mutation {
        name: "the middleware after authentication, in the example",
        targets: &["express", "express-cors"],
        broken: Broken::Example,
        apply: |text| moved(text, "app.use(corsPolicy);\n", "app.get('/'"),
        caught_by: "preflight is granted",
    },
    Mutation {
        name: "the listener's authentication around the policy, in the example",
        targets: &["node-http"],
        broken: Broken::Example,
        apply: |text| {
            text.replace(
                "createServer(withCors(listener))",
                "createServer((q, s) => (q.headers.authorization ? withCors(listener)(q, s) : s.writeHead(401).end()))",
            )
        },
        caught_by: "preflight is granted",
    },
    Mutation {
        name: "a pattern without its beginning",
        targets: RUST,
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "text.strip_prefix(start)?.strip_suffix(end)",
                "text.split_once(start)?.1.strip_suffix(end)",
            )
        },
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "a label that may be anything",
        targets: RUST,
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')",
                "b != b'!'",
            )
        },
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "no `Vary`",
        targets: &["axum-tower-http"],
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "CorsLayer::new()\n",
                "CorsLayer::new()\n        .vary(Vec::<axum::http::HeaderName>::new())\n",
            )
        },
        caught_by: "vary",
    },
    Mutation {
        name: "no credentials",
        targets: &["axum-tower-http"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\n        .allow_credentials(true)", ""),
        caught_by: "access-control-allow-credentials",
    },
    Mutation {
        name: "the layer inside authentication",
        targets: &["axum-tower-http"],
        broken: Broken::Example,
        apply: |text| {
            moved(
                text,
                "        .layer(cors_policy::cors_layer())",
                "        .layer(middleware::from_fn(authenticate))",
            )
        },
        caught_by: "preflight is granted",
    },
    Mutation {
        name: "a pattern without its end",
        targets: RUST,
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "text.strip_prefix(start)?.strip_suffix(end)",
                "Some(text.strip_prefix(start)?.split_once(end)?.0)",
            )
        },
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "no `Vary`",
        targets: RUST_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| without_lines(text, "answer.append(header::VARY"),
        caught_by: "promise: Vary names Origin",
    },
    Mutation {
        name: "the application's own headers left in place",
        targets: RUST_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| text.replace("answer.remove(name);", "let _ = (name, &answer);"),
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "every `OPTIONS` taken as a preflight",
        targets: RUST_BY_HAND,
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "\n        && line(asked, header::ACCESS_CONTROL_REQUEST_METHOD).is_some()",
                "",
            )
        },
        caught_by: "status",
    },
    Mutation {
        name: "the layer inside authentication",
        targets: &["axum"],
        broken: Broken::Example,
        apply: |text| {
            moved(
                text,
                "        .layer(middleware::from_fn(cors_policy::cors))",
                "        .layer(middleware::from_fn(authenticate))",
            )
        },
        caught_by: "preflight is granted",
    },
    Mutation {
        name: "errors of other middleware left alone",
        targets: &["actix-web"],
        broken: Broken::Snippet,
        apply: |text| {
            text.replace(
                "share(answer.headers_mut(), origin.clone());",
                "let _ = (&mut answer, &origin);",
            )
        },
        caught_by: "access-control-allow-origin",
    },
    Mutation {
        name: "the middleware inside authentication",
        targets: &["actix-web"],
        broken: Broken::Example,
        apply: |text| {
            moved(
                text,
                "            .wrap(from_fn(cors_policy::cors))",
                "            .wrap(from_fn(authenticate))",
            )
        },
        caught_by: "preflight is granted",
    },
    Mutation {
        name: "no `Vary`",
        targets: &["actix-cors"],
        broken: Broken::Snippet,
        apply: |text| text.replace("Cors::default()", "Cors::default().disable_vary_header()"),
        caught_by: "vary",
    },
    Mutation {
        name: "no credentials",
        targets: &["actix-cors"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\n        .supports_credentials()", ""),
        caught_by: "access-control-allow-credentials",
    },
    Mutation {
        name: "methods that need no permission left out",
        targets: &["actix-cors"],
        broken: Broken::Snippet,
        apply: |text| text.replace("\"GET\", \"HEAD\", \"POST\", ", ""),
        caught_by: "access-control-allow-methods",
    },
    Mutation {
        name: "the middleware inside authentication",
        targets: &["actix-cors"],
        broken: Broken::Example,
        apply: |text| {
            moved(
                text,
                "            .wrap(cors_policy::cors())",
                "            .wrap(from_fn(authenticate))",
            )
        },
        caught_by: "preflight is granted",
    },
];

fn without_lines(text: &str, part: &str) -> String {
    text.lines()
        .filter(|line| !line.contains(part))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The middleware with something around it.
fn around_express(text: &str, call: &str) -> String {
    let inner = text.replace("export const corsPolicy =", "const inner =");
    if inner == text {
        return inner;
    }
    format!("{inner}export const corsPolicy = (q, s, n) => {call};\n")
}

/// The part taken out and put in front of the other.
fn moved(text: &str, part: &str, before: &str) -> String {
    if !text.contains(before) {
        return text.to_owned();
    }
    text.replacen(part, "", 1)
        .replacen(before, &format!("{part}\n{before}"), 1)
}

/// How many were tried, and how many were not found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) tried: usize,
    pub(crate) missed: usize,
}

/// Runs every mutation of the target, and the snippets as they are, which must show no difference.
pub(crate) fn prove(
    target: &Target,
    version: Version,
    places: &Places,
    seed: u64,
) -> Result<Outcome, Trouble> {
    let mutations: Vec<&Mutation> = MUTATIONS
        .iter()
        .filter(|mutation| mutation.targets.contains(&target.id))
        .collect();
    let mut outcome = Outcome::default();
    if mutations.is_empty() {
        return Ok(outcome);
    }
    let policies: Vec<TestPolicy> = (0..=mutations.len()).map(policy).collect();
    let mut rendered = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let mut snippet = snippet(target, version, policy)?;
        // The first stays as it is.
        let mutation = index.checked_sub(1).and_then(|at| mutations.get(at));
        if let Some(mutation) = mutation.filter(|one| one.broken == Broken::Snippet) {
            let texts = snippet.files.iter_mut().map(|file| &mut file.text);
            apply(target, mutation, texts)?;
        }
        rendered.push(Rendered {
            name: policy.name.clone(),
            snippet,
        });
    }
    let running = server::start(target, version, places, &rendered)
        .map_err(|error| format!("{} {}, broken: {error}", target.id, version.0))?;
    let work: Vec<usize> = (0..policies.len()).collect();
    let proofs = in_parallel(&work, |&index| {
        let (Some(policy), Some(ports)) = (policies.get(index), running.ports.get(index)) else {
            return Err("a broken snippet has no server".to_owned());
        };
        prove::prove_policy(target, version, policy, *ports, running.bare, seed)
    });
    drop(running.processes);
    for (index, proof) in proofs.into_iter().enumerate() {
        let proof = proof?;
        let found: Vec<String> = proof
            .mismatches()
            .map(|(request, mismatch)| {
                format!(
                    "{} ({request}: expected {}, seen {})",
                    mismatch.about, mismatch.expected, mismatch.seen
                )
            })
            .collect();
        match index.checked_sub(1).and_then(|at| mutations.get(at)) {
            Some(mutation) if mutation.broken == Broken::Snippet => {
                outcome.judge(target, mutation, &found);
            }
            Some(mutation) => {
                outcome.expect_none(target, "as it is", &found);
                let policy = policies.get(index).ok_or("no policy")?;
                let mut snippet = snippet(target, version, policy)?;
                let texts = snippet.example.iter_mut().map(|file| &mut file.text);
                apply(target, mutation, texts)?;
                let (_, results) = prove::example(target, version, places, policy, &snippet)?;
                let found: Vec<String> = results
                    .iter()
                    .flat_map(|(request, compared)| {
                        compared.mismatches.iter().map(move |mismatch| {
                            format!(
                                "{} ({request}: expected {}, seen {})",
                                mismatch.about, mismatch.expected, mismatch.seen
                            )
                        })
                    })
                    .collect();
                outcome.judge(target, mutation, &found);
            }
            None => outcome.expect_none(target, "as it is", &found),
        }
    }
    Ok(outcome)
}

impl Outcome {
    fn judge(&mut self, target: &Target, mutation: &Mutation, found: &[String]) {
        self.tried += 1;
        let shown = found
            .iter()
            .find(|text| text.starts_with(mutation.caught_by));
        if let Some(shown) = shown {
            say(&format!(
                "  caught: {}, {}: {} differences, such as {}",
                target.id,
                mutation.name,
                found.len(),
                short(shown)
            ));
            return;
        }
        self.missed += 1;
        let first = found
            .first()
            .map_or_else(String::new, |text| format!(": {}", short(text)));
        say(&format!(
            "DIFFERENCE {}, {}: NOT caught; {} was expected to differ, and {} others did{first}",
            target.id,
            mutation.name,
            mutation.caught_by,
            found.len(),
        ));
    }

    fn expect_none(&mut self, target: &Target, what: &str, found: &[String]) {
        if let Some(first) = found.first() {
            self.missed += 1;
            say(&format!(
                "DIFFERENCE {}, {what}: {}",
                target.id,
                short(first)
            ));
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.missed += other.missed;
    }
}

fn short(text: &str) -> String {
    const LONG: usize = 240;
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    text.chars().take(LONG).chain(['…']).collect()
}

/// Applies it to all the texts; to change none of them would be a mutation of nothing.
fn apply<'a>(
    target: &Target,
    mutation: &Mutation,
    texts: impl Iterator<Item = &'a mut String>,
) -> Result<(), Trouble> {
    let mut changed = false;
    for text in texts {
        let mutated = (mutation.apply)(text);
        changed |= mutated != *text;
        *text = mutated;
    }
    if changed {
        Ok(())
    } else {
        Err(format!(
            "the mutation “{}” changes nothing in what {} writes",
            mutation.name, target.id
        ))
    }
}

fn snippet(target: &Target, version: Version, policy: &TestPolicy) -> Result<Snippet, Trouble> {
    let sound = policy
        .policy
        .check()
        .map_err(|reasons| format!("{}: {reasons:?}", policy.name))?;
    (target.render)(&sound, &Setup::of(version), None).map_err(|unsupported| unsupported.reason)
}

/// Policies that differ in the age alone, because two on one server must not be the same.
fn policy(number: usize) -> TestPolicy {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    policy::by_hand(
        &format!("mutation {number}"),
        &PolicyDraft {
            allow_origins: list("https://app.example.com https://*.example.org"),
            allow_methods: list("PUT DELETE"),
            allow_headers: list("Content-Type Authorization"),
            expose_headers: list("X-Total-Count"),
            allow_credentials: true,
            max_age: (600 + number).to_string(),
            preflight_status: PreflightStatus::NoContent,
        },
        "https://app.example.com https://a.example.org https://a.b.example.org",
        "http://app.example.com https://app.example.com.evil.example https://appxexample.com https://a.example.org.evil.example https://evilhttps://a.example.org evilhttps://a.example.org https://APP.example.com https://a/.example.org",
    )
}
