//! What the proof has to know of a target beyond its place in the registry.

use cors_core::targets::Target;

use crate::compare::Order;
use crate::policy::{GENERATED, GENERATED_TO_COMPILE};
use crate::promise::Kind;

/// Which promises the target keeps.
pub(crate) fn kind(target: &Target) -> Kind {
    match target.id {
        "nginx" | "express" | "node-http" | "axum" | "actix-web" => Kind::ByHand,
        _ => Kind::Library,
    }
}

/// Whether the target's lists have the order of the policy.
pub(crate) fn order(target: &Target) -> Order {
    match target.id {
        // It keeps them in hash sets.
        "actix-cors" => Order::Random,
        _ => Order::AsWritten,
    }
}

/// Whether the target's snippets are built into one program, instead of being read when it starts.
pub(crate) fn is_compiled(target: &Target) -> bool {
    target.language == "rust"
}

/// How many generated policies the target serves.
pub(crate) fn generated(target: &Target) -> usize {
    if is_compiled(target) {
        GENERATED_TO_COMPILE
    } else {
        GENERATED
    }
}

/// So many generated policies must be expressible, or the proof is thinner than it says.
pub(crate) fn least_generated(target: &Target) -> usize {
    if is_compiled(target) { 24 } else { 200 }
}
