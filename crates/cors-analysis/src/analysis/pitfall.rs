use super::stage::{Played, Stage};
use super::{chosen_target, configuration, fault_of};
use crate::pitfall::{Pitfall, is_repaired_alike, look};
use cors_fetch::Outcome;
use cors_fetch::{NetworkError, Profile};
use cors_http::Platform;
use cors_state::Draft;

/// What one engine lets be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// Which.
    pub profile: Profile,
    /// The error that script gets; `None` where it gets an answer.
    pub script: Option<&'static str>,
    /// The line in the console, if there is one.
    pub console: Option<String>,
}

/// The fault that is switched on, explained for the request to try. `None` without a fault or a request.
pub fn pitfall(draft: &Draft, platform: &Platform) -> Option<Pitfall> {
    let fault = fault_of(draft)?;
    let request = draft.request().parse(platform).request?;
    let policy = draft.policy.parse(platform);
    let chosen = chosen_target(draft)?;
    let target = chosen.target;
    let configured = configuration::is_given(&policy, &chosen).then_some(&chosen);
    let stage = Stage::new(
        policy.policy(),
        configured,
        &request,
        Some(fault),
        *platform,
    );
    let engine = |profile| {
        let Played { exchange, .. } = stage.play(profile);
        Engine {
            profile,
            script: match &exchange.outcome {
                Outcome::Shared(_) => None,
                Outcome::NetworkError(_) => NetworkError::thrown(profile),
            },
            console: exchange.console_message(&request, profile),
        }
    };
    let played = stage.play(draft.browser);
    Some(Pitfall {
        fault,
        on: crate::pitfall::on(fault),
        engines: [Profile::Chromium, Profile::Firefox, Profile::Webkit]
            .map(engine)
            .into(),
        look: look(&played.exchange, played.kept),
        recognise: crate::pitfall::recognise(fault),
        target: (!is_repaired_alike(fault)).then_some(target.label),
        repair: crate::pitfall::repair(fault, target),
        effect: played.effect?,
    })
}
