//! What a fault does to the request to try.

use super::stage::{Played, Stage};
use cors_core::policy::AllowOrigin;
use cors_core::server::Fault;
use cors_fetch::{Exchange, Hop, Outcome, Preflight};
use cors_fetch::{Mode, Profile};
use cors_http::{HttpResponse, Status};

/// What a fault does to the request to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Script gets an error that it would not get without.
    Refused,
    /// The exchange is another one, and script gets an answer.
    Changed,
    /// Nothing, and the exchange is shown without it: why, and what to try instead.
    None(String),
}

pub(super) fn effect(
    fault: Fault,
    stage: &Stage<'_>,
    profile: Profile,
    plain: &Played,
    played: &Played,
) -> Effect {
    let differs = outline(&plain.exchange) != outline(&played.exchange);
    let took = match fault {
        Fault::VaryMissingOwnCache | Fault::VaryMissingSharedCache => {
            differs && played.kept.is_some()
        }
        // Where nothing is remembered, a new policy holds at once.
        Fault::StalePreflight => {
            differs
                && played
                    .exchange
                    .hops
                    .first()
                    .is_some_and(|hop| matches!(hop.preflight, Preflight::Cached { .. }))
        }
        _ => differs,
    };
    let is_shared = matches!(plain.exchange.outcome, Outcome::Shared(_));
    match &played.exchange.outcome {
        // A second reason to refuse would teach nothing.
        _ if !(took && is_shared) => Effect::None(idle(fault, stage, profile, &plain.exchange)),
        Outcome::NetworkError(_) => Effect::Refused,
        Outcome::Shared(_) => Effect::Changed,
    }
}

/// What of an exchange a fault would change: the statuses, and how it ends.
type Outline = (Vec<[Option<Status>; 2]>, Option<String>);

fn outline(exchange: &Exchange) -> Outline {
    fn status(response: &HttpResponse) -> Status {
        response.status
    }
    let hop = |hop: &Hop| {
        let preflight = match &hop.preflight {
            Preflight::Sent { leg, .. } => leg.answer.as_ref().ok().map(status),
            Preflight::NotNeeded | Preflight::Cached { .. } => None,
        };
        let actual = hop.actual.as_ref();
        [
            preflight,
            actual.and_then(|leg| leg.answer.as_ref().ok().map(status)),
        ]
    };
    let ends = match &exchange.outcome {
        Outcome::Shared(_) => None,
        Outcome::NetworkError(error) => Some(error.sentence()),
    };
    (exchange.hops.iter().map(hop).collect(), ends)
}

/// Why a fault does nothing here, and what to try instead.
fn idle(fault: Fault, stage: &Stage<'_>, profile: Profile, plain: &Exchange) -> String {
    let request = stage.request;
    let asks = plain
        .hops
        .first()
        .is_some_and(|hop| matches!(hop.preflight, Preflight::Sent { .. }));
    let method = request.method.normalize();
    let text = match fault {
        _ if matches!(plain.outcome, Outcome::NetworkError(_)) => {
            "This request is refused without the fault too. Mend that first."
        }
        _ if request.origin.is_same_origin(&request.url.origin()) => {
            "The page and the URL have the same origin, so CORS has no part in this. Try a URL on another host."
        }
        _ if request.mode == Mode::NoCors => {
            "With the mode `no-cors` script learns nothing either way. Try the mode `cors`."
        }
        Fault::PreflightNotRouted => {
            "This request is answered without a preflight, so nobody asks with OPTIONS. Try the method PUT."
        }
        Fault::RedirectsToHttps => {
            "The URL begins with https:// already, so nothing redirects it. Try http://, from a page that is on http:// too."
        }
        Fault::RedirectsToSlash => {
            "The path ends in a slash already, so nothing redirects it. Try the URL without that slash."
        }
        Fault::StalePreflight if asks => {
            "The browser does not remember this preflight, so it asks again, and a new policy holds at once. Try a max age of 600."
        }
        Fault::StalePreflight => {
            "This request is answered without a preflight, so there is none to remember. Try the method PUT."
        }
        Fault::VaryMissingOwnCache | Fault::VaryMissingSharedCache if method.as_str() != "GET" => {
            return format!(
                "Caches keep answers to GET, and this request is {method}. Try the method GET."
            );
        }
        Fault::VaryMissingOwnCache | Fault::VaryMissingSharedCache
            if stage.policy.origins == AllowOrigin::Any =>
        {
            "The policy allows any origin, so the answer is the same for everybody and needs no `Vary`. Try an allow list that names the page."
        }
        Fault::VaryMissingSharedCache if request.headers.contains("Authorization") => {
            "Shared caches do not keep answers to requests with `Authorization`. Try the request without it."
        }
        Fault::VaryMissingOwnCache if profile == Profile::Firefox => {
            "Firefox keeps what it loaded as an image apart from this request, and asks the server. Try the credentials mode `include` with a URL on the page's own site, or look at another browser."
        }
        _ => {
            "It changes nothing about this request. Try the method PUT from a page on another origin."
        }
    };
    text.to_owned()
}
