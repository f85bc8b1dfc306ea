//! What `cors probe` writes.

mod compared;
mod single;

use cors_fetch::Request;
use cors_probe::{Answer, Learned};
use cors_state::Draft;
use cors_state::link::encode_url;
use serde_json::{Value, json};

pub(crate) use compared::{annotations, compared_json, compared_text};
pub(crate) use single::{asked_json, asked_text};

/// Says of each result how it was found.
const WITHOUT_BROWSER: &str = "without a browser";

fn requests(count: usize) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    }
}

/// A request in a few words.
fn describe(request: &Request) -> String {
    let names: Vec<&str> = request
        .headers
        .iter()
        .map(|header| header.name.as_str())
        .collect();
    let with = match (names.is_empty(), request.credentials.is_include()) {
        (true, false) => String::new(),
        (true, true) => " with credentials".to_owned(),
        (false, false) => format!(" with {}", names.join(", ")),
        (false, true) => format!(" with {} and credentials", names.join(", ")),
    };
    format!(
        "{} {}{with} from {}",
        request.method,
        request.url.request_target(),
        request.origin.serialize()
    )
}

/// What a page gets, in a few words.
fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::Allowed(Some(status)) => format!("allowed, status {status}"),
        Answer::Allowed(None) => "allowed, opaque".to_owned(),
        Answer::Blocked(error) => format!("blocked ({}, {})", error.code(), error.stage.id()),
        Answer::Unreached(trouble) => format!("not reached: {trouble}"),
    }
}

fn answer_json(answer: &Answer) -> Value {
    match answer {
        Answer::Allowed(status) => {
            json!({"allowed": true, "status": status.map(cors_http::Status::code)})
        }
        Answer::Blocked(error) => json!({
            "allowed": false,
            "reason": error.code(),
            "stage": error.stage.id(),
        }),
        Answer::Unreached(trouble) => {
            json!({"allowed": false, "not_reached": trouble.to_string()})
        }
    }
}

/// What was learned, as a state with what stays open.
pub(crate) fn learned_json(learned: &Learned, asked: usize, base: &str) -> Value {
    json!({
        "state": {"policy": learned.policy},
        "open": learned.open,
        "remarks": learned.remarks,
        "requests": asked,
        "link": learned_link(learned, base),
    })
}

/// The same for people.
pub(crate) fn learned_text(learned: &Learned, asked: usize, base: &str) -> String {
    let mut lines = vec![
        format!("Sent {WITHOUT_BROWSER}: {}.", requests(asked)),
        format!("Policy: {}", json!(learned.policy)),
        format!("Link: {}", learned_link(learned, base)),
    ];
    let open = learned.open.iter().map(|line| format!("Open: {line}"));
    lines.extend(learned.remarks.iter().cloned());
    lines.extend(open);
    lines.push(String::new());
    lines.join("\n")
}

fn learned_link(learned: &Learned, base: &str) -> String {
    encode_url(base, &Draft::of_policy(learned.policy.clone()))
}
