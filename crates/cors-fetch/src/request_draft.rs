use super::{Api, Body, CacheMode, CredentialsMode, Mode, RedirectMode, Request};
use cors_http::Origin;
use cors_http::Platform;
use cors_http::{Header, HeaderList, HeaderName, HeaderValue, InvalidHeaderValue, Method};
use cors_http::{Url, UrlError};
use serde::Serialize;

/// A field of the test request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestField {
    /// The origin of the page.
    PageOrigin,
    /// The request URL.
    Url,
    /// The method.
    Method,
    /// The headers that JavaScript sets.
    Headers,
    /// The credentials mode.
    Credentials,
    /// The mode.
    Mode,
}

/// A test request, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RequestDraft {
    /// The origin of the page, `null` for an opaque one.
    pub page_origin: String,
    /// The request URL.
    pub url: String,
    /// The method.
    pub method: String,
    /// Names and values of the headers that JavaScript sets.
    pub headers: Vec<(String, String)>,
    /// When credentials are sent.
    pub credentials: CredentialsMode,
    /// How cross-origin responses are handled.
    pub mode: Mode,
}

/// A request draft after parsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedRequest {
    /// The request made of the valid parts; `None` without a page origin, a URL or a method.
    pub request: Option<Request>,
    /// Problems, in the order of the fields.
    pub problems: Vec<RequestProblem>,
}

/// A problem in a request draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestProblem {
    /// The field.
    pub field: RequestField,
    /// The index of the header; 0 for other fields.
    pub index: usize,
    /// The text as typed.
    pub value: String,
    /// The problem.
    pub kind: RequestProblemKind,
}

/// A kind of problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestProblemKind {
    /// The page's origin isn't an origin.
    InvalidOrigin,
    /// The page's origin has a path, which was removed.
    OriginWithPath {
        /// The origin that was used.
        taken: String,
    },
    /// Pages with this scheme have an opaque origin, so `null` was used.
    OpaqueScheme {
        /// The scheme, without the colon.
        scheme: String,
    },
    /// The URL isn't a URL.
    InvalidUrl(UrlError),
    /// The method isn't a token.
    InvalidMethod,
    /// JavaScript can't send this method.
    ForbiddenMethod,
    /// The header name isn't a token. The header was left out.
    InvalidHeaderName,
    /// The value can't be sent. The header was left out.
    InvalidHeaderValue(InvalidHeaderValue),
}

impl RequestDraft {
    /// Parses every field.
    pub fn parse(&self, platform: &Platform) -> ParsedRequest {
        let mut problems = Vec::new();
        let origin = self.parse_origin(platform, &mut problems);
        let url = self.parse_url(platform, &mut problems);
        let method = self.parse_method(&mut problems);
        let headers = self.parse_headers(&mut problems);
        let request = match (origin, url, method) {
            (Some(origin), Some(url), Some(method)) => Some(Request {
                origin,
                url,
                method,
                headers,
                credentials: self.credentials,
                mode: self.mode,
                redirect: RedirectMode::Follow,
                body: Body::None,
                api: Api::Fetch,
                cache: CacheMode::Default,
                partition: String::new(),
            }),
            _ => None,
        };
        ParsedRequest { request, problems }
    }

    fn parse_origin(
        &self,
        platform: &Platform,
        problems: &mut Vec<RequestProblem>,
    ) -> Option<Origin> {
        let text = self.page_origin.trim();
        if let Some(scheme) = opaque_scheme(text) {
            problems.push(RequestProblem {
                field: RequestField::PageOrigin,
                index: 0,
                value: self.page_origin.clone(),
                kind: RequestProblemKind::OpaqueScheme { scheme },
            });
            return Some(Origin::Opaque);
        }
        // A blob has the origin of the page that created it.
        let text = text.strip_prefix("blob:").unwrap_or(text);
        if let Some(origin) = Origin::parse(text, platform) {
            return Some(origin);
        }
        // People often paste the page's address instead of its origin, and the meaning is clear.
        let of_address = Url::parse(text, None, platform)
            .map(|url| url.origin())
            .ok()
            .filter(|origin| *origin != Origin::Opaque);
        problems.push(RequestProblem {
            field: RequestField::PageOrigin,
            index: 0,
            value: self.page_origin.clone(),
            kind: of_address
                .as_ref()
                .map_or(RequestProblemKind::InvalidOrigin, |origin| {
                    RequestProblemKind::OriginWithPath {
                        taken: origin.serialize(),
                    }
                }),
        });
        of_address
    }

    fn parse_url(&self, platform: &Platform, problems: &mut Vec<RequestProblem>) -> Option<Url> {
        Url::parse(&self.url, None, platform)
            .inspect_err(|error| {
                problems.push(RequestProblem {
                    field: RequestField::Url,
                    index: 0,
                    value: self.url.clone(),
                    kind: RequestProblemKind::InvalidUrl(error.clone()),
                });
            })
            .ok()
    }

    fn parse_method(&self, problems: &mut Vec<RequestProblem>) -> Option<Method> {
        let kind = match Method::parse(self.method.trim_matches([' ', '\t'])) {
            Ok(method) if method.is_forbidden() => RequestProblemKind::ForbiddenMethod,
            Ok(method) => return Some(method),
            Err(_) => RequestProblemKind::InvalidMethod,
        };
        problems.push(RequestProblem {
            field: RequestField::Method,
            index: 0,
            value: self.method.clone(),
            kind,
        });
        None
    }

    fn parse_headers(&self, problems: &mut Vec<RequestProblem>) -> HeaderList {
        let mut headers = HeaderList::new();
        for (index, (name, value)) in self.headers.iter().enumerate() {
            let parsed = HeaderName::parse(name.trim())
                .map_err(|_| (name, RequestProblemKind::InvalidHeaderName))
                .and_then(|name| {
                    HeaderValue::parse(value)
                        .map(|value| Header { name, value })
                        .map_err(|error| (value, RequestProblemKind::InvalidHeaderValue(error)))
                });
            match parsed {
                Ok(Header { name, value }) => headers.append(name, value),
                Err((value, kind)) => problems.push(RequestProblem {
                    field: RequestField::Headers,
                    index,
                    value: value.clone(),
                    kind,
                }),
            }
        }
        headers
    }
}

/// The scheme of a page without an origin of its own
/// (<https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque>).
fn opaque_scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    matches!(scheme.as_str(), "file" | "data" | "about" | "javascript").then_some(scheme)
}
