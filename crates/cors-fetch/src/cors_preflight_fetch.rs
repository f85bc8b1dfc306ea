//! <https://fetch.spec.whatwg.org/#cors-preflight-fetch>

use std::collections::BTreeSet;

use super::cors_check::cors_check;
use super::deviation::Deviation;
use super::event::{CorsCheckSuccess, EventKind, MethodAllowedBy, Place};
use super::extract_header_list_values::{extract_header_names, extract_methods};
use super::fetch_state::{Failure, FetchState, Memory};
use super::invalid_header::invalid_response_header;
use super::max_age::max_age;
use super::network_error::Cause;
use super::preflight_cache::Permission;
use crate::{Leg, Preflight, PreflightReasons};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method};

const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";

/// The two lists of a preflight response.
struct Lists {
    methods: Vec<Method>,
    header_names: Vec<HeaderName>,
}

impl FetchState<'_> {
    /// Steps 1 to 8. The result is stored in the current hop.
    pub(super) fn cors_preflight_fetch(
        &mut self,
        needed_for: PreflightReasons,
    ) -> Result<(), Failure> {
        let request = self.preflight_request(&needed_for);
        let hop = self.hop();
        self.report(Place::PreflightRequest(hop), EventKind::PreflightSent);
        let response = (self.server)(&request);
        let place = Place::PreflightResponse(hop);
        let checked = match &response {
            Ok(response) => self
                .check_preflight(response, &needed_for)
                .map_err(|cause| Failure::of(response, place, cause)),
            Err(why) => Err(Failure::without_response(place, *why)),
        };
        self.set_preflight(Preflight::Sent {
            needed_for,
            leg: Leg { request, response },
            cache_seconds: checked.as_ref().ok().copied(),
        });
        checked.map(|_| ())
    }

    /// Steps 1 to 6.
    fn preflight_request(&self, needed_for: &PreflightReasons) -> HttpRequest {
        let mut headers = HeaderList::new();
        headers.append(HeaderName::literal("Accept"), "*/*");
        headers.append(
            HeaderName::literal("Access-Control-Request-Method"),
            self.method.as_str(),
        );
        if !needed_for.headers.is_empty() {
            let names: Vec<&str> = needed_for.headers.iter().map(HeaderName::as_str).collect();
            headers.append(
                HeaderName::literal("Access-Control-Request-Headers"),
                names.join(","),
            );
        }
        headers.append(HeaderName::literal("Origin"), self.preflight_origin());
        HttpRequest {
            method: Method::options(),
            url: self.current_url.clone(),
            headers,
        }
    }

    fn preflight_origin(&self) -> &str {
        if self.profile.shows(Deviation::RedirectPreflightFromPage) {
            &self.page_origin
        } else {
            self.serialized_origin()
        }
    }

    /// Step 7: how many seconds the preflight is cached, or why it failed.
    fn check_preflight(
        &mut self,
        response: &HttpResponse,
        needed_for: &PreflightReasons,
    ) -> Result<u64, Cause> {
        if let Some((name, byte)) = invalid_response_header(&response.headers) {
            return Err(Cause::InvalidResponseHeader { name, byte });
        }
        if self.profile.shows(Deviation::StatusBeforeCorsCheck) {
            self.check_status(response)?;
            self.check_origin(response)?;
        } else {
            self.check_origin(response)?;
            self.check_status(response)?;
        }
        let lists = self.extract_lists(response)?;
        let seconds = max_age(&response.headers, self.profile);
        let checked = self.check_lists(response, &lists, needed_for);
        if checked.is_ok() || self.profile.shows(Deviation::FailedPreflightCached) {
            self.remember(&lists, seconds);
        }
        checked?;
        let seconds = if self.caches() { seconds } else { 0 };
        let place = Place::PreflightResponse(self.hop());
        self.report(place, EventKind::PreflightCachedFor(seconds));
        Ok(seconds)
    }

    /// Step 7, first condition.
    fn check_origin(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        let from_page = self.profile.shows(Deviation::RedirectPreflightFromPage);
        let checked = if from_page
            && self
                .current_url
                .origin()
                .is_same_origin(&self.request.origin)
        {
            // Such a preflight counts as a request of the page itself, and this URL is on the page's origin.
            Ok(CorsCheckSuccess::SameOrigin)
        } else {
            let origin = self.preflight_origin();
            cors_check(&response.headers, origin, self.credentials(), self.profile)
        };
        let place = Place::PreflightResponse(self.hop());
        self.report(place, EventKind::CorsCheckPassed(checked?));
        Ok(())
    }

    /// Step 7, second condition. A redirect isn't followed, so it is a status like any other.
    fn check_status(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        if !response.status.is_ok() {
            let location = response
                .headers
                .get("Location")
                .filter(|_| response.status.is_redirect());
            return Err(match location {
                Some(location) => Cause::PreflightRedirect {
                    location: location.to_latin1(),
                },
                None => Cause::PreflightStatus,
            });
        }
        let place = Place::PreflightResponse(self.hop());
        self.report(place, EventKind::PreflightStatusOk);
        Ok(())
    }

    /// Steps 7.1 to 7.4.
    fn extract_lists(&self, response: &HttpResponse) -> Result<Lists, Cause> {
        let methods =
            extract_methods(&response.headers, ALLOW_METHODS).map_err(Cause::MethodsUnparsable)?;
        let methods = match methods {
            None if self.use_cors_preflight => vec![self.method.clone()],
            methods => methods.unwrap_or_default(),
        };
        if self.profile.shows(Deviation::MethodBeforeHeaderSyntax) {
            self.check_method(response, &methods)?;
        }
        let header_names = extract_header_names(&response.headers, ALLOW_HEADERS)
            .map_err(Cause::HeadersUnparsable)?;
        Ok(Lists {
            methods,
            header_names: header_names.unwrap_or_default(),
        })
    }

    /// Steps 7.5 to 7.7.
    fn check_lists(
        &mut self,
        response: &HttpResponse,
        lists: &Lists,
        needed_for: &PreflightReasons,
    ) -> Result<(), Cause> {
        let place = Place::PreflightResponse(self.hop());
        let by = self.check_method(response, &lists.methods)?;
        self.report(place, EventKind::MethodAllowed(by));
        self.check_header_names(response, &lists.header_names, needed_for)?;
        if !needed_for.headers.is_empty() {
            self.report(place, EventKind::HeadersAllowed);
        }
        Ok(())
    }

    /// Step 7.5.
    fn check_method(
        &self,
        response: &HttpResponse,
        methods: &[Method],
    ) -> Result<MethodAllowedBy, Cause> {
        let has_list = response.headers.contains(ALLOW_METHODS);
        let is_listed = methods.contains(&self.method);
        let implied = self.profile.shows(Deviation::MethodNotImpliedByFlag) && !has_list;
        let wildcard = methods.iter().any(|method| method.as_str() == "*");
        let method = self.method.clone();
        match listed(response, ALLOW_METHODS) {
            Some(_) if is_listed => Ok(MethodAllowedBy::Listed),
            _ if self.method.is_cors_safelisted() => Ok(MethodAllowedBy::Safelisted),
            _ if is_listed && !implied => Ok(MethodAllowedBy::OtherReason),
            _ if wildcard && !self.credentials().is_include() => Ok(MethodAllowedBy::Wildcard),
            Some(listed) if wildcard => {
                Err(Cause::MethodWildcardWithCredentials { method, listed })
            }
            listed => Err(Cause::MethodNotAllowed { method, listed }),
        }
    }

    /// Steps 7.6 and 7.7.
    fn check_header_names(
        &self,
        response: &HttpResponse,
        header_names: &[HeaderName],
        needed_for: &PreflightReasons,
    ) -> Result<(), Cause> {
        let allowed: BTreeSet<&HeaderName> = header_names.iter().collect();
        let is_allowed = |name: &HeaderName| allowed.contains(name);
        let wildcard = header_names.iter().any(|name| name.is("*"));
        let wildcard_counts = wildcard && !self.credentials().is_include();
        let authorization = needed_for
            .headers
            .iter()
            .find(|name| name.is_cors_non_wildcard_request_header_name() && !is_allowed(name));
        let names_authorization = !self.profile.shows(Deviation::AuthorizationUnderWildcard);
        let listed = listed(response, ALLOW_HEADERS);
        if let Some(name) = authorization.filter(|_| names_authorization) {
            return Err(match listed {
                Some(listed) if wildcard_counts => {
                    Cause::WildcardDoesNotCoverAuthorization { listed }
                }
                listed => Cause::HeaderNotAllowed {
                    name: name.clone(),
                    more: 0,
                    listed,
                },
            });
        }
        if wildcard_counts {
            return Ok(());
        }
        let mut missing = needed_for.headers.iter().filter(|name| !is_allowed(name));
        let Some(name) = missing.next().cloned() else {
            return Ok(());
        };
        let more = missing.count();
        Err(match listed {
            Some(listed) if wildcard => Cause::HeaderWildcardWithCredentials { name, more, listed },
            listed => Cause::HeaderNotAllowed { name, more, listed },
        })
    }

    /// Steps 7.12 to 7.15.
    fn remember(&mut self, lists: &Lists, max_age: u64) {
        if !self.caches() {
            return;
        }
        let key = self.cache_key();
        let permission = Permission {
            methods: &lists.methods,
            header_names: &lists.header_names,
            max_age,
            credentials: self.request.credentials,
        };
        let Memory { cache, now } = &mut self.memory;
        cache.store(&key, &permission, *now, self.profile);
    }
}

fn listed(response: &HttpResponse, name: &str) -> Option<String> {
    response.headers.get(name).map(|value| value.to_latin1())
}
