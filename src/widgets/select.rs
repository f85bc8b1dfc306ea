use leptos::prelude::*;

use crate::browser::event;
use crate::dom::{el, flag};

/// A choice among a few words.
#[component]
pub(crate) fn Select(
    id: &'static str,
    /// The label, if it isn't in a `label` element.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The class after `select`.
    #[prop(default = "")]
    look: &'static str,
    /// Ids and labels.
    options: Vec<(String, String)>,
    #[prop(into)] value: Signal<String>,
    #[prop(into, default = Signal::stored(false))] disabled: Signal<bool>,
    #[prop(optional)] described_by: Option<String>,
    on_change: impl Fn(String) + 'static,
) -> impl IntoView {
    let mut select = el("SELECT")
        .id(id)
        .class(["select ", look].concat().trim_end())
        .bind("disabled", move || flag(disabled.get()))
        .on("change", move |event| on_change(event::value(&event)));
    if let Some(name) = name {
        select = select.attr("aria-label", name);
    }
    if let Some(ids) = described_by {
        select = select.attr("aria-describedby", ids);
    }
    let options = options.into_iter().map(|(id, label)| {
        let own = id.clone();
        el("OPTION")
            .attr("value", id)
            .bind("selected", move || flag(value.get() == own))
            .child(label)
            .into()
    });
    select
        .children(options)
        .property("value", move || {
            wasm_bindgen::JsValue::from_str(&value.get())
        })
        .view()
}
