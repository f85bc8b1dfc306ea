use cors_analysis::{Arrow, ArrowKind, Party, Timeline};

use crate::browser;
use crate::dom::{Element, Node, el};
use crate::widgets::{bare_button, icon};

/// The request flow at a glance.
pub(super) fn sequence(timeline: &Timeline) -> Element {
    let mut heads = el("div").class("lane-names").attr("aria-hidden", "true");
    for party in Party::ALL {
        heads = heads.child(el("span").class("lane-name").child(party.label()));
    }
    let entries = timeline.entries.iter();
    let entries = entries.filter_map(|entry| Some((entry.arrow.as_ref()?, Some(entry.id.clone()))));
    let arrows: Vec<Node> = std::iter::once((&timeline.call, None))
        .chain(entries)
        .chain([(&timeline.result, None)])
        .map(|(arrow, id)| arrow_view(arrow, id))
        .collect();
    let arrows = el("ol")
        .class("arrows")
        .attr("aria-label", "Overview of the request flow")
        .child(arrows);
    el("div").class("sequence").child(heads).child(arrows)
}

fn lane(party: Party) -> &'static str {
    match party {
        Party::Page => "page",
        Party::Browser => "browser",
        Party::Server => "server",
    }
}

fn arrow_view(arrow: &Arrow, message: Option<String>) -> Node {
    let (left, right) = (arrow.from.min(arrow.to), arrow.from.max(arrow.to));
    let direction = if arrow.from < arrow.to {
        "right"
    } else {
        "left"
    };
    let tone = match (arrow.kind, arrow.to) {
        (ArrowKind::Failed, _) => "refused",
        (ArrowKind::Response, Party::Page) if arrow.label == "can read" => "shared",
        (ArrowKind::Response, Party::Page) => "opaque",
        (ArrowKind::Request | ArrowKind::Response, _) => "",
    };
    let span = format!("from-{} to-{}", lane(left), lane(right));
    let who = format!("{} to {}: ", lane(arrow.from), lane(arrow.to));
    let who = el("span").class("visually-hidden").child(who);
    let words = el("span").class("arrow-words").child(arrow.label.clone());
    let content = match message {
        Some(id) => bare_button("arrow-label", move |_| browser::go_to(&id))
            .child(who)
            .child(words)
            .child(icon("down")),
        None => el("span").class("arrow-label").child(who).child(words),
    };
    el("li")
        .class(format!("arrow {direction} {span} {tone}"))
        .child(content)
        .into()
}
