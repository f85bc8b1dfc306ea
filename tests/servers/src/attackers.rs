//! The table of attackers, once as it is shown and once as the real server answers.

use cors_analysis::attack::{Attempt, Tried, Verdict, attempts};
use cors_core::policy::{PolicyDraft, PreflightStatus, SoundPolicy};
use cors_core::server::{App, Reply};
use cors_core::targets::Setup;
use cors_fetch::Profile;
use cors_http::HttpRequest;
use cors_http::Url;
use cors_suffixes::PLATFORM;

use crate::compare::{Compared, yes_or_no};
use crate::harness::Job;
use crate::policy::{Maker, TestPolicy, parse};
use crate::promise::send;
use crate::wire::Client;

/// A handler that answers 200 and says that it ran.
const ADDRESS: &str = "https://api.test/say?status=200";

/// The same attackers on the model and on the server, and how many requests the latter got.
pub(crate) fn of_policy(
    job: &Job,
    setup: &Setup,
    sound: SoundPolicy<'_>,
    client: &mut Client,
) -> (Compared, usize) {
    let mut compared = Compared::default();
    let Ok(url) = Url::parse(ADDRESS, None, &PLATFORM) else {
        compared.check("attackers", "a URL", ADDRESS);
        return (compared, 0);
    };
    let app = App::default();
    let mut model = |message: &HttpRequest| (job.target.respond)(&sound, setup, message, &app);
    let shown = attempts(&sound, &url, Profile::Standard, &mut model, &PLATFORM);
    let mut requests = 0;
    let mut server = |message: &HttpRequest| {
        requests += 1;
        let answer = send(client, message);
        Reply {
            reached_app: answer
                .as_ref()
                .is_ok_and(|response| response.headers.contains("X-Reached-App")),
            answer,
        }
    };
    let seen = attempts(&sound, &url, Profile::Standard, &mut server, &PLATFORM);
    compared.check("attackers", shown.len().to_string(), seen.len().to_string());
    for (shown, seen) in shown.iter().zip(&seen) {
        compare(&mut compared, shown, seen);
    }
    (compared, requests)
}

fn compare(compared: &mut Compared, shown: &Attempt, seen: &Attempt) {
    let origin = &seen.attacker.origin;
    compared.check("attackers: origin", &*shown.attacker.origin, &**origin);
    compared.check(
        &format!("attackers: {origin} may not read"),
        "yes",
        yes_or_no(seen.verdict != Verdict::Succeeds),
    );
    compared.check(
        &format!("attackers: verdict on {origin}"),
        format!("{:?}", shown.verdict),
        format!("{:?}", seen.verdict),
    );
    for (asked, shown, seen) in [
        (
            "without preflight",
            &shown.without_preflight,
            &seen.without_preflight,
        ),
        (
            "with preflight",
            &shown.with_preflight,
            &seen.with_preflight,
        ),
    ] {
        compared.check(
            &format!("attackers: {origin} {asked}"),
            in_words(shown),
            in_words(seen),
        );
    }
}

fn in_words(tried: &Tried) -> String {
    format!(
        "shared {}, told {:?}, application ran {}",
        yes_or_no(tried.allowed),
        tried.allow_origin,
        yes_or_no(tried.reached_app)
    )
}

/// Policies for their sake: every shape of entry, alone and with others, in every combination of
/// credentials and of what needs a preflight.
pub(crate) fn policies() -> Vec<TestPolicy> {
    const ENTRIES: [&str; 13] = [
        "https://app.example.com",
        "https://*.example.com",
        "http://localhost:3000",
        "https://pr-*.preview.example.com",
        "https://example.com:8443",
        "https://*.a.example.co.uk:*",
        "http://192.0.2.1",
        "capacitor://localhost",
        "https://app.example.com.",
        "http://[::1]:*",
        "https://xn--bcher-kva.example",
        "https://x_y.example.com",
        "http://intranet",
    ];
    const METHODS: [&[&str]; 3] = [&["PUT"], &[], &["*"]];
    const HEADERS: [&[&str]; 3] = [&[], &["content-type", "x-one"], &["*"]];
    let list = |items: &[&str]| -> Vec<String> { items.iter().map(|&i| i.to_owned()).collect() };
    (0..ENTRIES.len())
        .map(|number| {
            let entry = |offset: usize| ENTRIES[(number + offset) % ENTRIES.len()];
            let origins: &[&str] = match number % 3 {
                0 => &[entry(0)],
                1 => &[entry(0), entry(5)],
                _ => &[entry(0), entry(3), entry(7)],
            };
            let draft = PolicyDraft {
                allow_origins: list(origins),
                allow_methods: list(METHODS[number % METHODS.len()]),
                allow_headers: list(HEADERS[number / 3 % HEADERS.len()]),
                expose_headers: Vec::new(),
                allow_credentials: number % 2 == 0,
                max_age: String::new(),
                preflight_status: PreflightStatus::NoContent,
            };
            TestPolicy {
                maker: Maker::Attack,
                name: format!("attacked: {}", origins.join(" ")),
                policy: parse(&draft),
                allows: Vec::new(),
                refuses: Vec::new(),
            }
        })
        .collect()
}
