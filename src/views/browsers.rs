use cors_analysis::{InBrowser, VerdictKind};

use crate::dom::{Node, el};
use crate::state::Extent;
use crate::widgets::{fold, icon};

/// How each browser treats the request: where one differs from the standard, then how long each remembers
/// the preflight and what a second request does.
pub(crate) fn browsers(all: &[InBrowser], extent: Extent) -> Node {
    let differences: Vec<Node> = all
        .iter()
        .filter_map(|browser| browser.differs.clone())
        .map(|sentence| el("li").child(sentence).into())
        .collect();
    let rows: Vec<Node> = all.iter().map(row).collect();
    let title = el("h3").class("message-title").child("Browser differences");
    let differences = if differences.is_empty() {
        el("p").class("hint").child("Same in all browsers.")
    } else {
        el("ul").class("browser-differences").child(differences)
    };
    let list = el("dl").class("browser-list").child(rows);
    let body = el("div").class("browsers");
    let body = match extent {
        Extent::Whole => body.child(title).child(differences).child(list),
        Extent::Compact => body.child(differences).child(fold(title, list, false)),
    };
    body.into()
}

fn row(browser: &InBrowser) -> Node {
    let (kind, word) = match browser.kind {
        VerdictKind::Allowed => ("shared", "Allowed"),
        VerdictKind::Blocked | VerdictKind::Unknown => ("refused", "Blocked"),
        VerdictKind::Opaque => ("opaque", "Opaque"),
    };
    let verdict = el("span")
        .class(format!("browser-verdict {kind}"))
        .child(icon(kind))
        .child(word);
    el("div")
        .class("browser-row")
        .child(el("dt").child(browser.profile.label()))
        .child(el("dd").child(verdict).child(browser.preflight_cache()))
        .into()
}
