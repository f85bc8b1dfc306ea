//! A field in which one of many is found by typing, after the combobox pattern of the ARIA Authoring Practices Guide.

use leptos::prelude::*;

use crate::browser::element;
use crate::browser::event::{self, key, stays_inside};
use crate::dom::{AnyView, el, flag, icon, live, many, nothing, true_or_false};

/// One of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    /// A heading over choices that belong together and follow one another.
    pub(crate) group: &'static str,
    /// Said next to the label.
    pub(crate) note: String,
    /// Other words that find it.
    pub(crate) keywords: &'static [&'static str],
}

impl Choice {
    /// Whether every word of a search is in the label, the group or the keywords.
    fn is_found_by(&self, search: &str) -> bool {
        let text = [&self.label, self.group, &self.keywords.join(" ")]
            .join(" ")
            .to_lowercase();
        let search = search.to_lowercase();
        search.split_whitespace().all(|word| text.contains(word))
    }
}

/// A field in which one of many is found by typing.
#[component]
pub(crate) fn Combobox(
    id: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    /// The id of the one that is chosen.
    #[prop(into)]
    value: Signal<&'static str>,
    #[prop(into, default = Signal::stored(false))] disabled: Signal<bool>,
    on_change: impl Fn(&'static str) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    // What was typed since the list was opened; nothing shows them all.
    let search = RwSignal::new(String::new());
    let choices = StoredValue::new(choices);
    let label_of = move |id: &str| {
        choices.with_value(|choices| {
            let choice = choices.iter().find(|choice| choice.id == id);
            choice.map_or_else(String::new, |choice| choice.label.clone())
        })
    };
    let found = Memo::new(move |_| {
        let search = search.get();
        choices.with_value(|choices| {
            let found = choices.iter().filter(|choice| choice.is_found_by(&search));
            found.cloned().collect::<Vec<Choice>>()
        })
    });
    // The place in the list that the arrow keys have reached.
    let active = RwSignal::new(0_usize);
    let list_id = format!("{id}-list");
    let option_id = move |index: usize| format!("{id}-option-{index}");

    let open = move || {
        if disabled.get_untracked() || is_open.get_untracked() {
            return;
        }
        search.set(String::new());
        let chosen = value.get_untracked();
        let place = found.with_untracked(|found| found.iter().position(|one| one.id == chosen));
        active.set(place.unwrap_or(0));
        is_open.set(true);
    };
    let close = move || {
        is_open.set(false);
        search.set(String::new());
    };
    let choose = {
        let on_change = on_change.clone();
        move |id: &'static str| {
            close();
            on_change(id);
        }
    };
    let choose_by_key = choose.clone();
    let input = el("INPUT")
        .id(id)
        .attrs(&[
            ("type", "text"),
            ("class", "combobox-input"),
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("autocomplete", "off"),
            ("autocapitalize", "off"),
            ("spellcheck", "false"),
        ])
        .attr("aria-label", label)
        .attr("aria-controls", list_id.clone())
        .bind("aria-expanded", move || true_or_false(is_open.get()))
        .bind("aria-activedescendant", move || {
            let is_there = is_open.get() && active.get() < found.with(Vec::len);
            is_there.then(|| option_id(active.get()))
        })
        .bind("disabled", move || flag(disabled.get()))
        .value(move || {
            if is_open.get() && !search.with(String::is_empty) {
                search.get()
            } else {
                label_of(value.get())
            }
        })
        .on_click(move |_| {
            open();
            element::select(id);
        })
        .on("input", move |event| {
            let typed = event::value(&event);
            open();
            search.set(typed);
            active.set(0);
        })
        .on("keydown", move |event| {
            let Some(pressed) = key(&event) else {
                return;
            };
            let last = found.with_untracked(Vec::len).saturating_sub(1);
            match pressed.name.as_str() {
                "ArrowDown" | "ArrowUp" if !is_open.get_untracked() => open(),
                "ArrowDown" => active.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
                "ArrowUp" => active.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
                "Home" if is_open.get_untracked() => active.set(0),
                "End" if is_open.get_untracked() => active.set(last),
                "Enter" if is_open.get_untracked() => {
                    let chosen = found.with_untracked(|found| {
                        found.get(active.get_untracked()).map(|choice| choice.id)
                    });
                    if let Some(chosen) = chosen {
                        choose_by_key(chosen);
                    }
                }
                "Escape" if is_open.get_untracked() => close(),
                _ => return,
            }
            event.prevent_default();
            element::reveal(&option_id(active.get_untracked()));
        });
    let list = live(move || {
        if !is_open.get() {
            return nothing();
        }
        let found = found.get();
        let mut options: Vec<AnyView> = Vec::with_capacity(found.len());
        let mut group = "";
        for (index, choice) in found.into_iter().enumerate() {
            if choice.group != group {
                group = choice.group;
                let heading = el("LI")
                    .class("combobox-group")
                    .attr("role", "presentation");
                options.push(heading.child(group).into());
            }
            let choose = choose.clone();
            let id = choice.id;
            let option = el("LI")
                .class("combobox-option")
                .id(option_id(index))
                .attr("role", "option")
                .bind("aria-selected", move || true_or_false(value.get() == id))
                .bind("data-active", move || flag(active.get() == index))
                // The field keeps the focus.
                .on("pointerdown", |event| event.prevent_default())
                .on_click(move |_| choose(id))
                .child(el("SPAN").child(choice.label))
                .child(el("SMALL").child(choice.note));
            options.push(option.into());
        }
        if options.is_empty() {
            let search = search.get();
            let none = el("LI").class("combobox-none").attr("role", "presentation");
            return many(vec![
                none.child(format!("Nothing matches “{search}”.")).into(),
            ]);
        }
        many(options)
    });
    el("DIV")
        .class("combobox")
        .on("focusout", move |event| {
            if !stays_inside(&event) {
                close();
            }
        })
        .child(input)
        .child(icon("down"))
        .child(
            el("UL")
                .id(list_id)
                .class("combobox-list")
                .attr("role", "listbox")
                .attr("aria-label", label)
                .bind("hidden", move || flag(!is_open.get()))
                .child(list),
        )
        .view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_search_are_found_anywhere() {
        let choice = Choice {
            id: "spring-mvc",
            label: "Spring MVC".to_owned(),
            group: "Java",
            note: String::new(),
            keywords: &["boot"],
        };
        for (search, expected) in [
            ("spr", true),
            ("java mvc", true),
            ("BOOT", true),
            ("", true),
            ("spring flux", false),
        ] {
            assert_eq!(choice.is_found_by(search), expected, "{search}");
        }
    }
}
