//! What happened before the request to try, and what it left behind.

use super::stage::Browser;
use cors_core::policy::{AllowOrigin, OriginPattern, Piece, Policy};
use cors_core::server::{CachePlace, Fault};
use cors_fetch::{CredentialsMode, Mode, Request};
use cors_fetch::{Exchange, Preflight};
use cors_http::Host;
use cors_http::Platform;
use cors_http::{HeaderList, Method};
use cors_http::{Origin, TupleOrigin};

/// One request that came before.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Who asked for what.
    pub sentence: String,
    /// The request with its answers.
    pub exchange: Exchange,
    /// What it left behind.
    pub left: String,
}

/// Lets happen what the fault needs to have happened.
pub(super) fn play(fault: Fault, browser: &mut Browser<'_>) -> Vec<Earlier> {
    let request = browser.stage.request;
    match fault {
        Fault::VaryMissingOwnCache => {
            let image = Request {
                mode: Mode::NoCors,
                credentials: CredentialsMode::Include,
                method: Method::get(),
                headers: HeaderList::new(),
                ..request.clone()
            };
            let exchange = browser.fetch(&image);
            let left = kept(CachePlace::Browser, &exchange);
            vec![Earlier {
                sentence: "The page shows an image from this URL. Image loads send no `Origin`."
                    .to_owned(),
                exchange,
                left,
            }]
        }
        Fault::VaryMissingSharedCache => {
            let (visitor, sentence) = somebody_else(browser.stage.policy, request);
            let exchange = browser.fetch(&visitor);
            let left = kept(CachePlace::Shared, &exchange);
            vec![Earlier {
                sentence,
                exchange,
                left,
            }]
        }
        Fault::StalePreflight => {
            let exchange = browser.fetch(request);
            let page = request.origin.serialize();
            let left = [
                &remembered(&exchange),
                " Then the policy is changed: `",
                &page,
                "` is no longer allowed. One second later the page asks again.",
            ]
            .concat();
            browser.now += 1.0;
            browser.policy = without(browser.stage.policy, &page);
            vec![Earlier {
                sentence: "The page makes the same request while it is still allowed.".to_owned(),
                exchange,
                left,
            }]
        }
        _ => Vec::new(),
    }
}

/// What a cache holds now.
fn kept(place: CachePlace, exchange: &Exchange) -> String {
    let who = match place {
        CachePlace::Browser => "The browser",
        CachePlace::Shared => "A cache between server and browsers",
    };
    let last = exchange.hops.last().and_then(|hop| hop.actual.as_ref());
    let allowed = last
        .and_then(|leg| leg.answer.as_ref().ok())
        .and_then(|answer| answer.headers.get("Access-Control-Allow-Origin"));
    let header = match allowed {
        Some(value) => [
            "It says `Access-Control-Allow-Origin: ",
            &value.to_latin1(),
            "`.",
        ]
        .concat(),
        None => "It has no `Access-Control-Allow-Origin`.".to_owned(),
    };
    [
        who,
        " keeps the answer for 600 seconds. ",
        &header,
        " Without `Vary: Origin` it counts as the answer for everybody.",
    ]
    .concat()
}

fn remembered(exchange: &Exchange) -> String {
    match exchange.hops.first().map(|hop| &hop.preflight) {
        Some(Preflight::Sent {
            cache_seconds: Some(seconds),
            ..
        }) => [
            "The browser remembers the permission for ",
            &super::browsers::spelled(*seconds),
            ".",
        ]
        .concat(),
        _ => "The browser remembers nothing.".to_owned(),
    }
}

/// A visitor whose answer is not the page's: from another origin of the allow list, or without any `Origin`.
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
            let sentence = [
                "Somebody has asked for the same URL from `",
                &origin.serialize(),
                "`, which is allowed too.",
            ]
            .concat();
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
            "Somebody has opened the same URL in a tab of its own, so without `Origin`.".to_owned(),
        ),
    }
}

/// One origin of an entry of the allow list.
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

/// The policy after the page was taken off the allow list.
fn without(policy: &Policy, page: &str) -> Policy {
    let mut rest: Vec<OriginPattern> = policy
        .origins
        .patterns()
        .iter()
        .filter(|pattern| !pattern.matches(page.as_bytes()))
        .cloned()
        .collect();
    if rest.is_empty() {
        // An empty list cannot be deployed, so somebody has taken the page's place.
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
