//! What is asked of every server: kinds of requests, in situations of the application.

use cors_core::host::ascii_hosts_only;
use cors_core::http::{HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};
use cors_core::server::{App, Authentication, Failure};
use cors_core::url::Url;
use std::fmt::Write as _;

use crate::policy::TestPolicy;
use crate::wire::RawRequest;

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

/// An application, and where it is.
struct Situation {
    name: &'static str,
    target: String,
    app: App,
    handler_tells: bool,
    only: Option<&'static str>,
}

/// A handler that answers with this status and these headers.
fn says(name: &'static str, status: u16, headers: &[(&'static str, &'static str)]) -> Situation {
    let mut target = format!("/say?status={status}");
    let mut response = HttpResponse::new(Status::new(u64::from(status)).unwrap_or(Status::OK));
    for (header, value) in headers {
        target.push_str("&header=");
        let line = format!("{header}:{value}");
        for byte in line.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'/' | b'.') {
                target.push(char::from(byte));
            } else {
                let _ = write!(target, "%{byte:02X}");
            }
        }
        response = response.with(header, *value);
    }
    Situation {
        name,
        target,
        app: App {
            response,
            ..App::default()
        },
        handler_tells: true,
        only: None,
    }
}

fn fails(name: &'static str, path: &str, failure: Failure) -> Situation {
    Situation {
        name,
        target: path.to_owned(),
        app: App {
            failure: Some(failure),
            ..App::default()
        },
        handler_tells: false,
        only: None,
    }
}

fn demands(name: &'static str, path: &str, authentication: Authentication) -> Situation {
    Situation {
        name,
        target: path.to_owned(),
        app: App {
            authentication,
            ..App::default()
        },
        handler_tells: true,
        only: None,
    }
}

fn routes(name: &'static str, path: &str, methods: &[&str], status: u16) -> Situation {
    Situation {
        name,
        target: path.to_owned(),
        app: App {
            response: HttpResponse::new(Status::new(u64::from(status)).unwrap_or(Status::OK)),
            methods: Some(
                methods
                    .iter()
                    .filter_map(|m| Method::parse(m).ok())
                    .collect(),
            ),
            ..App::default()
        },
        handler_tells: false,
        only: None,
    }
}

fn answers(name: &'static str, path: &str, status: u16) -> Situation {
    let mut situation = routes(name, path, &[], status);
    situation.app.methods = None;
    situation
}

fn on_nginx(situation: Situation) -> Situation {
    Situation {
        only: Some("nginx"),
        ..situation
    }
}

/// All but the plain one.
fn situations() -> Vec<Situation> {
    vec![
        answers("unknown path", "/missing", 404),
        routes("only GET", "/get-only", &["GET"], 200),
        demands("authentication behind", "/auth", Authentication::After),
        demands("authentication in front", "/before", Authentication::Before),
        fails("handler throws", "/panics", Failure::Panics),
        fails("dead upstream", "/dead", Failure::Unreachable),
        fails("body too large", "/large", Failure::BodyTooLarge),
        says(
            "all CORS headers of its own",
            200,
            &[
                ("Access-Control-Allow-Origin", "*"),
                ("Access-Control-Allow-Credentials", "true"),
                ("Access-Control-Allow-Methods", "GET, OWN"),
                ("Access-Control-Allow-Headers", "x-own"),
                ("Access-Control-Allow-Private-Network", "true"),
                ("Access-Control-Expose-Headers", "X-Own"),
                ("Access-Control-Max-Age", "1"),
            ],
        ),
        says(
            "own Allow-Origin",
            200,
            &[("Access-Control-Allow-Origin", "*")],
        ),
        says(
            "own Allow-Origin on an error",
            403,
            &[("Access-Control-Allow-Origin", "https://evil.example")],
        ),
        says("own Vary", 200, &[("Vary", "Accept-Encoding")]),
        says("own Vary with Origin", 200, &[("Vary", "Accept, Origin")]),
        says("own Vary of everything", 200, &[("Vary", "*")]),
        says("redirect", 301, &[("Location", "/elsewhere")]),
        on_nginx(routes("static file", "/static/file.txt", &["GET"], 200)),
        on_nginx(routes(
            "static folder without slash",
            "/static/folder",
            &["GET", "POST"],
            301,
        )),
        on_nginx(routes(
            "missing static file",
            "/static/none",
            &["GET", "POST"],
            404,
        )),
        on_nginx(demands(
            "password of nginx",
            "/protected",
            Authentication::After,
        )),
        on_nginx(answers("error page", "/error-page", 404)),
        on_nginx(answers("named location", "/fallback", 200)),
    ]
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
    for (name, request) in kinds(&plain.target, good) {
        cases.push(plain.case(name, request));
    }
    for origin in origins(policy, good) {
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
        for (name, mut request) in in_situation(&situation.target, good) {
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

/// The kinds of request to a handler that works.
fn kinds(to: &str, good: &str) -> Vec<(&'static str, RawRequest)> {
    let upper = good.to_ascii_uppercase();
    let pair = format!("{good}, {EVIL}");
    let many: Vec<String> = (0..150).map(|i| format!("x-header-number-{i}")).collect();
    let many = many.join(",");
    let preflight = |lines: &[(&str, &str)]| {
        let mut headers = vec![(ORIGIN, good)];
        headers.extend_from_slice(lines);
        raw("OPTIONS", to, &headers)
    };
    let from = |method: &str, lines: &[(&str, &str)]| {
        let mut headers = vec![(ORIGIN, good)];
        headers.extend_from_slice(lines);
        raw(method, to, &headers)
    };
    vec![
        (
            "preflight",
            preflight(&[(METHOD, "POST"), (HEADERS, "content-type")]),
        ),
        (
            "preflight without headers",
            preflight(&[(METHOD, "DELETE")]),
        ),
        (
            "preflight with empty headers",
            preflight(&[(METHOD, "DELETE"), (HEADERS, "")]),
        ),
        (
            "preflight with an unlisted method",
            preflight(&[(METHOD, "UNLISTED")]),
        ),
        (
            "preflight with a lower-case method",
            preflight(&[(METHOD, "patch")]),
        ),
        (
            "preflight with an odd method",
            preflight(&[(METHOD, "M!#$%&'*+.^`|~")]),
        ),
        (
            "preflight with no method at all",
            preflight(&[(METHOD, "a b, \"c\"; $http_host {}")]),
        ),
        (
            "preflight with an unlisted header",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-unlisted")]),
        ),
        (
            "preflight with mixed case",
            preflight(&[(METHOD, "PUT"), (HEADERS, "X-Foo,CONTENT-type")]),
        ),
        (
            "preflight with spaces",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-foo ,  content-type,,")]),
        ),
        (
            "preflight with odd headers",
            preflight(&[(METHOD, "PUT"), (HEADERS, "$http_host \"'\\{}#;%0d%0a")]),
        ),
        (
            "preflight with a byte beyond ASCII",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-\u{e9}")]),
        ),
        (
            "preflight with many headers",
            preflight(&[(METHOD, "PUT"), (HEADERS, &many)]),
        ),
        (
            "preflight with two header lines",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-one"), (HEADERS, "x-two")]),
        ),
        (
            "preflight with two method lines",
            preflight(&[(METHOD, "PUT"), (METHOD, "DELETE")]),
        ),
        (
            "preflight with an empty and a full method line",
            preflight(&[(METHOD, ""), (METHOD, "DELETE")]),
        ),
        (
            "preflight for Authorization",
            preflight(&[(METHOD, "GET"), (HEADERS, "authorization")]),
        ),
        (
            "preflight with credentials",
            preflight(&[
                (METHOD, "GET"),
                ("Authorization", AUTHORIZATION),
                ("Cookie", "a=b"),
            ]),
        ),
        (
            "preflight for a private network",
            preflight(&[
                (METHOD, "GET"),
                ("Access-Control-Request-Private-Network", "true"),
            ]),
        ),
        (
            "preflight with names in odd case",
            raw(
                "OPTIONS",
                to,
                &[
                    ("oRIGIN", good),
                    ("access-control-REQUEST-method", "PUT"),
                    ("ACCESS-CONTROL-REQUEST-HEADERS", "Content-Type"),
                ],
            ),
        ),
        (
            "preflight with spaces around the origin",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, &format!("  {good}  ")), (METHOD, "PUT")],
            ),
        ),
        (
            "preflight, refused",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, EVIL), (METHOD, "PUT"), (HEADERS, "content-type")],
            ),
        ),
        (
            "preflight, refused, unlisted",
            raw(
                "OPTIONS",
                to,
                &[
                    (ORIGIN, EVIL),
                    (METHOD, "UNLISTED"),
                    (HEADERS, "x-unlisted"),
                ],
            ),
        ),
        (
            "preflight, refused, without headers",
            raw("OPTIONS", to, &[(ORIGIN, EVIL), (METHOD, "PUT")]),
        ),
        (
            "preflight, no origin",
            raw("OPTIONS", to, &[(METHOD, "PUT"), (HEADERS, "content-type")]),
        ),
        (
            "preflight, empty origin",
            raw("OPTIONS", to, &[(ORIGIN, ""), (METHOD, "PUT")]),
        ),
        (
            "preflight, origin 0",
            raw("OPTIONS", to, &[(ORIGIN, "0"), (METHOD, "PUT")]),
        ),
        (
            "preflight, two origins, good first",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, good), (ORIGIN, EVIL), (METHOD, "PUT")],
            ),
        ),
        (
            "preflight, two origins, evil first",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, EVIL), (ORIGIN, good), (METHOD, "PUT")],
            ),
        ),
        (
            "preflight, two origins in one line",
            raw("OPTIONS", to, &[(ORIGIN, &pair), (METHOD, "PUT")]),
        ),
        (
            "preflight, an empty and a good origin",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, ""), (ORIGIN, good), (METHOD, "PUT")],
            ),
        ),
        ("plain OPTIONS", from("OPTIONS", &[])),
        (
            "plain OPTIONS, refused",
            raw("OPTIONS", to, &[(ORIGIN, EVIL)]),
        ),
        ("plain OPTIONS, no origin", raw("OPTIONS", to, &[])),
        (
            "OPTIONS with an empty method",
            from("OPTIONS", &[(METHOD, "")]),
        ),
        (
            "OPTIONS with an empty method and headers",
            from("OPTIONS", &[(METHOD, ""), (HEADERS, "x-one")]),
        ),
        (
            "OPTIONS with headers only",
            from("OPTIONS", &[(HEADERS, "x-one")]),
        ),
        ("GET", from("GET", &[])),
        (
            "GET with Authorization",
            from("GET", &[("Authorization", AUTHORIZATION)]),
        ),
        (
            "GET with a preflight's headers",
            from("GET", &[(METHOD, "PUT"), (HEADERS, "x-one")]),
        ),
        ("GET, refused", raw("GET", to, &[(ORIGIN, EVIL)])),
        (
            "GET, refused, with a cookie",
            raw("GET", to, &[(ORIGIN, EVIL), ("Cookie", "a=b")]),
        ),
        ("GET, no origin", raw("GET", to, &[])),
        ("GET, empty origin", raw("GET", to, &[(ORIGIN, "")])),
        (
            "GET, upper-case origin",
            raw("GET", to, &[(ORIGIN, &upper)]),
        ),
        (
            "GET, two origins, good first",
            raw("GET", to, &[(ORIGIN, good), (ORIGIN, EVIL)]),
        ),
        (
            "GET, two origins, evil first",
            raw("GET", to, &[(ORIGIN, EVIL), (ORIGIN, good)]),
        ),
        (
            "GET, the same origin twice",
            raw("GET", to, &[(ORIGIN, good), (ORIGIN, good)]),
        ),
        (
            "GET, two origins in one line",
            raw("GET", to, &[(ORIGIN, &pair)]),
        ),
        (
            "GET, origin with a byte beyond ASCII",
            raw("GET", to, &[(ORIGIN, "https://\u{e9}.example.com")]),
        ),
        (
            "GET, Referer instead of Origin",
            raw("GET", to, &[("Referer", &format!("{good}/"))]),
        ),
        (
            "GET, X-Origin instead of Origin",
            raw("GET", to, &[("X-Origin", good)]),
        ),
        ("HEAD", from("HEAD", &[])),
        ("HEAD, refused", raw("HEAD", to, &[(ORIGIN, EVIL)])),
        ("HEAD, no origin", raw("HEAD", to, &[])),
        (
            "POST",
            from("POST", &[("Content-Type", "application/json")]),
        ),
        ("POST, refused", raw("POST", to, &[(ORIGIN, EVIL)])),
        ("PUT", from("PUT", &[])),
        ("PUT, refused", raw("PUT", to, &[(ORIGIN, EVIL)])),
        ("DELETE", from("DELETE", &[])),
        ("PATCH", from("PATCH", &[])),
        ("M-SEARCH", from("M-SEARCH", &[])),
        ("UNLISTED", from("UNLISTED", &[])),
        ("UNLISTED, no origin", raw("UNLISTED", to, &[])),
        ("patch in lower case", from("patch", &[])),
        (
            "patch in lower case, refused",
            raw("patch", to, &[(ORIGIN, EVIL)]),
        ),
        ("options in lower case", from("options", &[(METHOD, "PUT")])),
        ("an odd method", from("M!#$%&'*+.^`|~", &[])),
        ("TRACE", from("TRACE", &[])),
        // A cache or a worker that remembers the last answer would betray itself here.
        ("GET again", from("GET", &[])),
        ("GET again, refused", raw("GET", to, &[(ORIGIN, EVIL)])),
        ("GET again, no origin", raw("GET", to, &[])),
        (
            "preflight again",
            preflight(&[(METHOD, "POST"), (HEADERS, "content-type")]),
        ),
        (
            "preflight again, refused",
            raw("OPTIONS", to, &[(ORIGIN, EVIL), (METHOD, "POST")]),
        ),
    ]
}

/// What is asked in every situation.
fn in_situation(to: &str, good: &str) -> Vec<(&'static str, RawRequest)> {
    vec![
        (
            "preflight",
            raw(
                "OPTIONS",
                to,
                &[
                    (ORIGIN, good),
                    (METHOD, "PUT"),
                    (HEADERS, "content-type,authorization"),
                ],
            ),
        ),
        (
            "preflight, refused",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, EVIL), (METHOD, "PUT"), (HEADERS, "content-type")],
            ),
        ),
        ("plain OPTIONS", raw("OPTIONS", to, &[(ORIGIN, good)])),
        ("plain OPTIONS, no origin", raw("OPTIONS", to, &[])),
        ("GET", raw("GET", to, &[(ORIGIN, good)])),
        (
            "GET with Authorization",
            raw(
                "GET",
                to,
                &[(ORIGIN, good), ("Authorization", AUTHORIZATION)],
            ),
        ),
        ("GET, refused", raw("GET", to, &[(ORIGIN, EVIL)])),
        (
            "GET, refused, with Authorization",
            raw(
                "GET",
                to,
                &[(ORIGIN, EVIL), ("Authorization", AUTHORIZATION)],
            ),
        ),
        ("GET, no origin", raw("GET", to, &[])),
        ("HEAD", raw("HEAD", to, &[(ORIGIN, good)])),
        ("POST", raw("POST", to, &[(ORIGIN, good)])),
        ("POST, refused", raw("POST", to, &[(ORIGIN, EVIL)])),
        ("POST, no origin", raw("POST", to, &[])),
        (
            "PUT with Authorization",
            raw(
                "PUT",
                to,
                &[(ORIGIN, good), ("Authorization", AUTHORIZATION)],
            ),
        ),
    ]
}

/// Origins to ask from: those that the policy's row names, and look-alikes of an allowed one.
fn origins(policy: &TestPolicy, good: &str) -> Vec<String> {
    let mut origins: Vec<String> = policy
        .allows
        .iter()
        .chain(&policy.refuses)
        .cloned()
        .collect();
    origins.extend(look_alikes(good));
    let mut seen = std::collections::BTreeSet::new();
    origins.retain(|origin| seen.insert(origin.clone()));
    origins
}

fn look_alikes(good: &str) -> Vec<String> {
    let (scheme, rest) = good
        .split_once("://")
        .unwrap_or(("https", "app.example.com"));
    let other_scheme = if scheme == "https" { "http" } else { "https" };
    let host = rest.split(':').next().unwrap_or(rest);
    [
        format!("{scheme}://evil{rest}"),
        format!("{scheme}://evil-{rest}"),
        format!("{scheme}://evil.{rest}"),
        format!("{good}.evil.example"),
        format!("{good}evil.example"),
        format!("{scheme}://{}", rest.replacen('.', "x", 1)),
        format!("{scheme}://{}", rest.replace('.', "x")),
        format!("{scheme}://.{rest}"),
        format!("{scheme}://..{rest}"),
        format!("{scheme}://{rest}."),
        format!("{other_scheme}://{rest}"),
        format!("{scheme}:{rest}"),
        format!("{scheme}:///{rest}"),
        format!("//{rest}"),
        rest.to_owned(),
        format!("{good}:1"),
        format!("{good}:"),
        format!("{scheme}://{host}:8444"),
        format!("{good}/"),
        format!("{good}/path"),
        format!("{good}?query"),
        format!("{good}#fragment"),
        format!("{good}\\"),
        format!("{scheme}://user@{rest}"),
        format!("{scheme}://{rest}@evil.example"),
        format!("{scheme}://evil.example/{rest}"),
        format!("{scheme}://evil.example#{good}"),
        format!("{scheme}://evil.example?{good}"),
        format!("{EVIL} {good}"),
        format!("{good} {EVIL}"),
        format!("{good},{EVIL}"),
        format!("{EVIL},{good}"),
        format!("x{good}"),
        format!("{good}x"),
        good.to_ascii_uppercase(),
        format!("{}://{rest}", scheme.to_ascii_uppercase()),
        format!("\"{good}\""),
        format!("'{good}'"),
        format!("{good}%00"),
        format!("{good}%0a"),
        format!("{good}$"),
        format!("^{good}$"),
        "null".to_owned(),
        "NULL".to_owned(),
        "undefined".to_owned(),
        "true".to_owned(),
        "*".to_owned(),
        "https://*".to_owned(),
        "https://*.example.com".to_owned(),
        "$http_origin".to_owned(),
        "file://".to_owned(),
        "https://".to_owned(),
        "https://xn--pp-yia.example.com".to_owned(),
        "https://localhost".to_owned(),
    ]
    .to_vec()
}
