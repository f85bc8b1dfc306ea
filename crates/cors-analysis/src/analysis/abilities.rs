use super::{ShownExchange, exchange, fault_of};
use crate::findings::{self, Context, Finding};
use cors_core::policy::ParsedPolicy;
use cors_core::server::Fault;
use cors_core::targets::{Chosen, FIRST_TARGETS, TARGETS, Target};
use cors_fetch::{ParsedRequest, Profile};
use cors_http::Platform;
use cors_state::Draft;

/// What an analysis draws on. The page has [`FIRST`] from its first moment and [`WHOLE`] soon after: what only
/// the latter names is downloaded later.
#[derive(Debug)]
pub struct Abilities {
    pub(super) targets: &'static [Target],
    pub(super) findings: fn(&Context<'_>) -> Vec<Finding>,
    pub(super) predict: Predict,
    faults: Faults,
}

/// The exchange of the request to try, or why there is none.
pub(super) type Predict = fn(
    &ParsedPolicy,
    &ParsedRequest,
    Option<&Chosen>,
    Profile,
    Option<Fault>,
    &Platform,
) -> Result<ShownExchange, String>;

/// Whether what goes wrong in practice can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Faults {
    NotPlayed,
    Played,
}

/// Enough for the first screen and for every field of it: the first target without its complete example
/// and its differences, and the exchange in one browser. It finds nothing and plays no fault.
pub static FIRST: Abilities = Abilities {
    targets: FIRST_TARGETS,
    findings: |_| Vec::new(),
    predict: exchange::predict_first,
    faults: Faults::NotPlayed,
};

/// Everything.
pub static WHOLE: Abilities = Abilities {
    targets: TARGETS,
    findings: findings::findings,
    predict: exchange::predict,
    faults: Faults::Played,
};

impl Abilities {
    /// Whether the exchange and the configuration of this draft are what they are with everything.
    pub fn are_enough_for(&self, draft: &Draft) -> bool {
        let has_target = self.targets.iter().any(|target| target.id == draft.target);
        let is_known = cors_core::targets::find_info(&draft.target).is_some();
        let is_faultless = fault_of(draft).is_none();
        (has_target || !is_known) && (is_faultless || self.faults == Faults::Played)
    }
}
