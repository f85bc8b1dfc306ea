use super::app::{App, FrameworkDefaults, OnPanic};
use super::cors_headers::{append, is_cors_response_header};
use crate::policy::{AllowCredentials, AllowHeaders, AllowMethods, Policy};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, NoResponse, Status};

/// What a server sends, and whether the request reached the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The response, if there is one.
    pub answer: Result<HttpResponse, NoResponse>,
    /// Whether the request reached the app. A browser that blocks the response doesn't
    /// undo what the app did.
    pub reached_app: bool,
}

impl Reply {
    /// A response without the app.
    pub(crate) fn unreached(status: Status) -> Self {
        Self {
            answer: Ok(HttpResponse::new(status)),
            reached_app: false,
        }
    }
}

/// The defaults behind the reference response.
const DEFAULTS: FrameworkDefaults = FrameworkDefaults {
    panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
    other_method: Status::METHOD_NOT_ALLOWED,
};

/// The reference response to `request` under `policy`, sound or not, in front of `app`.
pub fn respond(policy: &Policy, request: &HttpRequest, app: &App) -> Reply {
    respond_with(policy, request, app, DEFAULTS)
}

/// The reference response with other defaults.
pub(crate) fn respond_with(
    policy: &Policy,
    request: &HttpRequest,
    app: &App,
    defaults: FrameworkDefaults,
) -> Reply {
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let origin = request.origin();
    let allow_origin = policy.allow_origin_for(origin.as_ref().map(HeaderValue::as_bytes));
    if request.is_cors_preflight_request() {
        return Reply {
            answer: Ok(preflight_answer(policy, request, allow_origin)),
            reached_app: false,
        };
    }
    let mut reply = app.answer(request, defaults);
    if let Ok(response) = &mut reply.answer {
        share(policy, allow_origin, response);
    }
    reply
}

/// What the config does to a response that isn't a preflight response. Existing CORS headers
/// are replaced.
pub(crate) fn share(policy: &Policy, allow_origin: Option<String>, response: &mut HttpResponse) {
    response
        .headers
        .retain(|header| !is_cors_response_header(&header.name));
    let expose = policy.expose.value().filter(|_| allow_origin.is_some());
    append_allow_origin(policy, allow_origin, &mut response.headers);
    append(
        &mut response.headers,
        "Access-Control-Expose-Headers",
        expose,
    );
    append_vary(policy, &[], &mut response.headers);
}

fn preflight_answer(
    policy: &Policy,
    request: &HttpRequest,
    allow_origin: Option<String>,
) -> HttpResponse {
    if allow_origin.is_none() {
        let mut refusal = HttpResponse::new(Status::FORBIDDEN);
        append_vary(policy, &[], &mut refusal.headers);
        return refusal;
    }
    let mut answer = HttpResponse::new(policy.preflight_status.status());
    let headers = &mut answer.headers;
    append_allow_origin(policy, allow_origin, headers);
    let mut reflected = Vec::new();
    let mut reflect = |name: &'static str| {
        reflected.push(name);
        request
            .headers
            .get(name)
            .filter(|value| !value.as_bytes().is_empty())
    };
    let credentials = policy.credentials == AllowCredentials::Yes;
    let methods = match &policy.methods {
        AllowMethods::Any if credentials => reflect("Access-Control-Request-Method"),
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(_) => policy.methods.joined().map(HeaderValue::from),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if credentials => reflect("Access-Control-Request-Headers"),
        AllowHeaders::Any {
            and_authorization: true,
        } => Some("*, Authorization".into()),
        AllowHeaders::Any {
            and_authorization: false,
        } => Some("*".into()),
        AllowHeaders::Listed(_) => policy.headers.joined().map(HeaderValue::from),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    let max_age = policy.max_age.seconds().map(|seconds| seconds.to_string());
    append(headers, "Access-Control-Max-Age", max_age);
    append_vary(policy, &reflected, headers);
    answer
}

fn append_allow_origin(policy: &Policy, allow_origin: Option<String>, headers: &mut HeaderList) {
    let credentials =
        (allow_origin.is_some() && policy.credentials == AllowCredentials::Yes).then_some("true");
    append(headers, "Access-Control-Allow-Origin", allow_origin);
    append(headers, "Access-Control-Allow-Credentials", credentials);
}

/// Our own `Vary` line, next to the app's.
fn append_vary(policy: &Policy, reflected: &[&str], headers: &mut HeaderList) {
    let origin = policy.varies_on_origin().then_some("Origin");
    let names: Vec<&str> = origin
        .into_iter()
        .chain(reflected.iter().copied())
        .collect();
    append(
        headers,
        "Vary",
        (!names.is_empty()).then(|| names.join(", ")),
    );
}
