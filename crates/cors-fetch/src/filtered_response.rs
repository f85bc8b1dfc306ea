//! <https://fetch.spec.whatwg.org/#concept-filtered-response>: what JavaScript can read of a response.

use std::collections::BTreeSet;

use super::extract_header_list_values::extract_header_names;
use super::network_error::Malformed;
use super::request::CredentialsMode;
use crate::FilteredResponse;
use cors_http::{HeaderList, HeaderName, HttpResponse};

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>, without the exposed ones.
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// <https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list>
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CorsExposedHeaderNames {
    /// `*` without credentials: every name of the response.
    All,
    /// The listed names; with credentials, `*` is a name too.
    Listed(BTreeSet<HeaderName>),
    /// The list can't be parsed, so nothing is exposed. The fetch doesn't fail.
    Malformed(Malformed),
}

/// <https://fetch.spec.whatwg.org/#concept-main-fetch> step 14.1.
pub(super) fn cors_exposed_header_names(
    headers: &HeaderList,
    credentials: CredentialsMode,
) -> CorsExposedHeaderNames {
    match extract_header_names(headers, "Access-Control-Expose-Headers") {
        Err(malformed) => CorsExposedHeaderNames::Malformed(malformed),
        Ok(Some(names)) if !credentials.is_include() && names.iter().any(|name| name.is("*")) => {
            CorsExposedHeaderNames::All
        }
        Ok(names) => {
            CorsExposedHeaderNames::Listed(names.unwrap_or_default().into_iter().collect())
        }
    }
}

/// <https://fetch.spec.whatwg.org/#concept-filtered-response-basic>
pub(super) fn basic_filtered_response(response: &HttpResponse) -> FilteredResponse {
    let (readable, hidden) = split(&response.headers, |name| {
        !name.is_forbidden_response_header_name()
    });
    FilteredResponse::Basic {
        status: response.status,
        readable,
        hidden,
    }
}

/// <https://fetch.spec.whatwg.org/#concept-filtered-response-cors>
pub(super) fn cors_filtered_response(
    response: &HttpResponse,
    exposed: &CorsExposedHeaderNames,
) -> FilteredResponse {
    let (readable, hidden) = split(&response.headers, |name| {
        is_cors_safelisted_response_header_name(name, exposed)
    });
    FilteredResponse::Cors {
        status: response.status,
        readable,
        hidden,
    }
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
fn is_cors_safelisted_response_header_name(
    name: &HeaderName,
    exposed: &CorsExposedHeaderNames,
) -> bool {
    if name.is_forbidden_response_header_name() {
        return false;
    }
    let listed = match exposed {
        CorsExposedHeaderNames::All => true,
        CorsExposedHeaderNames::Listed(names) => names.contains(name),
        CorsExposedHeaderNames::Malformed(_) => false,
    };
    listed || SAFELISTED.iter().any(|safelisted| name.is(safelisted))
}

fn split(
    headers: &HeaderList,
    is_readable: impl Fn(&HeaderName) -> bool,
) -> (HeaderList, Vec<HeaderName>) {
    let mut readable = HeaderList::new();
    let mut hidden = Vec::new();
    let mut seen = BTreeSet::new();
    for header in headers {
        if is_readable(&header.name) {
            readable.append(header.name.clone(), header.value.clone());
        } else if seen.insert(&header.name) {
            hidden.push(header.name.clone());
        }
    }
    (readable, hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::{HeaderValue, Status};

    #[track_caller]
    fn check(credentials: CredentialsMode, expose: &[&str], expected: &str) {
        let mut response = HttpResponse::new(Status::OK)
            .with("Content-Type", "text/plain")
            .with("X-A", "1")
            .with("X-B", "1")
            .with("Set-Cookie", "a=b");
        for line in expose {
            response.headers.append(
                HeaderName::literal("Access-Control-Expose-Headers"),
                HeaderValue::received(line).unwrap(),
            );
        }
        let exposed = cors_exposed_header_names(&response.headers, credentials);
        let FilteredResponse::Cors { readable, .. } = cors_filtered_response(&response, &exposed)
        else {
            panic!("a CORS filtered response");
        };
        let names: BTreeSet<String> = readable
            .iter()
            .map(|header| header.name.to_lowercase())
            .collect();
        assert_eq!(
            names.into_iter().collect::<Vec<_>>().join(","),
            expected,
            "{expose:?}"
        );
    }

    #[test]
    fn exposed_headers_are_readable_and_cookies_never() {
        use CredentialsMode::{Include, Omit};
        check(Omit, &[], "content-type");
        check(Omit, &["x-a"], "content-type,x-a");
        check(Omit, &["X-A", "X-B"], "content-type,x-a,x-b");
        check(
            Omit,
            &["*"],
            "access-control-expose-headers,content-type,x-a,x-b",
        );
        check(Include, &["*"], "content-type");
        check(Include, &["*, x-a"], "content-type,x-a");
        check(Omit, &["x-a; x-b"], "content-type");
        check(Omit, &["set-cookie"], "content-type");
    }
}
