use std::borrow::Cow;

use super::Difference;
use crate::policy::{AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders};
use crate::policy::{Policy, PreflightStatus};
use cors_http::{HeaderList, HeaderName, HttpRequest, Method};

/// One way in which a server's answers differ from the canonical ones. A target lists those that it has,
/// for each version; its `respond` asks that list, and [`differences`] puts it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quirk {
    /// nginx: a request line's method must be of `A-Z`, `_` and `-`.
    ReadsUpperCaseMethodsOnly,
    /// nginx: `TRACE` and `CONNECT` get 405 whatever stands behind.
    RefusesTraceAndConnect,
    /// Node: its parser knows a fixed list of methods.
    ReadsKnownMethodsOnly,
    /// actix-web: five characters of a token are in no method that it reads.
    ReadsSomeMethodsOnly,
    /// Of several lines of a request header, the first is looked at.
    ReadsTheFirstLine,
    /// Every `OPTIONS` is answered as a preflight.
    AnswersEveryOptions,
    /// A refused preflight gets the status of a granted one.
    AnswersRefusedPreflights,
    /// Only Allow-Origin tells a refused origin from an allowed one.
    TellsRefusedOrigins,
    /// The same, but for answers to preflights: a refused one gets nothing.
    TellsRefusedOriginsOnAnswers,
    /// A refused preflight gets 400 without any CORS header or `Vary`.
    RefusesWith400,
    /// A preflight that asks for a method or header that is not listed is refused.
    RefusesUnlisted,
    /// `GET`, `HEAD` and `POST` are listed too.
    ListsSafelistedMethods,
    /// An `OPTIONS` is a preflight by its `Access-Control-Request-Method`, which must be a method.
    TakesPreflightsWithoutOrigin,
    /// `*` is sent with answers to requests that have an `Origin`.
    SendsWildcardToOriginsOnly,
    /// Expose-Headers is on preflights too.
    ExposesOnPreflights,
    /// A preflight gets 200 whatever the policy says.
    AlwaysAnswers200,
    /// Where request headers are reflected, every `OPTIONS` answer varies on them, refused ones too.
    VariesOnRequestHeadersWhenRefused,
    /// The reflected method is not in `Vary`.
    OmitsRequestMethodFromVary,
    /// What is reflected is in the `Vary` of every answer.
    VariesEverywhere,
    /// `Vary` names `Origin` and both request headers of a preflight in every answer, whatever the policy.
    VariesOnAllThree,
    /// Any header is allowed by reflecting what is asked for, never by `*`.
    ReflectsAnyHeader,
    /// Of several `Vary` lines of the application the first is kept.
    MergesFirstVary,
    /// The names in a list have no order.
    ListsInAnyOrder,
    /// Reflects an empty list as an empty header.
    ReflectsEmptyLists,
    /// A handler's own CORS headers and `Vary` replace ours.
    HandlerWins,
    /// A handler's own CORS headers stay where we send none of that name.
    HandlerFillsIn,
    /// A panic closes the connection.
    PanicCloses,
    /// The same, where nothing is at hand that would catch it.
    ActixPanicCloses,
    /// An answer to a preflight says `Content-Length: 0`, with 204 too.
    SendsLengthOfNothing,
    /// Lists are joined without a space.
    JoinsTightly,
    /// Header names are written in lower case.
    WritesLowerCase,
}

/// The quirks that matter for the policy, in words.
pub(super) fn differences(quirks: &[Quirk], policy: &Policy) -> Vec<Difference> {
    quirks
        .iter()
        .filter(|quirk| quirk.matters(policy))
        .map(|quirk| {
            let (code, text) = quirk.words();
            Difference {
                code,
                text: text.to_owned(),
            }
        })
        .collect()
}

impl Quirk {
    /// Whether an answer under this policy can show the quirk.
    fn matters(self, policy: &Policy) -> bool {
        let credentials = policy.credentials == AllowCredentials::Yes;
        let any_method = policy.methods == AllowMethods::Any;
        let any_header = matches!(policy.headers, AllowHeaders::Any { .. });
        let listed_origins = matches!(policy.origins, AllowOrigin::Listed(_));
        let exposes = policy.expose.value().is_some();
        match self {
            Self::ReadsUpperCaseMethodsOnly
            | Self::RefusesTraceAndConnect
            | Self::ReadsKnownMethodsOnly
            | Self::ReadsSomeMethodsOnly => any_method,
            Self::ReadsTheFirstLine | Self::AnswersRefusedPreflights | Self::RefusesWith400 => {
                listed_origins
            }
            Self::TellsRefusedOriginsOnAnswers => listed_origins && (credentials || exposes),
            Self::RefusesUnlisted => !any_method || !any_header,
            Self::ListsSafelistedMethods => match &policy.methods {
                AllowMethods::Any => false,
                AllowMethods::Listed(methods) => !Method::safelisted()
                    .iter()
                    .all(|safe| methods.contains(safe)),
            },
            Self::SendsWildcardToOriginsOnly => !listed_origins,
            Self::ReflectsAnyHeader => any_header && !credentials,
            Self::AnswersEveryOptions
            | Self::HandlerWins
            | Self::PanicCloses
            | Self::ActixPanicCloses
            | Self::TakesPreflightsWithoutOrigin
            | Self::MergesFirstVary
            | Self::ListsInAnyOrder
            | Self::VariesOnAllThree => true,
            Self::TellsRefusedOrigins => {
                listed_origins
                    && (credentials
                        || exposes
                        || any_method
                        || any_header
                        || policy.methods.joined().is_some()
                        || policy.headers.joined().is_some()
                        || policy.max_age.seconds().is_some())
            }
            Self::ExposesOnPreflights => exposes,
            Self::AlwaysAnswers200 | Self::SendsLengthOfNothing => {
                policy.preflight_status == PreflightStatus::NoContent
            }
            Self::VariesOnRequestHeadersWhenRefused => any_header && credentials,
            Self::OmitsRequestMethodFromVary => any_method && credentials,
            Self::VariesEverywhere | Self::ReflectsEmptyLists => {
                (any_method || any_header) && credentials
            }
            Self::HandlerFillsIn => listed_origins || !credentials || !exposes,
            Self::JoinsTightly => {
                let long = |value: Option<String>| value.is_some_and(|text| text.contains(", "));
                long(policy.methods.joined())
                    || long(policy.headers.joined())
                    || long(policy.expose.value())
                    || policy.headers
                        == AllowHeaders::Any {
                            and_authorization: true,
                        }
            }
            Self::WritesLowerCase => {
                let listed: &[HeaderName] = match &policy.headers {
                    AllowHeaders::Any { .. } => &[],
                    AllowHeaders::Listed(names) => names,
                };
                let readable: &[HeaderName] = match &policy.expose {
                    ExposeHeaders::Any => &[],
                    ExposeHeaders::Listed(names) => names,
                };
                listed
                    .iter()
                    .chain(readable)
                    .any(|name| name.to_lowercase() != name.as_str())
            }
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ReadsUpperCaseMethodsOnly => (
                "reads-upper-case-methods-only",
                "A method that holds anything but A to Z, underscore and hyphen, such as `patch`, gets 400, although the preflight allows every method.",
            ),
            Self::RefusesTraceAndConnect => (
                "refuses-trace-and-connect",
                "TRACE and CONNECT get 405 before the application sees them. Browsers let no script send either.",
            ),
            Self::ReadsKnownMethodsOnly => (
                "reads-known-methods-only",
                "A method that Node does not know gets 400 before the application sees it, although the preflight allows every method.",
            ),
            Self::ReadsSomeMethodsOnly => (
                "reads-some-methods-only",
                "A method that holds #, $, %, & or ' gets 400, although the preflight allows every method.",
            ),
            Self::RefusesWith400 => (
                "refuses-with-400",
                "The preflight of an origin that is not allowed gets 400 without Vary, instead of 403. Browsers refuse either.",
            ),
            Self::RefusesUnlisted => (
                "refuses-unlisted",
                "A preflight that asks for a method or header that is not listed gets 400 without CORS headers and Vary, where the canonical answer sends the whole lists. Browsers refuse either, but name another reason.",
            ),
            Self::ListsSafelistedMethods => (
                "lists-safelisted-methods",
                "GET, HEAD and POST are listed too. Browsers send them without permission, and actix-cors would refuse their preflights.",
            ),
            Self::TakesPreflightsWithoutOrigin => (
                "takes-preflights-without-origin",
                "An OPTIONS request is taken as a preflight by Access-Control-Request-Method alone, without Origin too, and goes to the application if that header holds no method.",
            ),
            Self::SendsWildcardToOriginsOnly => (
                "sends-wildcard-to-origins-only",
                "Access-Control-Allow-Origin: * is left out of answers to requests without Origin. Vary names Origin, so that caches keep the two apart.",
            ),
            Self::TellsRefusedOriginsOnAnswers => (
                "tells-refused-origins-on-answers",
                "An origin that is not allowed, and a request without Origin, get Access-Control-Allow-Credentials and Access-Control-Expose-Headers all the same; only Access-Control-Allow-Origin is missing, which is enough for the browser.",
            ),
            Self::ReflectsAnyHeader => (
                "reflects-any-header",
                "The header names that are asked for are sent back as they are, an empty list too, where the canonical answer has *.",
            ),
            Self::MergesFirstVary => (
                "merges-first-vary",
                "Of several Vary lines that a handler sets only the first is kept. Write them as one.",
            ),
            Self::ListsInAnyOrder => (
                "lists-in-any-order",
                "The names in a list have another order in every worker and after every start, which means the same.",
            ),
            Self::ActixPanicCloses => (
                "panic-closes",
                "A panic in a handler closes the connection without an answer, which scripts see as a network error. An error that a handler returns is answered, with CORS headers.",
            ),
            Self::ReadsTheFirstLine => (
                "reads-the-first-line",
                "Of two Origin lines in one request only the first is looked at. No browser sends two.",
            ),
            Self::AnswersEveryOptions => (
                "answers-every-options",
                "Every OPTIONS request is answered as if it were a preflight, so an OPTIONS route of the application never runs.",
            ),
            Self::AnswersRefusedPreflights => (
                "answers-refused-preflights",
                "The preflight of an origin that is not allowed gets the status of success instead of 403. Without Access-Control-Allow-Origin the browser refuses it all the same.",
            ),
            Self::TellsRefusedOrigins => (
                "tells-refused-origins",
                "An origin that is not allowed gets every other CORS header; only Access-Control-Allow-Origin is missing, which is enough for the browser.",
            ),
            Self::ExposesOnPreflights => (
                "exposes-on-preflights",
                "Access-Control-Expose-Headers is sent with answers to preflights too, where it means nothing.",
            ),
            Self::AlwaysAnswers200 => (
                "always-answers-200",
                "An answer to a preflight has the status 200, not 204. Browsers take either.",
            ),
            Self::VariesOnRequestHeadersWhenRefused => (
                "varies-on-request-headers-when-refused",
                "Vary names Access-Control-Request-Headers in every answer to OPTIONS, also where nothing was reflected.",
            ),
            Self::OmitsRequestMethodFromVary => (
                "omits-request-method-from-vary",
                "Vary does not name Access-Control-Request-Method, although the method is reflected. Caches store no answer to OPTIONS, so nothing follows from it.",
            ),
            Self::VariesEverywhere => (
                "varies-everywhere",
                "Vary names the reflected request headers in every answer, not only in those to preflights.",
            ),
            Self::VariesOnAllThree => (
                "varies-on-all-three",
                "Vary names Origin, Access-Control-Request-Method and Access-Control-Request-Headers in every answer, also where the answer does not depend on them, so caches keep more copies than they need.",
            ),
            Self::ReflectsEmptyLists => (
                "reflects-empty-lists",
                "An empty request header is reflected as an empty header, where the canonical answer sends none.",
            ),
            Self::SendsLengthOfNothing => (
                "sends-length-of-nothing",
                "A 204 carries Content-Length: 0, which RFC 9110 does not allow and every browser takes.",
            ),
            Self::HandlerWins => (
                "handler-wins",
                "A handler that sets a CORS header or Vary itself with res.set or res.writeHead overwrites the one set here, for refused origins too, and one that uses res.append adds a second line, which browsers refuse. Remove it there, and use res.vary for Vary.",
            ),
            Self::HandlerFillsIn => (
                "handler-fills-in",
                "A CORS header that a handler sets itself is replaced only where this layer sends one of that name. A handler's own Access-Control-Allow-Origin reaches origins that are not allowed: remove it there.",
            ),
            Self::PanicCloses => (
                "panic-closes",
                "A panic in a handler closes the connection without an answer, which scripts see as a network error. tower_http::catch_panic::CatchPanicLayer, added before this layer, makes it a 500 with CORS headers.",
            ),
            Self::JoinsTightly => (
                "joins-tightly",
                "Lists are written with a comma and no space, which means the same.",
            ),
            Self::WritesLowerCase => (
                "writes-lower-case",
                "Header names are written in lower case, which means the same.",
            ),
        }
    }
}

/// The request without the lines that repeat an earlier one's name, for the names that CORS reads.
pub(super) fn first_lines(request: &HttpRequest) -> Cow<'_, HttpRequest> {
    const READ: [&str; 3] = [
        "Origin",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
    ];
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
