use std::borrow::Cow;

use super::quirk::{Quirk, first_lines};
use super::rust;
use crate::policy::{AllowCredentials, AllowHeaders, AllowMethods, ExposeHeaders, Policy};
use crate::server::{App, Conduct, Reply, append, is_cors_response_header};
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};

/// What a library with these quirks answers. Where it has none, this is the canonical answer.
pub(super) fn respond(
    policy: &Policy,
    request: &HttpRequest,
    app: &App,
    quirks: &[Quirk],
    conduct: Conduct,
) -> Reply {
    Library { policy, quirks }.respond(request, app, conduct)
}

struct Library<'a> {
    policy: &'a Policy,
    quirks: &'a [Quirk],
}

impl Library<'_> {
    fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    fn respond(&self, request: &HttpRequest, app: &App, conduct: Conduct) -> Reply {
        if app.turns_away_before(request) {
            return Reply::unreached(Status::UNAUTHORIZED);
        }
        let seen = if self.has(Quirk::ReadsTheFirstLine) {
            first_lines(request)
        } else {
            Cow::Borrowed(request)
        };
        let origin = seen.origin();
        let allow_origin = self
            .policy
            .allow_origin_for(origin.as_ref().map(HeaderValue::as_bytes));
        if self.is_taken_as_preflight(&seen) {
            return Reply {
                answer: Ok(self.preflight_answer(&seen, allow_origin)),
                reached_app: false,
            };
        }
        let mut reply = app.answer(request, conduct);
        let allow_origin = allow_origin
            .filter(|_| origin.is_some() || !self.has(Quirk::SendsWildcardToOriginsOnly));
        if let Ok(response) = &mut reply.answer {
            self.share(allow_origin, response);
        }
        reply
    }

    fn is_taken_as_preflight(&self, request: &HttpRequest) -> bool {
        if self.has(Quirk::AnswersEveryOptions) {
            return request.method == Method::options();
        }
        if self.has(Quirk::TakesPreflightsWithoutOrigin) {
            let asked = request.headers.get(REQUEST_METHOD);
            return request.method == Method::options()
                && asked.is_some_and(|asked| rust::actix::is_readable(&asked.to_latin1()));
        }
        request.is_cors_preflight_request()
    }

    /// Whether what is asked for is listed, as the server looks at it.
    fn lists_what_is_asked(&self, request: &HttpRequest) -> bool {
        let asked = |name| request.headers.get(name).map(|value| value.to_latin1());
        let method = asked(REQUEST_METHOD).is_some_and(|asked| {
            let allowed = with_safelisted(&self.policy.methods);
            allowed.iter().any(|method| method.as_str() == asked)
        });
        let headers = match (&self.policy.headers, asked(REQUEST_HEADERS)) {
            (AllowHeaders::Any { .. }, _) | (_, None) => true,
            (AllowHeaders::Listed(names), Some(asked)) => asked.split(',').all(|asked| {
                names
                    .iter()
                    .any(|name| name.is(asked.trim_matches([' ', '\t'])))
            }),
        };
        method && headers
    }

    fn preflight_answer(
        &self,
        request: &HttpRequest,
        allow_origin: Option<String>,
    ) -> HttpResponse {
        let granted = allow_origin.is_some();
        let unlisted = self.has(Quirk::RefusesUnlisted) && !self.lists_what_is_asked(request);
        if self.has(Quirk::RefusesWith400) && (!granted || unlisted) {
            return HttpResponse::new(Status::BAD_REQUEST);
        }
        let told = granted || self.has(Quirk::TellsRefusedOrigins);
        let mut answer =
            HttpResponse::new(if !granted && !self.has(Quirk::AnswersRefusedPreflights) {
                Status::FORBIDDEN
            } else if self.has(Quirk::AlwaysAnswers200) {
                Status::OK
            } else {
                self.policy.preflight_status.status()
            });
        let headers = &mut answer.headers;
        self.append_allow_origin(allow_origin, headers);
        if told {
            append(
                headers,
                "Access-Control-Allow-Methods",
                self.allow_methods(request),
            );
            append(
                headers,
                "Access-Control-Allow-Headers",
                self.allow_headers(request),
            );
            let max_age = self
                .policy
                .max_age
                .seconds()
                .map(|seconds| seconds.to_string());
            append(headers, "Access-Control-Max-Age", max_age);
            if self.has(Quirk::ExposesOnPreflights) {
                append(headers, "Access-Control-Expose-Headers", self.expose());
            }
        }
        let mut reflected = self.reflected();
        if self.has(Quirk::OmitsRequestMethodFromVary) {
            reflected.retain(|&name| name != REQUEST_METHOD);
        }
        let varies = granted
            || self.has(Quirk::VariesOnRequestHeadersWhenRefused)
            || self.has(Quirk::VariesEverywhere);
        if !varies {
            reflected.clear();
        }
        self.append_vary(&reflected, headers);
        if self.has(Quirk::SendsLengthOfNothing) {
            append(headers, "Content-Length", Some("0"));
        }
        answer
    }

    /// Adds our headers to the application's answer.
    fn share(&self, allow_origin: Option<String>, response: &mut HttpResponse) {
        let told = self.tells(allow_origin.as_deref());
        let mut ours = HeaderList::new();
        self.append_allow_origin(allow_origin, &mut ours);
        append(
            &mut ours,
            "Access-Control-Expose-Headers",
            self.expose().filter(|_| told),
        );
        let reflected = if self.has(Quirk::VariesEverywhere) {
            self.reflected()
        } else {
            Vec::new()
        };
        self.append_vary(&reflected, &mut ours);
        let theirs = &mut response.headers;
        if !self.has(Quirk::HandlerWins) && !self.has(Quirk::HandlerFillsIn) {
            theirs.retain(|header| !is_cors_response_header(&header.name));
        }
        if self.has(Quirk::HandlerWins) {
            ours.retain(|header| !theirs.contains(header.name.as_str()));
        } else {
            theirs.retain(|header| header.name.is("Vary") || !ours.contains(header.name.as_str()));
        }
        if self.has(Quirk::MergesFirstVary) {
            let mut lines = 0;
            theirs.retain(|header| {
                lines += usize::from(header.name.is("Vary"));
                !header.name.is("Vary") || lines == 1
            });
        }
        for header in ours {
            theirs.append(header.name, header.value);
        }
    }

    /// Whether more than Allow-Origin is sent.
    fn tells(&self, allow_origin: Option<&str>) -> bool {
        allow_origin.is_some()
            || self.has(Quirk::TellsRefusedOrigins)
            || self.has(Quirk::TellsRefusedOriginsOnAnswers)
    }

    fn append_allow_origin(&self, allow_origin: Option<String>, headers: &mut HeaderList) {
        let told = self.tells(allow_origin.as_deref());
        append(headers, "Access-Control-Allow-Origin", allow_origin);
        append(
            headers,
            "Access-Control-Allow-Credentials",
            (told && self.with_credentials()).then_some("true"),
        );
    }

    fn append_vary(&self, reflected: &[&str], headers: &mut HeaderList) {
        let everything = self.has(Quirk::VariesOnAllThree);
        let reflected = if everything {
            &[REQUEST_METHOD, REQUEST_HEADERS]
        } else {
            reflected
        };
        let origin = (everything || self.policy.varies_on_origin()).then_some("Origin");
        let names = origin.into_iter().chain(reflected.iter().copied());
        let names: Vec<String> = names.map(|name| self.spell(name)).collect();
        append(
            headers,
            "Vary",
            (!names.is_empty()).then(|| names.join(", ")),
        );
    }

    fn with_credentials(&self) -> bool {
        self.policy.credentials == AllowCredentials::Yes
    }

    /// The request headers whose values are sent back.
    fn reflected(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        if self.with_credentials() && self.policy.methods == AllowMethods::Any {
            names.push(REQUEST_METHOD);
        }
        if self.with_credentials() && matches!(self.policy.headers, AllowHeaders::Any { .. }) {
            names.push(REQUEST_HEADERS);
        }
        names
    }

    fn reflect(&self, request: &HttpRequest, name: &str) -> Option<HeaderValue> {
        request
            .headers
            .get(name)
            .filter(|value| !value.as_bytes().is_empty() || self.has(Quirk::ReflectsEmptyLists))
    }

    fn allow_methods(&self, request: &HttpRequest) -> Option<HeaderValue> {
        match &self.policy.methods {
            AllowMethods::Any if self.with_credentials() => self.reflect(request, REQUEST_METHOD),
            AllowMethods::Any => Some("*".into()),
            AllowMethods::Listed(methods) => {
                let items = if self.has(Quirk::ListsSafelistedMethods) {
                    &with_safelisted(&self.policy.methods)
                } else {
                    methods
                };
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                self.join(&items)
            }
        }
    }

    fn allow_headers(&self, request: &HttpRequest) -> Option<HeaderValue> {
        match &self.policy.headers {
            AllowHeaders::Any { .. }
                if self.with_credentials() || self.has(Quirk::ReflectsAnyHeader) =>
            {
                self.reflect(request, REQUEST_HEADERS)
            }
            AllowHeaders::Any {
                and_authorization: true,
            } => self.join(&["*".to_owned(), self.spell("Authorization")]),
            AllowHeaders::Any {
                and_authorization: false,
            } => Some("*".into()),
            AllowHeaders::Listed(names) => self.join(&self.spell_all(names)),
        }
    }

    fn expose(&self) -> Option<HeaderValue> {
        match &self.policy.expose {
            ExposeHeaders::Any => Some("*".into()),
            ExposeHeaders::Listed(names) => self.join(&self.spell_all(names)),
        }
    }

    fn spell_all(&self, names: &[HeaderName]) -> Vec<String> {
        names.iter().map(|name| self.spell(name.as_str())).collect()
    }

    fn spell(&self, name: &str) -> String {
        if self.has(Quirk::WritesLowerCase) {
            name.to_ascii_lowercase()
        } else {
            name.to_owned()
        }
    }

    fn join(&self, items: &[String]) -> Option<HeaderValue> {
        let separator = if self.has(Quirk::JoinsTightly) {
            ","
        } else {
            ", "
        };
        (!items.is_empty()).then(|| items.join(separator).into())
    }
}

/// The methods that are listed, and before them those that a browser sends without asking.
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

const REQUEST_METHOD: &str = "Access-Control-Request-Method";
const REQUEST_HEADERS: &str = "Access-Control-Request-Headers";
