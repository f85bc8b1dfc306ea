//! <https://fetch.spec.whatwg.org/#concept-http-fetch>

use super::course::{Course, Memory, ResponseTainting};
use super::deviation::Deviation;
use super::invalid_header::invalid_response_header;
use super::network_error::{NetworkError, RedirectRefusal};
use super::preflight_cache::Needed;
use super::request::{CacheMode, RedirectMode};
use super::resource_policy::cross_origin_resource_policy_blocks;
use super::walk;
use crate::{Hop, Leg, Place, Preflight, PreflightReasons};
use cors_http::Origin;
use cors_http::{HeaderName, HttpRequest, HttpResponse, Method};

/// What one HTTP fetch came to.
pub(super) enum Fetched {
    Response(HttpResponse),
    OpaqueRedirect,
    /// There is another URL to fetch.
    Redirected,
}

impl Course<'_> {
    /// `with_preflight` is the standard's makeCORSPreflight, with what makes it necessary.
    pub(super) fn http_fetch(
        &mut self,
        with_preflight: Option<PreflightReasons>,
    ) -> Result<Fetched, (Place, NetworkError)> {
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
        let answer = Place::ActualAnswer(hop);
        if self.tainting == ResponseTainting::Cors {
            match self.cors_check(&response, self.credentials()) {
                Ok(success) => {
                    self.tell(|course| walk::cors_check_passed(course, answer, success, &response));
                }
                Err(failure) => {
                    return Err((
                        answer,
                        NetworkError::CorsCheck {
                            failure,
                            status: response.status,
                            redirect: response.status.is_redirect()
                                && response.headers.contains("Location"),
                        },
                    ));
                }
            }
        }
        if self.tainting == ResponseTainting::Opaque
            && let Some(policy) = cross_origin_resource_policy_blocks(
                &self.request.origin,
                &self.current_url,
                &response.headers,
                &self.platform.suffixes,
            )
        {
            return Err((answer, NetworkError::ResourcePolicy(policy)));
        }
        if !response.status.is_redirect() {
            return Ok(Fetched::Response(response));
        }
        match self.request.redirect {
            RedirectMode::Error => Err((
                answer,
                NetworkError::Redirect(RedirectRefusal::ModeIsError(response.status)),
            )),
            RedirectMode::Manual => Ok(Fetched::OpaqueRedirect),
            RedirectMode::Follow => self
                .http_redirect_fetch(response)
                .map_err(|refusal| (answer, NetworkError::Redirect(refusal))),
        }
    }

    /// Ends the fetch for what the last redirect was found to lack.
    fn fail_late(&mut self) -> Result<(), (Place, NetworkError)> {
        match self.late_failure.take() {
            None => Ok(()),
            Some(failure) => {
                self.tell(|_| walk::judged_with_credentials(failure.0));
                Err(failure)
            }
        }
    }

    /// Step 4.1: asks the cache, then the server.
    fn preflight(&mut self, needed_for: PreflightReasons) -> Result<(), (Place, NetworkError)> {
        let hop = self.hop();
        self.tell(|course| walk::preflight_needed(course, &needed_for));
        if self.remembered(&needed_for) {
            self.tell(|_| walk::preflight_cached(hop));
            self.set_preflight(Preflight::Cached { needed_for });
            return Ok(());
        }
        self.cors_preflight_fetch(needed_for).map_err(|refusal| {
            (
                Place::PreflightAnswer(hop),
                NetworkError::Preflight(refusal),
            )
        })
    }

    fn remembered(&mut self, needed_for: &PreflightReasons) -> bool {
        let bypassed = match self.request.cache {
            CacheMode::NoStore | CacheMode::Reload => self
                .profile
                .shows(Deviation::CacheModeBypassesPreflightCache),
            CacheMode::NoCache => self.profile.shows(Deviation::NoCacheBypassesPreflightCache),
            CacheMode::Default | CacheMode::ForceCache | CacheMode::OnlyIfCached => false,
        };
        if bypassed {
            self.tell(walk::cache_bypassed);
        }
        if bypassed || !self.caches() {
            return false;
        }
        let method_needed = needed_for.method.is_some()
            || (needed_for.use_cors_preflight_flag
                && !self.profile.shows(Deviation::CachedFlagIgnored))
            || (self.method.as_str() == "HEAD"
                && self.profile.shows(Deviation::HeadNeedsCacheEntry));
        let hop = self.hop();
        let key = self.cache_key();
        let needed = Needed {
            method: method_needed.then_some(&self.method),
            header_names: &needed_for.headers,
            credentials: self.request.credentials,
        };
        match &mut self.memory {
            Memory::Cache(cache, now) => cache.covers(&key, &needed, *now, self.profile),
            Memory::Told(hops) => hops
                .get(hop)
                .is_some_and(|hop| matches!(hop.preflight, Preflight::Cached { .. })),
        }
    }

    pub(super) fn set_preflight(&mut self, preflight: Preflight) {
        if let Some(hop) = self.hops.last_mut() {
            hop.preflight = preflight;
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>, as far as it goes to the network.
    fn network_fetch(&mut self) -> Result<HttpResponse, (Place, NetworkError)> {
        if self.request.cache == CacheMode::OnlyIfCached {
            return Err((
                Place::ActualRequest(self.hop()),
                NetworkError::NotInHttpCache,
            ));
        }
        let mut headers = self.headers.clone();
        let origin = self.request_origin_header();
        if let Some(origin) = &origin {
            headers.append(HeaderName::literal("Origin"), origin.as_str());
        }
        self.tell(|course| walk::request_sent(course, origin.as_deref()));
        let request = HttpRequest {
            method: self.method.clone(),
            url: self.current_url.clone(),
            headers,
        };
        let answer = (self.server)(&request);
        let hop = self.hop();
        let response = answer.clone();
        if let Some(hop) = self.hops.last_mut() {
            hop.actual = Some(Leg { request, answer });
        }
        let place = Place::ActualAnswer(hop);
        let response = response.map_err(|closed| (place, NetworkError::NoResponse(closed)))?;
        match invalid_response_header(&response.headers) {
            Some((name, byte)) => Err((place, NetworkError::InvalidResponseHeader { name, byte })),
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
