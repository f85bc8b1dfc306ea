//! Everything that follows from a policy, a test request and a target, in one pass: the exchange in every browser,
//! findings with fixes, the attack test, and simulated failures.
#![forbid(unsafe_code)]

mod analysis;
pub mod attack;
mod browsers;
mod configuration;
pub mod diff;
mod earlier;
mod effect;
mod failure;
pub mod field;
pub mod findings;
pub mod format;
mod network_panel;
mod server;
mod simulation;
mod timeline;
mod trace;
mod trace_text;
mod verdict;

pub use analysis::{Analysis, Registry, Scope, WHOLE, analyze, analyze_with};
pub use browsers::{InBrowser, SecondRequest, in_each};
pub use configuration::{Configuration, NoConfiguration};
pub use earlier::Earlier;
pub use effect::Effect;
pub use failure::{Engine, Failure, FaultFix};
pub use server::Server;
pub use simulation::{Simulation, example_app};
pub use timeline::{Arrow, ArrowKind, Entry, Message, Party, Timeline, TimelineStep, no_response};
pub use trace::{Step, StepResult};
pub use trace_text::steps;
pub use verdict::{Verdict, VerdictKind};
