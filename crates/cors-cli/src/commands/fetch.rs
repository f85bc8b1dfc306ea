//! `cors fetch`: cases in, outcomes out.

use cors_fetch::{PreflightCache, Profile};
use serde_json::{Map, Value, json};

use crate::case::{Case, Round, outcome, run};
use crate::stream::Answer;

pub(crate) fn answer(value: &Value, profile: Profile) -> Answer {
    match run_case(value, profile) {
        Ok(outcome) => Answer::Value(outcome),
        Err(error) => Answer::BadInput(error),
    }
}

/// One case, and every field that its `expect` may hold.
pub(crate) fn run_case(value: &Value, profile: Profile) -> Result<Value, String> {
    let case = Case::read(value)?;
    let mut cache = PreflightCache::new();
    let mut fields = if case.steps.is_empty() {
        run_round(&case.round, &mut cache, 0.0, profile)
    } else {
        run_steps(&case, &mut cache, profile)
    };
    fields.insert("id".to_owned(), case.id);
    Ok(Value::Object(fields))
}

/// The clock of the cache is the sum of the delays. Next to the steps is the outcome of the first, with whether the
/// second needed no preflight.
fn run_steps(case: &Case, cache: &mut PreflightCache, profile: Profile) -> Map<String, Value> {
    let mut now = 0.0;
    let mut steps: Vec<Map<String, Value>> = Vec::new();
    for step in &case.steps {
        now += step.delay_seconds;
        steps.push(run_round(&step.round, cache, now, profile));
    }
    let mut fields = steps.first().cloned().unwrap_or_default();
    let cached = steps
        .get(1)
        .and_then(|second| second.get("cached"))
        .cloned();
    fields.insert("cached".to_owned(), cached.unwrap_or(json!(false)));
    fields.insert("steps".to_owned(), json!(steps));
    fields
}

fn run_round(
    round: &Round,
    cache: &mut PreflightCache,
    now: f64,
    profile: Profile,
) -> Map<String, Value> {
    match &round.request {
        Ok(request) => {
            let exchange = run(request, round, cache, now, profile, &mut |_| {});
            outcome(Ok((request, &exchange)), profile)
        }
        Err(thrown) => outcome(Err(*thrown), profile),
    }
}
