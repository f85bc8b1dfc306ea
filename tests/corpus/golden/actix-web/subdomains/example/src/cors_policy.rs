// CORS for actix-web, by hand. Verified on actix-web 4.18.1.
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

const METHODS: &str = "GET, DELETE";
const MAX_AGE: &str = "7200";
const VARY: &str = "Origin, Access-Control-Request-Headers";

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
    let origin = line(asked, header::ORIGIN);
    let is_preflight = request.method() == Method::OPTIONS
        && origin.is_some()
        && line(asked, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    let origin = origin.filter(|origin| origin.to_str().is_ok_and(may_read));
    if is_preflight {
        let Some(origin) = origin else {
            let mut refusal = HttpResponse::Forbidden();
            let refusal = refusal.insert_header((header::VARY, "Origin"));
            let refusal = refusal.body("origin not allowed\n");
            return Ok(request.into_response(refusal).map_into_right_body());
        };
        let mut answer = HttpResponse::NoContent().finish();
        grant(answer.headers_mut(), asked, origin);
        return Ok(request.into_response(answer).map_into_right_body());
    }
    match next.call(request).await {
        Ok(mut answer) => {
            share(answer.headers_mut(), origin);
            Ok(answer.map_into_left_body())
        }
        // What another middleware fails with becomes an answer later, further out.
        Err(mut error) => {
            error.add_response_mapper(move |mut answer| {
                share(answer.headers_mut(), origin.clone());
                answer
            });
            Err(error)
        }
    }
}

/// The whole lists, so that the browser can name what they leave out.
fn grant(answer: &mut HeaderMap, asked: &HeaderMap, origin: HeaderValue) {
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    set(answer, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    set(answer, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    if let Some(value) = line(asked, header::ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, value);
    }
    set(answer, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    set(answer, header::VARY, VARY);
}

/// What the application answers, with our CORS headers in place of any of its own.
fn share(answer: &mut HeaderMap, origin: Option<HeaderValue>) {
    for name in REPLACED {
        answer.remove(name);
    }
    if let Some(origin) = origin {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(answer, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    // Beside the application's own, and for refused origins too: caches must tell them apart.
    answer.append(header::VARY, HeaderValue::from_static("Origin"));
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

/// Whether pages of this origin may read. Bytes are compared: browsers send origins in one spelling.
fn may_read(origin: &str) -> bool {
    origin == "https://example.com"
        || between(origin, "https://", ".example.com").is_some_and(is_labels)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.strip_suffix(end)
}

/// One or more labels with dots between them.
fn is_labels(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    })
}
