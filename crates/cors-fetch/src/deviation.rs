//! Deviations: where running engines differ from the Fetch standard, as one table.
//!
//! The algorithms check whether a profile shows a deviation; only this table says which profiles do.

use super::profile::Profile;
use Profile::{Chromium, Firefox, Webkit};

/// The version of each engine in which the deviations were observed.
pub const OBSERVED: [(Profile, &str); 3] = [
    (Chromium, "Chromium 156.0.8078.79"),
    (Firefox, "Firefox ESR 153.7.0"),
    (Webkit, "WebKitGTK 2.50.6"),
];

/// One deviation with its evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviationEntry {
    /// Which one.
    pub deviation: Deviation,
    /// A stable id such as `authorization-under-wildcard`.
    pub id: &'static str,
    /// What these engines do, and what the standard says.
    pub what: &'static str,
    /// The engines that do it.
    pub profiles: &'static [Profile],
    /// The evidence.
    pub source: Source,
}

/// The evidence for a deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Observed in the running engines, in the versions of [`OBSERVED`].
    Measured,
    /// Read in the engine's source code, not observed.
    Read,
}

macro_rules! deviations {
    ($(#[doc = $what:literal] $name:ident, $id:literal, [$($profile:ident),+], $source:ident;)+) => {
        /// What some engine does differently from the standard.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Deviation {
            $(#[doc = $what] $name,)+
        }

        /// The engines that show each deviation, without the texts, which few callers need.
        const SHOWN_BY: &[&[Profile]] = &[$(&[$($profile),+],)+];

        /// Every deviation, in the order of the algorithms.
        pub const DEVIATIONS: &[DeviationEntry] = &[
            $(DeviationEntry {
                deviation: Deviation::$name,
                id: $id,
                what: $what.trim_ascii(),
                profiles: &[$($profile),+],
                source: Source::$source,
            },)+
        ];
    };
}

deviations! {
    /// A `User-Agent` that JavaScript sets is ignored. In the standard it is sent and needs a preflight.
    UserAgentForbidden, "user-agent-ignored", [Chromium], Measured;
    /// A request with an `Available-Dictionary` header from JavaScript fails at once. In the standard it needs a preflight.
    AvailableDictionaryRejected, "available-dictionary-rejected", [Chromium], Measured;
    /// Repeated headers are joined before the safelist check. In the standard each line is checked on its own.
    RepeatedHeadersJoined, "repeated-headers-joined", [Chromium, Webkit], Measured;
    /// The preflight lists a header twice if it was set twice. In the standard each name occurs once.
    RepeatedUnsafeNames, "repeated-unsafe-names", [Firefox], Measured;
    /// Safelisted values may have any total length. In the standard more than 1,024 bytes need a preflight.
    NoTotalLimit, "no-total-limit", [Firefox], Measured;
    /// Client hints such as `Save-Data: on` and `DPR` are sent without a preflight. In the standard they need one.
    ClientHintsSafelisted, "client-hints-safelisted", [Chromium], Measured;
    /// A byte beyond ASCII in `Accept` or `Content-Type` needs a preflight. In the standard it needs none.
    NonAsciiValuesUnsafe, "non-ascii-values-unsafe", [Firefox], Measured;
    /// A `Content-Type` such as `text/plain;;;` needs a preflight. In the standard only its essence counts, so it needs none.
    EmptyContentTypeParametersUnsafe, "empty-content-type-parameters-unsafe", [Firefox], Measured;
    /// `Range: BYTES=0-99` is sent without a preflight. In the standard only lowercase `bytes` is safelisted.
    RangeUnitAnyCase, "range-unit-any-case", [Webkit], Measured;
    /// A `Range` beyond 64 bits needs a preflight. In the standard there is no limit.
    RangeUpTo64Bits, "range-up-to-64-bits", [Chromium, Firefox, Webkit], Measured;
    /// Upload listeners need a preflight only if there is a body. In the standard they always do.
    UploadListenersNeedBody, "upload-listeners-need-body", [Chromium], Measured;
    /// `cache: "no-store"` and `cache: "reload"` send a new preflight even if one is cached. In the standard they bypass only the HTTP cache.
    CacheModeBypassesPreflightCache, "cache-mode-bypasses-preflight-cache", [Chromium, Firefox], Measured;
    /// `cache: "no-cache"` sends a new preflight even if one is cached. In the standard it affects only the HTTP cache.
    NoCacheBypassesPreflightCache, "no-cache-bypasses-preflight-cache", [Chromium], Measured;
    /// Preflights from an opaque origin aren't cached. In the standard they are.
    OpaqueOriginNotCached, "opaque-origin-not-cached", [Chromium], Measured;
    /// One preflight response is cached for each URL. The next one replaces it, and one that doesn't cover a request is dropped. In the standard the entries add up.
    OneResponsePerUrl, "one-response-per-url", [Chromium, Webkit], Measured;
    /// A preflight that was cached with credentials isn't used for requests without them. In the standard it is.
    SeparateCredentialsEntries, "separate-credentials-entries", [Firefox], Measured;
    /// A cached `*` covers nothing. In the standard it covers every method, and every header except `Authorization`.
    CachedWildcardIgnored, "cached-wildcard-ignored", [Firefox], Measured;
    /// A cached `*` covers `Authorization` too. In the standard it doesn't.
    CachedWildcardCoversAuthorization, "cached-wildcard-covers-authorization", [Webkit], Measured;
    /// A `*` that was received with credentials covers nothing later. By the letter of the standard it is cached as a wildcard.
    CredentialedWildcardLiteral, "credentialed-wildcard-literal", [Chromium, Firefox], Measured;
    /// A cached `*` covers only requests without credentials. By the letter of the standard one that was received with credentials covers all.
    CachedWildcardNeedsNoCredentials, "cached-wildcard-needs-no-credentials", [Webkit], Measured;
    /// With upload listeners any cached preflight is enough. In the standard it has to cover the method.
    CachedFlagIgnored, "cached-flag-ignored", [Chromium, Firefox, Webkit], Measured;
    /// A cached preflight for headers doesn't cover `HEAD` unless `HEAD` was listed. In the standard `HEAD` is always covered.
    HeadNeedsCacheEntry, "head-needs-cache-entry", [Firefox], Measured;
    /// A preflight response with a max age of 0 leaves an earlier cache entry in place. In the standard it ends that entry.
    ZeroMaxAgeKeepsEntry, "zero-max-age-keeps-entry", [Firefox], Measured;
    /// A later preflight restarts the age of a cache entry. By the letter of the standard the age counts from when the entry was first stored.
    RenewedByLaterPreflight, "renewed-by-later-preflight", [Firefox], Read;
    /// A response that fails the CORS check leaves the cached preflight in place. In the standard it removes it.
    FailedResponseKeepsEntries, "failed-response-keeps-entries", [Chromium, Webkit], Measured;
    /// A response that fails the CORS check removes the cached preflight even if the request needed none. In the standard it doesn't.
    FailedSimpleRequestDropsEntries, "failed-simple-request-drops-entries", [Firefox], Measured;
    /// A preflight response that doesn't cover the request is cached for other requests. In the standard it removes what was cached.
    FailedPreflightCached, "failed-preflight-cached", [Webkit], Measured;
    /// An empty line of `Access-Control-Allow-Credentials` or `Access-Control-Max-Age` is dropped, so `true` and an empty line mean `true`. In the standard they are joined to `true, `.
    EmptyLinesDropped, "empty-lines-dropped", [Firefox], Measured;
    /// `Access-Control-Allow-Headers: *` covers `Authorization`. In the standard it has to be listed.
    AuthorizationUnderWildcard, "authorization-under-wildcard", [Chromium, Firefox, Webkit], Measured;
    /// The status of a preflight response is checked before `Access-Control-Allow-Origin`. Only the message differs.
    StatusBeforeCorsCheck, "status-before-cors-check", [Webkit], Read;
    /// The method is compared before `Access-Control-Allow-Headers` is parsed. Only the message differs.
    MethodBeforeHeaderSyntax, "method-before-header-syntax", [Firefox], Read;
    /// With an `Access-Control-Max-Age` that isn't a number, the preflight isn't cached. In the standard it is cached for 5 seconds.
    InvalidMaxAgeNotCached, "invalid-max-age-not-cached", [Firefox], Measured;
    /// `Access-Control-Max-Age` may have a sign: with `-1` the preflight isn't cached, and `+600` means 600 seconds. In the standard neither is a number, and both mean 5 seconds.
    SignedMaxAge, "signed-max-age", [Chromium, Webkit], Measured;
    /// An `Access-Control-Max-Age` beyond 64 bits means 5 seconds. In the standard it means the maximum.
    HugeMaxAgeIsDefault, "huge-max-age-is-default", [Chromium, Webkit], Measured;
    /// With upload listeners a method that isn't safelisted still has to be listed. In the standard a missing `Access-Control-Allow-Methods` allows it then.
    MethodNotImpliedByFlag, "method-not-implied-by-flag", [Chromium, Firefox, Webkit], Measured;
    /// A response with an empty `Location` isn't a redirect. In the standard it leads to the same URL.
    EmptyLocationIsNoRedirect, "empty-location-is-no-redirect", [Chromium], Measured;
    /// An empty `Location` is an error. In the standard it leads to the same URL.
    EmptyLocationFails, "empty-location-fails", [Webkit], Measured;
    /// A redirect to another origin turns DELETE into GET. In the standard only 303 does.
    DeleteBecomesGet, "delete-becomes-get", [Webkit], Measured;
    /// A request with headers that need a preflight gets another one after a redirect away from the page's origin, even if the redirect removed them. In the standard only the remaining headers count.
    RedirectKeepsUnsafeHeaders, "redirect-keeps-unsafe-headers", [Firefox], Measured;
    /// After one preflight, every redirect gets a preflight too, whatever the method and the headers are by then. In the standard only the remaining headers and the method count.
    RedirectKeepsPreflighting, "redirect-keeps-preflighting", [Firefox, Webkit], Measured;
    /// The preflight after a redirect lists the headers that JavaScript set, even those that the redirect removed. In the standard it lists only the remaining ones.
    RedirectRequestsOriginalHeaders, "redirect-requests-original-headers", [Webkit], Measured;
    /// Every redirect starts again from the headers that JavaScript set. `Authorization` is missing only if this redirect leaves the origin, and `Content-Type` and similar headers only if this one changes the method. In the standard a removed header stays removed.
    RedirectRestoresHeaders, "redirect-restores-headers", [Firefox], Measured;
    /// A request that began with another method on the page's own origin keeps its `Origin` if a redirect there turns it into a GET. In the standard a GET to the page's own origin has none.
    RedirectKeepsOrigin, "redirect-keeps-origin", [Webkit], Measured;
    /// With `credentials: "same-origin"`, a request that began on the page's own origin checks redirects from other origins as with `include`, and fails only after the next preflight. In the standard they are checked without credentials.
    RedirectCheckedWithCredentials, "redirect-checked-with-credentials", [Webkit], Measured;
    /// An image in the HTTP cache is used only for a request with credentials to the page's own site. In the standard it is used for every request of the page.
    HttpCacheKeepsImagesApart, "http-cache-keeps-images-apart", [Firefox], Measured;
    /// The preflight after a redirect to a third origin has the page's origin in `Origin`. In the standard it is `null`.
    RedirectPreflightFromPage, "redirect-preflight-from-page", [Firefox], Measured;
}

impl Profile {
    /// Whether this profile shows a deviation.
    pub fn shows(self, deviation: Deviation) -> bool {
        SHOWN_BY
            .get(deviation as usize)
            .is_some_and(|profiles| profiles.contains(&self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_never_deviates_from_itself() {
        for entry in DEVIATIONS {
            assert!(!entry.profiles.contains(&Profile::Standard), "{}", entry.id);
            assert!(!entry.profiles.is_empty(), "{}", entry.id);
        }
    }

    #[test]
    fn entries_are_found_by_their_deviation_and_ids_are_unique() {
        for (index, entry) in DEVIATIONS.iter().enumerate() {
            assert_eq!(entry.deviation as usize, index, "{}", entry.id);
            assert_eq!(entry.profiles, SHOWN_BY[index], "{}", entry.id);
            assert!(entry.what.ends_with('.'), "{}", entry.id);
            let same = DEVIATIONS.iter().filter(|other| other.id == entry.id);
            assert_eq!(same.count(), 1, "{}", entry.id);
        }
    }
}
