use leptos::prelude::*;

use super::hints;
use crate::browser::{element, event};
use crate::dom::{AnyView, el, flag, keyed, live, nothing, true_or_false};
use crate::policy::FieldFindings;
use crate::state::{List, State, element_id, findings_id, use_state};
use crate::widgets::{button, help_tip, text_input};

/// The id of the field for a method that has no button.
const OTHER: &str = "other-method";

/// The allowed methods: a button for each that is common or listed.
#[component]
pub(super) fn Methods() -> impl IntoView {
    let state = use_state();
    let field = List::Methods.field();
    let id = element_id(field);
    let listed = state.committed(List::Methods);
    let shown = Memo::new(move |_| {
        let common = hints::COMMON_METHODS
            .iter()
            .map(|&method| method.to_owned());
        let mut shown: Vec<String> = common.collect();
        listed.with(|listed| {
            for method in listed {
                if !shown.contains(method) {
                    shown.push(method.clone());
                }
            }
        });
        shown
    });
    let is_other_open = RwSignal::new(false);
    let toggles = keyed(
        move || shown.get(),
        String::clone,
        move |method| toggle(state, listed, method),
    );
    let other = button("chip", move |_| {
        is_other_open.set(true);
        crate::browser::time::after(0, || element::focus(OTHER));
    })
    .bind("disabled", move || flag(state.is_locked()))
    .bind("aria-expanded", move || true_or_false(is_other_open.get()))
    .child("Other…");
    let other_field = live(move || {
        if is_other_open.get() {
            other_field(state, is_other_open)
        } else {
            nothing()
        }
    });
    let (tip, hint) = help_tip(format!("{id}-hint"), "Methods", hints::METHODS);
    let label_id = format!("{id}-label");
    let group = el("DIV")
        .class("toggles")
        .id(id)
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", label_id.clone())
        .attr(
            "aria-describedby",
            format!("{id}-hint {}", findings_id(field)),
        )
        .child(toggles)
        .child(other);
    el("DIV")
        .class("field")
        .child(
            el("DIV")
                .class("label-row")
                .child(el("SPAN").class("label").id(label_id).child("Methods"))
                .child(tip),
        )
        .child(hint)
        .child(group)
        .child(other_field)
        .child(view! { <FieldFindings field/> })
        .view()
}

fn toggle(state: State, listed: Memo<Vec<String>>, method: String) -> AnyView {
    let own = method.clone();
    let is_on = Memo::new(move |_| listed.with(|listed| listed.contains(&own)));
    let label = if method == "*" {
        "Any (*)".to_owned()
    } else {
        method.clone()
    };
    button("toggle", move |_| {
        state.change_entries(List::Methods, |methods| toggled(methods, &method));
    })
    .bind("aria-pressed", move || true_or_false(is_on.get()))
    .bind("disabled", move || flag(state.is_locked()))
    .child(label)
    .into()
}

/// Takes a method out of the list, or puts it where the order of the buttons has it.
fn toggled(methods: &mut Vec<String>, method: &str) {
    if methods.iter().any(|listed| listed == method) {
        methods.retain(|listed| listed != method);
        return;
    }
    let rank = |method: &str| {
        let mut common = hints::COMMON_METHODS.iter();
        common.position(|common| *common == method)
    };
    let place = rank(method).and_then(|rank_of_new| {
        methods
            .iter()
            .position(|listed| rank(listed).is_none_or(|rank| rank > rank_of_new))
    });
    methods.insert(place.unwrap_or(methods.len()), method.to_owned());
}

fn other_field(state: State, is_open: RwSignal<bool>) -> AnyView {
    let pending = state.pending_entry(List::Methods);
    let options = hints::OTHER_METHODS
        .iter()
        .map(|&word| el("OPTION").attr("value", word).into());
    let finish = move || {
        state.commit_entry();
        is_open.set(false);
    };
    let input = text_input(move |text| state.type_entry(List::Methods, &text))
        .id(OTHER)
        .attr("aria-label", "Other method")
        .attr("placeholder", "Other method, such as HEAD")
        .attr("enterkeyhint", "done")
        .attr("list", "other-methods")
        .property("value", move || {
            wasm_bindgen::JsValue::from_str(&pending.get())
        })
        .on("blur", move |_| finish())
        .on("keydown", move |event| {
            let Some(key) = event::key(&event) else {
                return;
            };
            match key.name.as_str() {
                "Enter" => finish(),
                "Escape" => {
                    state.cancel_entry();
                    is_open.set(false);
                }
                _ => return,
            }
            event.prevent_default();
            element::focus(element_id(List::Methods.field()));
        });
    el("DIV")
        .class("other-field")
        .child(input)
        .child(el("DATALIST").id("other-methods").children(options))
        .into()
}

#[cfg(test)]
mod tests {
    use super::toggled;

    #[track_caller]
    fn check(before: &[&str], method: &str, expected: &[&str]) {
        let mut methods: Vec<String> = before.iter().map(|&method| method.to_owned()).collect();
        toggled(&mut methods, method);
        assert_eq!(methods, expected);
    }

    #[test]
    fn a_method_keeps_its_place() {
        check(&["GET", "DELETE"], "PUT", &["GET", "PUT", "DELETE"]);
        check(&["GET", "HEAD"], "POST", &["GET", "POST", "HEAD"]);
        check(&["GET"], "HEAD", &["GET", "HEAD"]);
        check(&["GET", "PUT"], "GET", &["PUT"]);
        check(&[], "DELETE", &["DELETE"]);
    }
}
