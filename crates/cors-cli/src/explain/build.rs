use cors_core::analysis::{analyze, in_each, pitfall};
use cors_core::draft::Draft;
use cors_core::fetch::{PreflightCache, Profile, Request};
use cors_core::server::Fault;

use super::{Explanation, Faulty, Fetched, Told};
use crate::case::{Case, Course, Script, Thrown, run};
use crate::hosts::host_to_ascii;

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
        .map(|&(at, course)| Explanation {
            profile,
            at,
            told: match &course.request {
                Err(Thrown::InvalidMethod) => Told::Thrown(
                    "The method is not a word that HTTP can carry, so script gets a TypeError and nothing is sent.",
                ),
                Err(Thrown::InvalidHeader) => Told::Thrown(
                    "A header is not one that HTTP can carry, so script gets a TypeError and nothing is sent.",
                ),
                Ok(request) => of_course(request, course, &mut caches, at, profile),
            },
        })
        .collect()
}

/// Every browser has a cache of its own, so all of them take part in every request.
fn of_course(
    request: &Request,
    course: &Course,
    caches: &mut [(Profile, PreflightCache)],
    at: f64,
    profile: Profile,
) -> Told {
    let mut shown = None;
    let mut consoles = Vec::new();
    for (browser, cache) in caches {
        let exchange = run(request, course, cache, at, *browser);
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
        shown.unwrap_or_else(|| run(request, course, &mut PreflightCache::new(), at, profile));
    Told::Fetched(Box::new(Fetched {
        request: request.clone(),
        exchange,
        browsers: in_each(request, || {
            let mut script = Script::new(&course.answers);
            move |message: &_| script.answer(message)
        }),
        consoles,
        fault: None,
    }))
}

/// The explanation of a state: the chosen target answers, or the model while there is none.
pub(crate) fn of_state(draft: &Draft, profile: Profile) -> Result<Explanation, String> {
    if !draft.fault.is_empty() && Fault::from_id(&draft.fault).is_none() {
        let known = Fault::ALL.map(Fault::id).join(", ");
        return Err(format!(
            "There is no fault “{}”; there are {known}.",
            draft.fault
        ));
    }
    let in_browser = |browser| {
        let mut draft = draft.clone();
        draft.browser = browser;
        analyze(&draft, &host_to_ascii).exchange
    };
    let mut as_asked = draft.clone();
    as_asked.browser = profile;
    let pitfall = pitfall(&as_asked, &host_to_ascii);
    let shown = in_browser(profile)?;
    let request = draft.request.parse(&host_to_ascii).request.ok_or(
        "There is no request to explain: the page origin, the URL and the method are needed.",
    )?;
    let consoles = Profile::ALL
        .into_iter()
        .filter_map(|browser| {
            let exchange = in_browser(browser).ok()?.exchange;
            Some((browser, exchange.console_message(&request, browser)?))
        })
        .collect();
    Ok(Explanation {
        profile,
        at: 0.0,
        told: Told::Fetched(Box::new(Fetched {
            request,
            exchange: shown.exchange,
            browsers: shown.browsers,
            consoles,
            fault: pitfall.map(|pitfall| {
                Box::new(Faulty {
                    pitfall,
                    earlier: shown.earlier,
                    kept: shown.kept,
                })
            }),
        })),
    })
}
