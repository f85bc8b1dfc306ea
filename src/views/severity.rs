use cors_analysis::findings::Severity;

use crate::dom::{Element, el};
use crate::widgets::icon;

/// The word for a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Risk => "Risk",
        Severity::Tip => "Tip",
    }
}

/// The word with its mark and colour.
pub(super) fn badge(severity: Severity) -> Element {
    el("span")
        .class(format!("badge {}", class(severity)))
        .child(icon(class(severity)))
        .child(word(severity))
}

/// The word that the style sheet knows a severity by.
pub(super) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Risk => "warning",
        Severity::Tip => "notice",
    }
}
