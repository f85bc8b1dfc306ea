//! What goes wrong in practice, for people: what is switched on, how to recognise it, and the repair.
//!
//! The faults themselves are in [`crate::server`]; nothing here decides about an exchange.

mod look;
mod recognise;
mod repair;
mod said;

use crate::analysis::{Effect, Engine};
use cors_core::server::Fault;
use cors_core::targets::Target;

/// A fault, explained for the request to try.
#[derive(Clone, Debug)]
pub struct Pitfall {
    /// Which.
    pub fault: Fault,
    /// What is switched on.
    pub on: &'static str,
    /// What it does to the request to try.
    pub effect: Effect,
    /// What each engine lets script see and writes to its console.
    pub engines: Vec<Engine>,
    /// Which response to look at, and what it says.
    pub look: String,
    /// What tells this fault from others.
    pub recognise: &'static str,
    /// The name of the server or library that the repair is for; `None` where it is the same for all.
    pub target: Option<&'static str>,
    /// The repair there.
    pub repair: &'static str,
}

pub(crate) use look::look;

/// What is switched on, in one line.
pub fn on(fault: Fault) -> &'static str {
    said::on(fault)
}

/// What tells this fault from others.
pub fn recognise(fault: Fault) -> &'static str {
    recognise::recognise(fault)
}

/// What to do about it in a server or library.
pub fn repair(fault: Fault, target: &Target) -> &'static str {
    target.fix(fault).unwrap_or(repair::general(fault))
}

/// Whether that is the same for every server and library.
pub(crate) fn is_repaired_alike(fault: Fault) -> bool {
    repair::is_general(fault)
}
