//! Where requests come from.

use super::EVIL;
use crate::policy::TestPolicy;

/// Origins to ask from: those that the policy's row names, and look-alikes of an allowed one.
pub(super) fn origins(policy: &TestPolicy, good: &str) -> Vec<String> {
    let mut origins: Vec<String> = policy
        .allows
        .iter()
        .chain(&policy.refuses)
        .cloned()
        .collect();
    origins.extend(look_alikes(good));
    let mut seen = std::collections::BTreeSet::new();
    origins.retain(|origin| seen.insert(origin.clone()));
    origins
}

fn look_alikes(good: &str) -> Vec<String> {
    let (scheme, rest) = good
        .split_once("://")
        .unwrap_or(("https", "app.example.com"));
    let other_scheme = if scheme == "https" { "http" } else { "https" };
    let host = rest.split(':').next().unwrap_or(rest);
    [
        format!("{scheme}://evil{rest}"),
        format!("{scheme}://evil-{rest}"),
        format!("{scheme}://evil.{rest}"),
        format!("{good}.evil.example"),
        format!("{good}evil.example"),
        format!("{scheme}://{}", rest.replacen('.', "x", 1)),
        format!("{scheme}://{}", rest.replace('.', "x")),
        format!("{scheme}://.{rest}"),
        format!("{scheme}://..{rest}"),
        format!("{scheme}://{rest}."),
        format!("{other_scheme}://{rest}"),
        format!("{scheme}:{rest}"),
        format!("{scheme}:///{rest}"),
        format!("//{rest}"),
        rest.to_owned(),
        format!("{good}:1"),
        format!("{good}:"),
        format!("{scheme}://{host}:8444"),
        format!("{good}/"),
        format!("{good}/path"),
        format!("{good}?query"),
        format!("{good}#fragment"),
        format!("{good}\\"),
        format!("{scheme}://user@{rest}"),
        format!("{scheme}://{rest}@evil.example"),
        format!("{scheme}://evil.example/{rest}"),
        format!("{scheme}://evil.example#{good}"),
        format!("{scheme}://evil.example?{good}"),
        format!("{EVIL} {good}"),
        format!("{good} {EVIL}"),
        format!("{good},{EVIL}"),
        format!("{EVIL},{good}"),
        format!("x{good}"),
        format!("{good}x"),
        good.to_ascii_uppercase(),
        format!("{}://{rest}", scheme.to_ascii_uppercase()),
        format!("\"{good}\""),
        format!("'{good}'"),
        format!("{good}%00"),
        format!("{good}%0a"),
        format!("{good}$"),
        format!("^{good}$"),
        "null".to_owned(),
        "NULL".to_owned(),
        "undefined".to_owned(),
        "true".to_owned(),
        "*".to_owned(),
        "https://*".to_owned(),
        "https://*.example.com".to_owned(),
        "$http_origin".to_owned(),
        "file://".to_owned(),
        "https://".to_owned(),
        "https://xn--pp-yia.example.com".to_owned(),
        "https://localhost".to_owned(),
    ]
    .to_vec()
}
