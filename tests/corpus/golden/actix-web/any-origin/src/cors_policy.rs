// CORS for actix-web, by hand. Verified on actix-web 4.18.1.
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

const METHODS: &str = "GET, HEAD, POST";
const HEADERS: &str = "content-type";
const MAX_AGE: &str = "3600";

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

/// `.wrap(actix_web::middleware::from_fn(cors))`, the last one on the App, so that it is the outermost:
/// preflights are answered before authentication, and errors carry the headers too.
pub async fn cors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let asked = request.headers();
    let is_preflight = request.method() == Method::OPTIONS
        && line(asked, header::ORIGIN).is_some()
        && line(asked, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    if is_preflight {
        let mut answer = HttpResponse::NoContent().finish();
        grant(answer.headers_mut());
        return Ok(request.into_response(answer).map_into_right_body());
    }
    match next.call(request).await {
        Ok(mut answer) => {
            share(answer.headers_mut());
            Ok(answer.map_into_left_body())
        }
        // What another middleware fails with becomes an answer later, further out.
        Err(mut error) => {
            error.add_response_mapper(move |mut answer| {
                share(answer.headers_mut());
                answer
            });
            Err(error)
        }
    }
}

/// The whole lists, so that the browser can name what they leave out.
fn grant(answer: &mut HeaderMap) {
    set(answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(answer, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(answer, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    set(answer, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
}

/// What the application answers, with our CORS headers in place of any of its own.
fn share(answer: &mut HeaderMap) {
    for name in REPLACED {
        answer.remove(name);
    }
    set(answer, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
}

fn set(answer: &mut HeaderMap, name: HeaderName, value: &'static str) {
    answer.insert(name, HeaderValue::from_static(value));
}

/// The header with its lines joined, so that two origins are none; nothing where it is missing or empty.
fn line(headers: &HeaderMap, name: HeaderName) -> Option<HeaderValue> {
    let lines = headers.get_all(name).map(HeaderValue::as_bytes);
    let joined = lines.collect::<Vec<_>>().join(b", ".as_slice());
    let value = HeaderValue::from_bytes(&joined).ok();
    value.filter(|value| !value.is_empty())
}
