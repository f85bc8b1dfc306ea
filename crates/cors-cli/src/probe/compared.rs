use cors_probe::{Compared, Expected};
use serde_json::{Value, json};

use super::{WITHOUT_BROWSER, answer_json, describe, in_words, requests};
use crate::annotation::{Annotation, Level};

/// The comparison with a policy for people: what differs, and how much was sent.
pub(crate) fn compared_text(compared: &[Compared], count: usize) -> String {
    let differing: Vec<&Compared> = compared.iter().filter(|one| !one.agrees()).collect();
    let mut lines = vec![format!(
        "Sent {WITHOUT_BROWSER}: {}. {} of {} outcomes are as the policy says.",
        requests(count),
        compared.len() - differing.len(),
        compared.len(),
    )];
    lines.extend(differing.iter().map(|one| format!("  ✗ {}", sentence(one))));
    lines.push(String::new());
    lines.join("\n")
}

/// The same as one value.
pub(crate) fn compared_json(compared: &[Compared], count: usize) -> Value {
    let rows = compared.iter().map(|one| {
        let mut row = json!({
            "request": {
                "page_origin": one.request.origin.serialize(),
                "url": one.request.url.to_string(),
                "method": one.request.method.as_str(),
                "headers": one.request.headers.iter().map(|header| header.name.as_str()).collect::<Vec<_>>(),
                "credentials": one.request.credentials.id(),
            },
            "about": one.about,
            "expected": expected_json(one.expected),
            "actual": answer_json(&one.answer),
            "agrees": one.agrees(),
        });
        if let (Some(seconds), Some(row)) = (one.cached, row.as_object_mut()) {
            row.insert("cached_seconds".to_owned(), json!(seconds));
        }
        row
    });
    json!({
        "sent": WITHOUT_BROWSER,
        "requests": count,
        "agrees": compared.iter().all(Compared::agrees),
        "compared": rows.collect::<Vec<_>>(),
    })
}

/// What differs, for other tools.
pub(crate) fn annotations(compared: &[Compared]) -> Vec<Annotation> {
    compared
        .iter()
        .filter(|one| !one.agrees())
        .map(|one| Annotation {
            rule: "server-differs-from-policy",
            about: "The running server doesn't do what the policy says.",
            level: Level::Error,
            message: sentence(one),
            line: 1,
        })
        .collect()
}

fn expected_json(expected: Expected) -> Value {
    match expected {
        Expected::Allowed => json!({"allowed": true}),
        Expected::AllowedWith(status) => json!({"allowed": true, "status": status.code()}),
        Expected::Blocked => json!({"allowed": false}),
        Expected::Cached(seconds) => json!({"allowed": true, "cached_seconds": seconds}),
    }
}

fn sentence(one: &Compared) -> String {
    let is = in_words(&one.answer);
    let but = match one.expected {
        Expected::Allowed => "the policy allows it".to_owned(),
        Expected::AllowedWith(status) => format!("it should be allowed, with status {status}"),
        Expected::Blocked => "the policy blocks it".to_owned(),
        Expected::Cached(seconds) => {
            let seen = one.cached.unwrap_or_default();
            return format!(
                "{}: the preflight is cached for {seen} seconds, but the policy says {seconds}",
                describe(&one.request)
            );
        }
    };
    format!("{}: {is}, but {but}", describe(&one.request))
}
