//! The command by which a step checks that CORS works.

use crate::policy::{AllowMethods, AllowOrigin, Policy};

/// A preflight as a browser would send it. It prints the header that allows the origin, and fails without it.
pub(super) fn preflight(policy: &Policy, url: &str) -> String {
    format!(
        "curl -si -X OPTIONS {url} -H {} -H {} | grep -i access-control-allow-origin",
        quote(&format!("Origin: {}", origin(policy))),
        quote(&format!(
            "Access-Control-Request-Method: {}",
            method(policy)
        )),
    )
}

/// A preflight from an origin that the policy doesn't allow. It fails if that origin is allowed.
pub(super) fn blocked_preflight(policy: &Policy, url: &str) -> String {
    format!(
        "! curl -si -X OPTIONS {url} -H {} -H {} | grep -i 'access-control-allow-origin: {OTHER}'",
        quote(&format!("Origin: {OTHER}")),
        quote(&format!(
            "Access-Control-Request-Method: {}",
            method(policy)
        )),
    )
}

/// A request as a browser would send it. It prints the header that allows the origin, and fails without it.
pub(super) fn request(policy: &Policy, url: &str) -> String {
    format!(
        "curl -si {url} -H {} | grep -i access-control-allow-origin",
        quote(&format!("Origin: {}", origin(policy))),
    )
}

/// An origin that policies don't list.
const OTHER: &str = "https://not-allowed.example";

/// An origin that the policy allows.
pub(super) fn origin(policy: &Policy) -> String {
    match &policy.origins {
        AllowOrigin::Any => "https://app.example.com".to_owned(),
        AllowOrigin::Listed(patterns) => patterns
            .first()
            .map_or_else(String::new, crate::policy::OriginPattern::example),
    }
}

/// A method that the policy allows, one that needs a preflight if there is any.
fn method(policy: &Policy) -> &str {
    const GET: &str = "GET";
    match &policy.methods {
        AllowMethods::Any => "PUT",
        AllowMethods::Listed(methods) => {
            let mut methods = methods.iter().filter(|method| !method.is_cors_safelisted());
            methods.next().map_or(GET, cors_http::Method::as_str)
        }
    }
}

/// A text as one word of a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_ends_no_word() {
        assert_eq!(quote("M'x"), r"'M'\''x'");
    }
}
