//! Sites (<https://html.spec.whatwg.org/multipage/browsers.html#sites>): which origins belong together for cookies.
//!
//! No other code in the project compares sites. The Public Suffix List comes in as two functions, because it
//! is larger than the rest of the page and is loaded only when it is needed.

use crate::Host;
use crate::{Origin, TupleOrigin};

/// A domain where anyone can get a name (<https://url.spec.whatwg.org/#host-public-suffix>).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicSuffix {
    /// The domain, lowercase and in ASCII.
    pub domain: String,
    /// The section of the list; `None` for a last label that isn't listed, such as `internal`.
    pub section: Option<Section>,
}

/// A section of the Public Suffix List.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Registries, which sell names.
    Icann,
    /// Services whose customers get a name.
    Private,
}

/// The list isn't loaded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// The Public Suffix List, as two lookups.
#[derive(Clone, Copy, Debug)]
pub struct PublicSuffixList {
    /// The public suffix of a lowercase ASCII domain without a dot at the end.
    pub suffix_of: fn(&str) -> Result<PublicSuffix, NotLoaded>,
    /// A listed suffix below the domain.
    pub suffix_below: fn(&str) -> Result<Option<PublicSuffix>, NotLoaded>,
}

impl PublicSuffixList {
    /// A list that isn't loaded yet.
    pub const NOT_LOADED: Self = Self {
        suffix_of: |_| Err(NotLoaded),
        suffix_below: |_| Err(NotLoaded),
    };

    /// <https://url.spec.whatwg.org/#host-registrable-domain>, or the host itself if it has none.
    pub fn registrable_domain(&self, host: &Host) -> Result<String, NotLoaded> {
        let Host::Domain(name) = host else {
            return Ok(host.to_string());
        };
        let name = without_dot(name);
        let suffix = (self.suffix_of)(name)?.domain;
        let labels = name
            .strip_suffix(&suffix)
            .and_then(|labels| labels.strip_suffix('.'));
        Ok(match labels {
            Some(labels) => {
                let label = labels.rsplit('.').next().unwrap_or(labels);
                format!("{label}.{suffix}")
            }
            None => name.to_owned(),
        })
    }

    /// <https://html.spec.whatwg.org/multipage/browsers.html#same-site>: the scheme counts.
    pub fn is_same_site(&self, one: &Origin, other: &Origin) -> Result<bool, NotLoaded> {
        match (one, other) {
            (Origin::Tuple(one), Origin::Tuple(other)) => {
                let same_scheme = one.scheme() == other.scheme();
                Ok(same_scheme && self.is_schemelessly_same_site(one, other)?)
            }
            _ => Ok(false),
        }
    }

    /// <https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site>
    pub fn is_schemelessly_same_site(
        &self,
        one: &TupleOrigin,
        other: &TupleOrigin,
    ) -> Result<bool, NotLoaded> {
        match (one.host(), other.host()) {
            (one, other) if one == other => Ok(true),
            (one @ Host::Domain(name), other @ Host::Domain(other_name)) => {
                // These are two sites, whatever the list says.
                if last_label(name) != last_label(other_name) {
                    return Ok(false);
                }
                Ok(self.registrable_domain(one)? == self.registrable_domain(other)?)
            }
            _ => Ok(false),
        }
    }

    /// The domain, if it is a public suffix, so that anyone can get a name directly under it.
    pub fn public_suffix(&self, domain: &str) -> Result<Option<PublicSuffix>, NotLoaded> {
        let domain = without_dot(domain);
        if last_label(domain) == "arpa" {
            // Only for a network's own use (RFC 3172, RFC 8375). Names can't be registered.
            return Ok(None);
        }
        let suffix = (self.suffix_of)(domain)?;
        Ok(Some(suffix).filter(|suffix| suffix.section.is_some() && suffix.domain == domain))
    }

    /// The public suffix that the domain is or has below it, so that anyone can get a name somewhere under it.
    pub fn public_suffix_at_or_below(
        &self,
        domain: &str,
    ) -> Result<Option<PublicSuffix>, NotLoaded> {
        match self.public_suffix(domain)? {
            Some(suffix) => Ok(Some(suffix)),
            None => (self.suffix_below)(without_dot(domain)),
        }
    }
}

fn without_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

fn last_label(name: &str) -> &str {
    let name = without_dot(name);
    name.rsplit('.').next().unwrap_or(name)
}
