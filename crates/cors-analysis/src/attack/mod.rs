//! The attack test: attack origins derived from a policy's own entries, and what each of them gets.
//!
//! Each origin exploits a mistake that allow lists make: comparing only the beginning, not escaping a dot, allowing
//! `null`. Whether the browser lets it read the response is decided by the functions that simulate the request flow.

mod attempt;
mod derive;
mod homograph;
mod table;
mod trick;

pub use attempt::{Attempt, Sender, Tried, Verdict, attempts, on_target};
pub use derive::{Attacker, attackers};
pub use table::AttackTable;
pub use trick::Trick;
