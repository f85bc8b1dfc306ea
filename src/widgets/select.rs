use leptos::prelude::*;

/// A labelled choice of one out of few.
#[component]
pub(crate) fn Select(
    /// The id of the select element.
    id: &'static str,
    /// The label.
    label: &'static str,
    /// The values with the words for them.
    options: Vec<(String, String)>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Is told the new value.
    on_change: Callback<String>,
    /// The id of the element that says more.
    #[prop(into)]
    described_by: String,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(option, words)| {
            let this = option.clone();
            view! { <option value=option selected=move || value.get() == this>{words}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            <select
                class="input"
                id=id
                prop:value=move || value.get()
                aria-describedby=described_by
                on:change:target=move |event| on_change.run(event.target().value())
            >
                {options}
            </select>
        </div>
    }
}
