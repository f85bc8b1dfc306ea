use cors_analysis::analysis::in_each;
use cors_fetch::{PreflightCache, Profile, Request};
use cors_report::{Explanation, Fetched, Told};

use crate::case::{Case, Recording, Round, Thrown, run};
use crate::platform::PLATFORM;

/// The explanations of a case, one for each of its requests.
pub(crate) fn of_case(case: &Case, profile: Profile) -> Vec<Explanation> {
    let mut caches: Vec<(Profile, PreflightCache)> = Profile::ALL
        .map(|profile| (profile, PreflightCache::new()))
        .into();
    let single = [(0.0, &case.round)];
    let mut now = 0.0;
    let sequence: Vec<(f64, &Round)> = case
        .steps
        .iter()
        .map(|step| {
            now += step.delay_seconds;
            (now, &step.round)
        })
        .collect();
    let rounds = if sequence.is_empty() {
        &single[..]
    } else {
        &sequence[..]
    };
    rounds
        .iter()
        .map(|&(at, round)| Explanation {
            profile,
            at,
            told: match &round.request {
                Err(Thrown::InvalidMethod) => Told::Thrown(
                    "The method is not a word that HTTP can carry, so script gets a TypeError and nothing is sent.",
                ),
                Err(Thrown::InvalidHeader) => Told::Thrown(
                    "A header is not one that HTTP can carry, so script gets a TypeError and nothing is sent.",
                ),
                Ok(request) => of_round(request, round, &mut caches, at, profile),
            },
            link: None,
        })
        .collect()
}

/// Every browser has a cache of its own, so all of them take part in every request.
fn of_round(
    request: &Request,
    round: &Round,
    caches: &mut [(Profile, PreflightCache)],
    at: f64,
    profile: Profile,
) -> Told {
    let mut shown = None;
    let mut consoles = Vec::new();
    for (browser, cache) in caches {
        let exchange = run(request, round, cache, at, *browser);
        consoles.extend(
            exchange
                .console_message(request, *browser)
                .map(|line| (*browser, line)),
        );
        if *browser == profile {
            shown = Some(exchange);
        }
    }
    let exchange =
        shown.unwrap_or_else(|| run(request, round, &mut PreflightCache::new(), at, profile));
    Told::Fetched(Box::new(Fetched {
        request: request.clone(),
        exchange,
        browsers: in_each(request, &PLATFORM, || {
            let mut recording = Recording::new(&round.responses);
            move |message: &_| recording.respond(message)
        }),
        consoles,
        fault: None,
    }))
}
