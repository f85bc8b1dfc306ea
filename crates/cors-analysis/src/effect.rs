//! What faults do to the test request.

use crate::simulation::{Scenario, Simulation};
use cors_core::policy::AllowOrigin;
use cors_core::server::{Before, Circumstances};
use cors_fetch::{Deviation, Exchange, Hop, Mode, Outcome, Preflight, Profile};
use cors_http::{HttpResponse, Status};

/// What a simulated failure does to the test request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// JavaScript gets an error because of the failure.
    Blocked,
    /// The exchange changes, but JavaScript can still read the response.
    Changed,
    /// Nothing, so the exchange is shown without it: why, and what to try instead.
    None(String),
}

pub(crate) fn effect(
    scenario: &Scenario<'_>,
    profile: Profile,
    plain: &Simulation,
    faulty: &Simulation,
) -> Effect {
    let differs = outline(&plain.exchange) != outline(&faulty.exchange);
    let from_cache = scenario.layers.cache().is_none() || faulty.from_cache.is_some();
    // If nothing is cached, a new policy applies at once.
    let is_stale = !scenario.layers.before().contains(&Before::PolicyChanged)
        || matches!(
            faulty.exchange.hops.first().map(|hop| &hop.preflight),
            Some(Preflight::Cached { .. })
        );
    let is_allowed = matches!(plain.exchange.outcome, Outcome::Allowed(_));
    match &faulty.exchange.outcome {
        // There is nothing to learn from a second reason to block the request.
        _ if !(differs && from_cache && is_stale && is_allowed) => {
            Effect::None(no_effect(scenario, profile, &plain.exchange).to_owned())
        }
        Outcome::NetworkError(_) => Effect::Blocked,
        Outcome::Allowed(_) | Outcome::NotDocumented(_) => Effect::Changed,
    }
}

/// The parts of an exchange that a fault would change: the statuses, and how it ends.
type Outline = (Vec<[Option<Status>; 2]>, Option<String>);

fn outline(exchange: &Exchange) -> Outline {
    fn status(response: &HttpResponse) -> Status {
        response.status
    }
    let hop = |hop: &Hop| {
        let preflight = match &hop.preflight {
            Preflight::Sent { leg, .. } => leg.response.as_ref().ok().map(status),
            Preflight::NotNeeded | Preflight::Cached { .. } => None,
        };
        let actual = hop.actual.as_ref();
        [
            preflight,
            actual.and_then(|leg| leg.response.as_ref().ok().map(status)),
        ]
    };
    let ends = match &exchange.outcome {
        Outcome::Allowed(_) | Outcome::NotDocumented(_) => None,
        Outcome::NetworkError(error) => Some(error.to_string()),
    };
    (exchange.hops.iter().map(hop).collect(), ends)
}

/// Why the faults have no effect, and what to try instead.
fn no_effect(scenario: &Scenario<'_>, profile: Profile, plain: &Exchange) -> &'static str {
    let request = scenario.request;
    let method = request.method.normalize();
    if matches!(plain.outcome, Outcome::NetworkError(_)) {
        return "This request is blocked even without the failure. Fix that first.";
    }
    if request.origin.is_same_origin(&request.url.origin()) {
        return "The page and the URL have the same origin, so CORS doesn't apply. Try a URL on another host.";
    }
    if request.mode == Mode::NoCors {
        return "With the mode `no-cors` JavaScript can't read the response either way. Try the mode `cors`.";
    }
    let circumstances = Circumstances {
        sends_preflight: plain
            .hops
            .first()
            .is_some_and(|hop| matches!(hop.preflight, Preflight::Sent { .. })),
        method: method.as_str(),
        any_origin: scenario.policy.origins == AllowOrigin::Any,
        has_authorization: request.headers.contains("Authorization"),
        keeps_images_apart: profile.shows(Deviation::HttpCacheKeepsImagesApart),
    };
    scenario
        .layers
        .as_slice()
        .iter()
        .find_map(|layer| (layer.fault.row().no_effect)(&circumstances))
        .unwrap_or("It changes nothing about this request. Try the method PUT from a page on another origin.")
}
