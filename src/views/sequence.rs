use cors_analysis::analysis::{Earlier, ShownExchange};
use cors_core::server::CachePlace;
use cors_fetch::{FilteredResponse, Leg, Outcome, Preflight};

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

impl Arrow {
    /// The browser asks its own cache instead of the server.
    fn turn_to_cache(&mut self) {
        for lane in [&mut self.from, &mut self.to] {
            if *lane == Lane::Server {
                *lane = Lane::Cache;
            }
        }
    }
}

/// The course of the exchange at a glance.
pub(super) fn sequence(shown: &ShownExchange) -> Element {
    let mut heads = el("div").class("lane-names").attr("aria-hidden", "true");
    for lane in Lane::ALL {
        heads = heads.child(el("span").class("lane-name").child(lane.name()));
    }
    let arrows: Vec<Node> = arrows(shown).into_iter().map(arrow_view).collect();
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

fn arrows(shown: &ShownExchange) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for earlier in &shown.earlier {
        push_earlier(&mut arrows, earlier);
    }
    if shown.kept == Some(CachePlace::Browser) {
        let words = "keep the answer".to_owned();
        arrows.push(plain(Lane::Browser, Lane::Cache, words));
    }
    let exchange = &shown.exchange;
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
                push_memory(&mut arrows, *cache_seconds);
            }
        }
        if let Some(leg) = &hop.actual {
            let first = arrows.len();
            push_leg(&mut arrows, leg, &format!("actual-{index}"));
            let is_last = index + 1 == exchange.hops.len();
            match shown.kept.filter(|_| is_last) {
                None => {}
                Some(CachePlace::Browser) => {
                    for arrow in arrows.iter_mut().skip(first) {
                        arrow.turn_to_cache();
                    }
                }
                Some(CachePlace::Shared) => {
                    for arrow in arrows.iter_mut().skip(first + 1) {
                        arrow.words.push_str(", from a shared cache");
                    }
                }
            }
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

/// What happened before, as far as it travelled.
fn push_earlier(arrows: &mut Vec<Arrow>, earlier: &Earlier) {
    for (index, hop) in earlier.exchange.hops.iter().enumerate() {
        if let Preflight::Sent {
            leg, cache_seconds, ..
        } = &hop.preflight
        {
            push_leg(arrows, leg, &format!("before-preflight-{index}"));
            push_memory(arrows, *cache_seconds);
        }
        if let Some(leg) = &hop.actual {
            push_leg(arrows, leg, &format!("before-actual-{index}"));
        }
    }
}

/// For how long a permission is remembered, if it is.
fn push_memory(arrows: &mut Vec<Arrow>, seconds: Option<u64>) {
    if let Some(seconds) = seconds.filter(|seconds| *seconds > 0) {
        let words = format!("remember {seconds} s");
        arrows.push(plain(Lane::Browser, Lane::Cache, words));
    }
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
