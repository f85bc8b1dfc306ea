//! The parts of a policy other than its origins: what was written becomes the policy, and mistakes are found.

use cors_core::policy::PreflightStatus;
use cors_http::in_code;

use crate::finding::{Code, Severity};
use crate::reading::Reading;

/// A text and the line that it is on.
pub(crate) type Item = (u32, String);

/// Items of a header's value, which commas separate.
pub(crate) fn split(line: u32, value: &str) -> Vec<Item> {
    value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| (line, item.to_owned()))
        .collect()
}

/// Methods that are allowed.
pub(crate) fn methods(reading: &mut Reading<'_>, line: u32, items: &[Item]) {
    reading.seen = true;
    reading.lines.methods = Some(line);
    reading.policy.allow_methods.clear();
    for (line, item) in items {
        let upper = item.to_ascii_uppercase();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if !item.chars().all(is_name) {
            reading.find(
                Code::MethodInvalid,
                *line,
                &format!("{} isn't a method name.", in_code(item)),
                "Separate methods with commas.",
            );
            let parts = item
                .split(|c: char| !is_name(c))
                .filter(|part| !part.is_empty());
            for part in parts {
                push(
                    &mut reading.policy.allow_methods,
                    &part.to_ascii_uppercase(),
                );
            }
            continue;
        }
        if ["CONNECT", "TRACE", "TRACK"].contains(&upper.as_str()) {
            reading.find(
                Code::MethodInvalid,
                *line,
                &format!("No page may use {}.", in_code(&upper)),
                "Remove it.",
            );
        } else if upper != *item && item.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            reading.find(
                Code::MethodCase,
                *line,
                &format!(
                    "Method names are case-sensitive: {} doesn't allow {}.",
                    in_code(item),
                    in_code(&upper)
                ),
                &format!("Write {}.", in_code(&upper)),
            );
        }
        push(&mut reading.policy.allow_methods, &upper);
    }
}

fn push(list: &mut Vec<String>, item: &str) {
    if !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
}

/// Request headers that are allowed.
pub(crate) fn headers(reading: &mut Reading<'_>, line: u32, items: &[Item]) {
    reading.seen = true;
    reading.lines.headers = Some(line);
    reading.policy.allow_headers.clear();
    for (_, item) in items {
        push(
            &mut reading.policy.allow_headers,
            &item.to_ascii_lowercase(),
        );
    }
}

/// Response headers that are exposed.
pub(crate) fn expose(reading: &mut Reading<'_>, line: u32, items: &[Item]) {
    reading.seen = true;
    reading.lines.expose = Some(line);
    reading.policy.expose_headers.clear();
    for (_, item) in items {
        push(
            &mut reading.policy.expose_headers,
            &item.to_ascii_lowercase(),
        );
    }
}

/// Credentials are allowed.
pub(crate) fn credentials(reading: &mut Reading<'_>, line: u32, allowed: bool) {
    reading.seen = true;
    reading.lines.credentials = Some(line);
    reading.policy.allow_credentials = allowed;
}

/// A value of `Access-Control-Allow-Credentials`, of which only `true` counts.
pub(crate) fn credentials_value(reading: &mut Reading<'_>, line: u32, value: &str) {
    let value = value.trim();
    credentials(
        reading,
        line,
        value.eq_ignore_ascii_case("true") || value == "1",
    );
    if value != "true" {
        let (message, fix) = if reading.policy.allow_credentials {
            (
                format!(
                    "Browsers accept only `true` here, in lowercase. {} turns credentials off.",
                    in_code(value)
                ),
                "Write `true`.",
            )
        } else {
            (
                format!(
                    "{} has no effect: browsers look for `true` only.",
                    in_code(value)
                ),
                "Remove the header.",
            )
        };
        let severity = if reading.policy.allow_credentials {
            Severity::Error
        } else {
            Severity::Tip
        };
        reading.find_as(Code::CredentialsAsText, severity, line, &message, fix);
    }
}

/// Longer than any browser caches a preflight response: Firefox has the highest limit.
const LONGEST_AGE: u64 = 86_400;

/// How long a preflight response is cached.
pub(crate) fn max_age(reading: &mut Reading<'_>, line: u32, text: &str) {
    reading.seen = true;
    let text = text.trim();
    let Ok(seconds) = text.parse::<u64>() else {
        reading.find(
            Code::MaxAgeInvalid,
            line,
            &format!(
                "{} isn't a whole number of seconds, so browsers use their default of 5 seconds.",
                in_code(text)
            ),
            "Write a number of seconds, such as `600`.",
        );
        return;
    };
    reading.policy.max_age = seconds.to_string();
    if seconds == 0 {
        reading.find(
            Code::MaxAgeZero,
            line,
            "0 seconds: every request needs a new preflight.",
            "Write a number of seconds, such as `600`.",
        );
    } else if seconds > LONGEST_AGE {
        reading.find(
            Code::MaxAgeCapped,
            line,
            &format!("{seconds} seconds are capped at 86400 in Firefox, 7200 in Chrome and 600 in Safari."),
            "Write `86400` or less.",
        );
    }
}

/// The status of preflight responses.
pub(crate) fn preflight_status(reading: &mut Reading<'_>, line: u32, status: &str) {
    reading.seen = true;
    match status {
        "200" => reading.policy.preflight_status = PreflightStatus::Ok,
        "204" => reading.policy.preflight_status = PreflightStatus::NoContent,
        other if other.starts_with('2') => reading.approximate(&format!(
            "preflight responses have the status {other}; the policy has 204"
        )),
        other => reading.not_imported_line(
            line,
            &format!("the preflight status {} isn't 2xx", in_code(other)),
        ),
    }
}

/// What depends on several parts.
pub(crate) fn finish(reading: &mut Reading<'_>) {
    if reading.policy.allow_credentials {
        wildcards(reading);
    }
    let listed = !reading.policy.allow_headers.is_empty();
    let has = |name: &str| {
        reading
            .policy
            .allow_headers
            .iter()
            .any(|header| header == name || header == "*")
    };
    let (authorization, json) = (has("authorization"), has("content-type"));
    let Some(line) = reading.lines.headers.filter(|_| listed) else {
        return;
    };
    let no_methods = reading.policy.allow_methods.is_empty();
    if no_methods && !authorization {
        reading.find(
            Code::HeaderNotAllowed,
            line,
            "`Authorization` isn't listed, so requests with a token are blocked. PUT, PATCH and DELETE are blocked too, because there is no `Access-Control-Allow-Methods`.",
            "List every header and method that your code uses.",
        );
    }
    if !json {
        reading.find_as(
            Code::HeaderNotAllowed,
            Severity::Tip,
            line,
            "`content-type` isn't listed, so requests with JSON are blocked.",
            "Add `Content-Type` if your code sends JSON.",
        );
    }
}

fn wildcards(reading: &mut Reading<'_>) {
    let policy = &reading.policy;
    let is_any = |list: &[String]| list.iter().any(|item| item == "*");
    let mut lines = Vec::new();
    if reading.sends_wildcards {
        lines.push((
            is_any(&policy.allow_methods),
            reading.lines.methods,
            "a method",
        ));
        lines.push((
            is_any(&policy.allow_headers),
            reading.lines.headers,
            "a header",
        ));
    }
    lines.push((
        is_any(&policy.expose_headers),
        reading.lines.expose,
        "a header",
    ));
    for (is_any, line, kind) in lines {
        if let (true, Some(line)) = (is_any, line) {
            reading.find(
                Code::WildcardIsLiteralWithCredentials,
                line,
                &format!("`*` isn't a wildcard when credentials are sent: it is {kind} named `*`."),
                "List the names.",
            );
        }
    }
}
