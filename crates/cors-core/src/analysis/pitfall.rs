use super::stage::{Played, Stage};
use super::{chosen_target, configuration};
use crate::draft::Draft;
use crate::exchange::Outcome;
use crate::fetch::{NetworkError, Profile};
use crate::pitfall::{Pitfall, look};
use crate::platform::Platform;
use crate::server::Fault;

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
    let fault = Fault::from_id(&draft.fault)?;
    let request = draft.request.parse(platform).request?;
    let policy = draft.policy.parse(platform);
    let (target, version) = chosen_target(draft)?;
    let configured = configuration::is_given(&policy, (target, version));
    let configured = configured.then_some((target, version));
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
        on: fault.on(),
        engines: [Profile::Chromium, Profile::Firefox, Profile::Webkit]
            .map(engine)
            .into(),
        look: look(&played.exchange, played.kept),
        recognise: fault.recognise(),
        target: (!fault.is_repaired_alike()).then_some(target.label),
        repair: fault.repair(target),
        effect: played.effect?,
    })
}
