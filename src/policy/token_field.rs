//! A list in one field: its entries as tokens, followed by the input that adds to them.

use std::collections::{BTreeMap, BTreeSet};

use cors_analysis::findings::{Fix, Severity};
use leptos::prelude::*;

use crate::browser::{element, event};
use crate::dom::{AnyView, Element, el, flag, icon, keyed, live, many, nothing};
use crate::policy::FieldFindings;
use crate::state::{List, State, element_id, findings_id, use_state};
use crate::widgets::{button, help_tip, icon_button, text_input};

/// A token: its text, and how many equal ones are before it, so that it is found again when others go.
type Token = (String, usize);

/// A list in one field.
#[component]
pub(crate) fn TokenField(
    list: List,
    label: &'static str,
    placeholder: &'static str,
    hint: &'static str,
    /// Added at a tap.
    #[prop(default = &[])]
    examples: &'static [&'static str],
    /// Offered while typing.
    #[prop(default = &[])]
    suggestions: &'static [&'static str],
    /// Said under the field.
    #[prop(optional)]
    note: Option<AnyView>,
) -> impl IntoView {
    let state = use_state();
    let id = element_id(list.field());
    let is_text = RwSignal::new(false);
    let entries = state.committed(list);
    let count = move || match entries.with(Vec::len) {
        0 => String::new(),
        count => format!("{count} · "),
    };
    let as_text = button("link", move |_| {
        is_text.update(|open| *open = !*open);
        crate::browser::time::after(0, move || element::focus(id));
    })
    .bind("disabled", move || flag(state.is_locked()))
    .bind("aria-label", move || {
        let verb = if is_text.get() { DONE } else { EDIT_AS_TEXT };
        Some(format!("{verb}: {label}"))
    })
    .show_text(move || if is_text.get() { DONE } else { EDIT_AS_TEXT }.to_owned());
    let (tip, hint) = help_tip(format!("{id}-hint"), label, hint);
    let head = el("DIV")
        .class("label-row")
        .child(el("LABEL").class("label").attr("for", id).child(label))
        .child(tip)
        .child(
            el("SPAN")
                .class("count")
                .show_text(count)
                .show(move || many(vec![fix_all(state, list)]))
                .child(as_text),
        );
    let body = move || {
        if is_text.get() {
            as_lines(state, list, label).into()
        } else {
            tokens(state, list, label, placeholder, suggestions).into()
        }
    };
    el("DIV")
        .class("field")
        .child(head)
        .child(hint)
        .show(body)
        .child(note)
        .child(chips(state, list, examples))
        .child(view! { <FieldFindings field=list.field()/> })
        .view()
}

fn described_by(list: List) -> String {
    let id = element_id(list.field());
    format!("{id}-hint {}", findings_id(list.field()))
}

const EDIT_AS_TEXT: &str = "Edit as text";
const DONE: &str = "Done";

/// A list of more entries than this is folded.
const FOLDED_OVER: usize = 40;
/// So many of them are shown then, and those that are wrong.
const SHOWN_WHEN_FOLDED: usize = 20;

fn tokens(
    state: State,
    list: List,
    label: &'static str,
    placeholder: &'static str,
    suggestions: &'static [&'static str],
) -> Element {
    let id = element_id(list.field());
    let entries = state.committed(list);
    let editing = RwSignal::new(None::<Token>);
    let bad = bad_entries(state, list);
    let is_unfolded = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let numbered = entries.with(|entries| numbered(entries));
        if is_unfolded.get() || numbered.len() <= FOLDED_OVER {
            return numbered;
        }
        let numbered = numbered.into_iter().enumerate();
        let is_shown = |(index, (text, _)): &(usize, Token)| {
            *index < SHOWN_WHEN_FOLDED || bad.with(|bad| bad.contains(text))
        };
        let shown = numbered.filter(is_shown);
        shown.map(|(_, token)| token).collect()
    });
    let items = keyed(
        move || shown.get(),
        Token::clone,
        move |token| token_view(state, list, label, token, bad, editing),
    );
    let hidden = Memo::new(move |_| entries.with(Vec::len) - shown.with(Vec::len));
    let unfold = live(move || match hidden.get() {
        0 => nothing(),
        count => button("link", move |_| {
            is_unfolded.set(true);
            element::focus(id);
        })
        .child(format!("Show {count} more"))
        .into(),
    });
    let tokens = el("UL")
        .class("token-list")
        .attr("role", "list")
        .attr("aria-label", format!("{label}, entries"))
        .child(items);
    el("DIV")
        .class("tokens")
        .child(tokens)
        .child(unfold)
        .child(input(state, list, placeholder, suggestions, bad))
        .child(suggestion_list(id, suggestions))
}

/// The input that adds. What is typed counts as soon as it can be an entry.
fn input(
    state: State,
    list: List,
    placeholder: &'static str,
    suggestions: &[&str],
    bad: Memo<BTreeSet<String>>,
) -> Element {
    let id = element_id(list.field());
    let pending = state.pending_entry(list);
    let entries = state.committed(list);
    // Next to entries there is room for few words.
    let is_empty = Memo::new(move |_| entries.with(Vec::is_empty));
    let mut input = text_input(move |text| {
        let ends_entry = |c: char| match list {
            List::SentHeaders => false,
            List::Origins | List::Methods | List::RequestHeaders | List::ResponseHeaders => {
                matches!(c, ',' | ';' | ' ')
            }
        };
        if text.contains(ends_entry) {
            state.add_entries(list, list.split(&text));
            // Where nothing was being typed before, nothing else takes the text out of the field.
            element::clear(id);
        } else {
            state.type_entry(list, &text);
        }
    })
    .id(id)
    .bind("placeholder", move || {
        let words = if is_empty.get() {
            placeholder
        } else {
            "Add, or paste a list"
        };
        Some(words.to_owned())
    })
    .attr("enterkeyhint", "done")
    .attr("aria-describedby", described_by(list))
    .bind("disabled", move || flag(state.is_locked()))
    .bind("aria-invalid", move || {
        let is_bad = pending.with(|text| !text.is_empty() && bad.with(|bad| bad.contains(text)));
        is_bad.then(|| "true".to_owned())
    })
    .property("value", move || {
        wasm_bindgen::JsValue::from_str(&pending.get())
    })
    .on("blur", move |_| state.commit_entry())
    .on("paste", move |event| {
        let items = list.split(&event::pasted_text(&event));
        if items.len() > 1 {
            event.prevent_default();
            state.add_entries(list, items);
        }
    })
    .on("keydown", move |event| {
        let Some(key) = event::key(&event) else {
            return;
        };
        let is_empty = pending.with_untracked(String::is_empty);
        match key.name.as_str() {
            "Enter" => state.commit_entry(),
            "Escape" if !is_empty => state.cancel_entry(),
            "Backspace" if is_empty => {
                let Some(entry) = state.committed(list).get_untracked().pop() else {
                    return;
                };
                state.change_entries(list, |entries| {
                    entries.pop();
                });
                state.type_entry(list, &entry);
            }
            _ => return,
        }
        event.prevent_default();
    });
    if matches!(list, List::Origins) {
        input = input.attr("inputmode", "url");
    }
    if !suggestions.is_empty() {
        input = input.attr("list", format!("{id}-suggestions"));
    }
    input
}

fn suggestion_list(id: &str, suggestions: &'static [&'static str]) -> Option<Element> {
    let options = suggestions
        .iter()
        .map(|&word| el("OPTION").attr("value", word).into());
    (!suggestions.is_empty()).then(|| {
        el("DATALIST")
            .id(format!("{id}-suggestions"))
            .children(options)
    })
}

/// Equal texts are told apart by how many are before them.
fn numbered(entries: &[String]) -> Vec<Token> {
    let mut seen = BTreeMap::<&str, usize>::new();
    let number = |entry| {
        let count = seen.entry(entry).or_default();
        *count += 1;
        *count
    };
    let numbers: Vec<usize> = entries.iter().map(String::as_str).map(number).collect();
    entries.iter().cloned().zip(numbers).collect()
}

/// Where a token is in the list.
fn place_of(entries: &[String], (text, number): &Token) -> Option<usize> {
    let places = entries.iter().enumerate();
    let mut equal = places.filter(|(_, entry)| *entry == text);
    equal.nth(number.checked_sub(1)?).map(|(place, _)| place)
}

fn token_view(
    state: State,
    list: List,
    label: &'static str,
    token: Token,
    bad: Memo<BTreeSet<String>>,
    editing: RwSignal<Option<Token>>,
) -> AnyView {
    let text = token.0.clone();
    let id = element_id(list.field());
    let (own, edited, removed) = (token.clone(), token.clone(), token);
    let is_edited = Memo::new(move |_| editing.with(|editing| editing.as_ref() == Some(&own)));
    let remove = icon_button("close", move |_| {
        state.change_entries(list, |entries| {
            if let Some(place) = place_of(entries, &removed) {
                entries.remove(place);
            }
        });
        element::focus(id);
    })
    .attr("aria-label", format!("Remove {text} from {label}"))
    .bind("disabled", move || flag(state.is_locked()));
    let is_bad = {
        let text = text.clone();
        move || bad.with(|bad| bad.contains(&text))
    };
    let words = live(move || {
        let token = edited.clone();
        if is_edited.get() {
            return token_input(state, list, token, editing).into();
        }
        let text = token.0.clone();
        el("BUTTON")
            .class("token-text")
            .attr("type", "button")
            .attr("title", "Edit")
            .attr("aria-label", format!("Edit {text}"))
            .bind("disabled", move || flag(state.is_locked()))
            .on_click(move |_| {
                editing.set(Some(token.clone()));
                crate::browser::time::after(0, || element::focus(TOKEN_INPUT));
            })
            .child(text)
            .into()
    });
    el("LI")
        .bind("class", move || {
            Some(if is_bad() { "token bad" } else { "token" }.to_owned())
        })
        .child(words)
        .child(remove)
        .into()
}

/// There is at most one.
const TOKEN_INPUT: &str = "token-input";

/// The input in the place of a token that is being edited.
fn token_input(
    state: State,
    list: List,
    token: Token,
    editing: RwSignal<Option<Token>>,
) -> Element {
    let text = RwSignal::new(token.0.clone());
    let name = format!("Edit {}", token.0);
    let finish = move |is_kept: bool| {
        // The blur that follows finds nothing left to do.
        if editing.with_untracked(Option::is_none) {
            return;
        }
        editing.set(None);
        if is_kept {
            let new = text.get_untracked().trim().to_owned();
            state.change_entries(list, |entries| {
                if let Some(place) = place_of(entries, &token) {
                    entries.splice(place..=place, list.split(&new));
                }
            });
        }
    };
    let (by_key, by_blur) = (finish.clone(), finish);
    text_input(move |typed| text.set(typed))
        .id(TOKEN_INPUT)
        .class("token-input")
        .attr("aria-label", name)
        .bind("size", move || {
            Some(
                text.with(|text| text.chars().count().clamp(6, 60))
                    .to_string(),
            )
        })
        .value(move || text.get())
        .on("blur", move |_| by_blur(true))
        .on("keydown", move |event| {
            let Some(key) = event::key(&event) else {
                return;
            };
            match key.name.as_str() {
                "Enter" => by_key(true),
                "Escape" => by_key(false),
                _ => return,
            }
            event.prevent_default();
            element::focus(element_id(list.field()));
        })
}

/// The list as lines of text.
fn as_lines(state: State, list: List, label: &'static str) -> Element {
    let entries = state.committed(list);
    el("TEXTAREA")
        .id(element_id(list.field()))
        .class("as-text")
        .attrs(&[
            ("rows", "8"),
            ("spellcheck", "false"),
            ("autocapitalize", "off"),
        ])
        .attr("aria-label", format!("{label}, one in a line"))
        .attr("aria-describedby", described_by(list))
        .property("value", move || {
            wasm_bindgen::JsValue::from_str(&entries.with(|entries| entries.join("\n")))
        })
        .on("change", move |event| {
            let new = list.split(&event::value(&event));
            state.change_entries(list, |entries| *entries = new);
        })
}

/// Examples that aren't in the list yet.
fn chips(state: State, list: List, examples: &'static [&'static str]) -> AnyView {
    if examples.is_empty() {
        return nothing();
    }
    let entries = state.committed(list);
    let missing = Memo::new(move |_| {
        let missing = examples.iter().copied();
        let missing = missing.filter(|example| {
            entries.with(|entries| {
                !entries
                    .iter()
                    .any(|entry| entry.eq_ignore_ascii_case(example))
            })
        });
        missing.collect::<Vec<&str>>()
    });
    let chips = keyed(
        move || {
            if state.is_locked() {
                Vec::new()
            } else {
                missing.get()
            }
        },
        |example: &&'static str| *example,
        move |example| {
            button("chip", move |_| {
                state.add_entries(list, vec![example.to_owned()]);
                element::focus(element_id(list.field()));
            })
            .attr("aria-label", format!("Add {example}"))
            .child(icon("add"))
            .child(example)
            .into()
        },
    );
    el("DIV").class("chips").child(chips).into()
}

/// The texts of the entries that can't be used.
fn bad_entries(state: State, list: List) -> Memo<BTreeSet<String>> {
    state.select(move |analysis| {
        let entries = list.entries(analysis.draft());
        let findings = analysis.findings().iter();
        let errors = findings
            .filter(|finding| finding.severity == Severity::Error && finding.field == list.field());
        errors
            .filter_map(|finding| entries.get(finding.index?).cloned())
            .collect()
    })
}

/// One click for all entries that can't be used and that have a fix, if there are several.
fn fix_all(state: State, list: List) -> AnyView {
    let fixes = state.select(move |analysis| {
        let findings = analysis.findings().iter();
        let errors = findings
            .filter(|finding| finding.severity == Severity::Error && finding.field == list.field());
        let mut fixes: BTreeMap<usize, Fix> = BTreeMap::new();
        for finding in errors {
            if let (Some(index), Some(fix)) = (finding.index, finding.fixes.first()) {
                fixes.entry(index).or_insert_with(|| fix.clone());
            }
        }
        // From the last to the first, so that the numbers of the others stay true.
        let fixes: Vec<Fix> = fixes.into_values().rev().collect();
        if fixes.len() > 1 { fixes } else { Vec::new() }
    });
    live(move || {
        let fixes = fixes.get();
        if fixes.is_empty() || state.is_locked() {
            return nothing();
        }
        let label = format!("Fix all {}", fixes.len());
        let button = button("small", move |_| {
            state.fix(&fixes);
            element::focus(element_id(list.field()));
        });
        many(vec![button.child(label).into(), crate::dom::text(" · ")])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_again_when_others_go() {
        let own = |entries: &[&str]| -> Vec<String> {
            entries.iter().map(|&entry| entry.to_owned()).collect()
        };
        let entries = own(&["a", "b", "a", "c"]);
        let tokens = numbered(&entries);
        let places: Vec<Option<usize>> = tokens
            .iter()
            .map(|token| place_of(&entries, token))
            .collect();
        assert_eq!(places, [Some(0), Some(1), Some(2), Some(3)]);
        let fewer = own(&["b", "a", "c"]);
        assert_eq!(place_of(&fewer, &tokens[3]), Some(2));
        assert_eq!(place_of(&fewer, &tokens[2]), None);
    }
}
