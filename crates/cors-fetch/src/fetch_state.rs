//! The state of one fetch while the algorithms run.

use super::cors_check::cors_check;
use super::deviation::Deviation;
use super::event::{CorsCheckSuccess, Event, EventKind, Place};
use super::network_error::{Cause, NetworkFailure, Stage};
use super::preflight_cache::{CacheKey, PreflightCache};
use super::prepare::{Prepared, PreparedBody};
use super::profile::Profile;
use super::request::{CredentialsMode, Request};
use super::serialize_request_origin::{RedirectTaint, serialize_request_origin};
use super::unsafe_request_header_names::{UnsafeHeader, cors_unsafe_request_header_names};
use crate::Hop;
use cors_http::Origin;
use cors_http::Platform;
use cors_http::Url;
use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, NoResponse,
    Status,
};

/// The function that responds to requests.
pub(super) type Server<'a> = &'a mut dyn FnMut(&HttpRequest) -> Result<HttpResponse, NoResponse>;

/// The function that receives every event.
pub(super) type Sink<'a> = &'a mut dyn FnMut(Event);

/// What ends a fetch without a response for JavaScript, and the message that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) place: Place,
    pub(super) end: End,
}

/// What ends a fetch without a response for JavaScript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The standard's network error, with the status of the response that failed.
    Error(Option<Status>, Cause),
    /// It isn't known what the server sends.
    NotDocumented(&'static str),
}

impl Failure {
    pub(super) fn new(place: Place, cause: Cause) -> Self {
        Self {
            place,
            end: End::Error(None, cause),
        }
    }

    /// A network error because of this response.
    pub(super) fn of(response: &HttpResponse, place: Place, cause: Cause) -> Self {
        Self {
            place,
            end: End::Error(Some(response.status), cause),
        }
    }

    /// There is no response.
    pub(super) fn without_response(place: Place, why: NoResponse) -> Self {
        match why {
            NoResponse::Closed => Self::new(place, Cause::Network(NetworkFailure::Closed)),
            NoResponse::Refused => Self::new(place, Cause::Network(NetworkFailure::Refused)),
            NoResponse::NotDocumented(what) => Self {
                place,
                end: End::NotDocumented(what),
            },
        }
    }
}

/// <https://fetch.spec.whatwg.org/#concept-request-response-tainting>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseTainting {
    Basic,
    Cors,
    Opaque,
}

/// The state of one fetch: the standard's *request* with its changes, and the exchange so far.
pub(super) struct FetchState<'a> {
    pub(super) request: &'a Request,
    /// The serialized origin, which is compared and sent many times.
    pub(super) page_origin: String,
    pub(super) server: Server<'a>,
    pub(super) memory: Memory<'a>,
    pub(super) profile: Profile,
    pub(super) platform: Platform,
    pub(super) method: Method,
    pub(super) headers: HeaderList,
    /// The headers before any redirect, for engines that return to them.
    pub(super) original_headers: Option<HeaderList>,
    pub(super) body: PreparedBody,
    pub(super) use_cors_preflight: bool,
    /// The last URL of the standard's URL list.
    pub(super) current_url: Url,
    pub(super) taint: RedirectTaint,
    pub(super) tainting: ResponseTainting,
    pub(super) redirect_count: u8,
    /// Whether the with-preflight branch of main fetch was taken for any URL.
    pub(super) went_with_preflight: bool,
    /// Whether the request before a redirect had headers that need a preflight on another origin.
    pub(super) had_unsafe_headers: bool,
    /// Why the browser doesn't follow the last redirect, although it sends a preflight to the URL.
    pub(super) late_failure: Option<Failure>,
    pub(super) hops: Vec<Hop>,
    pub(super) sink: Sink<'a>,
}

/// The preflight cache, with the current time.
pub(super) struct Memory<'a> {
    pub(super) cache: &'a mut PreflightCache,
    pub(super) now: f64,
}

impl<'a> FetchState<'a> {
    pub(super) fn new(
        request: &'a Request,
        prepared: Prepared,
        server: Server<'a>,
        memory: Memory<'a>,
        profile: Profile,
        sink: Sink<'a>,
        platform: Platform,
    ) -> Self {
        let original_headers = (profile.shows(Deviation::RedirectRequestsOriginalHeaders)
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
            sink,
        }
    }

    /// Reports a check or decision.
    pub(super) fn report(&mut self, place: Place, kind: EventKind) {
        (self.sink)(Event { place, kind });
    }

    /// The place of events about the current URL before anything is sent.
    pub(super) fn routing(&self) -> Place {
        Place::Routing(self.hop())
    }

    /// The index of the current hop.
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

    /// Whether preflights of this page are cached at all.
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

    /// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names> of the current header list, including the browser's own
    /// `Accept` (<https://fetch.spec.whatwg.org/#concept-fetch> step 11).
    pub(super) fn unsafe_headers(&self) -> Vec<UnsafeHeader> {
        let list = self
            .original_headers
            .as_ref()
            .filter(|_| {
                self.profile
                    .shows(Deviation::RedirectRequestsOriginalHeaders)
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
    ) -> Result<CorsCheckSuccess, Cause> {
        cors_check(
            &response.headers,
            self.serialized_origin(),
            credentials,
            self.profile,
        )
    }

    /// Step 12 of main fetch, if it used a preflight: <https://fetch.spec.whatwg.org/#concept-cache-clear>.
    pub(super) fn clear_cache_after(&mut self, stage: Stage, cause: &Cause) {
        let profile = self.profile;
        let is_cors_check = matches!(
            cause,
            Cause::AllowOriginMissing { .. }
                | Cause::WildcardWithCredentials { .. }
                | Cause::AllowOriginMismatch { .. }
                | Cause::AllowOriginInvalid { .. }
                | Cause::AllowOriginMultiple { .. }
                | Cause::CredentialsNotTrue { .. }
        );
        let does_not_cover = matches!(
            cause,
            Cause::MethodNotAllowed { .. }
                | Cause::MethodWildcardWithCredentials { .. }
                | Cause::HeaderNotAllowed { .. }
                | Cause::HeaderWildcardWithCredentials { .. }
                | Cause::WildcardDoesNotCoverAuthorization { .. }
        );
        let clears = match stage {
            Stage::Preflight => {
                !(does_not_cover && profile.shows(Deviation::FailedPreflightCached))
            }
            Stage::BeforeSending | Stage::Actual | Stage::Redirect => {
                !profile.shows(Deviation::FailedResponseKeepsEntries)
                    && (self.went_with_preflight
                        || (is_cors_check
                            && profile.shows(Deviation::FailedSimpleRequestDropsEntries)))
            }
        };
        if clears {
            let key = self.cache_key();
            self.memory.cache.clear_entries(&key);
        }
    }
}
