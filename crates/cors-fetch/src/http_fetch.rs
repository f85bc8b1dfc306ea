//! <https://fetch.spec.whatwg.org/#concept-http-fetch>

use super::deviation::Deviation;
use super::event::{EventKind, Place};
use super::fetch_state::{Failure, FetchState, Memory, ResponseTainting};
use super::invalid_header::invalid_response_header;
use super::network_error::Cause;
use super::preflight_cache::Needed;
use super::request::{CacheMode, RedirectMode};
use super::resource_policy::cross_origin_resource_policy_blocks;
use super::serialize_request_origin::RedirectTaint;
use crate::{Hop, Leg, Preflight, PreflightReasons};
use cors_http::Origin;
use cors_http::{HeaderName, HttpRequest, HttpResponse, Method};

/// The result of one HTTP fetch.
pub(super) enum Fetched {
    Response(HttpResponse),
    OpaqueRedirect,
    /// There is another URL to fetch.
    Redirected,
}

impl FetchState<'_> {
    /// `with_preflight` is the standard's makeCORSPreflight, with the reasons.
    pub(super) fn http_fetch(
        &mut self,
        with_preflight: Option<PreflightReasons>,
    ) -> Result<Fetched, Failure> {
        let hop = self.hop();
        if with_preflight.is_none() {
            self.fail_late()?;
        }
        self.hops.push(Hop {
            url: self.current_url.clone(),
            preflight: Preflight::NotNeeded,
            actual: None,
        });
        if let Some(needed_for) = with_preflight {
            self.preflight(needed_for)?;
            self.fail_late()?;
        }
        let response = self.network_fetch()?;
        let place = Place::Response(hop);
        if self.tainting == ResponseTainting::Cors {
            let success = self
                .cors_check(&response, self.credentials())
                .map_err(|cause| Failure::of(&response, place, cause))?;
            self.report(place, EventKind::CorsCheckPassed(success));
        }
        if self.tainting == ResponseTainting::Opaque
            && let Some(policy) = cross_origin_resource_policy_blocks(
                &self.request.origin,
                &self.current_url,
                &response.headers,
                &self.platform.suffixes,
            )
        {
            return Err(Failure::of(&response, place, Cause::ResourcePolicy(policy)));
        }
        if !response.status.is_redirect() {
            return Ok(Fetched::Response(response));
        }
        match self.request.redirect {
            RedirectMode::Error => Err(Failure::of(&response, place, Cause::RedirectMode)),
            RedirectMode::Manual => Ok(Fetched::OpaqueRedirect),
            RedirectMode::Follow => self.http_redirect_fetch(response, place),
        }
    }

    /// Ends the fetch for a reason that the last redirect left behind.
    fn fail_late(&mut self) -> Result<(), Failure> {
        match self.late_failure.take() {
            None => Ok(()),
            Some(failure) => {
                self.report(failure.place, EventKind::RedirectCheckedWithCredentials);
                Err(failure)
            }
        }
    }

    /// Step 4.1: looks in the cache, then sends the preflight.
    fn preflight(&mut self, needed_for: PreflightReasons) -> Result<(), Failure> {
        let place = self.routing();
        let redirected = self.is_own_origin();
        self.report(place, EventKind::PreflightRequired { redirected });
        if self.is_cached(&needed_for) {
            self.report(place, EventKind::PreflightCached);
            self.set_preflight(Preflight::Cached { needed_for });
            return Ok(());
        }
        self.cors_preflight_fetch(needed_for)
    }

    fn is_cached(&mut self, needed_for: &PreflightReasons) -> bool {
        let bypassed = match self.request.cache {
            CacheMode::NoStore | CacheMode::Reload => self
                .profile
                .shows(Deviation::CacheModeBypassesPreflightCache),
            CacheMode::NoCache => self.profile.shows(Deviation::NoCacheBypassesPreflightCache),
            CacheMode::Default | CacheMode::ForceCache | CacheMode::OnlyIfCached => false,
        };
        if bypassed {
            self.report(self.routing(), EventKind::PreflightCacheBypassed);
        }
        if bypassed || !self.caches() {
            return false;
        }
        let method_needed = needed_for.method.is_some()
            || (needed_for.use_cors_preflight_flag
                && !self.profile.shows(Deviation::CachedFlagIgnored))
            || (self.method.as_str() == "HEAD"
                && self.profile.shows(Deviation::HeadNeedsCacheEntry));
        let key = self.cache_key();
        let needed = Needed {
            method: method_needed.then_some(&self.method),
            header_names: &needed_for.headers,
            credentials: self.request.credentials,
        };
        let Memory { cache, now } = &mut self.memory;
        cache.covers(&key, &needed, *now, self.profile)
    }

    pub(super) fn set_preflight(&mut self, preflight: Preflight) {
        if let Some(hop) = self.hops.last_mut() {
            hop.preflight = preflight;
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>, for what goes to the network.
    fn network_fetch(&mut self) -> Result<HttpResponse, Failure> {
        let hop = self.hop();
        if self.request.cache == CacheMode::OnlyIfCached {
            return Err(Failure::new(Place::Request(hop), Cause::NotInHttpCache));
        }
        let mut headers = self.headers.clone();
        if let Some(origin) = self.request_origin_header() {
            headers.append(HeaderName::literal("Origin"), origin);
        }
        let tainted = self.taint == RedirectTaint::Tainted;
        self.report(Place::Request(hop), EventKind::RequestSent { tainted });
        let request = HttpRequest {
            method: self.method.clone(),
            url: self.current_url.clone(),
            headers,
        };
        let received = (self.server)(&request);
        let response = received.clone();
        if let Some(hop) = self.hops.last_mut() {
            hop.actual = Some(Leg {
                request,
                response: received,
            });
        }
        let place = Place::Response(hop);
        let response = response.map_err(|why| Failure::without_response(place, why))?;
        match invalid_response_header(&response.headers) {
            Some((name, byte)) => {
                let cause = Cause::InvalidResponseHeader { name, byte };
                Err(Failure::of(&response, place, cause))
            }
            None => Ok(response),
        }
    }

    /// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>, with the default referrer policy.
    fn request_origin_header(&self) -> Option<String> {
        if self.tainting == ResponseTainting::Cors {
            return Some(self.serialized_origin().to_owned());
        }
        let bodiless = |method: &Method| matches!(method.as_str(), "GET" | "HEAD");
        let kept = self.tainting == ResponseTainting::Basic
            && self.profile.shows(Deviation::RedirectKeepsOrigin)
            && !bodiless(&self.request.method.normalize());
        if bodiless(&self.method) && !kept {
            return None;
        }
        let downgrade = self.request.mode != super::Mode::Cors
            && matches!(&self.request.origin, Origin::Tuple(page) if page.scheme() == "https")
            && self.current_url.scheme() != "https";
        Some(if downgrade {
            Origin::Opaque.serialize()
        } else {
            self.serialized_origin().to_owned()
        })
    }
}
