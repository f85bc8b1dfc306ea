// CORS for actix-web 4, without a library.
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

const METHODS: &str = "GET, HEAD, POST";
const HEADERS: &str = "content-type";
const MAX_AGE: &str = "3600";

/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and errors get the headers too.
pub async fn cors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let headers = request.headers();
    let is_preflight = request.method() == Method::OPTIONS
        && line(headers, header::ORIGIN).is_some()
        && line(headers, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    if is_preflight {
        let mut response = HttpResponse::NoContent().finish();
        grant(response.headers_mut());
        return Ok(request.into_response(response).map_into_right_body());
    }
    match next.call(request).await {
        Ok(mut response) => {
            share(response.headers_mut());
            Ok(response.map_into_left_body())
        }
        // An error of another middleware becomes a response later, further out.
        Err(mut error) => {
            error.add_response_mapper(move |mut response| {
                share(response.headers_mut());
                response
            });
            Err(error)
        }
    }
}

fn grant(response: &mut HeaderMap) {
    set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(response, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(response, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    set(response, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
}

/// Replaces the app's own CORS headers.
fn share(response: &mut HeaderMap) {
    let is_cors = |name: &&HeaderName| name.as_str().starts_with("access-control-");
    let theirs: Vec<_> = response.keys().filter(is_cors).cloned().collect();
    for name in theirs {
        response.remove(name);
    }
    set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
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
