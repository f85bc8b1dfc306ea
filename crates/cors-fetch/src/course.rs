//! The state of one fetch on its way through the algorithms.

use super::cors_check::{CorsCheckFailure, CorsCheckSuccess, cors_check};
use super::deviation::Deviation;
use super::network_error::NetworkError;
use super::preflight_cache::{CacheKey, PreflightCache};
use super::prepare::{Prepared, PreparedBody};
use super::profile::Profile;
use super::request::{CredentialsMode, Request};
use super::serialize_request_origin::{RedirectTaint, serialize_request_origin};
use super::unsafe_request_header_names::{UnsafeHeader, cors_unsafe_request_header_names};
use crate::{Hop, Place, Step};
use cors_http::Origin;
use cors_http::Platform;
use cors_http::Url;
use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, NoResponse,
};

/// What answers.
pub(super) type Server<'a> = &'a mut dyn FnMut(&HttpRequest) -> Result<HttpResponse, NoResponse>;

/// <https://fetch.spec.whatwg.org/#concept-request-response-tainting>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseTainting {
    Basic,
    Cors,
    Opaque,
}

/// The state of one fetch: the standard's *request* with what changes on the way, and what happened so far.
pub(super) struct Course<'a> {
    pub(super) request: &'a Request,
    /// Its origin, serialised: it is compared and sent again and again.
    pub(super) page_origin: String,
    pub(super) server: Server<'a>,
    pub(super) memory: Memory<'a>,
    pub(super) profile: Profile,
    pub(super) platform: Platform,
    pub(super) method: Method,
    pub(super) headers: HeaderList,
    /// The headers before any redirect, for engines that go back to them.
    pub(super) original_headers: Option<HeaderList>,
    pub(super) body: PreparedBody,
    pub(super) use_cors_preflight: bool,
    /// The last of the standard's URL list.
    pub(super) current_url: Url,
    pub(super) taint: RedirectTaint,
    pub(super) tainting: ResponseTainting,
    pub(super) redirect_count: u8,
    /// Whether the with-preflight branch of main fetch was taken for any URL.
    pub(super) went_with_preflight: bool,
    /// Whether the request before a redirect had headers that need permission on another origin.
    pub(super) had_unsafe_headers: bool,
    /// Why the browser does not go where the last redirect leads, although it asks there for permission.
    pub(super) late_failure: Option<(Place, NetworkError)>,
    pub(super) hops: Vec<Hop>,
    pub(super) pen: Pen,
}

/// Where permissions are remembered.
pub(super) enum Memory<'a> {
    /// In the cache, at this time.
    Cache(&'a mut PreflightCache, f64),
    /// The fetch is over and told again: what was remembered is written in its hops.
    Told(&'a [Hop]),
}

/// Whether the walk is written while the fetch runs.
pub(super) enum Pen {
    /// Sentences cost more than all the rest, and nobody may ask for them.
    Down,
    /// The steps so far.
    Writing(Vec<Step>),
}

impl Pen {
    pub(super) fn write(&mut self, step: impl FnOnce() -> Step) {
        if let Self::Writing(steps) = self {
            steps.push(step());
        }
    }

    pub(super) fn finish(self) -> Vec<Step> {
        match self {
            Self::Down => Vec::new(),
            Self::Writing(steps) => steps,
        }
    }
}

impl<'a> Course<'a> {
    pub(super) fn new(
        request: &'a Request,
        prepared: Prepared,
        server: Server<'a>,
        memory: Memory<'a>,
        profile: Profile,
        pen: Pen,
        platform: Platform,
    ) -> Self {
        let original_headers = (profile.shows(Deviation::RedirectAsksForOriginalHeaders)
            || profile.shows(Deviation::RedirectRestoresHeaders))
        .then(|| prepared.headers.clone());
        Self {
            request,
            page_origin: request.origin.serialize(),
            server,
            memory,
            profile,
            platform,
            method: prepared.method,
            headers: prepared.headers,
            original_headers,
            body: prepared.body,
            use_cors_preflight: prepared.use_cors_preflight,
            current_url: request.url.clone(),
            taint: RedirectTaint::default(),
            tainting: ResponseTainting::Basic,
            redirect_count: 0,
            went_with_preflight: false,
            had_unsafe_headers: false,
            late_failure: None,
            hops: Vec::new(),
            pen,
        }
    }

    /// Writes down what happened, if somebody is to read it.
    pub(super) fn tell(&mut self, step: impl FnOnce(&Self) -> Step) {
        self.tell_all(|course| std::iter::once(step(course)));
    }

    /// The same for several steps.
    pub(super) fn tell_all<I: IntoIterator<Item = Step>>(
        &mut self,
        steps: impl FnOnce(&Self) -> I,
    ) {
        if matches!(self.pen, Pen::Down) {
            return;
        }
        let more = steps(self);
        if let Pen::Writing(written) = &mut self.pen {
            written.extend(more);
        }
    }

    /// Which hop is being worked on, from 0.
    pub(super) fn hop(&self) -> usize {
        usize::from(self.redirect_count)
    }

    pub(super) fn credentials(&self) -> CredentialsMode {
        self.request.credentials
    }

    /// <https://fetch.spec.whatwg.org/#serializing-a-request-origin>
    pub(super) fn serialized_origin(&self) -> &str {
        serialize_request_origin(&self.page_origin, self.taint)
    }

    /// Whether permissions for this page are remembered at all.
    pub(super) fn caches(&self) -> bool {
        !(self.request.origin == Origin::Opaque
            && self.profile.shows(Deviation::OpaqueOriginNotCached))
    }

    /// The key of the preflight cache for the current URL.
    pub(super) fn cache_key(&self) -> CacheKey {
        CacheKey::new(
            &self.request.partition,
            self.serialized_origin(),
            &self.current_url,
        )
    }

    /// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names> of the current header list, which the browser's own
    /// `Accept` belongs to (<https://fetch.spec.whatwg.org/#concept-fetch> step 11).
    pub(super) fn unsafe_headers(&self) -> Vec<UnsafeHeader> {
        let list = self
            .original_headers
            .as_ref()
            .filter(|_| {
                self.profile
                    .shows(Deviation::RedirectAsksForOriginalHeaders)
            })
            .unwrap_or(&self.headers);
        let accept = (!list.contains("accept")).then(|| Header {
            name: HeaderName::literal("Accept"),
            value: HeaderValue::from("*/*"),
        });
        cors_unsafe_request_header_names(list.iter().chain(&accept), self.profile)
    }

    pub(super) fn cors_check(
        &self,
        response: &HttpResponse,
        credentials: CredentialsMode,
    ) -> Result<CorsCheckSuccess, CorsCheckFailure> {
        cors_check(
            &response.headers,
            self.serialized_origin(),
            credentials,
            self.profile,
        )
    }

    /// Step 12 of main fetch, where it went with a preflight: <https://fetch.spec.whatwg.org/#concept-cache-clear>.
    pub(super) fn clear_cache_after(&mut self, error: &NetworkError) {
        use super::network_error::PreflightRefusal::{
            AuthorizationNotCoveredByWildcard, HeaderNotAllowed, MethodNotAllowed,
        };
        let clears = match error {
            NetworkError::Preflight(
                MethodNotAllowed { .. }
                | HeaderNotAllowed { .. }
                | AuthorizationNotCoveredByWildcard { .. },
            ) => !self.profile.shows(Deviation::RefusedPreflightRemembered),
            NetworkError::Preflight(_) => true,
            _ if self.profile.shows(Deviation::FailedResponseKeepsEntries) => false,
            NetworkError::CorsCheck { .. }
                if self
                    .profile
                    .shows(Deviation::FailedSimpleRequestDropsEntries) =>
            {
                true
            }
            _ => self.went_with_preflight,
        };
        if clears {
            let key = self.cache_key();
            if let Memory::Cache(cache, _) = &mut self.memory {
                cache.clear_entries(&key);
            }
        }
    }
}
