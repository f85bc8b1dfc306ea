use cors_analysis::attack::{AttackTable, Attempt, Sender, Tried, Verdict};
use cors_fetch::Profile;
use cors_state::default_target;
use serde_json::{Value, json};

use super::chosen;
use super::deployable::predictable;
use crate::platform::PLATFORM;
use crate::stream::Answer;
use crate::subject::Subject;

/// What the options choose; a state chooses the rest.
pub(crate) struct Attacks {
    target: Option<String>,
    version: Option<String>,
    profile: Option<Profile>,
}

impl Attacks {
    pub(crate) fn new(
        target: Option<String>,
        version: Option<String>,
        profile: Option<Profile>,
    ) -> Result<Self, String> {
        if let Some(id) = target.as_deref().filter(|id| *id != MODEL) {
            let target = chosen::target(id)?;
            chosen::version(target, version.as_deref().unwrap_or_default())?;
        }
        if target.as_deref() == Some(MODEL) && version.is_some() {
            return Err("The target “model” has no versions; leave --version out.".to_owned());
        }
        Ok(Self {
            target,
            version,
            profile,
        })
    }

    /// Hostile origins for a policy or state, and what each gets.
    pub(crate) fn answer(&self, value: &Value) -> Answer {
        self.table(value).unwrap_or_else(|answer| answer)
    }

    fn table(&self, value: &Value) -> Result<Answer, Answer> {
        let subject = Subject::read(value).map_err(Answer::BadInput)?;
        let parsed = subject.draft.policy.parse(&PLATFORM);
        let policy = predictable(&parsed, &subject)?;
        let named = if subject.names_target {
            subject.draft.target.as_str()
        } else {
            default_target()
        };
        let target = match self.target.as_deref().unwrap_or(named) {
            MODEL => None,
            id => {
                let target = chosen::target(id).map_err(Answer::BadInput)?;
                let version = self.version.as_deref().unwrap_or(&subject.draft.version);
                let options = &subject.draft.options;
                Some(chosen::chosen(target, version, options).map_err(Answer::BadInput)?)
            }
        };
        let table = AttackTable::on(
            policy,
            target,
            &subject.draft.request().url,
            self.profile.unwrap_or(subject.draft.browser),
            &PLATFORM,
        );
        let succeeded = table.succeeded();
        let answer = json!({
            "target": table.target.as_ref().map_or(MODEL, |chosen| chosen.target.id),
            "version": table.target.as_ref().map(|chosen| chosen.setup.version.line),
            "browser": table.profile.id(),
            "summary": table.summary(),
            "attackers": table.attempts.iter().map(attempt_json).collect::<Vec<_>>(),
            "succeeded": succeeded,
        });
        Ok(if succeeded == 0 {
            Answer::Value(answer)
        } else {
            Answer::Failed(answer)
        })
    }
}

/// The canonical answers, which also stand in for a policy that the target does not run.
const MODEL: &str = "model";

fn attempt_json(attempt: &Attempt) -> Value {
    let (verdict, allowed_by) = match &attempt.verdict {
        Verdict::Allowed { by } => ("allowed", Some(by)),
        Verdict::Refused => ("refused", None),
        Verdict::Succeeds => ("succeeds", None),
    };
    let attacker = &attempt.attacker;
    json!({
        "trick": attacker.trick.id(),
        "name": attacker.trick.label(),
        "origin": attacker.origin,
        "entry": Some(&attacker.entry).filter(|entry| !entry.is_empty()),
        "why": attacker.trick.why(),
        "sent_by": match attempt.sender {
            Sender::Page => "page",
            Sender::Program => "program",
        },
        "verdict": verdict,
        "allowed_by": allowed_by,
        "without_preflight": tried_json(&attempt.without_preflight),
        "with_preflight": tried_json(&attempt.with_preflight),
    })
}

fn tried_json(tried: &Tried) -> Value {
    json!({
        "shared": tried.shared,
        "allow_origin": tried.allow_origin,
        "reached_app": tried.reached_app,
    })
}
