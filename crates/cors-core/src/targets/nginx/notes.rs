use super::options::{Choices, Scope};
use super::values::{Value, Values};
use super::{LONGEST_VALUE, merges_headers};
use crate::policy::{AllowHeaders, ExposeHeaders, Policy};
use crate::targets::Setup;

/// What to know before deploying, the most important first. Each of these was tried on a running nginx.
pub(super) fn notes(policy: &Policy, setup: &Setup, values: &Values) -> Vec<String> {
    let Choices { upstream, scope } = Choices::of(setup);
    let mut notes = Vec::new();
    let block = scope.block();
    if !merges_headers(setup.version) {
        notes.push(format!(
            "An `add_header` in a `{block}` replaces all `add_header` lines inherited from outside it (HSTS, CSP, …). Repeat those next to these, as the full example does."
        ));
        notes.push("A nested `location { }` or `if { }` with an `add_header` of its own inherits none of these. Repeat these `add_header` lines there.".to_owned());
    }
    if let Some(module) = upstream.modules().first() {
        notes.push(format!(
            "A `{module}_hide_header` in a `{block}` replaces those inherited from outside it, and one in a nested `location {{ }}` replaces these. Repeat them there."
        ));
    }
    match scope {
        Scope::Server => {
            notes.push("Use this once per `server { }`; twice sends every header twice. For one path only, choose \"one location\". For two policies, give each a name.".to_owned());
        }
        Scope::Location => {
            notes.push("Responses that `error_page`, `try_files` or `rewrite` take from another location have no CORS headers, and a location nested in this one does not handle preflights. For two policies, use one location each and give each a name.".to_owned());
        }
    }
    let lengths = values.rows().map(|(header, _, _, value)| match value {
        Some(Value::Fixed(text)) => (text.len(), header),
        Some(Value::Reflected(_)) | None => (0, header),
    });
    if let Some((length, header)) = lengths.into_iter().max()
        && length > LONGEST_VALUE / 2
    {
        notes.push(format!(
            "`{header}` has {length} bytes. Above about 4,000 this policy can't be written for nginx."
        ));
    }
    let odd = |name: &&cors_http::HeaderName| {
        !name
            .as_str()
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if let AllowHeaders::Listed(names) = &policy.headers
        && let Some(name) = names.iter().find(odd)
    {
        notes.push(format!(
            "The browser may send `{name}`, but nginx drops request headers whose names contain anything but letters, digits and hyphens unless `underscores_in_headers` is on or `ignore_invalid_headers` is off."
        ));
    }
    if policy.expose == ExposeHeaders::Any {
        notes.push(
            "Exposing every header includes those that nginx adds itself, such as `Server`."
                .to_owned(),
        );
    }
    notes
}
