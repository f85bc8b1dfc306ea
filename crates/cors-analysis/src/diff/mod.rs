//! The comparison of two policies by what they mean: requests are derived from the entries of both, and simulated
//! with the reference server under each of the two.
//!
//! Few requests are enough, because the parts of a policy are independent. Whether an origin is allowed depends on
//! nothing else, so a `GET` from each origin shows it. What an allowed origin may do is the same for all of them, so
//! one of them shows the rest: each method, each header and each exposed header on its own, and one preflight.

mod origins;
mod outcome;
mod probe;

use cors_core::policy::{AllowHeaders, AllowMethods, ExposeHeaders, Policy};
use cors_fetch::CredentialsMode;
use cors_http::{HeaderName, Method, Platform};

pub use origins::origins;
pub use outcome::Outcome;
pub use probe::{PageProbe, Probe, value_for};

/// A request that two policies treat differently, with its outcome under each.
#[derive(Debug)]
pub struct Difference {
    /// The request.
    pub probe: Probe,
    /// Its outcome under the first policy.
    pub a: Outcome,
    /// Its outcome under the second.
    pub b: Outcome,
}

/// The first difference between two policies; `None` if they mean the same.
pub fn difference(a: &Policy, b: &Policy, platform: &Platform) -> Option<Difference> {
    let pair = Pair { a, b, platform };
    let origins = origins(a, b, platform);
    let modes = [CredentialsMode::SameOrigin, CredentialsMode::Include];
    let gets = origins
        .iter()
        .flat_map(|origin| modes.map(|mode| PageProbe::get(origin, mode, platform)));
    gets.map(Probe::from)
        .find_map(|probe| pair.ask(probe))
        .or_else(|| {
            // Both allow the same origins.
            modes.into_iter().find_map(|mode| {
                let mut gets = origins
                    .iter()
                    .map(|origin| PageProbe::get(origin, mode, platform));
                pair.ask_about_rest(&gets.find(|get| get.ask(a, platform).is_allowed())?)
            })
        })
}

/// The request with each method and with each header of the two policies, and with some that neither has.
pub fn variations(get: &PageProbe, a: &Policy, b: &Policy) -> Vec<PageProbe> {
    let methods = methods(a, b);
    let headers = headers(a, b);
    let with_methods = methods
        .into_iter()
        .map(|method| get.clone().with_method(method));
    let with_headers = headers
        .into_iter()
        .map(|name| get.clone().with_header(name));
    with_methods.chain(with_headers).collect()
}

/// The two policies.
struct Pair<'a> {
    a: &'a Policy,
    b: &'a Policy,
    platform: &'a Platform,
}

impl Pair<'_> {
    /// The difference that a request shows.
    fn ask(&self, probe: Probe) -> Option<Difference> {
        let (a, b) = (
            probe.ask(self.a, self.platform),
            probe.ask(self.b, self.platform),
        );
        (!a.means_the_same_as(&b)).then_some(Difference { probe, a, b })
    }

    /// The difference that a variation of this request shows, which both allow.
    fn ask_about_rest(&self, get: &PageProbe) -> Option<Difference> {
        let with_exposed = exposed(self.a, self.b)
            .into_iter()
            .map(|name| get.clone().with_response_header(name));
        variations(get, self.a, self.b)
            .into_iter()
            .chain(with_exposed)
            .map(Probe::from)
            .chain([Probe::preflight(get)])
            .find_map(|probe| self.ask(probe))
    }
}

/// The entries of both.
fn each<T>(a: &Policy, b: &Policy, entries: impl Fn(&Policy) -> Vec<T>) -> Vec<T> {
    [a, b].into_iter().flat_map(entries).collect()
}

/// The methods of both, and one that neither lists.
fn methods(a: &Policy, b: &Policy) -> Vec<Method> {
    let mut methods = each(a, b, |policy| match &policy.methods {
        AllowMethods::Any => Vec::new(),
        AllowMethods::Listed(methods) => methods.clone(),
    });
    let common = ["PATCH", "DELETE", "PUT"].map(Method::literal).into_iter();
    let numbered = (1..).filter_map(|n| Method::parse(&format!("METHOD{n}")).ok());
    methods.extend(first_other(common.chain(numbered), &methods));
    methods
}

/// The request headers of both, one that neither lists, and `Authorization`, which a wildcard doesn't cover.
fn headers(a: &Policy, b: &Policy) -> Vec<HeaderName> {
    let mut names = each(a, b, |policy| match &policy.headers {
        AllowHeaders::Any { .. } => Vec::new(),
        AllowHeaders::Listed(names) => names.clone(),
    });
    names.push(HeaderName::literal("Authorization"));
    names.extend(first_other(other_headers(), &names));
    names
}

/// The exposed headers of both, and one that neither lists.
fn exposed(a: &Policy, b: &Policy) -> Vec<HeaderName> {
    let mut names = each(a, b, |policy| match &policy.expose {
        ExposeHeaders::Any => Vec::new(),
        ExposeHeaders::Listed(names) => names.clone(),
    });
    names.extend(first_other(other_headers(), &names));
    names
}

fn other_headers() -> impl Iterator<Item = HeaderName> {
    let numbered = (1..).filter_map(|n| HeaderName::parse(&format!("X-Other-{n}")).ok());
    [HeaderName::literal("X-Other")].into_iter().chain(numbered)
}

/// The first that isn't listed.
fn first_other<T: PartialEq>(mut candidates: impl Iterator<Item = T>, listed: &[T]) -> Option<T> {
    candidates.find(|candidate| !listed.contains(candidate))
}

#[cfg(test)]
mod tests;
