use cors_analysis::findings::Severity;

use crate::dom::{Element, el};
use crate::widgets::icon;

/// The word for a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Notice => "Notice",
    }
}

/// The word with its mark and colour.
pub(super) fn badge(severity: Severity) -> Element {
    el("span")
        .class(format!("badge {}", severity.id()))
        .child(icon(severity.id()))
        .child(word(severity))
}
