//! Hostile origins, derived from a policy's own entries, and what each of them gets: so that "nobody else
//! gets in" is seen and need not be believed.
//!
//! Each origin is a mistake that some allow list somewhere makes: one that compares only the beginning, one
//! that forgets to escape a dot, one that trusts `null`. A browser judges what the server answers, with the
//! same functions that predict the exchange.

mod attempt;
mod derive;
mod homograph;
mod table;
mod trick;

pub use attempt::{Attempt, Sender, Tried, Verdict, attempts, on_target};
pub use derive::{Attacker, attackers};
pub use table::AttackTable;
pub use trick::Trick;
