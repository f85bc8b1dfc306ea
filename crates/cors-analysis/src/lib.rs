//! Everything that follows from a policy, a request and a target, in one pass: the exchange in every browser,
//! findings with fixes, the attack test, and simulated failures.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod attack;
pub mod field;
pub mod findings;
pub mod pitfall;
