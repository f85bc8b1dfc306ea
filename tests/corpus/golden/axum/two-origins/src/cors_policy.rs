// CORS for axum, by hand. Verified on axum 0.8.9.
use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const METHODS: &str = "GET, POST, PUT, DELETE, PATCH";
const HEADERS: &str = "Content-Type, Authorization, X-Request-Id";
const EXPOSED: &str = "X-Total-Count";
const MAX_AGE: &str = "600";

/// Removed from what the application answers, so that no header is doubled.
const REPLACED: [&str; 7] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-private-network",
    "access-control-expose-headers",
    "access-control-max-age",
];

/// `.layer(axum::middleware::from_fn(cors))`, the last layer of the router, so that it is the outermost:
/// preflights are answered before authentication, and errors carry the headers too.
pub async fn cors(request: Request, next: Next) -> Response {
    let asked = request.headers();
    let origin = line(asked, header::ORIGIN);
    let is_preflight = request.method() == Method::OPTIONS
        && origin.is_some()
        && line(asked, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    let origin = origin.filter(|origin| origin.to_str().is_ok_and(may_read));
    if is_preflight {
        let Some(origin) = origin else {
            let vary = [(header::VARY, "Origin")];
            return (StatusCode::FORBIDDEN, vary, "origin not allowed\n").into_response();
        };
        let mut answer = StatusCode::NO_CONTENT.into_response();
        grant(answer.headers_mut(), origin);
        return answer;
    }
    let mut answer = next.run(request).await;
    share(answer.headers_mut(), origin);
    answer
}

/// The whole lists, so that the browser can name what they leave out.
fn grant(answer: &mut HeaderMap, origin: HeaderValue) {
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    set(answer, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    set(answer, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(answer, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    set(answer, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    set(answer, header::VARY, "Origin");
}

/// What the application answers, with our CORS headers in place of any of its own.
fn share(answer: &mut HeaderMap, origin: Option<HeaderValue>) {
    for name in REPLACED {
        answer.remove(name);
    }
    if let Some(origin) = origin {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(answer, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        set(answer, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    // Beside the application's own, and for refused origins too: caches must tell them apart.
    answer.append(header::VARY, HeaderValue::from_static("Origin"));
}

fn set(answer: &mut HeaderMap, name: HeaderName, value: &'static str) {
    answer.insert(name, HeaderValue::from_static(value));
}

/// The header with its lines joined, so that two origins are none; nothing where it is missing or empty.
fn line(headers: &HeaderMap, name: HeaderName) -> Option<HeaderValue> {
    let lines = headers.get_all(name).iter().map(HeaderValue::as_bytes);
    let joined = lines.collect::<Vec<_>>().join(b", ".as_slice());
    let value = HeaderValue::from_bytes(&joined).ok();
    value.filter(|value| !value.is_empty())
}

/// Whether pages of this origin may read. Bytes are compared: browsers send origins in one spelling.
fn may_read(origin: &str) -> bool {
    ["https://app.example.com", "https://admin.example.com:8443"].contains(&origin)
}
