//! Events as sentences. No other place puts the browser's half into words.

use crate::format::{duration, sentence_list};
use crate::trace::{Step, StepResult};
use cors_fetch::{
    Api, CorsCheckSuccess, Deviation, Event, EventKind, Exchange, ExposedHeaders, FilteredResponse,
    Hop, MaxAgeReading, MethodAllowedBy, Mode, NetworkError, Outcome, Place, Preflight,
    PreflightReasons, Profile, Redirection, Request, Stage, UnsafeBecause, imposed_limit,
    read_max_age,
};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, Origin};

const MAIN_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-main-fetch";
const HTTP_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-fetch";
const PREFLIGHT_FETCH: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
const REDIRECT_FETCH: &str = "https://fetch.spec.whatwg.org/#http-redirect-fetch";
const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
const ORIGIN_HEADER: &str = "https://fetch.spec.whatwg.org/#append-a-request-origin-header";

/// How many headers are named; the others are only counted.
const MOST_NAMED: usize = 5;

/// The steps of the trace, in order.
pub fn steps(
    request: &Request,
    profile: Profile,
    exchange: &Exchange,
    events: &[Event],
) -> Vec<Step> {
    let sentences = Sentences {
        request,
        profile,
        exchange,
    };
    events
        .iter()
        .flat_map(|event| sentences.steps(event))
        .collect()
}

/// What the sentences about an event need.
struct Sentences<'a> {
    request: &'a Request,
    profile: Profile,
    exchange: &'a Exchange,
}

fn noted(place: Place, anchor: &'static str, step: &'static str, text: impl Into<String>) -> Step {
    Step {
        place,
        result: StepResult::Noted,
        text: text.into(),
        header: None,
        expected: None,
        actual: None,
        anchor,
        step,
    }
}

fn passed(place: Place, anchor: &'static str, step: &'static str, text: impl Into<String>) -> Step {
    Step {
        result: StepResult::Passed,
        ..noted(place, anchor, step, text)
    }
}

impl Step {
    /// Adds the header that decided, if the message has it.
    fn decided_by(
        self,
        header: &'static str,
        expected: Option<String>,
        actual: Option<String>,
    ) -> Self {
        Self {
            header: actual.is_some().then_some(header),
            expected,
            actual,
            ..self
        }
    }
}

impl Sentences<'_> {
    fn steps(&self, event: &Event) -> Vec<Step> {
        let place = event.place;
        match &event.kind {
            EventKind::PreflightSent => self.preflight_sent(place),
            EventKind::HeaderDropped(name) => vec![self.header_dropped(name)],
            EventKind::MethodNormalized(method) => vec![noted(
                place,
                "https://fetch.spec.whatwg.org/#concept-method-normalize",
                "",
                format!(
                    "The browser sends the method `{}` as `{method}`. It uppercases only GET, HEAD, POST, PUT, DELETE and OPTIONS.",
                    self.request.method
                ),
            )],
            EventKind::SameOrigin => vec![passed(
                place,
                MAIN_FETCH,
                "12",
                format!(
                    "The URL has the page's own origin, `{}`, so CORS doesn't apply.",
                    self.request.origin
                ),
            )],
            EventKind::DataUrl => vec![passed(
                place,
                MAIN_FETCH,
                "12",
                "A `data:` URL contains its own response. Nothing is sent, and CORS doesn't apply.",
            )],
            EventKind::NoCors => vec![noted(
                place,
                MAIN_FETCH,
                "12",
                "With the mode `no-cors`, the request is sent without a preflight, and JavaScript can't read the response.",
            )],
            EventKind::NoPreflight { redirected } => vec![noted(
                place,
                MAIN_FETCH,
                "12",
                format!(
                    "{} No preflight: {} with only safelisted headers is a simple request.",
                    self.other_origin(place, *redirected),
                    a_method(&self.method_at(place))
                ),
            )],
            EventKind::PreflightRequired { redirected } => vec![noted(
                place,
                MAIN_FETCH,
                "12",
                format!(
                    "{} The browser sends a preflight because {}.",
                    self.other_origin(place, *redirected),
                    self.because(place)
                ),
            )],
            EventKind::PreflightCached => vec![passed(
                place,
                HTTP_FETCH,
                "4.1",
                "An earlier preflight is still cached and allows this request, so no new one is sent.",
            )],
            EventKind::PreflightCacheBypassed => vec![noted(
                place,
                HTTP_FETCH,
                "4.1",
                format!(
                    "With this cache mode, {} sends a preflight even if an earlier one is cached.",
                    self.profile.engine()
                ),
            )],
            EventKind::CorsCheckPassed(success) => vec![self.cors_check_passed(place, *success)],
            EventKind::PreflightStatusOk => vec![self.status_ok(place)],
            EventKind::MethodAllowed(by) => vec![self.method_allowed(place, *by)],
            EventKind::HeadersAllowed => vec![self.headers_allowed(place)],
            EventKind::PreflightCachedFor(seconds) => vec![self.cached_for(place, *seconds)],
            EventKind::RequestSent { tainted } => vec![self.request_sent(place, *tainted)],
            EventKind::RedirectCheckedWithCredentials => vec![noted(
                place,
                CORS_CHECK,
                "",
                "The request began on the page's own origin, with credentials. This browser then checks the redirect as if it had credentials too.",
            )],
            EventKind::RedirectWithoutLocation => vec![noted(
                place,
                REDIRECT_FETCH,
                "4",
                format!(
                    "The status is {}, but there is no `Location`, so the browser doesn't follow it.",
                    self.response_at(place)
                        .map_or_else(String::new, |response| response.status.to_string())
                ),
            )],
            EventKind::Redirected(redirection) => {
                let Redirection {
                    location,
                    from_method,
                    to_method,
                    removed_headers,
                    tainted,
                } = &**redirection;
                let status = self
                    .response_at(place)
                    .map_or_else(String::new, |response| response.status.to_string());
                let mut sentences = vec![format!(
                    "The server redirects ({status}) to `{location}`, and the browser follows."
                )];
                if from_method != to_method {
                    sentences.push(format!("The {from_method} becomes a GET without a body."));
                }
                if !removed_headers.is_empty() {
                    let names: Vec<String> = removed_headers
                        .iter()
                        .map(|name| format!("`{name}`"))
                        .collect();
                    sentences.push(format!("It doesn't send {} there.", sentence_list(&names)));
                }
                if *tainted {
                    sentences.push(
                        "From here on the origin is `null`, because the redirect comes from an origin other than the page's.".to_owned(),
                    );
                }
                vec![
                    noted(place, REDIRECT_FETCH, "18", sentences.join(" ")).decided_by(
                        "Location",
                        None,
                        Some(location.to_string()),
                    ),
                ]
            }
            EventKind::Failed => self.failed(place),
            EventKind::ErrorForJavaScript => self.error_for_javascript(),
            EventKind::Readable(exposed) => vec![self.readable(exposed)],
            EventKind::Opaque => vec![noted(
                Place::Result,
                "https://fetch.spec.whatwg.org/#concept-filtered-response-opaque",
                "",
                "Your code gets an opaque response: no body, no headers, and the status 0.",
            )],
            EventKind::OpaqueRedirect => vec![noted(
                Place::Result,
                "https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect",
                "",
                "The request was made with `redirect: \"manual\"`. Your code learns that there was a redirect and nothing else.",
            )],
        }
    }

    fn hop(&self, place: Place) -> Option<&Hop> {
        let index = match place {
            Place::Routing(hop)
            | Place::PreflightRequest(hop)
            | Place::PreflightResponse(hop)
            | Place::Request(hop)
            | Place::Response(hop) => hop,
            Place::Result => self.exchange.hops.len().saturating_sub(1),
        };
        self.exchange.hops.get(index)
    }

    fn preflight_at(&self, place: Place) -> Option<&HttpRequest> {
        match &self.hop(place)?.preflight {
            Preflight::Sent { leg, .. } => Some(&leg.request),
            Preflight::NotNeeded | Preflight::Cached { .. } => None,
        }
    }

    /// The response that belongs to a place.
    fn response_at(&self, place: Place) -> Option<&HttpResponse> {
        let hop = self.hop(place)?;
        let leg = match (place, &hop.preflight) {
            (
                Place::PreflightRequest(_) | Place::PreflightResponse(_),
                Preflight::Sent { leg, .. },
            ) => Some(leg),
            (Place::PreflightRequest(_) | Place::PreflightResponse(_), _) => None,
            (Place::Routing(_) | Place::Request(_) | Place::Response(_) | Place::Result, _) => {
                hop.actual.as_ref()
            }
        };
        leg?.response.as_ref().ok()
    }

    fn header_at(&self, place: Place, name: &str) -> Option<String> {
        let response = self.response_at(place)?;
        response.headers.get(name).map(|value| value.to_latin1())
    }

    fn reasons_at(&self, place: Place) -> Option<&PreflightReasons> {
        match &self.hop(place)?.preflight {
            Preflight::Sent { needed_for, .. } | Preflight::Cached { needed_for } => {
                Some(needed_for)
            }
            Preflight::NotNeeded => None,
        }
    }

    /// The method of the request to a URL.
    fn method_at(&self, place: Place) -> Method {
        let hop = self.hop(place);
        let actual = hop.and_then(|hop| hop.actual.as_ref());
        let asked_for = || {
            let preflight = self.preflight_at(place)?;
            let method = preflight.headers.get("Access-Control-Request-Method")?;
            Method::parse(&method.to_latin1()).ok()
        };
        actual
            .map(|leg| leg.request.method.clone())
            .or_else(asked_for)
            .unwrap_or_else(|| self.request.method.normalize())
    }

    /// Why CORS applies.
    fn other_origin(&self, place: Place, redirected: bool) -> String {
        let url = self
            .hop(place)
            .map_or_else(|| self.request.url.origin(), |hop| hop.url.origin());
        match &self.request.origin {
            _ if redirected => format!(
                "The URL has the page's own origin, `{url}`, but a redirect went through another one, so CORS applies."
            ),
            Origin::Opaque => format!(
                "The page's origin is opaque, which equals no other, and the URL is on `{url}`, so CORS applies."
            ),
            page @ Origin::Tuple(_) => format!(
                "The page is on `{page}` and the URL on `{url}`. These are different origins, so CORS applies."
            ),
        }
    }

    /// Why a preflight is required.
    fn because(&self, place: Place) -> String {
        let nothing = PreflightReasons::default();
        let reasons = self.reasons_at(place).unwrap_or(&nothing);
        let mut parts = Vec::new();
        if let Some(method) = &reasons.method {
            parts.push(format!("{method} isn't a safelisted method"));
        }
        for (name, because) in reasons
            .headers
            .iter()
            .zip(&reasons.because)
            .take(MOST_NAMED)
        {
            parts.push(header_reason(name, *because, &self.request.headers));
        }
        if let Some(more @ 1..) = reasons.headers.len().checked_sub(MOST_NAMED) {
            parts.push(format!("{more} more headers aren't safelisted"));
        }
        if reasons.use_cors_preflight_flag {
            parts.push(match self.request.api {
                Api::Xhr { .. } => "it has upload listeners".to_owned(),
                Api::Fetch => "the body is a stream".to_owned(),
            });
        }
        if parts.is_empty() {
            parts.push(
                "this browser sends one after each redirect of a preflighted request".to_owned(),
            );
        }
        sentence_list(&parts)
    }

    fn header_dropped(&self, name: &HeaderName) -> Step {
        let (anchor, why) = match self.request.mode {
            Mode::NoCors => (
                "https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header",
                "with the mode `no-cors`, only safelisted headers are sent",
            ),
            Mode::Cors | Mode::SameOrigin => (
                "https://fetch.spec.whatwg.org/#forbidden-request-header",
                "only the browser can set that header",
            ),
        };
        noted(
            Place::Routing(0),
            anchor,
            "",
            format!("Your code sets `{name}`, but the browser silently ignores it: {why}."),
        )
    }

    /// The preflight, line by line.
    fn preflight_sent(&self, place: Place) -> Vec<Step> {
        let get = |name| {
            let request = self.preflight_at(place)?;
            request.headers.get(name).map(|value| value.to_latin1())
        };
        let origin = get("Origin").unwrap_or_default();
        let sends = noted(
            place,
            PREFLIGHT_FETCH,
            "1",
            "The browser sends OPTIONS first, without cookies and without your custom headers.",
        );
        let method = noted(
            place,
            PREFLIGHT_FETCH,
            "3",
            "The method the page wants to use.",
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
                "The headers that need permission: lowercase, sorted, names only.",
            )
            .decided_by("Access-Control-Request-Headers", None, Some(names))
        });
        let page = noted(
            place,
            ORIGIN_HEADER,
            "2",
            match origin.as_str() {
                "null" => "The page's origin, sent as `null` because it is opaque or because a redirect went through another origin.",
                _ => "The page's origin.",
            },
        )
        .decided_by("Origin", None, Some(origin));
        [Some(sends), Some(method), names, Some(page)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn cors_check_passed(&self, place: Place, success: CorsCheckSuccess) -> Step {
        let origin = self.origin_at(place);
        let (step, text) = match success {
            CorsCheckSuccess::Wildcard => (
                "3",
                "`Access-Control-Allow-Origin: *` allows every origin for requests without credentials."
                    .to_owned(),
            ),
            CorsCheckSuccess::Named => (
                "5",
                format!("`Access-Control-Allow-Origin` matches {}.", whose(&origin)),
            ),
            CorsCheckSuccess::NamedWithCredentials => (
                "7",
                format!(
                    "`Access-Control-Allow-Origin` matches {}, and `Access-Control-Allow-Credentials` is `true`.",
                    whose(&origin)
                ),
            ),
            CorsCheckSuccess::SameOrigin => (
                "",
                "This browser treats the preflight as one to the page's own origin, and doesn't check `Access-Control-Allow-Origin`."
                    .to_owned(),
            ),
        };
        passed(place, CORS_CHECK, step, text).decided_by(
            "Access-Control-Allow-Origin",
            Some(origin),
            self.header_at(place, "Access-Control-Allow-Origin"),
        )
    }

    /// The origin that was sent with the request that belongs to a place.
    fn origin_at(&self, place: Place) -> String {
        let request = match place {
            Place::PreflightRequest(_) | Place::PreflightResponse(_) => self.preflight_at(place),
            Place::Routing(_) | Place::Request(_) | Place::Response(_) | Place::Result => self
                .hop(place)
                .and_then(|hop| hop.actual.as_ref())
                .map(|leg| &leg.request),
        };
        request.and_then(HttpRequest::origin).map_or_else(
            || self.request.origin.serialize(),
            |origin| origin.to_latin1(),
        )
    }

    fn status_ok(&self, place: Place) -> Step {
        let status = self
            .response_at(place)
            .map(|response| response.status.to_string());
        let text = format!(
            "{} is a 2xx status, as a preflight requires.",
            status.as_deref().unwrap_or_default()
        );
        Step {
            expected: Some("200 to 299".to_owned()),
            actual: status,
            ..passed(place, PREFLIGHT_FETCH, "7", text)
        }
    }

    fn method_allowed(&self, place: Place, by: MethodAllowedBy) -> Step {
        let method = self.method_at(place);
        let text = match by {
            MethodAllowedBy::Listed => format!("`Access-Control-Allow-Methods` allows {method}."),
            MethodAllowedBy::Safelisted => {
                format!("{method} doesn't have to be listed. GET, HEAD and POST are always allowed.")
            }
            MethodAllowedBy::Wildcard => {
                "`Access-Control-Allow-Methods: *` allows every method for requests without credentials.".to_owned()
            }
            MethodAllowedBy::OtherReason => format!(
                "{method} is allowed without a list, because the preflight was sent for another reason."
            ),
        };
        passed(place, PREFLIGHT_FETCH, "7.5", text).decided_by(
            "Access-Control-Allow-Methods",
            Some(method.to_string()),
            self.header_at(place, "Access-Control-Allow-Methods"),
        )
    }

    fn headers_allowed(&self, place: Place) -> Step {
        let names: Vec<&str> = self
            .reasons_at(place)
            .map(|reasons| reasons.headers.iter().map(HeaderName::as_str).collect())
            .unwrap_or_default();
        let shown = if names.len() > MOST_NAMED {
            format!("all {} requested headers", names.len())
        } else {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            sentence_list(&names)
        };
        passed(
            place,
            PREFLIGHT_FETCH,
            "7.7",
            format!("`Access-Control-Allow-Headers` allows {shown}."),
        )
        .decided_by(
            "Access-Control-Allow-Headers",
            Some(names.join(",")),
            self.header_at(place, "Access-Control-Allow-Headers"),
        )
    }

    fn cached_for(&self, place: Place, seconds: u64) -> Step {
        let sent = self.header_at(place, "Access-Control-Max-Age");
        let nothing = HeaderList::new();
        let headers = self
            .response_at(place)
            .map_or(&nothing, |response| &response.headers);
        let browser = self.profile.engine();
        let caches_nothing = self.request.origin == Origin::Opaque
            && self.profile.shows(Deviation::OpaqueOriginNotCached);
        let why = match (
            read_max_age(headers, self.profile),
            imposed_limit(self.profile),
        ) {
            _ if caches_nothing => format!("{browser} caches nothing for an opaque origin."),
            (MaxAgeReading::Absent, _) => {
                "There is no `Access-Control-Max-Age`, so the default of 5 seconds applies."
                    .to_owned()
            }
            (MaxAgeReading::Seconds(Some(asked)), Some(limit)) if asked > limit => format!(
                "`Access-Control-Max-Age` allows {}, which {browser} caps at {limit} seconds ({}).",
                duration(asked),
                duration(limit)
            ),
            (MaxAgeReading::Seconds(_), _) => "(`Access-Control-Max-Age`)".to_owned(),
            (MaxAgeReading::Negative | MaxAgeReading::Invalid, _) => format!(
                "`Access-Control-Max-Age: {}` isn't a number of seconds.",
                sent.clone().unwrap_or_default()
            ),
        };
        let text = match (seconds, why.starts_with('(')) {
            (0, true) => format!("Not cached {why}: the next such request sends a new preflight."),
            (0, false) => format!("Not cached. The next such request sends a new preflight. {why}"),
            (_, true) => format!(
                "Cached for {} {why}, {}.",
                duration(seconds),
                self.cached_scope()
            ),
            (_, false) => format!(
                "Cached for {}, {}. {why}",
                duration(seconds),
                self.cached_scope()
            ),
        };
        let text = match seconds {
            0 => text,
            _ => format!("{text} “Disable cache” in the developer tools turns that off."),
        };
        noted(place, PREFLIGHT_FETCH, "7.10", text).decided_by("Access-Control-Max-Age", None, sent)
    }

    fn cached_scope(&self) -> &'static str {
        if self.request.credentials.is_include() {
            "for this URL and requests with credentials only"
        } else {
            "for this URL and requests without credentials only"
        }
    }

    fn request_sent(&self, place: Place, tainted: bool) -> Step {
        let request = self
            .hop(place)
            .and_then(|hop| hop.actual.as_ref())
            .map(|leg| &leg.request);
        let method = self.method_at(place);
        let origin = request
            .and_then(HttpRequest::origin)
            .map(|origin| origin.to_latin1());
        let text = match origin.as_deref() {
            Some("null") if tainted => format!(
                "The browser sends {method} with `Origin: null`, because a redirect went through another origin."
            ),
            Some(origin) => format!("The browser sends {method} with `Origin: {origin}`."),
            None => format!("The browser sends {method} without `Origin`."),
        };
        let step = noted(place, ORIGIN_HEADER, "2", text);
        match origin {
            Some(origin) => step.decided_by("Origin", None, Some(origin)),
            None => step,
        }
    }

    fn error(&self) -> Option<&NetworkError> {
        match &self.exchange.outcome {
            Outcome::NetworkError(error) => Some(error),
            Outcome::Allowed(_) | Outcome::NotDocumented(_) => None,
        }
    }

    fn failed(&self, place: Place) -> Vec<Step> {
        let Some(error) = self.error() else {
            return Vec::new();
        };
        let row = error.row();
        vec![Step {
            place,
            result: StepResult::Failed,
            text: row.sentence,
            header: row.header,
            expected: row.expected,
            actual: row.actual,
            anchor: row.anchor,
            step: row.step,
        }]
    }

    fn error_for_javascript(&self) -> Vec<Step> {
        let Some(error) = self.error() else {
            return Vec::new();
        };
        let consequence = match error.stage {
            Stage::Preflight => " The actual request was never sent.",
            Stage::Actual | Stage::Redirect if error.status.is_some() => {
                " The server has already handled the request."
            }
            Stage::BeforeSending | Stage::Actual | Stage::Redirect => "",
        };
        vec![noted(
            Place::Result,
            "https://fetch.spec.whatwg.org/#concept-network-error",
            "",
            format!(
                "Your code gets {}.{consequence}",
                NetworkError::seen_by_javascript(self.request.api)
            ),
        )]
    }

    fn readable(&self, exposed: &ExposedHeaders) -> Step {
        let hidden: &[HeaderName] = match &self.exchange.outcome {
            Outcome::Allowed(
                FilteredResponse::Basic { hidden, .. } | FilteredResponse::Cors { hidden, .. },
            ) => hidden,
            Outcome::Allowed(FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect)
            | Outcome::NetworkError(_)
            | Outcome::NotDocumented(_) => &[],
        };
        let mut sentences = vec![format!(
            "Your code can read the status, the body and {}.",
            readable_headers(hidden)
        )];
        let can_be_exposed = hidden
            .iter()
            .any(|name| !name.is_forbidden_response_header_name());
        match exposed {
            ExposedHeaders::Malformed(value) => sentences.push(format!(
                "`Access-Control-Expose-Headers: {value}` can't be parsed as a list, so it exposes nothing."
            )),
            ExposedHeaders::Listed if can_be_exposed => {
                sentences.push("To expose one, list it in `Access-Control-Expose-Headers`.".to_owned());
            }
            ExposedHeaders::Listed | ExposedHeaders::SameOrigin => {}
        }
        let anchor = match exposed {
            ExposedHeaders::SameOrigin => {
                "https://fetch.spec.whatwg.org/#concept-filtered-response-basic"
            }
            ExposedHeaders::Listed | ExposedHeaders::Malformed(_) => {
                "https://fetch.spec.whatwg.org/#concept-filtered-response-cors"
            }
        };
        // The header that decides is in the response and not among what JavaScript gets.
        passed(Place::Result, anchor, "", sentences.join(" "))
    }
}

fn whose(origin: &str) -> &'static str {
    match origin {
        "null" => "the origin `null`",
        _ => "the page's origin",
    }
}

fn a_method(method: &Method) -> String {
    let article = match method.as_str() {
        "OPTIONS" => "an",
        _ => "a",
    };
    format!("{article} {method}")
}

fn header_reason(name: &HeaderName, because: UnsafeBecause, sent: &HeaderList) -> String {
    let spelled = sent.iter().find(|header| header.name == *name);
    let shown = spelled.map_or(name, |header| &header.name);
    let value = || {
        spelled
            .map(|header| header.value.to_latin1())
            .unwrap_or_default()
    };
    match because {
        UnsafeBecause::Name => format!("`{shown}` isn't a safelisted header"),
        UnsafeBecause::TooLong(length) => {
            format!("the value of `{shown}` has {length} bytes, and only 128 are safelisted")
        }
        UnsafeBecause::Byte(byte) => format!(
            "the value of `{shown}` contains {}, which isn't safelisted there",
            byte_name(byte)
        ),
        UnsafeBecause::ContentType => {
            format!("`{}` isn't a safelisted `{shown}`", value())
        }
        UnsafeBecause::Range => {
            format!("`{shown}: {}` isn't a single range with a start", value())
        }
        UnsafeBecause::TotalTooLong(total) => format!(
            "the safelisted headers have {total} bytes in total, and only 1,024 are allowed"
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

fn readable_headers(hidden: &[HeaderName]) -> String {
    if hidden.is_empty() {
        return "all headers".to_owned();
    }
    let mut names: Vec<String> = hidden
        .iter()
        .take(MOST_NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    if let Some(more @ 1..) = hidden.len().checked_sub(MOST_NAMED) {
        names.push(format!("{more} more"));
    }
    format!("all headers except {}", sentence_list(&names))
}
