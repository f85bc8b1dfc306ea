// CORS for axum 0.8, without a library.
use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const METHODS: &str = "GET, POST, PUT, DELETE, PATCH";
const HEADERS: &str = "Content-Type, Authorization, X-Request-Id";
const EXPOSED: &str = "X-Total-Count";
const MAX_AGE: &str = "600";

/// Add this last, so it is the outermost layer: it handles preflights before auth, and errors get the headers too.
pub async fn cors(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let origin = line(headers, header::ORIGIN);
    let is_preflight = request.method() == Method::OPTIONS
        && origin.is_some()
        && line(headers, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    let origin = origin.filter(|origin| origin.to_str().is_ok_and(is_allowed));
    if is_preflight {
        let Some(origin) = origin else {
            let vary = [(header::VARY, "Origin")];
            return (StatusCode::FORBIDDEN, vary, "origin not allowed\n").into_response();
        };
        let mut response = StatusCode::NO_CONTENT.into_response();
        grant(response.headers_mut(), origin);
        return response;
    }
    let mut response = next.run(request).await;
    share(response.headers_mut(), origin);
    response
}

fn grant(response: &mut HeaderMap, origin: HeaderValue) {
    response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    set(response, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    set(response, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(response, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    set(response, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    set(response, header::VARY, "Origin");
}

/// Replaces the app's own CORS headers.
fn share(response: &mut HeaderMap, origin: Option<HeaderValue>) {
    let is_cors = |name: &&HeaderName| name.as_str().starts_with("access-control-");
    let theirs: Vec<_> = response.keys().filter(is_cors).cloned().collect();
    for name in theirs {
        response.remove(name);
    }
    if let Some(origin) = origin {
        response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(response, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        set(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response.append(header::VARY, HeaderValue::from_static("Origin"));
}

fn set(response: &mut HeaderMap, name: HeaderName, value: &'static str) {
    response.insert(name, HeaderValue::from_static(value));
}

/// The header with its lines joined, so that two origins are not one. None if it is missing or empty.
fn line(headers: &HeaderMap, name: HeaderName) -> Option<HeaderValue> {
    let lines = headers.get_all(name).iter().map(HeaderValue::as_bytes);
    let joined = lines.collect::<Vec<_>>().join(b", ".as_slice());
    let value = HeaderValue::from_bytes(&joined).ok();
    value.filter(|value| !value.is_empty())
}

/// Is this origin allowed? Compared byte for byte.
fn is_allowed(origin: &str) -> bool {
    ["https://app.example.com", "https://admin.example.com:8443"].contains(&origin)
}
