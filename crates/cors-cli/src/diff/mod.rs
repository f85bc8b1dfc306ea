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
use cors_http::{HeaderName, Method};

use origins::origins;
pub(crate) use outcome::Outcome;
use probe::PageProbe;
pub(crate) use probe::Probe;

/// A request that two policies treat differently, with its outcome under each.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) probe: Probe,
    pub(crate) a: Outcome,
    pub(crate) b: Outcome,
}

/// The first difference between two policies; `None` if they mean the same.
pub(crate) fn difference(a: &Policy, b: &Policy) -> Option<Difference> {
    let pair = Pair { a, b };
    let origins = origins(a, b);
    let modes = [CredentialsMode::SameOrigin, CredentialsMode::Include];
    let gets = origins
        .iter()
        .flat_map(|origin| modes.map(|mode| PageProbe::get(origin, mode)));
    gets.map(Probe::from)
        .find_map(|probe| pair.ask(probe))
        .or_else(|| {
            // Both allow the same origins.
            modes.into_iter().find_map(|mode| {
                let mut gets = origins.iter().map(|origin| PageProbe::get(origin, mode));
                pair.ask_about_rest(&gets.find(|get| get.ask(a).is_allowed())?)
            })
        })
}

/// The two policies.
struct Pair<'a> {
    a: &'a Policy,
    b: &'a Policy,
}

impl Pair<'_> {
    /// The difference that a request shows.
    fn ask(&self, probe: Probe) -> Option<Difference> {
        let (a, b) = (probe.ask(self.a), probe.ask(self.b));
        (!a.means_the_same_as(&b)).then_some(Difference { probe, a, b })
    }

    /// The difference that a variation of this request shows, which both allow.
    fn ask_about_rest(&self, get: &PageProbe) -> Option<Difference> {
        let with_methods = self
            .methods()
            .into_iter()
            .map(|method| get.clone().with_method(method));
        let with_headers = self
            .headers()
            .into_iter()
            .map(|name| get.clone().with_header(name));
        let with_exposed = self
            .exposed()
            .into_iter()
            .map(|name| get.clone().with_response_header(name));
        with_methods
            .chain(with_headers)
            .chain(with_exposed)
            .map(Probe::from)
            .chain([Probe::preflight(&get.request.origin)])
            .find_map(|probe| self.ask(probe))
    }

    /// The entries of both.
    fn each<T>(&self, entries: impl Fn(&Policy) -> Vec<T>) -> Vec<T> {
        [self.a, self.b].into_iter().flat_map(entries).collect()
    }

    /// The methods of both, and one that neither lists.
    fn methods(&self) -> Vec<Method> {
        let mut methods = self.each(|policy| match &policy.methods {
            AllowMethods::Any => Vec::new(),
            AllowMethods::Listed(methods) => methods.clone(),
        });
        let common = ["PATCH", "DELETE", "PUT"].map(Method::literal).into_iter();
        let numbered = (1..).filter_map(|n| Method::parse(&format!("METHOD{n}")).ok());
        methods.extend(first_other(common.chain(numbered), &methods));
        methods
    }

    /// The request headers of both, one that neither lists, and `Authorization`, which a wildcard doesn't cover.
    fn headers(&self) -> Vec<HeaderName> {
        let mut names = self.each(|policy| match &policy.headers {
            AllowHeaders::Any { .. } => Vec::new(),
            AllowHeaders::Listed(names) => names.clone(),
        });
        names.push(HeaderName::literal("Authorization"));
        names.extend(first_other(other_headers(), &names));
        names
    }

    /// The exposed headers of both, and one that neither lists.
    fn exposed(&self) -> Vec<HeaderName> {
        let mut names = self.each(|policy| match &policy.expose {
            ExposeHeaders::Any => Vec::new(),
            ExposeHeaders::Listed(names) => names.clone(),
        });
        names.extend(first_other(other_headers(), &names));
        names
    }
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
