//! <https://fetch.spec.whatwg.org/#concept-cors-check>

use super::deviation::Deviation;
use super::event::CorsCheckSuccess;
use super::network_error::Cause;
use super::profile::Profile;
use super::request::CredentialsMode;
use cors_http::{HeaderList, HeaderValue};

/// Steps 1 to 8. `origin` is the serialized request origin. `credentials` is the mode of the actual request, even if
/// the response is that of its preflight.
pub(super) fn cors_check(
    headers: &HeaderList,
    origin: &str,
    credentials: CredentialsMode,
    profile: Profile,
) -> Result<CorsCheckSuccess, Cause> {
    let Some(allowed) = headers.get("Access-Control-Allow-Origin") else {
        return Err(Cause::AllowOriginMissing {
            expected: origin.to_owned(),
        });
    };
    let wildcard = allowed.as_bytes() == b"*";
    if wildcard && !credentials.is_include() {
        return Ok(CorsCheckSuccess::Wildcard);
    }
    if allowed.as_bytes() != origin.as_bytes() {
        return Err(if wildcard {
            Cause::WildcardWithCredentials {
                expected: origin.to_owned(),
            }
        } else {
            not_the_origin(headers, allowed.to_latin1(), origin)
        });
    }
    if !credentials.is_include() {
        return Ok(CorsCheckSuccess::Named);
    }
    match get_allow_credentials(headers, profile) {
        Some(value) if value.as_bytes() == b"true" => Ok(CorsCheckSuccess::NamedWithCredentials),
        other => Err(Cause::CredentialsNotTrue {
            actual: other.map(|value| value.to_latin1()),
        }),
    }
}

/// *Get* of `Access-Control-Allow-Credentials`.
fn get_allow_credentials(headers: &HeaderList, profile: Profile) -> Option<HeaderValue> {
    const NAME: &str = "Access-Control-Allow-Credentials";
    if profile.shows(Deviation::EmptyLinesDropped) {
        let full: HeaderList = headers
            .iter()
            .filter(|header| header.name.is(NAME) && !header.value.as_bytes().is_empty())
            .cloned()
            .collect();
        // Empty lines still count as a header.
        return full.get(NAME).or_else(|| headers.get(NAME));
    }
    headers.get(NAME)
}

/// Why `Access-Control-Allow-Origin` isn't the origin.
fn not_the_origin(headers: &HeaderList, actual: String, expected: &str) -> Cause {
    let count = headers.values("Access-Control-Allow-Origin").count();
    let expected = expected.to_owned();
    if count > 1 || actual.contains([',', ' ']) {
        Cause::AllowOriginMultiple {
            actual,
            headers: count,
            expected,
        }
    } else if names_an_origin(&actual) {
        Cause::AllowOriginMismatch { actual, expected }
    } else {
        Cause::AllowOriginInvalid { actual, expected }
    }
}

/// Whether the value looks like an origin.
fn names_an_origin(value: &str) -> bool {
    let is_host = |host: &str| !host.is_empty() && !host.contains(['$', '{', '}', '<', '>']);
    match value.split_once("://") {
        Some((scheme, host)) => {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && is_host(host)
        }
        None => value == "null",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NetworkError, Stage};
    use cors_http::{HeaderName, HeaderValue};

    const PAGE: &str = "https://app.test";

    fn headers(origins: &[&str], credentials: &[&str]) -> HeaderList {
        let mut list = HeaderList::new();
        for line in origins {
            list.append(
                HeaderName::literal("access-control-allow-origin"),
                HeaderValue::received(line).unwrap(),
            );
        }
        for line in credentials {
            list.append(
                HeaderName::literal("access-control-allow-credentials"),
                HeaderValue::received(line).unwrap(),
            );
        }
        list
    }

    #[track_caller]
    fn check(mode: CredentialsMode, origins: &[&str], credentials: &[&str], expected: &str) {
        let checked = cors_check(
            &headers(origins, credentials),
            PAGE,
            mode,
            Profile::Standard,
        );
        let code = checked.err().map_or("passes", |cause| {
            let error = NetworkError {
                stage: Stage::Actual,
                status: None,
                cause,
            };
            error.code()
        });
        assert_eq!(code, expected, "{mode:?} {origins:?} {credentials:?}");
    }

    #[test]
    fn the_origin_is_compared_byte_by_byte() {
        use CredentialsMode::SameOrigin;
        check(SameOrigin, &[], &[], "allow-origin-missing");
        check(SameOrigin, &["*"], &["False"], "passes");
        check(SameOrigin, &[PAGE], &[], "passes");
        check(
            SameOrigin,
            &["https://app.test/"],
            &[],
            "allow-origin-mismatch",
        );
        check(
            SameOrigin,
            &["https://APP.test"],
            &[],
            "allow-origin-mismatch",
        );
        check(
            SameOrigin,
            &["https://app.test:443"],
            &[],
            "allow-origin-mismatch",
        );
        check(SameOrigin, &[PAGE, PAGE], &[], "allow-origin-multiple");
        check(SameOrigin, &["*\u{b}"], &[], "allow-origin-invalid");
        check(SameOrigin, &["*, *"], &[], "allow-origin-multiple");
        check(SameOrigin, &[""], &[], "allow-origin-invalid");
        check(SameOrigin, &["null"], &[], "allow-origin-mismatch");
        check(
            SameOrigin,
            &["https://*.app.test"],
            &[],
            "allow-origin-mismatch",
        );
        check(SameOrigin, &["app.test"], &[], "allow-origin-invalid");
        check(
            SameOrigin,
            &["https://${host}"],
            &[],
            "allow-origin-invalid",
        );
    }

    #[test]
    fn credentials_want_the_origin_and_true() {
        use CredentialsMode::Include;
        check(Include, &["*"], &["true"], "wildcard-with-credentials");
        check(Include, &[PAGE], &["true"], "passes");
        check(Include, &[PAGE], &[" true\t"], "passes");
        check(Include, &[PAGE], &["True"], "credentials-not-true");
        check(Include, &[PAGE], &[], "credentials-not-true");
        check(Include, &[PAGE], &["true", "true"], "credentials-not-true");
        check(Include, &[PAGE], &["true", ""], "credentials-not-true");
    }

    #[test]
    fn firefox_drops_empty_credentials_lines() {
        let list = headers(&[PAGE], &["true", ""]);
        let include = CredentialsMode::Include;
        assert!(cors_check(&list, PAGE, include, Profile::Firefox).is_ok());
        assert!(cors_check(&list, PAGE, include, Profile::Chromium).is_err());
        let list = headers(&[PAGE, ""], &["true"]);
        assert!(cors_check(&list, PAGE, include, Profile::Firefox).is_err());
    }
}
