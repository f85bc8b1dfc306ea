use cors_analysis::attack::{AttackTable, Attempt, Sender, Tried, Verdict};
use cors_core::targets::Chosen;
use cors_fetch::Profile;
use serde_json::{Value, json};

use super::chosen::Choice;
use super::deployable::predictable;
use crate::args::{AttackArgs, Responder};
use crate::input::Input;
use crate::platform::PLATFORM;
use crate::stream::Answer;

/// What the arguments choose; a state chooses the rest.
pub(crate) struct Attacks {
    responder: Option<Responder>,
    choice: Choice,
    profile: Option<Profile>,
}

impl Attacks {
    pub(crate) fn new(args: AttackArgs) -> Result<Self, String> {
        let choice = match args.target {
            None => Choice::new(None, args.setup)?,
            Some(Responder::Target(target)) => Choice::new(Some(target), args.setup)?,
            Some(Responder::Model) => {
                let choice = Choice::new(None, args.setup)?;
                choice.refuse_setup()?;
                choice
            }
        };
        Ok(Self {
            responder: args.target,
            choice,
            profile: args.profile,
        })
    }

    /// Attack origins for a policy or state, and what each gets.
    pub(crate) fn answer(&self, value: &Value) -> Answer {
        self.table(value).unwrap_or_else(|answer| answer)
    }

    fn table(&self, value: &Value) -> Result<Answer, Answer> {
        let input = Input::read(value).map_err(Answer::BadInput)?;
        let parsed = input.draft.policy.parse(&PLATFORM);
        let policy = predictable(&parsed, &input)?;
        let target = self.target(&input).map_err(Answer::BadInput)?;
        let table = AttackTable::on(
            policy,
            target,
            &input.draft.request().url,
            self.profile.unwrap_or(input.draft.browser),
            &PLATFORM,
        );
        let succeeded = table.succeeded();
        let answer = json!({
            "target": table.target.as_ref().map_or(Responder::MODEL, |chosen| chosen.target.id),
            "version": table.target.as_ref().map(|chosen| chosen.setup.version.0),
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

    /// The target under attack; `None` for the reference response.
    fn target(&self, input: &Input) -> Result<Option<Chosen>, String> {
        match self.responder {
            Some(Responder::Model) => Ok(None),
            Some(Responder::Target(_)) | None => self.choice.beside(input).map(Some),
        }
    }
}

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
