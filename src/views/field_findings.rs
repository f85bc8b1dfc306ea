use cors_analysis::field::Field;
use cors_analysis::findings::{Finding, Fix};

use super::severity;
use crate::dom::{Element, Node, el};
use crate::later::Later;
use crate::state::{State, findings_id};
use crate::widgets::{bare_button, prose};

/// More would bury the form; the Findings region shows them all.
const SHOWN: usize = 4;

/// What was found about a field, beside it.
pub(super) fn field_findings(state: State, field: Field) -> Element {
    el("ul")
        .class("field-findings")
        .id(findings_id(field))
        .show(move || match state.later() {
            Later::Here(part) => (part.field_findings)(state, field),
            Later::Coming | Later::Failed => Node::none(),
        })
}

/// The first few of them.
pub(crate) fn field_finding_lines(state: State, field: Field) -> Node {
    let shown = state.shown();
    let findings: Vec<&Finding> = shown.findings_at(field).collect();
    let mut lines: Vec<Node> = Vec::new();
    for finding in findings.iter().take(SHOWN) {
        lines.push(line(state, finding).into());
    }
    if findings.len() > SHOWN {
        let more = format!("{} more in Checks", findings.len() - SHOWN);
        lines.push(el("li").class("hint").child(more).into());
    }
    Node::Many(lines)
}

fn line(state: State, finding: &Finding) -> Element {
    el("li")
        .class(format!(
            "field-finding {}",
            severity::class(finding.severity)
        ))
        .child(severity::badge(finding.severity))
        .child(
            el("span")
                .class("field-finding-text")
                .child(prose(&finding.message)),
        )
        .child(fix_buttons(state, &finding.fixes))
}

/// The buttons that end a finding, the best fix first.
pub(super) fn fix_buttons(state: State, fixes: &[Fix]) -> Node {
    if state.locked().is_some() {
        return Node::none();
    }
    let buttons = fixes.iter().cloned().map(|fix| {
        let label = fix.label.clone();
        let button = bare_button("button repair", move |_| state.fix(&fix));
        button.child(label).into()
    });
    Node::Many(buttons.collect())
}
