use cors_analysis::field::Field;
use cors_analysis::findings::{Finding, Severity};

use super::absent::absent;
use super::field_findings::fix_buttons;
use super::severity;
use crate::browser;
use crate::dom::{Element, Node, el};
use crate::later::Later;
use crate::state::{State, element_id};
use crate::widgets::{bare_button, prose};

/// Everything that was found.
pub(crate) fn findings(state: State) -> Element {
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("findings-title").child("Findings"))
        .child(
            el("p")
                .class("hint")
                .show(move || summary(state.shown().analysis.findings()).into()),
        );
    el("section")
        .class("card findings")
        .id("findings")
        .attr("aria-labelledby", "findings-title")
        .child(header)
        .show(move || match state.later() {
            Later::Here(part) => (part.findings)(state),
            Later::Coming | Later::Failed => absent(state, "The findings").into(),
        })
}

/// All of them, one below the other.
pub(crate) fn finding_list(state: State) -> Node {
    let shown = state.shown();
    let findings = shown.analysis.findings();
    if findings.is_empty() {
        return el("p")
            .class("empty")
            .child("No problems found. Ready to deploy.")
            .into();
    }
    let items: Vec<Node> = findings
        .iter()
        .map(|finding| item(state, finding).into())
        .collect();
    el("ul").class("finding-list").child(items).into()
}

fn item(state: State, finding: &Finding) -> Element {
    let field = element_id(finding.field);
    let entry = match (finding.field, finding.index) {
        // The chosen target's tab, whose finding bears its id.
        (Field::Target, _) => Some(format!("tab-{}", finding.value)),
        (_, index) => index.map(|index| format!("{field}-{}", index + 1)),
    };
    let message = bare_button("finding-message", move |_| go_to(field, entry.as_deref()));
    let reference = (!finding.reference.is_empty()).then(|| {
        let link = el("a")
            .attr("href", finding.reference)
            .attrs(&[("target", "_blank"), ("rel", "noopener noreferrer")])
            .child("Source");
        el("p").child(link)
    });
    let more = el("details")
        .class("more")
        .child(el("summary").child("Why this matters"))
        .child(el("p").child(prose(&finding.explanation)))
        .child(reference);
    let body = el("div")
        .class("finding-body")
        .child(
            message
                .child(
                    el("span")
                        .class("finding-field")
                        .child(finding.field.label()),
                )
                .child(prose(&finding.message)),
        )
        .child(more);
    el("li")
        .class(format!("finding {}", severity::class(finding.severity)))
        .child(severity::badge(finding.severity))
        .child(body)
        .child(fix_buttons(state, &finding.fixes))
}

/// Moves to the entry if the finding names one that has a line of its own, else to the field.
fn go_to(field: &str, entry: Option<&str>) {
    match entry.filter(|entry| browser::has_element(entry)) {
        Some(entry) => browser::focus(entry),
        None => browser::focus(field),
    }
}

/// The findings in numbers.
fn summary(findings: &[Finding]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Risk, Severity::Tip]
        .into_iter()
        .filter_map(|severity| {
            let same = |finding: &&Finding| finding.severity == severity;
            let count = findings.iter().filter(same).count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {}{plural}", severity.id()))
        })
        .collect();
    parts.join(", ")
}
