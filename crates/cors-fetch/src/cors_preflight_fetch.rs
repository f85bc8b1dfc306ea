//! <https://fetch.spec.whatwg.org/#cors-preflight-fetch>

use std::collections::BTreeSet;

use super::cors_check::{CorsCheckSuccess, cors_check};
use super::course::{Course, Memory};
use super::deviation::Deviation;
use super::extract_header_list_values::{Malformed, extract_header_names, extract_methods};
use super::invalid_header::invalid_response_header;
use super::max_age::max_age;
use super::network_error::PreflightRefusal;
use super::preflight_cache::Permission;
use super::walk;
use crate::{Leg, Place, Preflight, PreflightReasons};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method};

const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";

/// The two lists of a preflight's answer.
struct Lists {
    methods: Vec<Method>,
    header_names: Vec<HeaderName>,
}

impl Course<'_> {
    /// Steps 1 to 8. What came of it goes into the current hop.
    pub(super) fn cors_preflight_fetch(
        &mut self,
        needed_for: PreflightReasons,
    ) -> Result<(), PreflightRefusal> {
        let request = self.preflight_request(&needed_for);
        self.tell_all(|course| walk::preflight_sent(course, &request));
        let answer = (self.server)(&request);
        let judged = match &answer {
            Ok(response) => self.judge(response, &needed_for),
            Err(closed) => Err(PreflightRefusal::NoResponse(*closed)),
        };
        self.set_preflight(Preflight::Sent {
            needed_for,
            leg: Leg { request, answer },
            cache_seconds: judged.as_ref().ok().copied(),
        });
        judged.map(|_| ())
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

    /// Step 7: the seconds for which the permission is remembered, or why there is none.
    fn judge(
        &mut self,
        response: &HttpResponse,
        needed_for: &PreflightReasons,
    ) -> Result<u64, PreflightRefusal> {
        if let Some((name, byte)) = invalid_response_header(&response.headers) {
            return Err(PreflightRefusal::InvalidResponseHeader { name, byte });
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
        let judged = self.check_lists(response, &lists, needed_for);
        if judged.is_ok() || self.profile.shows(Deviation::RefusedPreflightRemembered) {
            self.remember(&lists, seconds);
        }
        judged?;
        let seconds = if self.caches() { seconds } else { 0 };
        self.tell(|course| walk::cached_for(course, &response.headers, seconds));
        Ok(seconds)
    }

    /// Step 7, first condition.
    fn check_origin(&mut self, response: &HttpResponse) -> Result<(), PreflightRefusal> {
        let from_page = self.profile.shows(Deviation::RedirectPreflightFromPage);
        let checked = if from_page
            && self
                .current_url
                .origin()
                .is_same_origin(&self.request.origin)
        {
            // Such a preflight is a request of its own from the page, and this one stays on the page's origin.
            Ok(CorsCheckSuccess::SameOrigin)
        } else {
            let origin = self.preflight_origin();
            cors_check(&response.headers, origin, self.credentials(), self.profile)
        };
        match checked {
            Ok(success) => {
                let place = Place::PreflightAnswer(self.hop());
                self.tell(|course| walk::cors_check_passed(course, place, success, response));
                Ok(())
            }
            Err(failure) => Err(PreflightRefusal::CorsCheck {
                failure,
                status: response.status,
            }),
        }
    }

    /// Step 7, second condition. A redirect is not followed, so it is a status like any other.
    fn check_status(&mut self, response: &HttpResponse) -> Result<(), PreflightRefusal> {
        if !response.status.is_ok() {
            return Err(PreflightRefusal::StatusNotOk {
                status: response.status,
                location: response
                    .headers
                    .get("Location")
                    .filter(|_| response.status.is_redirect())
                    .map(|location| location.to_latin1()),
            });
        }
        self.tell(|course| walk::status_ok(course.hop(), response.status));
        Ok(())
    }

    /// Steps 7.1 to 7.4.
    fn extract_lists(&self, response: &HttpResponse) -> Result<Lists, PreflightRefusal> {
        let malformed = |name: &'static str| {
            move |Malformed { value, piece }| PreflightRefusal::MalformedHeader {
                name,
                value,
                piece,
            }
        };
        let methods =
            extract_methods(&response.headers, ALLOW_METHODS).map_err(malformed(ALLOW_METHODS))?;
        let methods = match methods {
            None if self.use_cors_preflight => vec![self.method.clone()],
            methods => methods.unwrap_or_default(),
        };
        if self.profile.shows(Deviation::MethodBeforeHeaderSyntax) {
            self.check_method(response, &methods)?;
        }
        let header_names = extract_header_names(&response.headers, ALLOW_HEADERS)
            .map_err(malformed(ALLOW_HEADERS))?;
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
    ) -> Result<(), PreflightRefusal> {
        self.check_method(response, &lists.methods)?;
        self.tell(|course| walk::method_allowed(course, response, &lists.methods));
        self.check_header_names(response, &lists.header_names, needed_for)?;
        if !needed_for.headers.is_empty() {
            self.tell(|course| walk::headers_allowed(course, response, needed_for));
        }
        Ok(())
    }

    /// Step 7.5.
    fn check_method(
        &self,
        response: &HttpResponse,
        methods: &[Method],
    ) -> Result<(), PreflightRefusal> {
        let wildcard = methods.iter().any(|method| method.as_str() == "*");
        let implied = self.profile.shows(Deviation::MethodNotImpliedByFlag)
            && !response.headers.contains(ALLOW_METHODS);
        let allowed = self.method.is_cors_safelisted()
            || (methods.contains(&self.method) && !implied)
            || (wildcard && !self.credentials().is_include());
        if allowed {
            return Ok(());
        }
        Err(PreflightRefusal::MethodNotAllowed {
            method: self.method.clone(),
            listed: listed(response, ALLOW_METHODS),
            wildcard_with_credentials: wildcard,
        })
    }

    /// Steps 7.6 and 7.7.
    fn check_header_names(
        &self,
        response: &HttpResponse,
        header_names: &[HeaderName],
        needed_for: &PreflightReasons,
    ) -> Result<(), PreflightRefusal> {
        let allowed: BTreeSet<&HeaderName> = header_names.iter().collect();
        let is_allowed = |name: &HeaderName| allowed.contains(name);
        let wildcard = header_names.iter().any(|name| name.is("*"));
        let authorization = needed_for
            .headers
            .iter()
            .find(|name| name.is_cors_non_wildcard_request_header_name() && !is_allowed(name));
        if authorization.is_some() && !self.profile.shows(Deviation::AuthorizationUnderWildcard) {
            return Err(PreflightRefusal::AuthorizationNotCoveredByWildcard {
                listed: listed(response, ALLOW_HEADERS),
                wildcard: wildcard && !self.credentials().is_include(),
            });
        }
        if wildcard && !self.credentials().is_include() {
            return Ok(());
        }
        let mut missing = needed_for.headers.iter().filter(|name| !is_allowed(name));
        match missing.next() {
            None => Ok(()),
            Some(name) => Err(PreflightRefusal::HeaderNotAllowed {
                name: name.clone(),
                missing: missing.count() + 1,
                listed: listed(response, ALLOW_HEADERS),
                wildcard_with_credentials: wildcard,
            }),
        }
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
        if let Memory::Cache(cache, now) = &mut self.memory {
            cache.store(&key, &permission, *now, self.profile);
        }
    }
}

fn listed(response: &HttpResponse, name: &str) -> Option<String> {
    response.headers.get(name).map(|value| value.to_latin1())
}
