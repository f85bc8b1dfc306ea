//! Origins that are allowed and that others can act as.

use cors_http::in_code;

use crate::finding::Code;
use crate::origins::{Form, Written};
use crate::reading::Reading;

pub(crate) fn http_origins(reading: &mut Reading<'_>, written: &[Written]) {
    let plain: Vec<String> = reading
        .policy
        .allow_origins
        .iter()
        .filter(|origin| origin.starts_with("http://") && !is_local(origin))
        .map(|origin| in_code(origin))
        .collect();
    let [first, ..] = plain.as_slice() else {
        return;
    };
    let line = written
        .iter()
        .find(|entry| {
            names(&entry.form, "http:")
                || names(&entry.form, "http(s)?")
                || names(&entry.form, "https?")
        })
        .or(written.first())
        .map_or(1, |entry| entry.line);
    reading.find(
        Code::HttpOriginWithCredentials,
        line,
        &format!("An `http` origin such as {first} is allowed with credentials. Anyone on the network can change its pages and act as a signed-in user."),
        "Allow the `https` origin only.",
    );
}

fn names(form: &Form, part: &str) -> bool {
    match form {
        Form::Any | Form::Reflected(_) => false,
        Form::Listed(text) | Form::Value(text) | Form::Pattern(text) | Form::Glob(text) => {
            text.contains(part)
        }
        Form::Regex(expression) => expression.regex.source.contains(part),
        Form::Unreadable(source, _) => source.contains(part),
    }
}

fn is_local(origin: &str) -> bool {
    let host = origin.split("://").nth(1).unwrap_or_default();
    ["localhost", "127.", "192.168.", "10.", "[::1]"]
        .iter()
        .any(|start| host.starts_with(start))
        || host
            .split(':')
            .next()
            .is_some_and(|host| host.ends_with(".localhost"))
}

/// Domains under which anyone can get a name, as they occur in configs. The checks of a policy know all.
const SHARED: [&str; 17] = [
    "vercel.app",
    "netlify.app",
    "pages.dev",
    "workers.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "web.app",
    "firebaseapp.com",
    "azurewebsites.net",
    "azurestaticapps.net",
    "cloudfront.net",
    "ngrok.io",
    "ngrok-free.app",
    "onrender.com",
    "fly.dev",
    "amplifyapp.com",
];

pub(crate) fn shared_suffixes(reading: &mut Reading<'_>, written: &[Written]) {
    for suffix in SHARED {
        let is_shared = |origin: &&String| {
            let host = origin.split("://").nth(1).unwrap_or_default();
            let host = host.split(':').next().unwrap_or_default();
            host.strip_suffix(suffix)
                .is_some_and(|label| label.ends_with('.') && label.contains('*'))
        };
        let Some(origin) = reading.policy.allow_origins.iter().find(is_shared).cloned() else {
            continue;
        };
        let line = written
            .iter()
            .find(|entry| {
                names(&entry.form, suffix) || names(&entry.form, &suffix.replace('.', "\\."))
            })
            .map_or(1, |entry| entry.line);
        reading.find(
            Code::SharedSuffix,
            line,
            &format!(
                "{} also matches other people's sites: anyone can get a name under {}.",
                in_code(&origin),
                in_code(suffix)
            ),
            "List your own names, or use a preview domain of your own.",
        );
    }
}
