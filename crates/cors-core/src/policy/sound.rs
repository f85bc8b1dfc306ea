use core::ops::Deref;

use super::{AllowCredentials, AllowOrigin, ExposeHeaders, OriginPattern, Policy, Reach};
use cors_http::PublicSuffix;

/// A policy that can be deployed. The field is private, so only [`Policy::check`] can create one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundPolicy<'a>(&'a Policy);

/// Why a well-formed policy must not be deployed: it can't work, or it gives everyone access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// No origin is allowed, so there is nothing to configure.
    NoOrigin,
    /// Any site could act as its visitor, and read the responses.
    AnyOriginWithCredentials,
    /// Any site can send the origin `null` from a sandboxed frame.
    NullOriginWithCredentials,
    /// With credentials, `*` exposes only a header of that name.
    AnyExposedWithCredentials,
    /// Anyone can get a name that the pattern matches.
    PublicSuffixWithCredentials {
        /// The entry.
        pattern: OriginPattern,
        /// The domain under which anyone can get a name.
        suffix: PublicSuffix,
    },
    /// It isn't known whether anyone can get a name that the pattern matches, because the Public Suffix List isn't loaded.
    UncheckedWithCredentials {
        /// The entry.
        pattern: OriginPattern,
    },
}

impl Policy {
    /// Proof that the policy can be deployed, or all reasons why not.
    pub fn check(&self) -> Result<SoundPolicy<'_>, Vec<Unsound>> {
        let mut reasons = Vec::new();
        let credentials = self.credentials == AllowCredentials::Yes;
        match &self.origins {
            AllowOrigin::Any if credentials => reasons.push(Unsound::AnyOriginWithCredentials),
            AllowOrigin::Listed(patterns) if patterns.is_empty() => reasons.push(Unsound::NoOrigin),
            AllowOrigin::Listed(patterns) if credentials => {
                reasons.extend(patterns.iter().filter_map(unsound_with_credentials));
            }
            AllowOrigin::Any | AllowOrigin::Listed(_) => {}
        }
        if credentials && self.expose == ExposeHeaders::Any {
            reasons.push(Unsound::AnyExposedWithCredentials);
        }
        if reasons.is_empty() {
            Ok(SoundPolicy(self))
        } else {
            Err(reasons)
        }
    }
}

fn unsound_with_credentials(pattern: &OriginPattern) -> Option<Unsound> {
    match pattern {
        OriginPattern::Null => Some(Unsound::NullOriginWithCredentials),
        OriginPattern::Exact(_) => None,
        OriginPattern::Family(family) => match family.reach() {
            Reach::Owner => None,
            Reach::Anyone(suffix) => Some(Unsound::PublicSuffixWithCredentials {
                pattern: pattern.clone(),
                suffix: suffix.clone(),
            }),
            Reach::Unknown => Some(Unsound::UncheckedWithCredentials {
                pattern: pattern.clone(),
            }),
        },
    }
}

impl Deref for SoundPolicy<'_> {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        self.0
    }
}
