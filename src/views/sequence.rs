use cors_core::exchange::{Exchange, FilteredResponse, Leg, Outcome, Preflight};

use crate::browser;
use crate::dom::{Element, Node, el};
use crate::widgets::{bare_button, icon};

/// Who takes part, in the order of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    Page,
    Browser,
    Cache,
    Server,
}

impl Lane {
    const ALL: [Self; 4] = [Self::Page, Self::Browser, Self::Cache, Self::Server];

    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Browser => "browser",
            Self::Cache => "cache",
            Self::Server => "server",
        }
    }
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrow {
    from: Lane,
    to: Lane,
    words: String,
    tone: &'static str,
    /// The id of the message below that this arrow stands for.
    message: Option<String>,
}

/// The course of the exchange at a glance.
pub(super) fn sequence(exchange: &Exchange) -> Element {
    let mut heads = el("div").class("lane-names").attr("aria-hidden", "true");
    for lane in Lane::ALL {
        heads = heads.child(el("span").class("lane-name").child(lane.name()));
    }
    let arrows: Vec<Node> = arrows(exchange).into_iter().map(arrow_view).collect();
    let arrows = el("ol")
        .class("arrows")
        .attr("aria-label", "Overview of the exchange")
        .child(arrows);
    el("div").class("sequence").child(heads).child(arrows)
}

fn arrow_view(arrow: Arrow) -> Node {
    let (left, right) = (arrow.from.min(arrow.to), arrow.from.max(arrow.to));
    let direction = if arrow.from < arrow.to {
        "right"
    } else {
        "left"
    };
    let span = format!("from-{} to-{}", left.name(), right.name());
    let who = format!("{} to {}: ", arrow.from.name(), arrow.to.name());
    let who = el("span").class("visually-hidden").child(who);
    let words = el("span").class("arrow-words").child(arrow.words);
    let content = match arrow.message {
        Some(id) => bare_button("arrow-label", move |_| browser::go_to(&id))
            .child(who)
            .child(words)
            .child(icon("down")),
        None => el("span").class("arrow-label").child(who).child(words),
    };
    el("li")
        .class(format!("arrow {direction} {span} {}", arrow.tone))
        .child(content)
        .into()
}

fn arrows(exchange: &Exchange) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    if let Some(first) = exchange.hops.first() {
        let call = first.actual.as_ref().map_or_else(
            || "fetch".to_owned(),
            |leg| format!("fetch {}", leg.request.method),
        );
        arrows.push(plain(Lane::Page, Lane::Browser, call));
    }
    for (index, hop) in exchange.hops.iter().enumerate() {
        match &hop.preflight {
            Preflight::NotNeeded => {}
            Preflight::Cached { .. } => {
                arrows.push(plain(
                    Lane::Cache,
                    Lane::Browser,
                    "still allowed".to_owned(),
                ));
            }
            Preflight::Sent {
                leg, cache_seconds, ..
            } => {
                push_leg(&mut arrows, leg, &format!("preflight-{index}"));
                if let Some(seconds) = cache_seconds.filter(|seconds| *seconds > 0) {
                    let words = format!("remember {seconds} s");
                    arrows.push(plain(Lane::Browser, Lane::Cache, words));
                }
            }
        }
        if let Some(leg) = &hop.actual {
            push_leg(&mut arrows, leg, &format!("actual-{index}"));
        }
    }
    let (words, tone) = match &exchange.outcome {
        Outcome::Shared(FilteredResponse::Basic { .. } | FilteredResponse::Cors { .. }) => {
            ("readable", "shared")
        }
        Outcome::Shared(FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect) => {
            ("opaque", "opaque")
        }
        Outcome::NetworkError(_) => ("error", "refused"),
    };
    arrows.push(Arrow {
        tone,
        ..plain(Lane::Browser, Lane::Page, words.to_owned())
    });
    arrows
}

fn plain(from: Lane, to: Lane, words: String) -> Arrow {
    Arrow {
        from,
        to,
        words,
        tone: "",
        message: None,
    }
}

fn push_leg(arrows: &mut Vec<Arrow>, leg: &Leg, id: &str) {
    let request = format!(
        "{} {}",
        leg.request.method,
        leg.request.url.request_target()
    );
    arrows.push(Arrow {
        message: Some(format!("{id}-request")),
        ..plain(Lane::Browser, Lane::Server, request)
    });
    let (answer, tone) = match &leg.answer {
        Ok(response) => (
            format!("{} {}", response.status, response.status.reason_phrase()),
            "",
        ),
        Err(_) => ("no answer".to_owned(), "refused"),
    };
    arrows.push(Arrow {
        tone,
        message: Some(format!("{id}-answer")),
        ..plain(Lane::Server, Lane::Browser, answer)
    });
}
