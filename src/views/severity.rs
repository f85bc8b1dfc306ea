use cors_core::diagnostic::Severity;
use leptos::prelude::*;

use crate::widgets::icon;

/// The word for a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Notice => "Notice",
    }
}

/// The word with its mark and colour.
pub(super) fn badge(severity: Severity) -> impl IntoView {
    view! {
        <span class=format!("badge {}", severity.id())>
            {icon(severity.id())}
            {word(severity)}
        </span>
    }
}
