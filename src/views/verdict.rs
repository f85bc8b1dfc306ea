use cors_analysis::VerdictKind;

use crate::browser;
use crate::dom::{Node, el};
use crate::state::State;
use crate::widgets::{icon, prose};

/// How the exchange ends, in one sentence.
pub(crate) fn verdict(state: State) -> Node {
    let kind = move || class(state.shown().verdict().kind);
    let bar = el("a")
        .live("class", move || {
            Some(format!("verdict-bar {}", kind()).into())
        })
        .attr("href", "#exchange")
        .on_click(|event| {
            event.prevent_default();
            browser::go_to("exchange");
        })
        .show(move || icon(kind()).into())
        .child(el("span").class("verdict-bar-text").show(move || {
            let sentence = state.shown().verdict().sentence;
            sentence.replace('`', "").into()
        }))
        .child(el("span").class("visually-hidden").child("To the exchange"))
        .child(icon("down"));
    let text = el("p")
        .class("verdict-text")
        .attr("role", "status")
        .show(move || prose(&state.shown().verdict().sentence));
    let verdict = el("div")
        .live("class", move || Some(format!("verdict {}", kind()).into()))
        .show(move || icon(kind()).into())
        .child(text);
    Node::Many(vec![bar.into(), verdict.into()])
}

/// The word that the style sheet knows a kind by.
fn class(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Allowed => "shared",
        VerdictKind::Blocked => "refused",
        VerdictKind::Opaque => "opaque",
        VerdictKind::Unknown => "unknown",
    }
}
