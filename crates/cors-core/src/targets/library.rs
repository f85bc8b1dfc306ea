//! What libraries have in common. Each library's behavior is code of its own target over these.

use std::borrow::Cow;

use super::difference::{NoticedBy, Rule};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, ExposeHeaders, Policy, PreflightStatus,
};
use crate::server::append;
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, Method};

pub(super) const REQUEST_METHOD: &str = "Access-Control-Request-Method";
pub(super) const REQUEST_HEADERS: &str = "Access-Control-Request-Headers";

/// How a library writes the items of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    pub(super) separator: &'static str,
    /// What becomes of the name of a header.
    pub(super) name: fn(&HeaderName) -> String,
}

impl Format {
    /// A list of methods, if there is any.
    pub(super) fn methods(self, methods: &[Method]) -> Option<HeaderValue> {
        self.join(&methods.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    /// A list of header names, if there is any.
    pub(super) fn names(self, names: &[HeaderName]) -> Option<HeaderValue> {
        self.join(&names.iter().map(self.name).collect::<Vec<_>>())
    }

    /// `*`, with `Authorization` next to it if the policy names it.
    pub(super) fn any_header(self, and_authorization: bool) -> Option<HeaderValue> {
        let authorization = HeaderName::literal("Authorization");
        let names = and_authorization.then(|| (self.name)(&authorization));
        let all: Vec<String> = std::iter::once("*".to_owned()).chain(names).collect();
        self.join(&all)
    }

    /// The headers that preflight responses have as well as all others: origin, credentials and exposed headers.
    pub(super) fn headers_of_any_response(
        self,
        policy: &Policy,
        request: &HttpRequest,
    ) -> HeaderList {
        let mut headers = HeaderList::new();
        append(
            &mut headers,
            "Access-Control-Allow-Origin",
            allow_origin(policy, request),
        );
        append(
            &mut headers,
            "Access-Control-Allow-Credentials",
            credentials(policy),
        );
        let expose = match &policy.expose {
            ExposeHeaders::Any => Some("*".into()),
            ExposeHeaders::Listed(names) => self.names(names),
        };
        append(&mut headers, "Access-Control-Expose-Headers", expose);
        headers
    }

    fn join(self, items: &[String]) -> Option<HeaderValue> {
        (!items.is_empty()).then(|| items.join(self.separator).into())
    }
}

/// Whether `Access-Control-Allow-Credentials` is sent.
pub(super) fn has_credentials(policy: &Policy) -> bool {
    policy.credentials == AllowCredentials::Yes
}

/// `true`, if credentials are allowed.
pub(super) fn credentials(policy: &Policy) -> Option<&'static str> {
    has_credentials(policy).then_some("true")
}

/// The value of Allow-Origin for the request.
pub(super) fn allow_origin(policy: &Policy, request: &HttpRequest) -> Option<String> {
    let origin = request.origin();
    policy.allow_origin_for(origin.as_ref().map(HeaderValue::as_bytes))
}

/// The seconds of Max-Age.
pub(super) fn max_age(policy: &Policy) -> Option<String> {
    policy.max_age.seconds().map(|seconds| seconds.to_string())
}

/// Whether the requested method is sent back.
pub(super) fn reflects_method(policy: &Policy) -> bool {
    has_credentials(policy) && policy.methods == AllowMethods::Any
}

/// Whether the requested headers are sent back.
pub(super) fn reflects_headers(policy: &Policy) -> bool {
    has_credentials(policy) && matches!(policy.headers, AllowHeaders::Any { .. })
}

/// The names as the value of `Vary`, if there are any.
pub(super) fn vary<'a>(names: impl IntoIterator<Item = Option<&'a str>>) -> Option<String> {
    let names: Vec<&str> = names.into_iter().flatten().collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Adds ours to the application's headers, replacing those of the same name, but `Vary` stays next to ours.
pub(super) fn replace(theirs: &mut HeaderList, ours: HeaderList) {
    theirs.retain(|header| header.name.is("Vary") || !ours.contains(header.name.as_str()));
    for header in ours {
        theirs.append(header.name, header.value);
    }
}

/// Adds ours to the application's headers, except for those that it has set itself.
pub(super) fn give_way(theirs: &mut HeaderList, mut ours: HeaderList) {
    ours.retain(|header| !theirs.contains(header.name.as_str()));
    for header in ours {
        theirs.append(header.name, header.value);
    }
}

/// The methods that are listed, and before them those that a browser sends without a preflight.
pub(super) fn with_safelisted(methods: &AllowMethods) -> Vec<Method> {
    let mut all: Vec<Method> = Method::safelisted().into();
    if let AllowMethods::Listed(listed) = methods {
        all.extend(
            listed
                .iter()
                .filter(|method| !method.is_cors_safelisted())
                .cloned(),
        );
    }
    all
}

/// The request without the lines that repeat an earlier one's name, for the names that CORS reads.
pub(super) fn first_lines(request: &HttpRequest) -> Cow<'_, HttpRequest> {
    const READ: [&str; 3] = ["Origin", REQUEST_METHOD, REQUEST_HEADERS];
    if READ
        .iter()
        .all(|name| request.headers.values(name).nth(1).is_none())
    {
        return Cow::Borrowed(request);
    }
    let mut headers = HeaderList::new();
    for header in &request.headers {
        let repeats = READ
            .iter()
            .any(|name| header.name.is(name) && headers.contains(name));
        if !repeats {
            headers.append(header.name.clone(), header.value.clone());
        }
    }
    Cow::Owned(HttpRequest {
        method: request.method.clone(),
        url: request.url.clone(),
        headers,
    })
}

/// Whether the policy lists origins, so that there are some that it blocks.
fn lists_origins(policy: &Policy) -> bool {
    policy.varies_on_origin()
}

fn allows_any_header(policy: &Policy) -> bool {
    matches!(policy.headers, AllowHeaders::Any { .. })
}

fn lists_no_header(policy: &Policy) -> bool {
    match &policy.headers {
        AllowHeaders::Any { .. } => false,
        AllowHeaders::Listed(names) => names.is_empty(),
    }
}

/// Whether a list of the policy has more than one item, or `*` with `Authorization`.
fn has_a_long_list(policy: &Policy) -> bool {
    let is_long = |value: Option<String>| value.is_some_and(|text| text.contains(", "));
    is_long(policy.methods.joined())
        || is_long(policy.headers.joined())
        || is_long(policy.expose.value())
        || policy.headers
            == AllowHeaders::Any {
                and_authorization: true,
            }
}

/// Whether the policy names a header with an upper-case letter.
fn names_an_upper_case_header(policy: &Policy) -> bool {
    let listed: &[HeaderName] = match &policy.headers {
        AllowHeaders::Any { .. } => &[],
        AllowHeaders::Listed(names) => names,
    };
    let exposed: &[HeaderName] = match &policy.expose {
        ExposeHeaders::Any => &[],
        ExposeHeaders::Listed(names) => names,
    };
    let mut all = listed.iter().chain(exposed);
    all.any(|name| name.to_lowercase() != name.as_str())
}

/// Whether a preflight response has anything besides Allow-Origin.
fn sends_more_than_allow_origin(policy: &Policy) -> bool {
    has_credentials(policy)
        || policy.expose.value().is_some()
        || policy.methods == AllowMethods::Any
        || allows_any_header(policy)
        || policy.methods.joined().is_some()
        || policy.headers.joined().is_some()
        || policy.max_age.seconds().is_some()
}

pub(super) const READS_THE_FIRST_LINE: Rule = Rule {
    code: "reads-the-first-line",
    text: "If a request has two `Origin` headers, only the first counts. Browsers never send two.",
    noticed_by: NoticedBy::Nobody,
    shows: lists_origins,
};

pub(super) const ANSWERS_EVERY_OPTIONS: Rule = Rule {
    code: "handles-every-options",
    text: "Every `OPTIONS` request is handled as a preflight, so an `OPTIONS` route of your app never runs.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

pub(super) const ANSWERS_BLOCKED_PREFLIGHTS: Rule = Rule {
    code: "handles-blocked-preflights",
    text: "A preflight from an origin that isn't allowed gets a success status instead of 403. Browsers block it anyway, because `Access-Control-Allow-Origin` is missing.",
    noticed_by: NoticedBy::Somebody,
    shows: lists_origins,
};

pub(super) const SENDS_HEADERS_TO_BLOCKED_ORIGINS: Rule = Rule {
    code: "sends-headers-to-blocked-origins",
    text: "An origin that isn't allowed gets every CORS header except `Access-Control-Allow-Origin`. Browsers block it anyway.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| lists_origins(policy) && sends_more_than_allow_origin(policy),
};

pub(super) const EXPOSES_ON_PREFLIGHTS: Rule = Rule {
    code: "exposes-on-preflights",
    text: "`Access-Control-Expose-Headers` is also sent on preflight responses, where it has no effect.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.expose.value().is_some(),
};

pub(super) const ALWAYS_ANSWERS_200: Rule = Rule {
    code: "always-answers-200",
    text: "Preflight responses have status 200 instead of 204. Browsers accept both.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.preflight_status == PreflightStatus::NoContent,
};

pub(super) const ALWAYS_ANSWERS_204: Rule = Rule {
    code: "always-answers-204",
    text: "Preflight responses have status 204 instead of 200. Browsers accept both.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.preflight_status == PreflightStatus::Ok,
};

pub(super) const TAKES_PREFLIGHTS_WITHOUT_ORIGIN: Rule = Rule {
    code: "takes-preflights-without-origin",
    text: "`OPTIONS` is handled as a preflight if it has an `Access-Control-Request-Method`, even without `Origin`.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| !lists_origins(policy),
};

pub(super) const LISTS_ORIGIN_ALONE: Rule = Rule {
    code: "lists-origin-alone",
    text: "`Access-Control-Allow-Headers` names `Origin`, because without a list the library would allow all headers. No code can set `Origin`, so this allows none.",
    noticed_by: NoticedBy::Nobody,
    shows: lists_no_header,
};

pub(super) const VARIES_WITHOUT_NEED: Rule = Rule {
    code: "varies-without-need",
    text: "`Vary: Origin` is sent although every origin gets the same response, so caches keep more copies than they need.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| !lists_origins(policy),
};

pub(super) const OMITS_REFLECTED_FROM_VARY: Rule = Rule {
    code: "omits-reflected-from-vary",
    text: "`Vary` doesn't name the request headers whose values are reflected. Caches don't store responses to `OPTIONS`, so this has no effect.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| reflects_method(policy) || reflects_headers(policy),
};

pub(super) const VARIES_ON_REQUEST_HEADERS_WHEN_BLOCKED: Rule = Rule {
    code: "varies-on-request-headers-when-blocked",
    text: "`Vary` names `Access-Control-Request-Headers` on blocked preflights too.",
    noticed_by: NoticedBy::Nobody,
    shows: reflects_headers,
};

pub(super) const OMITS_REQUEST_METHOD_FROM_VARY: Rule = Rule {
    code: "omits-request-method-from-vary",
    text: "`Vary` doesn't name `Access-Control-Request-Method`, although the method is reflected. Caches don't store responses to `OPTIONS`, so this has no effect.",
    noticed_by: NoticedBy::Nobody,
    shows: reflects_method,
};

pub(super) const VARIES_EVERYWHERE: Rule = Rule {
    code: "varies-everywhere",
    text: "`Vary` names the reflected request headers on every response, not only on preflight responses.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| reflects_method(policy) || reflects_headers(policy),
};

pub(super) const VARIES_ON_ALL_THREE: Rule = Rule {
    code: "varies-on-all-three",
    text: "`Vary` names `Origin`, `Access-Control-Request-Method` and `Access-Control-Request-Headers` on every response, so caches keep more copies than they need.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

pub(super) const REFLECTS_EMPTY_LISTS: Rule = Rule {
    code: "reflects-empty-lists",
    text: "An empty `Access-Control-Request-Headers` is reflected as an empty `Access-Control-Allow-Headers`, which the reference response leaves out.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| reflects_method(policy) || reflects_headers(policy),
};

pub(super) const REFLECTS_ANY_HEADER: Rule = Rule {
    code: "reflects-any-header",
    text: "The requested header names are reflected, where the reference response sends `*`.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| allows_any_header(policy) && !has_credentials(policy),
};

pub(super) const SENDS_LENGTH_OF_NOTHING: Rule = Rule {
    code: "sends-length-of-nothing",
    text: "A 204 response has `Content-Length: 0`, which RFC 9110 doesn't allow. Browsers accept it.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.preflight_status == PreflightStatus::NoContent,
};

pub(super) const HANDLER_FILLS_IN: Rule = Rule {
    code: "handler-fills-in",
    text: "A CORS header that a handler sets itself is replaced only if the library sends one of that name. A handler's own `Access-Control-Allow-Origin` reaches origins that aren't allowed: remove it there.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| {
        lists_origins(policy) || !has_credentials(policy) || policy.expose.value().is_none()
    },
};

pub(super) const JOINS_TIGHTLY: Rule = Rule {
    code: "joins-tightly",
    text: "Lists are joined with a comma and no space, which means the same.",
    noticed_by: NoticedBy::Nobody,
    shows: has_a_long_list,
};

pub(super) const WRITES_LOWER_CASE: Rule = Rule {
    code: "writes-lower-case",
    text: "Header names are sent in lowercase, which means the same.",
    noticed_by: NoticedBy::Nobody,
    shows: names_an_upper_case_header,
};
