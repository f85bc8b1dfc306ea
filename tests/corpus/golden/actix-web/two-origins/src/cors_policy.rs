// CORS for actix-web 4, without a library.
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

const METHODS: &str = "GET, POST, PUT, DELETE, PATCH";
const HEADERS: &str = "Content-Type, Authorization, X-Request-Id";
const EXPOSED: &str = "X-Total-Count";
const MAX_AGE: &str = "600";

/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and errors get the headers too.
pub async fn cors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let headers = request.headers();
    let origin = line(headers, header::ORIGIN);
    let is_preflight = request.method() == Method::OPTIONS
        && origin.is_some()
        && line(headers, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    let origin = origin.filter(|origin| origin.to_str().is_ok_and(is_allowed));
    if is_preflight {
        let Some(origin) = origin else {
            let mut blocked = HttpResponse::Forbidden();
            let blocked = blocked.insert_header((header::VARY, "Origin"));
            let blocked = blocked.body("origin not allowed\n");
            return Ok(request.into_response(blocked).map_into_right_body());
        };
        let mut response = HttpResponse::NoContent().finish();
        grant(response.headers_mut(), origin);
        return Ok(request.into_response(response).map_into_right_body());
    }
    match next.call(request).await {
        Ok(mut response) => {
            share(response.headers_mut(), origin);
            Ok(response.map_into_left_body())
        }
        // An error of another middleware becomes a response later, further out.
        Err(mut error) => {
            error.add_response_mapper(move |mut response| {
                share(response.headers_mut(), origin.clone());
                response
            });
            Err(error)
        }
    }
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
    let lines = headers.get_all(name).map(HeaderValue::as_bytes);
    let joined = lines.collect::<Vec<_>>().join(b", ".as_slice());
    let value = HeaderValue::from_bytes(&joined).ok();
    value.filter(|value| !value.is_empty())
}

/// Is this origin allowed? Compared byte for byte.
fn is_allowed(origin: &str) -> bool {
    ["https://app.example.com", "https://admin.example.com:8443"].contains(&origin)
}
