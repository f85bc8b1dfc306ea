//! <https://fetch.spec.whatwg.org/#concept-cors-check>

use super::deviation::Deviation;
use super::profile::Profile;
use super::request::CredentialsMode;
use cors_http::{HeaderList, HeaderValue};

/// Where this algorithm is written down.
pub(super) const ANCHOR: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";

/// Why the CORS check returned failure, with the values seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorsCheckFailure {
    /// There is no `Access-Control-Allow-Origin` (step 2).
    AllowOriginMissing {
        /// The origin that it would have to name.
        expected: String,
    },
    /// `Access-Control-Allow-Origin` is `*`, but the credentials mode is `include` (step 4).
    WildcardWithCredentials {
        /// The origin that it would have to name.
        expected: String,
    },
    /// `Access-Control-Allow-Origin` names something else (step 4).
    AllowOriginMismatch {
        /// What it says, lines joined.
        sent: String,
        /// On how many lines.
        lines: usize,
        /// The origin that it would have to name.
        expected: String,
    },
    /// `Access-Control-Allow-Credentials` is not `true` (steps 6 to 8).
    AllowCredentialsNotTrue {
        /// What it says, lines joined; `None` without the header.
        sent: Option<String>,
    },
}

/// How the check passed: which step said so, and what `Access-Control-Allow-Origin` was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CorsCheckSuccess {
    /// Step 3: `*` without credentials.
    Wildcard,
    /// Step 5: the origin itself, without credentials.
    Named,
    /// Step 7: the origin itself, with credentials.
    NamedWithCredentials,
    /// Firefox after a redirect back to the page: it was not looked at.
    SameOrigin,
}

/// Steps 1 to 8. `origin` is the serialised request origin, `credentials` the mode of the actual request, also when
/// the response is that of its preflight.
pub(super) fn cors_check(
    headers: &HeaderList,
    origin: &str,
    credentials: CredentialsMode,
    profile: Profile,
) -> Result<CorsCheckSuccess, CorsCheckFailure> {
    let Some(allowed) = headers.get("Access-Control-Allow-Origin") else {
        return Err(CorsCheckFailure::AllowOriginMissing {
            expected: origin.to_owned(),
        });
    };
    let wildcard = allowed.as_bytes() == b"*";
    if wildcard && !credentials.is_include() {
        return Ok(CorsCheckSuccess::Wildcard);
    }
    if allowed.as_bytes() != origin.as_bytes() {
        return Err(if wildcard {
            CorsCheckFailure::WildcardWithCredentials {
                expected: origin.to_owned(),
            }
        } else {
            CorsCheckFailure::AllowOriginMismatch {
                sent: allowed.to_latin1(),
                lines: headers.values("Access-Control-Allow-Origin").count(),
                expected: origin.to_owned(),
            }
        });
    }
    if !credentials.is_include() {
        return Ok(CorsCheckSuccess::Named);
    }
    match get_allow_credentials(headers, profile) {
        Some(value) if value.as_bytes() == b"true" => Ok(CorsCheckSuccess::NamedWithCredentials),
        other => Err(CorsCheckFailure::AllowCredentialsNotTrue {
            sent: other.map(|value| value.to_latin1()),
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
        // Lines that are all empty are still a header.
        return full.get(NAME).or_else(|| headers.get(NAME));
    }
    headers.get(NAME)
}

impl CorsCheckFailure {
    /// A stable name for tests and JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AllowOriginMissing { .. } => "acao-missing",
            Self::WildcardWithCredentials { .. } => "acao-wildcard-credentials",
            Self::AllowOriginMismatch { .. } => "acao-mismatch",
            Self::AllowCredentialsNotTrue { .. } => "acac-not-true",
        }
    }

    /// The number of the step that returned failure.
    pub fn step(&self) -> &'static str {
        match self {
            Self::AllowOriginMissing { .. } => "2",
            Self::WildcardWithCredentials { .. } | Self::AllowOriginMismatch { .. } => "4",
            Self::AllowCredentialsNotTrue { .. } => "8",
        }
    }

    /// The header that decided.
    pub fn header(&self) -> &'static str {
        match self {
            Self::AllowCredentialsNotTrue { .. } => "Access-Control-Allow-Credentials",
            _ => "Access-Control-Allow-Origin",
        }
    }

    /// What that header would have to be.
    pub fn expected(&self) -> String {
        match self {
            Self::AllowOriginMissing { expected }
            | Self::WildcardWithCredentials { expected }
            | Self::AllowOriginMismatch { expected, .. } => expected.clone(),
            Self::AllowCredentialsNotTrue { .. } => "true".to_owned(),
        }
    }

    /// What it is; `None` without it.
    pub fn seen(&self) -> Option<String> {
        match self {
            Self::AllowOriginMissing { .. } => None,
            Self::WildcardWithCredentials { .. } => Some("*".to_owned()),
            Self::AllowOriginMismatch { sent, .. } => Some(sent.clone()),
            Self::AllowCredentialsNotTrue { sent } => sent.clone(),
        }
    }

    /// What was seen, why that matters, what to do. `answer` is such as "The preflight's answer".
    pub(super) fn sentence(&self, answer: &str) -> String {
        match self {
            Self::AllowOriginMissing { expected } | Self::WildcardWithCredentials { expected }
                if expected == "null" =>
            {
                format!("{answer} does not allow this request, {NULL_ORIGIN}")
            }
            Self::AllowOriginMissing { expected } => format!(
                "{answer} has no `Access-Control-Allow-Origin`. Without it no other origin may read an answer, whatever \
                 its status. Send `Access-Control-Allow-Origin: {expected}` on every answer, errors included."
            ),
            Self::WildcardWithCredentials { expected } => format!(
                "{answer} allows `*`, but the request is made with credentials. Browsers take `*` for credentials as a \
                 mistake. Name the origin, `Access-Control-Allow-Origin: {expected}`, or leave `credentials: \"include\"` out."
            ),
            Self::AllowOriginMismatch {
                sent,
                lines,
                expected,
            } => mismatch(answer, sent, *lines, expected),
            Self::AllowCredentialsNotTrue { sent: None } => format!(
                "{answer} has no `Access-Control-Allow-Credentials`, but the request is made with credentials. Send \
                 `Access-Control-Allow-Credentials: true`, or leave `credentials: \"include\"` out."
            ),
            Self::AllowCredentialsNotTrue { sent: Some(sent) } => format!(
                "{answer} says `Access-Control-Allow-Credentials: {sent}`, but only `true`, once and in lower case, \
                 counts for a request with credentials. Send exactly that, on the preflight's answer and on the \
                 actual one."
            ),
        }
    }
}

/// Nobody should be told to allow `null`: every sandboxed page of the world has that origin.
const NULL_ORIGIN: &str = "which carries `Origin: null`: it comes from a sandboxed page, or a redirect led it through \
    another origin. Call the final address directly, from a page with an origin of its own.";

fn mismatch(answer: &str, sent: &str, lines: usize, expected: &str) -> String {
    if lines > 1 {
        return format!(
            "{answer} has {lines} `Access-Control-Allow-Origin` lines, which browsers join to `{sent}`. That is not \
             `{expected}`. Let one place only set the header."
        );
    }
    if sent.contains([',', ' ']) {
        return format!(
            "{answer} allows `{sent}`, but the header holds one origin and no list. Let the server compare the \
             request's `Origin` with its allow list and send back `{expected}` alone."
        );
    }
    if expected == "null" {
        return format!("{answer} allows `{sent}`, and not this request, {NULL_ORIGIN}");
    }
    if sent.strip_suffix('/') == Some(expected) {
        return format!(
            "{answer} allows `{sent}`, but this page is `{expected}`. An origin has no slash at its end, and browsers \
             compare it byte by byte. Take the slash away."
        );
    }
    format!(
        "{answer} allows `{sent}`, but this page is `{expected}`. Browsers compare scheme, host and port exactly. Add \
         the origin to the allow list."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let code = cors_check(
            &headers(origins, credentials),
            PAGE,
            mode,
            Profile::Standard,
        )
        .err()
        .map_or("passes", |failure| failure.code());
        assert_eq!(code, expected, "{mode:?} {origins:?} {credentials:?}");
    }

    #[test]
    fn the_origin_is_compared_byte_by_byte() {
        use CredentialsMode::SameOrigin;
        check(SameOrigin, &[], &[], "acao-missing");
        check(SameOrigin, &["*"], &["False"], "passes");
        check(SameOrigin, &[PAGE], &[], "passes");
        check(SameOrigin, &["https://app.test/"], &[], "acao-mismatch");
        check(SameOrigin, &["https://APP.test"], &[], "acao-mismatch");
        check(SameOrigin, &["https://app.test:443"], &[], "acao-mismatch");
        check(SameOrigin, &[PAGE, PAGE], &[], "acao-mismatch");
        check(SameOrigin, &["*\u{b}"], &[], "acao-mismatch");
        check(SameOrigin, &["*, *"], &[], "acao-mismatch");
        check(SameOrigin, &[""], &[], "acao-mismatch");
        check(SameOrigin, &["null"], &[], "acao-mismatch");
    }

    #[test]
    fn credentials_want_the_origin_and_true() {
        use CredentialsMode::Include;
        check(Include, &["*"], &["true"], "acao-wildcard-credentials");
        check(Include, &[PAGE], &["true"], "passes");
        check(Include, &[PAGE], &[" true\t"], "passes");
        check(Include, &[PAGE], &["True"], "acac-not-true");
        check(Include, &[PAGE], &[], "acac-not-true");
        check(Include, &[PAGE], &["true", "true"], "acac-not-true");
        check(Include, &[PAGE], &["true", ""], "acac-not-true");
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
