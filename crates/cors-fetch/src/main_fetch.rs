//! <https://fetch.spec.whatwg.org/#concept-main-fetch>

use std::collections::BTreeSet;

use super::bad_port::is_bad_port;
use super::course::{Course, Memory, Pen, ResponseTainting, Server};
use super::deviation::Deviation;
use super::filtered_response::{
    basic_filtered_response, cors_exposed_header_names, cors_filtered_response,
};
use super::http_fetch::Fetched;
use super::prepare::prepare;
use super::told::Walk;
use super::walk;
use super::{Mode, NetworkError, PreflightCache, Profile, Request};
use crate::{Exchange, FilteredResponse, Hop, Outcome, Place, PreflightReasons, Step};
use cors_http::Origin;
use cors_http::Platform;
use cors_http::{HeaderName, HttpRequest, HttpResponse, NoResponse, Status};

/// <https://fetch.spec.whatwg.org/#concept-main-fetch>: the course of `request` in a browser.
///
/// `server` gives the answers, `now` is the time in seconds (for the preflight cache, which is read and written).
pub fn main_fetch(
    request: &Request,
    server: &mut dyn FnMut(&HttpRequest) -> Result<HttpResponse, NoResponse>,
    cache: &mut PreflightCache,
    now: f64,
    profile: Profile,
    platform: &Platform,
) -> Exchange {
    let walk = Walk::new(request, profile, *platform);
    let fetched = fetch(
        request,
        server,
        Memory::Cache(cache, now),
        profile,
        Pen::Down,
        *platform,
    );
    Exchange {
        hops: fetched.hops,
        outcome: fetched.outcome,
        dropped_headers: fetched.dropped_headers,
        walk,
    }
}

/// What a fetch comes to.
pub(super) struct Fetch {
    hops: Vec<Hop>,
    outcome: Outcome,
    dropped_headers: Vec<HeaderName>,
    /// None unless the pen writes.
    pub(super) steps: Vec<Step>,
}

pub(super) fn fetch(
    request: &Request,
    server: Server<'_>,
    memory: Memory<'_>,
    profile: Profile,
    mut pen: Pen,
    platform: Platform,
) -> Fetch {
    let (prepared, dropped_headers) = prepare(request, profile);
    if let Pen::Writing(steps) = &mut pen {
        tell_dropped(&dropped_headers, request, steps);
    }
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            pen.write(|| walk::failed(Place::Routing(0), &error));
            return Fetch {
                hops: Vec::new(),
                outcome: Outcome::NetworkError(error),
                dropped_headers,
                steps: pen.finish(),
            };
        }
    };
    let mut course = Course::new(request, prepared, server, memory, profile, pen, platform);
    if course.method != request.method {
        course.tell(|course| walk::method_normalized(&request.method, &course.method));
    }
    let outcome = course.run();
    Fetch {
        hops: course.hops,
        outcome,
        dropped_headers,
        steps: course.pen.finish(),
    }
}

/// One step for each name, in their order.
fn tell_dropped(dropped_headers: &[HeaderName], request: &Request, steps: &mut Vec<Step>) {
    let names: BTreeSet<&HeaderName> = dropped_headers.iter().collect();
    for name in names {
        steps.push(walk::header_dropped(name, request.mode));
    }
}

/// Which case of step 12 applies.
enum Route {
    SameOrigin,
    Data,
    NoCors,
    CorsWithPreflight(PreflightReasons),
    Cors,
}

impl Course<'_> {
    fn run(&mut self) -> Outcome {
        loop {
            match self.one_url() {
                Ok(Fetched::Response(response)) => {
                    return Outcome::Shared(self.filter(&response));
                }
                Ok(Fetched::OpaqueRedirect) => {
                    self.tell(|_| walk::opaque_redirect());
                    return Outcome::Shared(FilteredResponse::OpaqueRedirect);
                }
                Ok(Fetched::Redirected) => {}
                Err((place, error)) => {
                    self.tell(|_| walk::failed(place, &error));
                    self.clear_cache_after(&error);
                    self.tell(|course| walk::nothing_for_script(course.request.api, &error));
                    return Outcome::NetworkError(error);
                }
            }
        }
    }

    /// One run of main fetch: for the first URL, and again after each redirect.
    fn one_url(&mut self) -> Result<Fetched, (Place, NetworkError)> {
        let place = Place::Routing(self.hop());
        let route = self.route().map_err(|error| (place, error))?;
        match route {
            Route::SameOrigin => {
                self.tainting = ResponseTainting::Basic;
                self.tell(walk::same_origin);
                self.http_fetch(None)
            }
            Route::Data => {
                self.tainting = ResponseTainting::Basic;
                self.tell(|_| walk::data_url(place));
                Ok(Fetched::Response(self.data_response()))
            }
            Route::NoCors => {
                self.tainting = ResponseTainting::Opaque;
                self.tell(walk::no_cors);
                self.http_fetch(None)
            }
            Route::CorsWithPreflight(reasons) => {
                self.tainting = ResponseTainting::Cors;
                self.went_with_preflight = true;
                self.http_fetch(Some(reasons))
            }
            Route::Cors => {
                self.tainting = ResponseTainting::Cors;
                self.tell(walk::without_preflight);
                self.http_fetch(None)
            }
        }
    }

    /// Steps 7 and 12.
    fn route(&self) -> Result<Route, NetworkError> {
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
            return Err(NetworkError::NotSameOrigin {
                page: self.request.origin.serialize(),
                url: url.origin().serialize(),
            });
        }
        if self.request.mode == Mode::NoCors && !self.request.follows_redirects() {
            return Err(NetworkError::NoCorsRedirectMode);
        }
        if !url.is_http() {
            return Err(NetworkError::NotHttp {
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
    fn check_blocked(&self) -> Result<(), NetworkError> {
        let url = &self.current_url;
        if let Some(port) = url
            .port_or_default()
            .filter(|&port| url.is_http() && is_bad_port(port))
        {
            return Err(NetworkError::BadPort(port));
        }
        let secure_page =
            matches!(&self.request.origin, Origin::Tuple(page) if page.scheme() == "https");
        let trustworthy =
            url.scheme() != "http" || url.host().is_some_and(cors_http::Host::is_loopback);
        if secure_page && !trustworthy {
            return Err(NetworkError::MixedContent {
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

    /// Whether what happened before a redirect is a reason of its own.
    fn asks_after_redirect(&self) -> bool {
        (self.went_with_preflight && self.profile.shows(Deviation::RedirectKeepsPreflighting))
            || (self.had_unsafe_headers
                && self
                    .profile
                    .shows(Deviation::RedirectRemembersUnsafeHeaders))
    }

    /// <https://fetch.spec.whatwg.org/#scheme-fetch>: a `data:` URL answers itself.
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

    /// Step 14: what script can see of it.
    fn filter(&mut self, response: &HttpResponse) -> FilteredResponse {
        match self.tainting {
            ResponseTainting::Basic => {
                let filtered = basic_filtered_response(response);
                self.tell(|_| walk::readable(&filtered, None));
                filtered
            }
            ResponseTainting::Cors => {
                let exposed = cors_exposed_header_names(&response.headers, self.credentials());
                let filtered = cors_filtered_response(response, &exposed);
                self.tell(|_| walk::readable(&filtered, Some(&exposed)));
                filtered
            }
            ResponseTainting::Opaque => {
                self.tell(|_| walk::opaque());
                FilteredResponse::Opaque
            }
        }
    }
}
