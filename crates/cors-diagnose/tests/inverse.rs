//! The way back: every line that an engine writes leads to the cause that made it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cors_analysis::analyze;
use cors_core::policy::PolicyDraft;
use cors_core::server::Fault;
use cors_diagnose::{Cause, Diagnosis, diagnose};
use cors_fetch::{CredentialsMode, NetworkError, Outcome, Profile, RequestDraft, Stage};
use cors_http::{Platform, Status};
use cors_state::{Draft, Faults};
use serde_json::Value;

/// Causes of the browser's half that have one name for people.
fn cause(code: &str) -> Cause {
    match code {
        "bad-port" | "not-in-http-cache" => Cause::InvalidRequest,
        "invalid-response-header" => Cause::Network,
        code => Cause::from_id(code).unwrap(),
    }
}

/// The cause that a person has to learn from this error.
fn of_error(error: &NetworkError) -> Cause {
    let is_redirected =
        error.stage == Stage::Preflight && error.status.is_some_and(Status::is_redirect);
    if is_redirected {
        Cause::PreflightRedirect
    } else {
        cause(error.code())
    }
}

/// States whose requests fail in every way that the model knows.
fn states() -> Vec<Draft> {
    let list = |items: &[&str]| {
        items
            .iter()
            .map(|&item| item.to_owned())
            .collect::<Vec<_>>()
    };
    let right = PolicyDraft {
        allow_origins: list(&["https://app.example.com"]),
        allow_methods: list(&["GET", "POST", "PUT", "DELETE"]),
        allow_headers: list(&["content-type", "authorization"]),
        allow_credentials: true,
        ..PolicyDraft::default()
    };
    let policies = [
        right.clone(),
        PolicyDraft {
            allow_origins: list(&["https://other.example.com"]),
            ..right.clone()
        },
        PolicyDraft {
            allow_origins: list(&["https://app.example.com", "https://admin.example.com"]),
            allow_credentials: false,
            ..right.clone()
        },
        PolicyDraft {
            allow_origins: list(&["*"]),
            allow_credentials: false,
            ..right.clone()
        },
        PolicyDraft {
            allow_methods: list(&["GET"]),
            ..right.clone()
        },
        PolicyDraft {
            allow_methods: list(&["*"]),
            allow_headers: list(&["*"]),
            allow_credentials: false,
            ..right.clone()
        },
        PolicyDraft {
            allow_methods: list(&["*"]),
            ..right.clone()
        },
        PolicyDraft {
            allow_headers: list(&["*"]),
            ..right.clone()
        },
        PolicyDraft {
            allow_headers: Vec::new(),
            ..right
        },
    ];
    let requests = [
        ("GET", &[][..], CredentialsMode::SameOrigin),
        ("GET", &[], CredentialsMode::Include),
        (
            "PUT",
            &[("content-type", "application/json")],
            CredentialsMode::SameOrigin,
        ),
        (
            "PUT",
            &[("content-type", "application/json")],
            CredentialsMode::Include,
        ),
        (
            "POST",
            &[("authorization", ""), ("x-tenant", "")],
            CredentialsMode::Include,
        ),
        ("GET", &[("authorization", "")], CredentialsMode::SameOrigin),
        ("patch", &[], CredentialsMode::SameOrigin),
    ];
    let mut states = Vec::new();
    for policy in &policies {
        for (method, headers, credentials) in &requests {
            for url in [
                "https://api.example.com/v1/orders",
                "http://api.example.com/v1/orders",
            ] {
                for fault in [None]
                    .into_iter()
                    .chain(Fault::ALL.iter().copied().map(Some))
                {
                    let mut draft = Draft::of_policy(policy.clone());
                    draft.own_request = Some(RequestDraft {
                        page_origin: if url.starts_with("https") {
                            "https://app.example.com"
                        } else {
                            "http://app.example.com"
                        }
                        .to_owned(),
                        url: url.to_owned(),
                        method: (*method).to_owned(),
                        headers: headers
                            .iter()
                            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                            .collect(),
                        credentials: *credentials,
                        ..RequestDraft::default()
                    });
                    draft.faults = Faults::one(fault.map_or("", Fault::id));
                    states.push(draft);
                }
            }
        }
    }
    states
}

fn named(diagnosis: &Diagnosis) -> BTreeSet<Cause> {
    diagnosis
        .main
        .causes
        .iter()
        .map(|cause| cause.cause)
        .collect()
}

/// Whether a state gives this line in this engine.
fn gives(state: &Draft, profile: Profile, line: &str) -> bool {
    let analysis = analyze(state, &Platform::BARE);
    analysis
        .consoles()
        .iter()
        .any(|(other, text)| *other == profile && text == line)
}

#[test]
fn inverse_of_every_state() {
    let mut by_line: BTreeMap<(String, &'static str), BTreeSet<Cause>> = BTreeMap::new();
    for draft in states() {
        let analysis = analyze(&draft, &Platform::BARE);
        let consoles = analysis.consoles();
        for (profile, line) in consoles {
            let Some(simulation) = analysis.simulation(profile) else {
                continue;
            };
            if let Outcome::NetworkError(error) = &simulation.exchange.outcome {
                by_line
                    .entry((line, profile.id()))
                    .or_default()
                    .insert(of_error(error));
            }
        }
    }
    assert!(by_line.len() > 60, "{}", by_line.len());
    let mut wrong = Vec::new();
    let mut collisions = BTreeSet::new();
    let mut reproduced = 0;
    for ((line, engine), causes) in &by_line {
        let diagnosis = diagnose(line, &Platform::BARE);
        let found = named(&diagnosis);
        if !causes.is_subset(&found) {
            wrong.push(format!("{engine}: {causes:?} isn't in {found:?}\n  {line}"));
        } else if let Some(only) = causes.first().filter(|_| causes.len() == 1)
            && diagnosis.cause() != *only
            && !is_special(*only)
        {
            wrong.push(format!(
                "{engine}: {only:?} isn't first in {found:?}\n  {line}"
            ));
        }
        if causes.len() > 1 {
            collisions.insert((*engine, causes.clone()));
        }
        if diagnosis.main.engine.map(Profile::id) != Some(*engine) {
            wrong.push(format!(
                "{engine}: taken for {:?}\n  {line}",
                diagnosis.main.engine
            ));
        }
        if let Some(state) = &diagnosis.main.state
            && gives(state, Profile::from_id(engine).unwrap(), line)
        {
            reproduced += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        by_line.len(),
        wrong.join("\n")
    );
    // The same line for several causes: engines that don't distinguish them.
    for (engine, causes) in &collisions {
        println!("{engine}: {causes:?}");
    }
    println!(
        "{reproduced} of {} lines are reproduced by the diagnosed state",
        by_line.len()
    );
    assert!(
        reproduced * 10 >= by_line.len() * 5,
        "{reproduced} of {}",
        by_line.len()
    );
}

/// Causes that are a special case of what the line says, so the line doesn't put them first.
fn is_special(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::WildcardIsLiteralWithCredentials
            | Cause::WildcardDoesNotCoverAuthorization
            | Cause::AllowOriginMismatch
    )
}

/// The causes of a row of the recorded lines; several where engines differ in what they check first.
fn causes_of(row: &str) -> &[&str] {
    match row {
        "header" => &["header-not-allowed"],
        "method" => &["method-not-allowed"],
        "list-syntax" => &[
            "methods-unparsable",
            "headers-unparsable",
            "method-not-allowed",
        ],
        "preflight-status" => &[
            "preflight-status",
            "preflight-redirect",
            "allow-origin-mismatch",
            "wildcard-with-credentials",
        ],
        "authorization-wildcard" => &["wildcard-does-not-cover-authorization"],
        "redirect-credentials" => &["redirect-with-credentials"],
        "redirect-scheme" => &["scheme-not-supported"],
        "redirect-location" | "redirect-mode" => &["redirect-not-allowed"],
        "closed" => &["network"],
        // An empty value is one that isn't an origin to Chromium, and WebKit looks at the status first.
        "allow-origin-missing" => &[
            "allow-origin-missing",
            "allow-origin-invalid",
            "preflight-status",
        ],
        "allow-origin-mismatch" => &[
            "allow-origin-mismatch",
            "allow-origin-invalid",
            "allow-origin-multiple",
        ],
        "allow-origin-invalid" => &[
            "allow-origin-invalid",
            "allow-origin-mismatch",
            "allow-origin-multiple",
        ],
        "allow-origin-multiple" => &["allow-origin-multiple"],
        "wildcard-with-credentials" => &["wildcard-with-credentials"],
        "allow-credentials" => &["credentials-not-true"],
        "preflight-redirect" => &["preflight-redirect"],
        _ => &[],
    }
}

/// The lines that running browsers printed.
#[test]
fn inverse_of_recorded_lines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/console.json");
    let corpus: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in corpus.get("cases").and_then(Value::as_array).unwrap() {
        let row = case.get("row").and_then(Value::as_str).unwrap_or_default();
        for engine in ["chromium", "firefox", "webkit"] {
            let lines = case
                .get("console")
                .and_then(|console| console.get(engine))
                .and_then(Value::as_array);
            let lines: Vec<&str> = lines
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            if lines.is_empty() {
                continue;
            }
            count += 1;
            let diagnosis = diagnose(&lines.join("\n"), &Platform::BARE);
            let found: Vec<&str> = diagnosis
                .main
                .causes
                .iter()
                .map(|cause| cause.cause.id())
                .collect();
            if !causes_of(row).iter().any(|cause| found.contains(cause)) {
                wrong.push(format!(
                    "{engine}: {row} isn't in {found:?}: {}\n  {}",
                    case.get("note").unwrap(),
                    lines.join("\n  ")
                ));
            }
        }
    }
    assert!(count > 150, "{count}");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
