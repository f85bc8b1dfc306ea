use cors_analysis::attack::{Attempt, Sender, Tried, Verdict};
use cors_analysis::{Analysis, Registry, WHOLE, analyze_with};
use cors_fetch::Profile;
use cors_state::Draft;
use serde_json::{Value, json};

use super::chosen::Choice;
use super::deployable::predictable;
use crate::args::{AttackArgs, Responder};
use crate::input::Input;
use crate::platform::PLATFORM;
use crate::stream::Answer;

/// The choices of the arguments; a state makes the rest.
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
        let analysis = self.analysis(&input).map_err(Answer::BadInput)?;
        predictable(&analysis, &input)?;
        let table = analysis.attack();
        let succeeded = table.succeeded();
        let answer = json!({
            "target": table.target.as_ref().map_or(Responder::MODEL, |chosen| chosen.target.id),
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

    /// Everything that follows from the state, with the target and the browser of the arguments.
    fn analysis(&self, input: &Input) -> Result<Analysis, String> {
        let (draft, registry) = match self.responder {
            Some(Responder::Model) => {
                // Without any target, the reference server responds.
                let no_targets = Registry {
                    targets: &[],
                    ..WHOLE
                };
                (input.draft.clone(), no_targets)
            }
            Some(Responder::Target(_)) | None => (self.choice.applied_to(input)?, WHOLE),
        };
        let draft = Draft {
            browser: self.profile.unwrap_or(draft.browser),
            ..draft
        };
        Ok(analyze_with(&draft, &PLATFORM, registry))
    }
}

fn attempt_json(attempt: &Attempt) -> Value {
    let (verdict, allowed_by) = match &attempt.verdict {
        Verdict::Allowed { by } => ("allowed", Some(by)),
        Verdict::Blocked => ("blocked", None),
        Verdict::Succeeds => ("succeeds", None),
        Verdict::NotDocumented => ("not-documented", None),
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
        "allowed": tried.allowed,
        "allow_origin": tried.allow_origin,
        "reached_app": tried.reached_app,
    })
}
