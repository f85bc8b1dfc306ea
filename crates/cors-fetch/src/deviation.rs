//! Where running engines differ from the standard, as data beside the algorithms.
//!
//! An algorithm asks by name whether the profile shows a deviation; which profiles do is written down
//! only here.

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
    /// What those engines do, and what the standard says instead.
    pub what: &'static str,
    /// The engines that do it.
    pub profiles: &'static [Profile],
    /// Where this is known from.
    pub source: Source,
}

/// Where a deviation is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Seen in the running engines, in the versions of [`OBSERVED`].
    Measured,
    /// Read in the engine's source code, not seen running.
    Read,
}

macro_rules! deviations {
    ($(#[doc = $what:literal] $name:ident, $id:literal, [$($profile:ident),+], $source:ident;)+) => {
        /// What some engine does differently from the standard.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Deviation {
            $(#[doc = $what] $name,)+
        }

        /// The engines that show each deviation, apart from the words for people, which few need.
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
    /// A `User-Agent` that script sets is ignored; the standard sends it, and asks for permission.
    UserAgentForbidden, "user-agent-ignored", [Chromium], Measured;
    /// A request with an `Available-Dictionary` header from script fails at once; the standard asks for permission.
    AvailableDictionaryRejected, "available-dictionary-rejected", [Chromium], Measured;
    /// Repeated headers are joined before they are judged; the standard judges each line on its own.
    RepeatedHeadersJoined, "repeated-headers-joined", [Chromium, Webkit], Measured;
    /// A header that was set twice is asked for twice; the standard names it once.
    RepeatedUnsafeNames, "repeated-unsafe-names", [Firefox], Measured;
    /// Any total length of safelisted values is sent without asking; the standard asks beyond 1,024 bytes.
    NoTotalLimit, "no-total-limit", [Firefox], Measured;
    /// Client hints such as `Save-Data: on` and `DPR` are sent without asking; the standard asks.
    ClientHintsSafelisted, "client-hints-safelisted", [Chromium], Measured;
    /// A byte beyond ASCII in `Accept` or `Content-Type` asks for permission; the standard lets it pass.
    NonAsciiValuesUnsafe, "non-ascii-values-unsafe", [Firefox], Measured;
    /// A `Content-Type` such as `text/plain;;;` asks for permission; the standard reads its essence and lets it pass.
    EmptyContentTypeParametersUnsafe, "empty-content-type-parameters-unsafe", [Firefox], Measured;
    /// `Range: BYTES=0-99` is sent without asking; the standard wants `bytes` in lower case.
    RangeUnitAnyCase, "range-unit-any-case", [Webkit], Measured;
    /// A `Range` beyond 64 bits asks for permission; the standard has no limit.
    RangeUpTo64Bits, "range-up-to-64-bits", [Chromium, Firefox, Webkit], Measured;
    /// Upload listeners ask for a preflight only when there is a body; in the standard they always do.
    UploadListenersNeedBody, "upload-listeners-need-body", [Chromium], Measured;
    /// `cache: "no-store"` and `cache: "reload"` ask again although the permission is remembered; in the standard only the HTTP cache is bypassed.
    CacheModeBypassesPreflightCache, "cache-mode-bypasses-preflight-cache", [Chromium, Firefox], Measured;
    /// `cache: "no-cache"` asks again although the permission is remembered; in the standard only the HTTP cache is concerned.
    NoCacheBypassesPreflightCache, "no-cache-bypasses-preflight-cache", [Chromium], Measured;
    /// Permissions for an opaque origin are not remembered; in the standard they are.
    OpaqueOriginNotCached, "opaque-origin-not-cached", [Chromium], Measured;
    /// One preflight answer is remembered for each URL: the next replaces it, and one that does not suffice is thrown away. In the standard permissions add up.
    OneAnswerPerUrl, "one-answer-per-url", [Chromium, Webkit], Measured;
    /// A permission given with credentials is not used without them; in the standard it is.
    SeparateCredentialsEntries, "separate-credentials-entries", [Firefox], Measured;
    /// A remembered `*` covers nothing; in the standard it covers every method, and every header but `Authorization`.
    CachedWildcardIgnored, "cached-wildcard-ignored", [Firefox], Measured;
    /// A remembered `*` covers `Authorization` too; in the standard it does not.
    CachedWildcardCoversAuthorization, "cached-wildcard-covers-authorization", [Webkit], Measured;
    /// A `*` that was received with credentials covers nothing later; by the letter of the standard it is remembered as a wildcard.
    CredentialedWildcardLiteral, "credentialed-wildcard-literal", [Chromium, Firefox], Measured;
    /// A remembered `*` covers requests without credentials only; by the letter of the standard one that was received with credentials covers all.
    CachedWildcardNeedsNoCredentials, "cached-wildcard-needs-no-credentials", [Webkit], Measured;
    /// Upload listeners ask for nothing that is remembered: any remembered answer will do. In the standard the method has to be among what is remembered.
    CachedFlagIgnored, "cached-flag-ignored", [Chromium, Firefox, Webkit], Measured;
    /// A remembered permission for headers does not serve `HEAD` unless `HEAD` was listed; in the standard `HEAD` needs no permission.
    HeadNeedsCacheEntry, "head-needs-cache-entry", [Firefox], Measured;
    /// An answer that is not to be remembered leaves the earlier permission alone; in the standard it ends it.
    ZeroMaxAgeKeepsEntry, "zero-max-age-keeps-entry", [Firefox], Measured;
    /// A later answer starts the age of a permission anew; by the letter of the standard it counts from when it was first stored.
    RenewedByLaterAnswer, "renewed-by-later-answer", [Firefox], Read;
    /// A response that fails the CORS check leaves the remembered permission alone; in the standard it ends it.
    FailedResponseKeepsEntries, "failed-response-keeps-entries", [Chromium, Webkit], Measured;
    /// A response that fails the CORS check ends the remembered permission even when the request needed none; in the standard it does not.
    FailedSimpleRequestDropsEntries, "failed-simple-request-drops-entries", [Firefox], Measured;
    /// A preflight answer that does not cover the request is remembered for other requests; in the standard it ends what was remembered.
    RefusedPreflightRemembered, "refused-preflight-remembered", [Webkit], Measured;
    /// An empty line of `Access-Control-Allow-Credentials` or `Access-Control-Max-Age` is dropped, so `true` and an empty line mean `true`; in the standard they are joined to `true, `.
    EmptyLinesDropped, "empty-lines-dropped", [Firefox], Measured;
    /// `Access-Control-Allow-Headers: *` covers `Authorization`; in the standard it must be named.
    AuthorizationUnderWildcard, "authorization-under-wildcard", [Chromium, Firefox, Webkit], Measured;
    /// The status of a preflight answer is looked at before `Access-Control-Allow-Origin`; only the message differs.
    StatusBeforeCorsCheck, "status-before-cors-check", [Webkit], Read;
    /// The method is compared before `Access-Control-Allow-Headers` is parsed; only the message differs.
    MethodBeforeHeaderSyntax, "method-before-header-syntax", [Firefox], Read;
    /// An `Access-Control-Max-Age` that is not a number is not remembered at all; in the standard it counts as 5 seconds.
    InvalidMaxAgeNotCached, "invalid-max-age-not-cached", [Firefox], Measured;
    /// `Access-Control-Max-Age` may have a sign: `-1` is not remembered, `+600` is 600 seconds. In the standard both are no number and count as 5 seconds.
    SignedMaxAge, "signed-max-age", [Chromium, Webkit], Measured;
    /// An `Access-Control-Max-Age` beyond 64 bits counts as 5 seconds; in the standard it counts as the limit.
    HugeMaxAgeIsDefault, "huge-max-age-is-default", [Chromium, Webkit], Measured;
    /// Upload listeners do not stand for the method: one that needs permission has to be listed. In the standard a missing `Access-Control-Allow-Methods` allows it then.
    MethodNotImpliedByFlag, "method-not-implied-by-flag", [Chromium, Firefox, Webkit], Measured;
    /// An empty `Location` is no redirect; in the standard it leads to the same URL.
    EmptyLocationIsNoRedirect, "empty-location-is-no-redirect", [Chromium], Measured;
    /// An empty `Location` is an error; in the standard it leads to the same URL.
    EmptyLocationFails, "empty-location-fails", [Webkit], Measured;
    /// A redirect to another origin turns a DELETE into a GET; in the standard only 303 does.
    DeleteBecomesGet, "delete-becomes-get", [Webkit], Measured;
    /// A request with headers that need permission is preflighted after a redirect away from the page's origin, even if the redirect removed them; the standard looks at what is left.
    RedirectRemembersUnsafeHeaders, "redirect-remembers-unsafe-headers", [Firefox], Measured;
    /// After one preflight every redirect is preflighted too, whatever became of the method and the headers; the standard looks at what is left.
    RedirectKeepsPreflighting, "redirect-keeps-preflighting", [Firefox, Webkit], Measured;
    /// The preflight after a redirect asks for the headers that script set, even for those that the redirect removed; the standard asks for what is left.
    RedirectAsksForOriginalHeaders, "redirect-asks-for-original-headers", [Webkit], Measured;
    /// Every redirect starts again from the headers that script set, without `Authorization` only if this redirect leaves the origin, and without `Content-Type` and its like only if this one changes the method; in the standard what one redirect removed stays removed.
    RedirectRestoresHeaders, "redirect-restores-headers", [Firefox], Measured;
    /// A request that began as another method on the page's own origin keeps its `Origin` when a redirect there turns it into a GET; in the standard a GET to the page's own origin has none.
    RedirectKeepsOrigin, "redirect-keeps-origin", [Webkit], Measured;
    /// With `credentials: "same-origin"`, a request that began on the page's own origin wants redirects from other origins shared as with `include`, and fails only after the next preflight; in the standard they are judged without credentials.
    RedirectJudgedWithCredentials, "redirect-judged-with-credentials", [Webkit], Measured;
    /// What was loaded as an image is found in the HTTP cache only by a request with credentials to the page's own site; in the standard by every request of the page.
    HttpCacheKeepsImagesApart, "http-cache-keeps-images-apart", [Firefox], Measured;
    /// The preflight after a redirect to a third origin names the page in `Origin`; the standard sends `null` there.
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
