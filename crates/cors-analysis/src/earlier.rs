//! What happened before the test request.

use crate::format::duration;
use crate::simulation::Browser;
use cors_core::policy::{AllowOrigin, OriginPattern, Piece, Policy};
use cors_core::server::{Before, CachePlace, Layers};
use cors_fetch::{CredentialsMode, Exchange, Mode, Preflight, Request};
use cors_http::{HeaderList, Host, Method, Origin, Platform, TupleOrigin};

/// One earlier request.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Where the request comes from.
    pub sentence: String,
    /// The request with its responses.
    pub exchange: Exchange,
    /// Its effect on what comes next.
    pub aftermath: String,
}

/// Simulates what has to happen before the faults show.
pub(crate) fn simulate(layers: &Layers, browser: &mut Browser<'_>) -> Vec<Earlier> {
    let before = layers.before().into_iter();
    before
        .filter_map(|before| match before {
            Before::Nothing => None,
            Before::ImageLoaded => Some(image_loaded(browser)),
            Before::OtherVisitor => Some(other_visitor(browser)),
            Before::PolicyChanged => Some(policy_changed(browser)),
        })
        .collect()
}

fn image_loaded(browser: &mut Browser<'_>) -> Earlier {
    let image = Request {
        mode: Mode::NoCors,
        credentials: CredentialsMode::Include,
        method: Method::get(),
        headers: HeaderList::new(),
        ..browser.scenario.request.clone()
    };
    let exchange = browser.fetch(&image, &mut |_| {}).exchange;
    Earlier {
        sentence: "The page loads an image from this URL. Image requests have no `Origin`."
            .to_owned(),
        aftermath: cached(CachePlace::Browser, &exchange),
        exchange,
    }
}

fn other_visitor(browser: &mut Browser<'_>) -> Earlier {
    let (visitor, sentence) = somebody_else(browser.scenario.policy, browser.scenario.request);
    let exchange = browser.fetch(&visitor, &mut |_| {}).exchange;
    Earlier {
        sentence,
        aftermath: cached(CachePlace::Shared, &exchange),
        exchange,
    }
}

fn policy_changed(browser: &mut Browser<'_>) -> Earlier {
    let request = browser.scenario.request;
    let exchange = browser.fetch(request, &mut |_| {}).exchange;
    let page = request.origin.serialize();
    let aftermath = format!(
        "{} Then `{page}` is removed from the allow list. One second later, the page makes the same request.",
        preflight_cached(&exchange)
    );
    browser.wait(1.0);
    browser.set_policy(without(browser.scenario.policy, &page));
    Earlier {
        sentence: "The page makes the same request while it is still allowed.".to_owned(),
        exchange,
        aftermath,
    }
}

/// What a cache stores.
fn cached(place: CachePlace, exchange: &Exchange) -> String {
    let who = match place {
        CachePlace::Browser => "The browser",
        CachePlace::Shared => "A cache between the server and the browsers",
    };
    let last = exchange.hops.last().and_then(|hop| hop.actual.as_ref());
    let allowed = last
        .and_then(|leg| leg.response.as_ref().ok())
        .and_then(|response| response.headers.get("Access-Control-Allow-Origin"));
    let header = match allowed {
        Some(value) => format!("with `Access-Control-Allow-Origin: {}`", value.to_latin1()),
        None => "without `Access-Control-Allow-Origin`".to_owned(),
    };
    format!(
        "{who} stores the response for 10 minutes, {header}. Without `Vary: Origin`, it's used for every origin."
    )
}

fn preflight_cached(exchange: &Exchange) -> String {
    match exchange.hops.first().map(|hop| &hop.preflight) {
        Some(Preflight::Sent {
            cache_seconds: Some(seconds),
            ..
        }) => format!(
            "The browser caches the preflight for {}.",
            duration(*seconds)
        ),
        Some(Preflight::Sent { .. } | Preflight::Cached { .. } | Preflight::NotNeeded) | None => {
            "The browser doesn't cache the preflight.".to_owned()
        }
    }
}

/// Another visitor: from another origin of the allow list, or without an `Origin`.
fn somebody_else(policy: &Policy, request: &Request) -> (Request, String) {
    let page = request.origin.serialize();
    let other = policy
        .origins
        .patterns()
        .iter()
        .filter_map(sample)
        .find(|origin| origin.serialize() != page);
    match other {
        Some(origin) => {
            let sentence = format!(
                "Another visitor requests the same URL from `{}`, which is allowed too.",
                origin.serialize()
            );
            let visitor = Request {
                origin,
                ..request.clone()
            };
            (visitor, sentence)
        }
        None => (
            Request {
                origin: request.url.origin(),
                ..request.clone()
            },
            "Another visitor opens the same URL in a tab, so the request has no `Origin`."
                .to_owned(),
        ),
    }
}

/// One origin that an entry of the allow list matches.
fn sample(pattern: &OriginPattern) -> Option<Origin> {
    match pattern {
        OriginPattern::Null => None,
        OriginPattern::Exact(exact) => Some(Origin::Tuple(exact.clone())),
        OriginPattern::Family(family) => {
            let mut text = String::new();
            for piece in family.pieces() {
                text.push_str(match &piece {
                    Piece::Literal(literal) => literal,
                    Piece::Labels => "other.",
                    Piece::InLabel => "other",
                    Piece::AnyPort => ":8080",
                });
            }
            Origin::parse(&text, &Platform::BARE)
        }
    }
}

/// The policy without the page in the allow list.
fn without(policy: &Policy, page: &str) -> Policy {
    let mut rest: Vec<OriginPattern> = policy
        .origins
        .patterns()
        .iter()
        .filter(|pattern| !pattern.matches(page.as_bytes()))
        .cloned()
        .collect();
    if rest.is_empty() {
        // An empty list can't be deployed, so another origin takes the page's place.
        rest.extend(
            Host::parse("new.example", &Platform::BARE)
                .map(|host| OriginPattern::Exact(TupleOrigin::new("https", host, None))),
        );
    }
    Policy {
        origins: AllowOrigin::Listed(rest),
        ..policy.clone()
    }
}
