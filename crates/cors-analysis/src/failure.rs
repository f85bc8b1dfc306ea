//! Simulated failures, explained for the test request.

use crate::earlier::Earlier;
use crate::effect::Effect;
use cors_core::server::{CachePlace, Layers};
use cors_core::targets::Target;
use cors_fetch::Profile;

/// Simulated failures, explained for the test request.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The faults, the outer layer first.
    pub layers: Layers,
    /// What they do to the test request.
    pub effect: Effect,
    /// What happened before, in order.
    pub earlier: Vec<Earlier>,
    /// Where the last response was cached, if it didn't come from the server.
    pub from_cache: Option<CachePlace>,
    /// The result for JavaScript in each engine, and what the engine writes to its console.
    pub engines: Vec<Engine>,
    /// Which response to look at in the network panel, and what to look for.
    pub network_panel: String,
    /// The fix of each fault, the outer layer first.
    pub fixes: Vec<FaultFix>,
}

/// What one engine shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// The engine.
    pub profile: Profile,
    /// The error that JavaScript gets; `None` if it gets a response.
    pub error: Option<&'static str>,
    /// The line in the console, if there is one.
    pub console: Option<String>,
}

/// The fix of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultFix {
    /// The name of the server or library that it is for; `None` if it is the same for all.
    pub target: Option<&'static str>,
    /// What to do.
    pub text: &'static str,
}

impl FaultFix {
    /// The fix of each fault for a target.
    pub(crate) fn of(layers: &Layers, target: Option<&Target>) -> Vec<Self> {
        let layers = layers.as_slice().iter();
        layers
            .map(|layer| {
                let own = target.and_then(|target| Some((target.label, target.fix(layer.fault)?)));
                match own {
                    Some((label, text)) => Self {
                        target: Some(label),
                        text,
                    },
                    None => Self {
                        target: None,
                        text: layer.fault.row().fix,
                    },
                }
            })
            .collect()
    }
}

impl Failure {
    /// What the faults do to the request, in one sentence.
    pub fn effect_sentence(&self) -> String {
        match &self.effect {
            Effect::Blocked => "With this failure, JavaScript gets an error.".to_owned(),
            Effect::Changed => {
                "The request flow changes, but JavaScript can still read the response.".to_owned()
            }
            Effect::None(why) => format!("No effect on this request. {why}"),
        }
    }
}
