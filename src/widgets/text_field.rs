use leptos::prelude::*;

/// A labelled field for one line of text.
#[component]
pub(crate) fn TextField(
    /// The id of the input.
    id: &'static str,
    /// The label.
    label: &'static str,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Is told every change.
    on_change: Callback<String>,
    /// What is said under the field.
    #[prop(into)]
    hint: Signal<String>,
    /// Whether the text cannot be used.
    #[prop(into)]
    invalid: Signal<bool>,
    /// The id of the element that says why, if it is elsewhere.
    #[prop(into)]
    described_by: String,
    /// Offered while typing.
    #[prop(optional)]
    suggestions: &'static [&'static str],
    /// The keyboard that phones show, such as `url` or `numeric`.
    #[prop(default = "text")]
    input_mode: &'static str,
) -> impl IntoView {
    let list = format!("{id}-suggestions");
    let hint_id = format!("{id}-hint");
    let described = format!("{hint_id} {described_by}");
    let options = suggestions
        .iter()
        .map(|option| view! { <option value=*option></option> })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            <input
                class="input"
                id=id
                type="text"
                inputmode=input_mode
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                list=(!suggestions.is_empty()).then(|| list.clone())
                value=move || value.get()
                prop:value=move || value.get()
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=described
                on:input:target=move |event| on_change.run(event.target().value())
            />
            {(!suggestions.is_empty()).then(|| view! { <datalist id=list.clone()>{options}</datalist> })}
            <p class="hint" id=hint_id>{move || hint.get()}</p>
        </div>
    }
}
