use cors_analysis::{Timeline, in_each};
use cors_fetch::{Event, PreflightCache, Profile, Request};
use cors_report::Explanation;

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
        .map(|&(at, round)| {
            let mut explanation = match &round.request {
                Err(thrown) => of_exception(profile, *thrown),
                Ok(request) => of_round(request, round, &mut caches, at, profile),
            };
            explanation.timeline.at = at;
            explanation
        })
        .collect()
}

fn of_exception(profile: Profile, thrown: Thrown) -> Explanation {
    let sentence = match thrown {
        Thrown::InvalidMethod => {
            "The method isn't a valid HTTP method, so JavaScript gets a TypeError and nothing is sent."
        }
        Thrown::InvalidHeader => {
            "A header isn't a valid HTTP header, so JavaScript gets a TypeError and nothing is sent."
        }
    };
    explanation(Timeline::thrown(profile, sentence))
}

fn explanation(timeline: Timeline) -> Explanation {
    Explanation {
        timeline,
        browsers: Vec::new(),
        consoles: Vec::new(),
        failure: None,
        server: None,
        source: None,
        link: None,
    }
}

/// Every browser has a cache of its own, so each request is simulated in all of them.
fn of_round(
    request: &Request,
    round: &Round,
    caches: &mut [(Profile, PreflightCache)],
    at: f64,
    profile: Profile,
) -> Explanation {
    let mut timeline = None;
    let mut consoles = Vec::new();
    for (browser, cache) in caches {
        let mut events = Vec::new();
        let exchange = run(request, round, cache, at, *browser, &mut |event: Event| {
            events.push(event);
        });
        let line = exchange.console_message(request, *browser);
        consoles.extend(line.map(|line| (*browser, line)));
        if *browser == profile {
            timeline = Some(Timeline::of(request, profile, &exchange, &events, None));
        }
    }
    let timeline =
        timeline.unwrap_or_else(|| Timeline::thrown(profile, "There is no such browser."));
    Explanation {
        browsers: in_each(request, &PLATFORM, || {
            let mut recording = Recording::new(&round.responses);
            move |message: &_| recording.respond(message)
        }),
        consoles,
        ..explanation(timeline)
    }
}
