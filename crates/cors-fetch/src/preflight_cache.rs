//! <https://fetch.spec.whatwg.org/#cors-preflight-cache>

use std::collections::BTreeMap;

use super::deviation::Deviation;
use super::profile::Profile;
use super::request::CredentialsMode;
use cors_http::Url;
use cors_http::{HeaderName, Method};

/// <https://fetch.spec.whatwg.org/#concept-cache>: what earlier preflights allow.
///
/// It belongs to one profile. Another profile needs a new cache.
#[derive(Clone, Debug, Default)]
pub struct PreflightCache {
    slots: BTreeMap<CacheKey, Slot>,
}

/// The key of an entry: the network partition key, the serialized origin and the URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CacheKey(String);

/// The entries of one key. Each is for a method, for a header name, or for the response as a whole. What they allow is
/// a set, so that lookups stay fast with long lists.
#[derive(Clone, Debug, Default)]
struct Slot {
    lives: BTreeMap<String, Life>,
}

/// What an entry allows.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Method(&'a str),
    HeaderName(&'a HeaderName),
    /// The response as a whole, for requests that need neither.
    Answer,
}

/// The age and lifetime of an entry.
#[derive(Clone, Copy, Debug)]
struct Life {
    stored: f64,
    max_age: u64,
}

/// What a request needs from the cache.
pub(super) struct Needed<'a> {
    /// The method, if it isn't safelisted.
    pub(super) method: Option<&'a Method>,
    /// The CORS-unsafe request-header names.
    pub(super) header_names: &'a [HeaderName],
    /// The credentials mode of the request.
    pub(super) credentials: CredentialsMode,
}

/// What a preflight response allows.
pub(super) struct Permission<'a> {
    /// The methods listed.
    pub(super) methods: &'a [Method],
    /// The header names listed.
    pub(super) header_names: &'a [HeaderName],
    /// How many seconds it is cached.
    pub(super) max_age: u64,
    /// The credentials mode of the request that the preflight was for.
    pub(super) credentials: CredentialsMode,
}

impl CacheKey {
    pub(super) fn new(partition: &str, origin: &str, url: &Url) -> Self {
        // Serialized origins and URLs don't contain spaces.
        Self(format!("{origin} {url} {partition}"))
    }
}

impl Subject<'_> {
    /// The key as text.
    fn key(self, credentials: bool) -> String {
        let credentials = if credentials { "+" } else { "-" };
        match self {
            Self::Method(method) => [credentials, "m ", method].concat(),
            Self::HeaderName(name) => {
                let mut key = [credentials, "h ", name.as_str()].concat();
                key.make_ascii_lowercase();
                key
            }
            Self::Answer => [credentials, "a"].concat(),
        }
    }
}

impl Life {
    /// An entry expires after its seconds, so 0 expires at once.
    fn is_over(self, now: f64) -> bool {
        // Beyond 2^52 seconds it makes no difference.
        #[expect(clippy::cast_precision_loss, reason = "no one waits 2^52 seconds")]
        let max_age = self.max_age as f64;
        now >= self.stored + max_age
    }
}

impl PreflightCache {
    /// An empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the cache allows everything that is needed: the conditions of
    /// <https://fetch.spec.whatwg.org/#http-fetch> step 4.1, negated.
    pub(super) fn covers(
        &mut self,
        key: &CacheKey,
        needed: &Needed<'_>,
        now: f64,
        profile: Profile,
    ) -> bool {
        let Some(slot) = self.slot(key) else {
            return false;
        };
        slot.purge(now);
        let covers = slot.covers(needed, profile);
        if !covers && profile.shows(Deviation::OneResponsePerUrl) {
            self.clear_entries(key);
        }
        covers
    }

    fn slot(&mut self, key: &CacheKey) -> Option<&mut Slot> {
        self.slots.get_mut(key)
    }

    /// Steps 7.12 to 7.15 of <https://fetch.spec.whatwg.org/#cors-preflight-fetch>: updates existing entries, and creates
    /// (<https://fetch.spec.whatwg.org/#concept-cache-create-entry>) the others.
    pub(super) fn store(
        &mut self,
        key: &CacheKey,
        permission: &Permission<'_>,
        now: f64,
        profile: Profile,
    ) {
        if profile.shows(Deviation::OneResponsePerUrl) {
            self.clear_entries(key);
        }
        if permission.max_age == 0 && profile.shows(Deviation::ZeroMaxAgeKeepsEntry) {
            return;
        }
        let slot = self.slots.entry(key.clone()).or_default();
        slot.purge(now);
        let scope = Scope::new(permission.credentials, profile);
        let life = Life {
            stored: now,
            max_age: permission.max_age,
        };
        let literal_wildcard = permission.credentials.is_include()
            && profile.shows(Deviation::CredentialedWildcardLiteral);
        for method in permission.methods {
            if !(literal_wildcard && method.as_str() == "*") {
                let matching = [Subject::Method(method.as_str()), Subject::Method("*")];
                slot.update_or_create(&matching, scope, life, profile);
            }
        }
        for name in permission.header_names {
            if !(literal_wildcard && name.is("*")) {
                let any = wildcard_name();
                let matching = [Subject::HeaderName(name), Subject::HeaderName(&any)];
                let matching = if covered_by_wildcard(name, profile) {
                    &matching[..]
                } else {
                    &matching[..1]
                };
                slot.update_or_create(matching, scope, life, profile);
            }
        }
        slot.put(Subject::Answer.key(scope.own), life);
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-clear>
    pub(super) fn clear_entries(&mut self, key: &CacheKey) {
        self.slots.remove(key);
    }
}

/// Which entries a request can use (<https://fetch.spec.whatwg.org/#concept-cache-match>): those made with credentials
/// count for all requests, those made without only for requests without.
#[derive(Clone, Copy)]
struct Scope {
    /// The credentials of an entry that this request would create.
    own: bool,
    usable: &'static [bool],
}

impl Scope {
    fn new(credentials: CredentialsMode, profile: Profile) -> Self {
        let own = credentials.is_include();
        let usable = match own {
            true => &[true][..],
            false if profile.shows(Deviation::SeparateCredentialsEntries) => &[false],
            false => &[false, true],
        };
        Self { own, usable }
    }

    /// Whether a cached `*` is a wildcard for the request.
    fn uses_wildcards(self, profile: Profile) -> bool {
        let forbidden = if self.own {
            Deviation::CachedWildcardNeedsNoCredentials
        } else {
            Deviation::CachedWildcardIgnored
        };
        !profile.shows(forbidden) && !profile.shows(Deviation::CachedWildcardIgnored)
    }
}

impl Slot {
    /// Removes expired entries.
    fn purge(&mut self, now: f64) {
        self.lives.retain(|_, life| !life.is_over(now));
    }

    fn put(&mut self, key: String, life: Life) {
        self.lives.insert(key, life);
    }

    fn has(&self, subject: Subject<'_>, scope: Scope) -> bool {
        scope
            .usable
            .iter()
            .any(|&credentials| self.lives.contains_key(&subject.key(credentials)))
    }

    /// Renews every matching entry, or creates one if there is none.
    fn update_or_create(
        &mut self,
        matching: &[Subject<'_>],
        scope: Scope,
        life: Life,
        profile: Profile,
    ) {
        let mut found = false;
        for &subject in matching {
            for &credentials in scope.usable {
                if let Some(entry) = self.lives.get_mut(&subject.key(credentials)) {
                    found = true;
                    entry.max_age = life.max_age;
                    if profile.shows(Deviation::RenewedByLaterPreflight) {
                        entry.stored = life.stored;
                    }
                }
            }
        }
        if let (false, Some(&subject)) = (found, matching.first()) {
            self.put(subject.key(scope.own), life);
        }
    }

    fn covers(&self, needed: &Needed<'_>, profile: Profile) -> bool {
        let scope = Scope::new(needed.credentials, profile);
        if needed.method.is_none() && needed.header_names.is_empty() {
            return self.has(Subject::Answer, scope);
        }
        needed
            .method
            .is_none_or(|method| self.method_matches(method, scope, profile))
            && needed
                .header_names
                .iter()
                .all(|name| self.header_name_matches(name, scope, profile))
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-method>
    fn method_matches(&self, method: &Method, scope: Scope, profile: Profile) -> bool {
        self.has(Subject::Method(method.as_str()), scope)
            || (scope.uses_wildcards(profile) && self.has(Subject::Method("*"), scope))
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-header>
    fn header_name_matches(&self, name: &HeaderName, scope: Scope, profile: Profile) -> bool {
        self.has(Subject::HeaderName(name), scope)
            || (scope.uses_wildcards(profile)
                && covered_by_wildcard(name, profile)
                && self.has(Subject::HeaderName(&wildcard_name()), scope))
    }
}

fn covered_by_wildcard(name: &HeaderName, profile: Profile) -> bool {
    !profile.shows(Deviation::CachedWildcardIgnored)
        && (!name.is_cors_non_wildcard_request_header_name()
            || profile.shows(Deviation::CachedWildcardCoversAuthorization))
}

fn wildcard_name() -> HeaderName {
    HeaderName::literal("*")
}
