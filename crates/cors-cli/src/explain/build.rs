use cors_analysis::{Timeline, in_each};
use cors_fetch::{Event, PreflightCache, Profile, Request};
use cors_report::Explanation;

use crate::case::{Case, Course, Script, Thrown, run};
use crate::platform::PLATFORM;

/// The explanations of a case, one for each of its requests.
pub(crate) fn of_case(case: &Case, profile: Profile) -> Vec<Explanation> {
    let mut caches: Vec<(Profile, PreflightCache)> = Profile::ALL
        .map(|profile| (profile, PreflightCache::new()))
        .into();
    let single = [(0.0, &case.course)];
    let mut now = 0.0;
    let sequence: Vec<(f64, &Course)> = case
        .steps
        .iter()
        .map(|step| {
            now += step.delay_seconds;
            (now, &step.course)
        })
        .collect();
    let courses = if sequence.is_empty() {
        &single[..]
    } else {
        &sequence[..]
    };
    courses
        .iter()
        .map(|&(at, course)| {
            let mut explanation = match &course.request {
                Err(thrown) => of_exception(profile, *thrown),
                Ok(request) => of_course(request, course, &mut caches, at, profile),
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
        link: None,
    }
}

/// Every browser has a cache of its own, so all of them take part in every request.
fn of_course(
    request: &Request,
    course: &Course,
    caches: &mut [(Profile, PreflightCache)],
    at: f64,
    profile: Profile,
) -> Explanation {
    let mut timeline = None;
    let mut consoles = Vec::new();
    for (browser, cache) in caches {
        let mut events = Vec::new();
        let exchange = run(request, course, cache, at, *browser, &mut |event: Event| {
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
            let mut script = Script::new(&course.answers);
            move |message: &_| script.answer(message)
        }),
        consoles,
        ..explanation(timeline)
    }
}
