//! Code as it is shown: in quiet colors, folded when it is long, with the lines marked that the last edit changed.

use leptos::prelude::*;

use super::highlight::{Kind, Piece, highlight};
use super::line_change::changed_lines;
use crate::dom::{AnyView, el, keyed, nothing};

/// How many lines of long code are shown while it is folded. The style sheet knows these numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    /// For code alone.
    To20,
    /// For one of several texts, so that the next is seen.
    To12,
}

impl Folded {
    fn lines(self) -> usize {
        match self {
            Self::To20 => 20,
            Self::To12 => 12,
        }
    }
}

/// One line, and how it is told from its equals.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    pieces: Vec<Piece>,
    is_changed: bool,
    /// How many equal lines are above.
    occurrence: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Lines {
    key: String,
    text: String,
    list: Vec<Line>,
}

impl Lines {
    fn new(key: String, text: String, language: &str, before: Option<&Self>) -> Self {
        let changed = match before {
            Some(before) if before.text == text => {
                return Self {
                    key,
                    ..before.clone()
                };
            }
            Some(before) if before.key == key => changed_lines(&before.text, &text, comparable),
            Some(_) | None => Vec::new(),
        };
        let mut seen = std::collections::HashMap::<Vec<Piece>, usize>::new();
        let lines = highlight(&text, language);
        let lines = lines.into_iter().enumerate().map(|(index, pieces)| {
            let count = seen.entry(pieces.clone()).or_default();
            *count += 1;
            Line {
                is_changed: changed.get(index).copied().unwrap_or_default(),
                occurrence: *count,
                pieces,
            }
        });
        Self {
            list: lines.collect(),
            key,
            text,
        }
    }
}

/// What two lines are compared by: without a link, whose address and state change, and without fingerprints in names,
/// such as `_7a45d0_`, because both change with every edit.
fn comparable(line: &str) -> String {
    let before = line.split_once("#v=").map(|(before, _)| before);
    let kept = before.map(|before| before.rsplit_once(' ').map_or(before, |(kept, _)| kept));
    let is_fingerprint =
        |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = kept.unwrap_or(line).split('_');
    words
        .filter(|word| !is_fingerprint(word))
        .collect::<Vec<_>>()
        .join("_")
}

/// Code, without a frame or buttons.
#[component]
pub(crate) fn CodeBlock(
    /// What it is, for assistive technology.
    label: String,
    language: &'static str,
    /// Lines are compared only with those of the same key.
    #[prop(into)]
    key: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(default = Folded::To20)] folded: Folded,
) -> impl IntoView {
    let lines = Memo::new(move |before: Option<&Lines>| {
        Lines::new(key.get(), text.get(), language, before)
    });
    let is_open = RwSignal::new(false);
    let hidden = Memo::new(move |_| {
        let count = lines.with(|lines| lines.list.len());
        // One line more than fits is shown rather than a button of the same height.
        count.saturating_sub(folded.lines()).saturating_sub(1)
    });
    let is_folded = move || hidden.get() > 0 && !is_open.get();
    let code = el("CODE").child(keyed(
        move || lines.get().list,
        |line| {
            let kind = line.pieces.first().map(|(kind, _)| *kind);
            let words: String = line
                .pieces
                .iter()
                .map(|(_, words)| words.as_str())
                .collect();
            (words, line.occurrence, line.is_changed, kind)
        },
        line_view,
    ));
    let pre = el("PRE")
        .class("code")
        .attr("tabindex", "0")
        .attr("aria-label", label)
        .bind("data-folded", move || {
            is_folded().then(|| folded.lines().to_string())
        })
        .child(code);
    let unfold = move || {
        if hidden.get() == 0 {
            return nothing();
        }
        let words = if is_open.get() {
            "Show less".to_owned()
        } else {
            format!("Show {} more lines", hidden.get() + 1)
        };
        super::button("quiet small unfold", move |_| {
            is_open.update(|open| *open = !*open);
        })
        .bind("aria-expanded", move || {
            crate::dom::true_or_false(is_open.get())
        })
        .child(words)
        .into()
    };
    el("DIV").class("code-block").child(pre).show(unfold).view()
}

fn line_view(line: Line) -> AnyView {
    let class = if line.is_changed {
        "line changed"
    } else {
        "line"
    };
    let mut view = el("SPAN").class(class);
    for (kind, words) in line.pieces {
        let class = match kind {
            Kind::Plain => {
                view = view.child(words);
                continue;
            }
            Kind::Comment => "code-comment",
            Kind::Text => "code-text",
            Kind::Keyword => "code-keyword",
            Kind::Variable => "code-variable",
        };
        view = view.child(el("SPAN").class(class).child(words));
    }
    view.child("\n").into()
}
