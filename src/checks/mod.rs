//! What was found, in the words that every place shows them in.

mod attack;
mod panel;

pub(crate) use panel::panel;

use cors_analysis::findings::{Finding, Severity};

use crate::browser::element;
use crate::dom::{AnyView, el, many, nothing};
use crate::state::{MAIN, State, element_id};
use crate::widgets::button;

/// How a rank looks: word and shape, because a color alone says nothing to some.
pub(crate) struct SeverityMark {
    pub(crate) icon: &'static str,
    pub(crate) class: &'static str,
    pub(crate) word: &'static str,
}

pub(crate) fn severity_mark(severity: Severity) -> SeverityMark {
    let (icon, class, word) = match severity {
        Severity::Error => ("error", "error", "Error: "),
        Severity::Risk => ("risk", "risk", "Risk: "),
        Severity::Tip => ("tip", "tip", "Tip: "),
    };
    SeverityMark { icon, class, word }
}

/// A button for each way to end a finding, at most this many.
pub(crate) fn fix_buttons(state: State, finding: &Finding, most: usize) -> AnyView {
    if finding.fixes.is_empty() || state.is_locked() {
        return nothing();
    }
    let field = finding.field;
    let buttons = finding.fixes.iter().take(most).map(|fix| {
        let label = crate::widgets::prose(&fix.label);
        let fix = fix.clone();
        button("small", move |_| {
            state.fix(core::slice::from_ref(&fix));
            // The button goes, and the field may not be on the screen.
            element::focus_first(&[element_id(field), MAIN]);
        })
        .child(label)
        .into()
    });
    many(vec![el("SPAN").class("fixes").children(buttons).into()])
}
