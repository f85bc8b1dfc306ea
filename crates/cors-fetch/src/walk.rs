//! The sentences of the walk: what was checked and decided, for people.

use super::cors_check::{self, CorsCheckSuccess};
use super::course::Course;
use super::filtered_response::CorsExposedHeaderNames;
use super::max_age::{MaxAgeReading, imposed_limit, read_max_age};
use super::network_error::NetworkError;
use super::request::{Api, Mode};
use super::safelisted_request_header::UnsafeBecause;
use super::serialize_request_origin::RedirectTaint;
use super::spell::{duration, sentence_list};
use crate::{FilteredResponse, Place, PreflightReasons, Step, StepResult};
use cors_http::Origin;
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, Status};

const MAIN_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-main-fetch";
const HTTP_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-fetch";
const PREFLIGHT_FETCH: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
const REDIRECT_FETCH: &str = "https://fetch.spec.whatwg.org/#http-redirect-fetch";

fn step(
    place: Place,
    result: StepResult,
    anchor: &'static str,
    number: &'static str,
    text: String,
) -> Step {
    Step {
        place,
        result,
        text,
        header: None,
        expected: None,
        seen: None,
        anchor,
        step: number,
    }
}

fn noted(place: Place, anchor: &'static str, number: &'static str, text: String) -> Step {
    step(place, StepResult::Noted, anchor, number, text)
}

fn passed(place: Place, anchor: &'static str, number: &'static str, text: String) -> Step {
    step(place, StepResult::Passed, anchor, number, text)
}

impl Step {
    /// Names the header that decided, if it is there: what passes without a header is about no line of the message.
    fn decided_by(
        mut self,
        header: &'static str,
        expected: Option<String>,
        seen: Option<String>,
    ) -> Self {
        self.header = seen.is_some().then_some(header);
        self.expected = expected;
        self.seen = seen;
        self
    }
}

/// The error that ended the fetch.
pub(super) fn failed(place: Place, error: &NetworkError) -> Step {
    Step {
        place,
        result: StepResult::Failed,
        text: error.sentence(),
        header: error.header(),
        expected: error.expected(),
        seen: error.seen(),
        anchor: error.anchor(),
        step: error.step(),
    }
}

pub(super) fn nothing_for_script(api: Api, error: &NetworkError) -> Step {
    let done = match error {
        NetworkError::CorsCheck { .. } => {
            " What the request did on the server, if it got so far, stays done."
        }
        NetworkError::Preflight(_) => " The actual request was never sent.",
        _ => "",
    };
    noted(
        Place::Result,
        "https://fetch.spec.whatwg.org/#concept-network-error",
        "",
        format!("Script gets {}.{done}", NetworkError::seen_by_script(api)),
    )
}

pub(super) fn header_dropped(name: &HeaderName, mode: Mode) -> Step {
    let text = match mode {
        Mode::NoCors => format!(
            "Script set `{name}`, and the browser dropped it without a word: a `no-cors` request carries only what a \
             form could send."
        ),
        Mode::Cors | Mode::SameOrigin => format!(
            "Script set `{name}`, and the browser dropped it without a word: that header belongs to the browser."
        ),
    };
    noted(
        Place::Routing(0),
        match mode {
            Mode::NoCors => "https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header",
            Mode::Cors | Mode::SameOrigin => {
                "https://fetch.spec.whatwg.org/#forbidden-request-header"
            }
        },
        "",
        text,
    )
}

pub(super) fn method_normalized(given: &Method, method: &Method) -> Step {
    noted(
        Place::Routing(0),
        "https://fetch.spec.whatwg.org/#concept-method-normalize",
        "",
        format!(
            "The method `{given}` is sent as `{method}`: six methods are put in upper case, and no other."
        ),
    )
}

pub(super) fn same_origin(course: &Course<'_>) -> Step {
    passed(
        Place::Routing(course.hop()),
        MAIN_FETCH,
        "12",
        format!(
            "The URL is on the page's own origin, `{}`, so CORS has no part in this.",
            course.request.origin
        ),
    )
}

pub(super) fn data_url(place: Place) -> Step {
    passed(
        place,
        MAIN_FETCH,
        "12",
        "A `data:` URL holds its own answer, so nothing is sent and CORS has no part in this."
            .to_owned(),
    )
}

pub(super) fn no_cors(course: &Course<'_>) -> Step {
    noted(
        Place::Routing(course.hop()),
        MAIN_FETCH,
        "12",
        "The mode is `no-cors`: the request goes out without a preflight, and script may not look into the answer."
            .to_owned(),
    )
}

pub(super) fn without_preflight(course: &Course<'_>) -> Step {
    let other = other_origin(course);
    let method = &course.method;
    noted(
        Place::Routing(course.hop()),
        MAIN_FETCH,
        "12",
        format!(
            "{other} No preflight is needed: {method} is a method, and its headers are headers, that any page could \
             always send."
        ),
    )
}

fn other_origin(course: &Course<'_>) -> String {
    let url = course.current_url.origin();
    match (
        &course.request.origin,
        url.is_same_origin(&course.request.origin),
    ) {
        (_, true) => format!(
            "The URL is on the page's own origin, `{url}`, but a redirect led through another one, so CORS applies."
        ),
        (Origin::Opaque, false) => {
            format!(
                "The page's origin is opaque and so equal to no other, and the URL is on `{url}`: CORS applies."
            )
        }
        (page, false) => format!(
            "The page is on `{page}` and the URL on `{url}`: these are two origins, so CORS applies."
        ),
    }
}

pub(super) fn preflight_needed(course: &Course<'_>, reasons: &PreflightReasons) -> Step {
    noted(
        Place::Routing(course.hop()),
        MAIN_FETCH,
        "12",
        format!(
            "{} A preflight has to ask first: {}.",
            other_origin(course),
            because(course, reasons)
        ),
    )
}

/// Why a preflight is needed, by name.
fn because(course: &Course<'_>, reasons: &PreflightReasons) -> String {
    let mut parts = Vec::new();
    if let Some(method) = &reasons.method {
        parts.push(format!(
            "the method `{method}` is not GET, HEAD or POST, which need no permission"
        ));
    }
    let sent = course.original_headers.as_ref().unwrap_or(&course.headers);
    for (name, because) in reasons
        .headers
        .iter()
        .zip(&reasons.because)
        .take(MOST_NAMED)
    {
        parts.push(header_reason(name, *because, sent));
    }
    if let Some(more @ 1..) = reasons.headers.len().checked_sub(MOST_NAMED) {
        parts.push(format!("{more} more headers need permission too"));
    }
    if reasons.use_cors_preflight_flag {
        parts.push(match course.request.api {
            Api::Xhr { .. } => {
                "upload listeners would tell the page how the upload goes".to_owned()
            }
            Api::Fetch => "the body is a stream".to_owned(),
        });
    }
    if parts.is_empty() {
        parts.push("an earlier step of the redirect was preflighted, and this browser asks again at every step".to_owned());
    }
    sentence_list(&parts)
}

/// Beyond these, reasons are counted rather than told.
const MOST_NAMED: usize = 5;

fn header_reason(name: &HeaderName, because: UnsafeBecause, sent: &HeaderList) -> String {
    let spelled = sent.iter().find(|header| header.name == *name);
    let shown = spelled.map_or(name, |header| &header.name);
    match because {
        UnsafeBecause::Name => {
            format!("`{shown}` is not one of the headers that need no permission")
        }
        UnsafeBecause::TooLong(length) => {
            format!("the value of `{shown}` has {length} bytes, and at most 128 need no permission")
        }
        UnsafeBecause::Byte(byte) => format!(
            "the value of `{shown}` holds {}, which needs permission there",
            byte_name(byte)
        ),
        UnsafeBecause::ContentType => {
            let value = spelled
                .map(|header| header.value.to_latin1())
                .unwrap_or_default();
            format!("`{shown}: {value}` is not one of the three types that need no permission")
        }
        UnsafeBecause::Range => {
            let value = spelled
                .map(|header| header.value.to_latin1())
                .unwrap_or_default();
            format!("`{shown}: {value}` is not one simple range with a beginning")
        }
        UnsafeBecause::TotalTooLong(total) => format!(
            "`{shown}` is one of the headers that are {total} bytes long together, and at most 1,024 need no permission"
        ),
    }
}

fn byte_name(byte: u8) -> String {
    if byte.is_ascii_graphic() {
        format!("`{}`", char::from(byte))
    } else {
        format!("the byte 0x{byte:02X}")
    }
}

pub(super) fn preflight_cached(hop: usize) -> Step {
    passed(
        Place::Routing(hop),
        HTTP_FETCH,
        "4.1",
        "An earlier preflight gave this permission, and the browser still remembers it, so it does not ask again."
            .to_owned(),
    )
}

/// The permission may be there, and this browser does not use it.
pub(super) fn cache_bypassed(course: &Course<'_>) -> Step {
    noted(
        Place::Routing(course.hop()),
        HTTP_FETCH,
        "4.1",
        format!(
            "With this cache mode, {} asks again even if an earlier preflight gave permission.",
            course.profile.label()
        ),
    )
}

/// What the preflight asks, line by line.
pub(super) fn preflight_sent(course: &Course<'_>, request: &HttpRequest) -> Vec<Step> {
    let place = Place::PreflightRequest(course.hop());
    let get = |name| request.headers.get(name).map(|value| value.to_latin1());
    let origin = get("Origin").unwrap_or_default();
    let asks = noted(
        place,
        PREFLIGHT_FETCH,
        "1",
        "The browser asks first, with OPTIONS. The preflight carries no cookies and none of the script's headers."
            .to_owned(),
    );
    let method = noted(
        place,
        PREFLIGHT_FETCH,
        "3",
        format!(
            "This is the method that the page wants to use: {}.",
            course.method
        ),
    )
    .decided_by(
        "Access-Control-Request-Method",
        None,
        get("Access-Control-Request-Method"),
    );
    let names = get("Access-Control-Request-Headers").map(|names| {
        noted(
            place,
            PREFLIGHT_FETCH,
            "5.2",
            "These are the headers that need permission: in lower case, sorted, and without their values.".to_owned(),
        )
        .decided_by("Access-Control-Request-Headers", None, Some(names))
    });
    let asker = noted(
        place,
        "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
        "2",
        match origin.as_str() {
            "null" => "The page's origin is told as `null`: it is opaque, or a redirect led through another origin.".to_owned(),
            _ => "This is the origin of the page that asks.".to_owned(),
        },
    )
    .decided_by("Origin", None, Some(origin));
    [Some(asks), Some(method), names, Some(asker)]
        .into_iter()
        .flatten()
        .collect()
}

pub(super) fn cors_check_passed(
    course: &Course<'_>,
    place: Place,
    success: CorsCheckSuccess,
    response: &HttpResponse,
) -> Step {
    let origin = course.serialized_origin().to_owned();
    let (number, text) = match success {
        CorsCheckSuccess::Wildcard => (
            "3",
            "`Access-Control-Allow-Origin: *` allows every origin, and the request carries no credentials.".to_owned(),
        ),
        CorsCheckSuccess::Named => (
            "5",
            format!("`Access-Control-Allow-Origin` names exactly this origin, `{origin}`."),
        ),
        CorsCheckSuccess::NamedWithCredentials => (
            "7",
            format!(
                "`Access-Control-Allow-Origin` names exactly this origin, `{origin}`, and \
                 `Access-Control-Allow-Credentials` is `true`."
            ),
        ),
        CorsCheckSuccess::SameOrigin => (
            "",
            "This browser takes the preflight for one to the page's own origin, and does not look at \
             `Access-Control-Allow-Origin`."
                .to_owned(),
        ),
    };
    passed(place, cors_check::ANCHOR, number, text).decided_by(
        "Access-Control-Allow-Origin",
        Some(origin),
        response
            .headers
            .get("Access-Control-Allow-Origin")
            .map(|value| value.to_latin1()),
    )
}

pub(super) fn status_ok(hop: usize, status: Status) -> Step {
    let mut step = passed(
        Place::PreflightAnswer(hop),
        PREFLIGHT_FETCH,
        "7",
        format!("The status {status} is between 200 and 299, as it must be for a preflight."),
    );
    step.expected = Some("200 to 299".to_owned());
    step.seen = Some(status.to_string());
    step
}

pub(super) fn method_allowed(
    course: &Course<'_>,
    response: &HttpResponse,
    methods: &[Method],
) -> Step {
    let place = Place::PreflightAnswer(course.hop());
    let method = &course.method;
    let listed = response
        .headers
        .get("Access-Control-Allow-Methods")
        .map(|value| value.to_latin1());
    let text = if methods.contains(method) && listed.is_some() {
        format!("`Access-Control-Allow-Methods` lists {method}.")
    } else if method.is_cors_safelisted() {
        format!("{method} is allowed, listed or not: GET, HEAD and POST always are.")
    } else if listed.is_some() {
        "`Access-Control-Allow-Methods` allows `*`, every method, since no credentials go along."
            .to_owned()
    } else {
        format!(
            "{method} is allowed without a list, because the preflight was sent for another reason."
        )
    };
    passed(place, PREFLIGHT_FETCH, "7.5", text).decided_by(
        "Access-Control-Allow-Methods",
        Some(method.to_string()),
        listed,
    )
}

pub(super) fn headers_allowed(
    course: &Course<'_>,
    response: &HttpResponse,
    reasons: &PreflightReasons,
) -> Step {
    let names: Vec<String> = reasons
        .headers
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let shown = if names.len() > MOST_NAMED {
        format!("all {} headers that were asked for", names.len())
    } else {
        sentence_list(&names)
    };
    passed(
        Place::PreflightAnswer(course.hop()),
        PREFLIGHT_FETCH,
        "7.7",
        format!("`Access-Control-Allow-Headers` covers {shown}."),
    )
    .decided_by(
        "Access-Control-Allow-Headers",
        Some(
            reasons
                .headers
                .iter()
                .map(HeaderName::as_str)
                .collect::<Vec<_>>()
                .join(","),
        ),
        response
            .headers
            .get("Access-Control-Allow-Headers")
            .map(|value| value.to_latin1()),
    )
}

pub(super) fn cached_for(course: &Course<'_>, headers: &HeaderList, seconds: u64) -> Step {
    let sent = headers
        .get("Access-Control-Max-Age")
        .map(|value| value.to_latin1());
    let browser = course.profile.label();
    let why = match (
        read_max_age(headers, course.profile),
        imposed_limit(course.profile),
    ) {
        _ if !course.caches() => format!("{browser} remembers nothing for an opaque origin."),
        (MaxAgeReading::Absent, _) => {
            "There is no `Access-Control-Max-Age`, so the default counts.".to_owned()
        }
        (MaxAgeReading::Seconds(Some(asked)), Some(limit)) if asked > limit => {
            format!(
                "The answer allows {asked} seconds, and {browser} never takes more than {limit}."
            )
        }
        (MaxAgeReading::Seconds(_), _) => "So says `Access-Control-Max-Age`.".to_owned(),
        (MaxAgeReading::Negative | MaxAgeReading::Invalid, _) => format!(
            "`Access-Control-Max-Age: {}` is no number of seconds.",
            sent.clone().unwrap_or_default()
        ),
    };
    let text = match seconds {
        0 => format!("The permission is not remembered: the next such request asks again. {why}"),
        _ => format!(
            "The permission is remembered for {}, for this URL and {} credentials only. {why} “Disable cache” in the \
             developer tools turns that off.",
            duration(seconds),
            if course.credentials().is_include() {
                "with"
            } else {
                "without"
            }
        ),
    };
    noted(
        Place::PreflightAnswer(course.hop()),
        PREFLIGHT_FETCH,
        "7.10",
        text,
    )
    .decided_by("Access-Control-Max-Age", None, sent)
}

pub(super) fn request_sent(course: &Course<'_>, origin: Option<&str>) -> Step {
    let place = Place::ActualRequest(course.hop());
    let method = &course.method;
    let text = match origin {
        Some("null") if course.taint == RedirectTaint::Tainted => format!(
            "The browser sends {method} with `Origin: null`, because a redirect led it through another origin, which may \
             have made the request up."
        ),
        Some(origin) => format!("The browser sends {method} with `Origin: {origin}`."),
        None => format!("The browser sends {method} without `Origin`."),
    };
    let step = noted(
        place,
        "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
        "2",
        text,
    );
    match origin {
        Some(origin) => step.decided_by("Origin", None, Some(origin.to_owned())),
        None => step,
    }
}

/// The failure that follows is one of this browser, not of the standard.
pub(super) fn judged_with_credentials(place: Place) -> Step {
    noted(
        place,
        cors_check::ANCHOR,
        "",
        "The request began on the page's own origin with credentials, so this browser wants the redirect shared with \
         credentials too."
            .to_owned(),
    )
}

pub(super) fn redirect_without_location(course: &Course<'_>, response: &HttpResponse) -> Step {
    noted(
        Place::ActualAnswer(course.hop()),
        REDIRECT_FETCH,
        "4",
        format!(
            "The status is {}, but there is no `Location`, so this is an answer like any other.",
            response.status
        ),
    )
}

pub(super) fn redirected(
    course: &Course<'_>,
    response: &HttpResponse,
    location: &Url,
    before: &Method,
    removed: &[&'static str],
) -> Step {
    let mut sentences = vec![format!(
        "The server redirects ({}) to `{location}`, and the browser follows.",
        response.status
    )];
    if *before != course.method {
        sentences.push(format!("The {before} becomes a GET without a body."));
    }
    if !removed.is_empty() {
        let names: Vec<String> = removed.iter().map(|name| format!("`{name}`")).collect();
        sentences.push(format!("Not sent on: {}.", sentence_list(&names)));
    }
    if course.taint == RedirectTaint::Tainted {
        sentences.push(
            "From here on the origin is `null`, since the redirect comes from an origin other than the page's.".to_owned(),
        );
    }
    let text = sentences.join(" ");
    noted(
        Place::ActualAnswer(course.hop()),
        REDIRECT_FETCH,
        "18",
        text,
    )
    .decided_by("Location", None, Some(location.to_string()))
}

pub(super) fn opaque_redirect() -> Step {
    noted(
        Place::Result,
        "https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect",
        "",
        "The request was made with `redirect: \"manual\"`: script learns that there was a redirect and nothing else."
            .to_owned(),
    )
}

pub(super) fn opaque() -> Step {
    noted(
        Place::Result,
        "https://fetch.spec.whatwg.org/#concept-filtered-response-opaque",
        "",
        "Script gets an opaque response: no body, no headers, and the status 0.".to_owned(),
    )
}

pub(super) fn readable(
    filtered: &FilteredResponse,
    exposed: Option<&CorsExposedHeaderNames>,
) -> Step {
    let (FilteredResponse::Basic { status, hidden, .. }
    | FilteredResponse::Cors { status, hidden, .. }) = filtered
    else {
        return opaque();
    };
    let mut sentences = vec![format!(
        "Script may read the answer: the status {status}, the body and {}.",
        readable_headers(hidden)
    )];
    if let Some(CorsExposedHeaderNames::Malformed(malformed)) = exposed {
        sentences.push(format!(
            "`Access-Control-Expose-Headers: {malformed}` cannot be read as a list, so it exposes nothing."
        ));
    } else if exposed.is_some()
        && hidden
            .iter()
            .any(|name| !name.is_forbidden_response_header_name())
    {
        sentences.push(
            "The server opens a header up by naming it in `Access-Control-Expose-Headers`."
                .to_owned(),
        );
    }
    let text = sentences.join(" ");
    let step = passed(
        Place::Result,
        "https://fetch.spec.whatwg.org/#concept-filtered-response-cors",
        "",
        text,
    );
    // No header is named: the one that decides is in the response, and not among what JavaScript gets.
    match exposed {
        Some(_) => step,
        None => Step {
            anchor: "https://fetch.spec.whatwg.org/#concept-filtered-response-basic",
            ..step
        },
    }
}

fn readable_headers(hidden: &[HeaderName]) -> String {
    if hidden.is_empty() {
        return "every header".to_owned();
    }
    let mut names: Vec<String> = hidden
        .iter()
        .take(MOST_NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    if let Some(more @ 1..) = hidden.len().checked_sub(MOST_NAMED) {
        names.push(format!("{more} more"));
    }
    format!("the headers, except {}", sentence_list(&names))
}
