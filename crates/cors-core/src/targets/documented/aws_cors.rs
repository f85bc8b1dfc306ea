//! The CORS settings that API Gateway and Lambda have in common.

use super::{rejects_null, rejects_other_schemes, rejects_patterns, rejects_stars_in_names};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy};
use crate::server::append;
use crate::targets::Unsupported;
use crate::targets::language::{Text, yaml};
use crate::targets::library::{self, Format};
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpResponse};

/// Whether the origin is listed, or any is.
pub(in crate::targets) fn allow_origin(
    policy: &Policy,
    origin: &HeaderValue,
) -> Option<HeaderValue> {
    policy
        .allow_origin_for(Some(origin.as_bytes()))
        .map(HeaderValue::from)
}

/// What can't be written for one of them.
pub(in crate::targets) fn check(policy: &Policy, server: &str) -> Result<(), Unsupported> {
    rejects_patterns(policy, server)?;
    rejects_null(policy, server)?;
    rejects_other_schemes(policy, server)?;
    rejects_stars_in_names(policy, server)?;
    if library::has_credentials(policy) {
        return star_with_credentials(policy, server);
    }
    Ok(())
}

/// Rejects `*` with credentials, which means nothing to browsers.
fn star_with_credentials(policy: &Policy, server: &str) -> Result<(), Unsupported> {
    let what = match (&policy.methods, &policy.headers) {
        (AllowMethods::Any, _) => "methods",
        (_, AllowHeaders::Any { .. }) => "headers",
        (AllowMethods::Listed(_), AllowHeaders::Listed(_)) => return Ok(()),
    };
    Unsupported::because(format!(
        "The documentation of {server} doesn't say that `*` is replaced by the requested {what}, and with credentials browsers don't read it as a wildcard. List the {what}."
    ))
}

/// The items of each list, in quotes: origins, methods, headers and exposed headers.
pub(in crate::targets) struct Lists {
    pub(in crate::targets) origins: Vec<String>,
    pub(in crate::targets) methods: Vec<String>,
    pub(in crate::targets) headers: Vec<String>,
    pub(in crate::targets) exposed: Vec<String>,
}

impl Lists {
    /// As the policy has them. Safelisted methods are listed, too.
    pub(in crate::targets) fn of(policy: &Policy) -> Self {
        let star = || vec![yaml::quote("*")];
        Self {
            origins: match &policy.origins {
                AllowOrigin::Any => star(),
                AllowOrigin::Listed(patterns) => patterns
                    .iter()
                    .map(|pattern| yaml::quote(&pattern.to_string()))
                    .collect(),
            },
            methods: match &policy.methods {
                AllowMethods::Any => star(),
                AllowMethods::Listed(_) => library::with_safelisted(&policy.methods)
                    .iter()
                    .map(|method| yaml::quote(method.as_str()))
                    .collect(),
            },
            headers: match &policy.headers {
                AllowHeaders::Any {
                    and_authorization: true,
                } => vec![yaml::quote("*"), yaml::quote("Authorization")],
                AllowHeaders::Any {
                    and_authorization: false,
                } => star(),
                AllowHeaders::Listed(names) => quoted(names),
            },
            exposed: match &policy.expose {
                ExposeHeaders::Any => star(),
                ExposeHeaders::Listed(names) => quoted(names),
            },
        }
    }
}

fn quoted(names: &[HeaderName]) -> Vec<String> {
    names
        .iter()
        .map(|name| yaml::quote(name.as_str()))
        .collect()
}

/// The settings as lines of YAML.
pub(in crate::targets) fn settings(text: &mut Text, indent: &str, policy: &Policy) {
    let Lists {
        origins,
        methods,
        headers,
        exposed,
    } = Lists::of(policy);
    for (key, items) in [
        ("AllowOrigins", origins),
        ("AllowMethods", methods),
        ("AllowHeaders", headers),
        ("ExposeHeaders", exposed),
    ] {
        if !items.is_empty() {
            yaml::sequence(text, indent, key, &items);
        }
    }
    if library::has_credentials(policy) {
        text.line(format!("{indent}AllowCredentials: true"));
    }
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("{indent}MaxAge: {seconds}"));
    }
}

const LIST: Format = Format {
    separator: ", ",
    name: |name| name.as_str().to_owned(),
};

/// The response to a preflight from an origin that is allowed.
pub(in crate::targets) fn preflight(policy: &Policy, allow_origin: HeaderValue) -> HttpResponse {
    let mut response = HttpResponse::new(policy.preflight_status.status());
    let headers = &mut response.headers;
    headers_for_origin(policy, allow_origin, headers);
    let methods = match &policy.methods {
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(_) => LIST.methods(&library::with_safelisted(&policy.methods)),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { and_authorization } => LIST.any_header(*and_authorization),
        AllowHeaders::Listed(names) => LIST.names(names),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
    response
}

/// The headers of a response that isn't a preflight response.
pub(in crate::targets) fn of_response(policy: &Policy, allow_origin: HeaderValue) -> HeaderList {
    let mut headers = HeaderList::new();
    headers_for_origin(policy, allow_origin, &mut headers);
    let exposed = match &policy.expose {
        ExposeHeaders::Any => Some("*".into()),
        ExposeHeaders::Listed(names) => LIST.names(names),
    };
    append(&mut headers, "Access-Control-Expose-Headers", exposed);
    headers
}

fn headers_for_origin(policy: &Policy, allow_origin: HeaderValue, headers: &mut HeaderList) {
    append(headers, "Access-Control-Allow-Origin", Some(allow_origin));
    append(
        headers,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
}
