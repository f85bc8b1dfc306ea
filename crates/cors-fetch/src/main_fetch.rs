//! <https://fetch.spec.whatwg.org/#concept-main-fetch>

use std::collections::BTreeSet;

use super::bad_port::is_bad_port;
use super::deviation::Deviation;
use super::event::{Event, EventKind, ExposedHeaders, Place};
use super::fetch_state::{End, Failure, FetchState, Memory, ResponseTainting, Sink};
use super::filtered_response::{
    CorsExposedHeaderNames, basic_filtered_response, cors_exposed_header_names,
    cors_filtered_response,
};
use super::http_fetch::Fetched;
use super::network_error::{Cause, NetworkError, Stage};
use super::prepare::prepare;
use super::{Mode, PreflightCache, Profile, Request};
use crate::{Exchange, FilteredResponse, Outcome, PreflightReasons};
use cors_http::Origin;
use cors_http::Platform;
use cors_http::{HeaderName, HttpRequest, HttpResponse, NoResponse, Status};

/// <https://fetch.spec.whatwg.org/#concept-main-fetch>: simulates a request in a browser.
///
/// `server` responds, `now` is the time in seconds (for the preflight cache, which is read and written), and
/// `sink` receives every check and decision of the browser.
pub fn main_fetch(
    request: &Request,
    server: &mut dyn FnMut(&HttpRequest) -> Result<HttpResponse, NoResponse>,
    cache: &mut PreflightCache,
    now: f64,
    profile: Profile,
    platform: &Platform,
    sink: &mut dyn FnMut(Event),
) -> Exchange {
    let (prepared, dropped_headers) = prepare(request, profile);
    report_dropped(&dropped_headers, sink);
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(cause) => {
            let place = Place::Routing(0);
            sink(Event {
                place,
                kind: EventKind::Failed,
            });
            return Exchange {
                hops: Vec::new(),
                outcome: Outcome::NetworkError(NetworkError {
                    stage: Stage::BeforeSending,
                    status: None,
                    cause,
                }),
                dropped_headers,
            };
        }
    };
    let memory = Memory { cache, now };
    let mut fetch = FetchState::new(request, prepared, server, memory, profile, sink, *platform);
    if fetch.method != request.method {
        let method = fetch.method.clone();
        fetch.report(Place::Routing(0), EventKind::MethodNormalized(method));
    }
    let outcome = fetch.run();
    Exchange {
        hops: fetch.hops,
        outcome,
        dropped_headers,
    }
}

/// One event for each name, in order.
fn report_dropped(dropped_headers: &[HeaderName], sink: Sink<'_>) {
    let names: BTreeSet<&HeaderName> = dropped_headers.iter().collect();
    for name in names {
        sink(Event {
            place: Place::Routing(0),
            kind: EventKind::HeaderDropped(name.clone()),
        });
    }
}

/// The stage of a failure, from the message that it belongs to.
fn stage(place: Place, status: Option<Status>, cause: &Cause) -> Stage {
    let is_redirect = || {
        status.is_some_and(Status::is_redirect)
            || matches!(cause, Cause::InvalidLocation(_) | Cause::TooManyRedirects)
    };
    match place {
        Place::Routing(0) | Place::Request(0) => Stage::BeforeSending,
        Place::PreflightRequest(_) | Place::PreflightResponse(_) => Stage::Preflight,
        Place::Response(0) if !is_redirect() => Stage::Actual,
        Place::Routing(_) | Place::Request(_) | Place::Response(_) | Place::Result => {
            Stage::Redirect
        }
    }
}

/// The case of step 12 that applies.
enum Route {
    SameOrigin,
    Data,
    NoCors,
    CorsWithPreflight(PreflightReasons),
    Cors,
}

impl FetchState<'_> {
    fn run(&mut self) -> Outcome {
        loop {
            match self.one_url() {
                Ok(Fetched::Response(response)) => {
                    return Outcome::Allowed(self.filter(&response));
                }
                Ok(Fetched::OpaqueRedirect) => {
                    self.report(Place::Result, EventKind::OpaqueRedirect);
                    return Outcome::Allowed(FilteredResponse::OpaqueRedirect);
                }
                Ok(Fetched::Redirected) => {}
                Err(failure) => return self.fail(failure),
            }
        }
    }

    fn fail(&mut self, Failure { place, end }: Failure) -> Outcome {
        match end {
            End::Error(status, cause) => {
                let stage = stage(place, status, &cause);
                self.report(place, EventKind::Failed);
                self.clear_cache_after(stage, &cause);
                self.report(Place::Result, EventKind::ErrorForJavaScript);
                Outcome::NetworkError(NetworkError {
                    stage,
                    status,
                    cause,
                })
            }
            End::NotDocumented(what) => Outcome::NotDocumented(what),
        }
    }

    /// One run of main fetch, for the first URL and after each redirect.
    fn one_url(&mut self) -> Result<Fetched, Failure> {
        let place = self.routing();
        let route = self.route().map_err(|cause| Failure::new(place, cause))?;
        match route {
            Route::SameOrigin => {
                self.tainting = ResponseTainting::Basic;
                self.report(place, EventKind::SameOrigin);
                self.http_fetch(None)
            }
            Route::Data => {
                self.tainting = ResponseTainting::Basic;
                self.report(place, EventKind::DataUrl);
                Ok(Fetched::Response(self.data_response()))
            }
            Route::NoCors => {
                self.tainting = ResponseTainting::Opaque;
                self.report(place, EventKind::NoCors);
                self.http_fetch(None)
            }
            Route::CorsWithPreflight(reasons) => {
                self.tainting = ResponseTainting::Cors;
                self.went_with_preflight = true;
                self.http_fetch(Some(reasons))
            }
            Route::Cors => {
                self.tainting = ResponseTainting::Cors;
                let redirected = self.is_own_origin();
                self.report(place, EventKind::NoPreflight { redirected });
                self.http_fetch(None)
            }
        }
    }

    /// Whether the current URL has the page's origin.
    pub(super) fn is_own_origin(&self) -> bool {
        let url = self.current_url.origin();
        url.is_same_origin(&self.request.origin)
    }

    /// Steps 7 and 12.
    fn route(&self) -> Result<Route, Cause> {
        self.check_blocked()?;
        let url = &self.current_url;
        let same_origin = url.origin().is_same_origin(&self.request.origin);
        if same_origin && self.tainting == ResponseTainting::Basic {
            return Ok(Route::SameOrigin);
        }
        if url.scheme() == "data" {
            return Ok(Route::Data);
        }
        if self.request.mode == Mode::SameOrigin {
            return Err(Cause::ModeSameOrigin {
                page: self.request.origin.serialize(),
                url: url.origin().serialize(),
            });
        }
        if self.request.mode == Mode::NoCors && !self.request.follows_redirects() {
            return Err(Cause::NoCorsRedirectMode);
        }
        if !url.is_http() {
            return Err(Cause::SchemeNotSupported {
                scheme: url.scheme().to_owned(),
            });
        }
        if self.request.mode == Mode::NoCors {
            return Ok(Route::NoCors);
        }
        let reasons = self.preflight_reasons();
        Ok(if reasons == PreflightReasons::default() {
            Route::Cors
        } else {
            Route::CorsWithPreflight(reasons)
        })
    }

    /// Step 7: bad ports and mixed content.
    fn check_blocked(&self) -> Result<(), Cause> {
        let url = &self.current_url;
        if let Some(port) = url
            .port_or_default()
            .filter(|&port| url.is_http() && is_bad_port(port))
        {
            return Err(Cause::BadPort(port));
        }
        let secure_page =
            matches!(&self.request.origin, Origin::Tuple(page) if page.scheme() == "https");
        let trustworthy =
            url.scheme() != "http" || url.host().is_some_and(cors_http::Host::is_loopback);
        if secure_page && !trustworthy {
            return Err(Cause::MixedContent {
                url: url.to_string(),
            });
        }
        Ok(())
    }

    fn preflight_reasons(&self) -> PreflightReasons {
        let unsafe_headers = self.unsafe_headers();
        PreflightReasons {
            method: (!self.method.is_cors_safelisted()).then(|| self.method.clone()),
            because: unsafe_headers.iter().map(|header| header.because).collect(),
            headers: unsafe_headers
                .into_iter()
                .map(|header| header.name)
                .collect(),
            use_cors_preflight_flag: self.use_cors_preflight,
            earlier_hop: self.asks_after_redirect(),
        }
    }

    /// Whether the redirects so far require a preflight by themselves.
    fn asks_after_redirect(&self) -> bool {
        (self.went_with_preflight && self.profile.shows(Deviation::RedirectKeepsPreflighting))
            || (self.had_unsafe_headers
                && self.profile.shows(Deviation::RedirectKeepsUnsafeHeaders))
    }

    /// <https://fetch.spec.whatwg.org/#scheme-fetch>: a `data:` URL contains its own response.
    fn data_response(&self) -> HttpResponse {
        let path = self.current_url.request_target();
        let media_type = path.split(',').next().unwrap_or_default().trim();
        let media_type = match media_type {
            "" => "text/plain;charset=US-ASCII".to_owned(),
            given if given.starts_with(';') => format!("text/plain{given}"),
            given => given.to_owned(),
        };
        HttpResponse::new(Status::OK).with("Content-Type", media_type)
    }

    /// Step 14: what JavaScript can read of the response.
    fn filter(&mut self, response: &HttpResponse) -> FilteredResponse {
        let (filtered, event) = match self.tainting {
            ResponseTainting::Basic => (
                basic_filtered_response(response),
                EventKind::Readable(ExposedHeaders::SameOrigin),
            ),
            ResponseTainting::Cors => {
                let exposed = cors_exposed_header_names(&response.headers, self.credentials());
                let filtered = cors_filtered_response(response, &exposed);
                let exposed = match exposed {
                    CorsExposedHeaderNames::All | CorsExposedHeaderNames::Listed(_) => {
                        ExposedHeaders::Listed
                    }
                    CorsExposedHeaderNames::Malformed(malformed) => {
                        ExposedHeaders::Malformed(malformed.value)
                    }
                };
                (filtered, EventKind::Readable(exposed))
            }
            ResponseTainting::Opaque => (FilteredResponse::Opaque, EventKind::Opaque),
        };
        self.report(Place::Result, event);
        filtered
    }
}
