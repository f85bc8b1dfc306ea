//! What is asked of every server: kinds of requests, in situations of the application.

mod kind;
mod origin;
mod situation;

use cors_core::host::ascii_hosts_only;
use cors_core::http::{HeaderName, HeaderValue, HttpRequest, Method};
use cors_core::server::{App, Failure};
use cors_core::url::Url;

use crate::policy::TestPolicy;
use crate::wire::RawRequest;
use situation::{Situation, says, situations};

/// One question and the application that it is put to.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) request: RawRequest,
    pub(crate) app: App,
    /// Whether the application's handler says that it ran.
    pub(crate) handler_tells: bool,
    /// The only target for which the situation exists.
    pub(crate) only: Option<&'static str>,
}

/// User `u`, password `p`: what the servers with passwords of their own accept.
const AUTHORIZATION: &str = "Basic dTpw";
const EVIL: &str = "https://evil.example";

impl Case {
    /// The request as the core models it; `None` for what is no HTTP at all.
    pub(crate) fn modelled(&self, port: u16) -> Option<HttpRequest> {
        let url = format!("http://127.0.0.1:{port}{}", self.request.target);
        let mut request = HttpRequest {
            method: Method::parse(&self.request.method).ok()?,
            url: Url::parse(&url, None, &ascii_hosts_only).ok()?,
            headers: cors_core::http::HeaderList::new(),
        };
        for (name, value) in &self.request.headers {
            request.headers.append(
                HeaderName::parse(name).ok()?,
                HeaderValue::from_bytes(value),
            );
        }
        Some(request)
    }

    /// Whether the application sets CORS headers or `Vary` of its own.
    pub(crate) fn app_sets_cors(&self) -> bool {
        self.app.response.headers.iter().any(|header| {
            let name = header.name.to_lowercase();
            name == "vary" || name.starts_with("access-control-")
        })
    }
}

fn raw(method: &str, target: &str, headers: &[(&str, &str)]) -> RawRequest {
    RawRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers
            .iter()
            .map(|(name, value)| {
                // Latin-1, so that any byte can be asked for.
                let bytes = value
                    .chars()
                    .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'));
                ((*name).to_owned(), bytes.collect())
            })
            .collect(),
        body: Vec::new(),
    }
}

const ORIGIN: &str = "Origin";
const METHOD: &str = "Access-Control-Request-Method";
const HEADERS: &str = "Access-Control-Request-Headers";

/// Every case for the policy.
pub(crate) fn all(policy: &TestPolicy) -> Vec<Case> {
    let good = policy
        .allows
        .first()
        .map_or("https://app.example.com", String::as_str);
    let plain = says("plain", 200, &[("X-Total-Count", "7")]);
    let mut cases = Vec::new();
    for (name, request) in kind::kinds(&plain.target, good) {
        cases.push(plain.case(name, request));
    }
    for origin in origin::origins(policy, good) {
        for (kind, request) in [
            (
                "preflight",
                raw(
                    "OPTIONS",
                    &plain.target,
                    &[
                        (ORIGIN, &origin),
                        (METHOD, "PUT"),
                        (HEADERS, "content-type"),
                    ],
                ),
            ),
            ("GET", raw("GET", &plain.target, &[(ORIGIN, &origin)])),
        ] {
            cases.push(plain.case(&format!("{kind} from {origin:?}"), request));
        }
    }
    for status in [
        201, 202, 204, 206, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 409, 410, 413,
        418, 422, 429, 500, 501, 502, 503, 504,
    ] {
        let situation = says("status", status, &[]);
        for (kind, method, origin) in [
            ("allowed", "GET", Some(good)),
            ("refused", "GET", Some(EVIL)),
            ("no origin", "POST", None),
        ] {
            let headers: Vec<(&str, &str)> = origin.map(|o| (ORIGIN, o)).into_iter().collect();
            let request = raw(method, &situation.target, &headers);
            cases.push(situation.case(&format!("status {status}, {kind}"), request));
        }
    }
    for situation in situations() {
        for (name, mut request) in kind::in_situation(&situation.target, good) {
            if situation.app.failure == Some(Failure::BodyTooLarge) {
                let has_body = matches!(request.method.as_str(), "POST" | "PUT");
                if !has_body && request.method != "OPTIONS" || name.contains("plain") {
                    continue;
                }
                if has_body {
                    request
                        .headers
                        .push(("Content-Type".to_owned(), b"application/json".to_vec()));
                    request.body = vec![b' '; 4096];
                }
            }
            cases.push(situation.case(name, request));
        }
    }
    cases
}

impl Situation {
    fn case(&self, name: &str, request: RawRequest) -> Case {
        Case {
            name: format!("{}: {name}", self.name),
            request,
            app: self.app.clone(),
            handler_tells: self.handler_tells,
            only: self.only,
        }
    }
}
