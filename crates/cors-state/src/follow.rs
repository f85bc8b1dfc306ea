use cors_core::policy::{OriginEntry, OriginPattern, PolicyDraft, parse_origin};
use cors_fetch::{CredentialsMode, Mode, RequestDraft};
use cors_http::{Host, Platform, Url};

/// The page if the policy allows no particular one.
const PAGE_ORIGIN: &str = "https://app.example.com";

/// A request that shows most of what the policy allows: from the first origin, with the first method that
/// needs a preflight.
pub fn request_that_follows(policy: &PolicyDraft) -> RequestDraft {
    let page_origin = page_origin(&policy.allow_origins);
    let is_listed = |name: &str| {
        let listed = &policy.allow_headers;
        listed
            .iter()
            .any(|entry| entry.trim().eq_ignore_ascii_case(name))
    };
    let mut headers = Vec::new();
    if is_listed("content-type") || is_listed("*") {
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    }
    if is_listed("authorization") {
        headers.push(("Authorization".to_owned(), String::new()));
    }
    RequestDraft {
        url: url(&page_origin),
        page_origin,
        method: method(&policy.allow_methods).to_owned(),
        headers,
        credentials: if policy.allow_credentials {
            CredentialsMode::Include
        } else {
            CredentialsMode::SameOrigin
        },
        mode: Mode::Cors,
    }
}

/// The first exact origin, or one that the first pattern allows, or `null` if nothing else is allowed.
fn page_origin(entries: &[String]) -> String {
    let exact = entries.iter().find_map(|entry| exact_origin(entry));
    let matching = || entries.iter().find_map(|entry| matching_origin(entry));
    let is_null = || entries.iter().any(|entry| entry.trim() == "null");
    let is_any = || entries.iter().any(|entry| entry.trim() == "*");
    exact
        .or_else(matching)
        .or_else(|| (is_null() && !is_any()).then(|| "null".to_owned()))
        .unwrap_or_else(|| PAGE_ORIGIN.to_owned())
}

/// The entry as an exact origin. There are no Unicode tables here, so an entry with a host beyond ASCII is used as
/// typed if the rest is an origin. That way the request doesn't depend on the platform.
pub(crate) fn exact_origin(entry: &str) -> Option<String> {
    match pattern(entry)? {
        pattern @ OriginPattern::Exact(_) => Some(as_typed_beyond_ascii(entry, &pattern)),
        OriginPattern::Family(_) | OriginPattern::Null => None,
    }
}

fn matching_origin(entry: &str) -> Option<String> {
    match pattern(entry)? {
        pattern @ OriginPattern::Family(_) => {
            let written = as_typed_beyond_ascii(entry, &pattern);
            let without_port = written.strip_suffix(":*").unwrap_or(&written);
            Some(without_port.replace('*', "app"))
        }
        OriginPattern::Exact(_) | OriginPattern::Null => None,
    }
}

fn pattern(entry: &str) -> Option<OriginPattern> {
    let stand_in = Platform {
        host_to_ascii: |_| Some("host.invalid".to_owned()),
        ..Platform::BARE
    };
    match parse_origin(entry, &stand_in) {
        Ok((OriginEntry::Pattern(pattern), _)) => Some(pattern),
        Ok((OriginEntry::Any, _)) | Err(_) => None,
    }
}

fn as_typed_beyond_ascii(entry: &str, pattern: &OriginPattern) -> String {
    if entry.is_ascii() {
        pattern.to_string()
    } else {
        entry.trim().trim_end_matches('/').to_owned()
    }
}

/// The API of a page.
fn url(page_origin: &str) -> String {
    const EXAMPLE: &str = "https://api.example.com/users";
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    let Some((scheme, rest)) = page_origin.split_once("://") else {
        return EXAMPLE.to_owned();
    };
    if !page_origin.is_ascii() {
        return format!("https://api.{}/users", without_role(without_port(rest)));
    }
    let Some(page) = Url::parse(page_origin, None, &Platform::BARE)
        .ok()
        .filter(is_web)
    else {
        return EXAMPLE.to_owned();
    };
    match page.host() {
        Some(Host::Domain(host)) if !is_loopback(host) => {
            format!("https://api.{}/users", without_role(host))
        }
        Some(host) => {
            let port = if page.port_or_default() == Some(8080) {
                8081
            } else {
                8080
            };
            format!("{scheme}://{host}:{port}/users")
        }
        None => EXAMPLE.to_owned(),
    }
}

fn without_port(host: &str) -> &str {
    host.split_once(':').map_or(host, |(host, _)| host)
}

fn without_role(host: &str) -> &str {
    ["app.", "www.", "admin."]
        .into_iter()
        .find_map(|role| host.strip_prefix(role))
        .unwrap_or(host)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost")
}

/// The first method that needs a preflight, or else the one that changes most.
fn method(allowed: &[String]) -> &str {
    let is_allowed = |method: &&str| allowed.iter().any(|allowed| allowed == method);
    let other = || {
        let is_safelisted = |method: &str| matches!(method, "GET" | "HEAD" | "POST");
        allowed.iter().map(String::as_str).find(|method| {
            *method != "*" && !is_safelisted(method) && cors_http::Method::parse(method).is_ok()
        })
    };
    if allowed.iter().any(|method| method == "*") {
        return "PUT";
    }
    ["PUT", "PATCH", "DELETE"]
        .into_iter()
        .find(is_allowed)
        .or_else(other)
        .or_else(|| ["POST"].into_iter().find(is_allowed))
        .unwrap_or("GET")
}
