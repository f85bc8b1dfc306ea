use leptos::prelude::*;

/// Something that is on or off.
#[component]
pub(crate) fn Switch(
    /// The id of the checkbox.
    id: &'static str,
    /// The label.
    label: &'static str,
    /// What is said under it.
    hint: &'static str,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Is told the new state.
    on_change: Callback<bool>,
    /// Whether this state cannot be used.
    #[prop(into)]
    invalid: Signal<bool>,
    /// The id of the element that says why.
    #[prop(into)]
    described_by: String,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described = format!("{hint_id} {described_by}");
    view! {
        <div class="switch">
            <input
                class="switch-input"
                id=id
                type="checkbox"
                checked=move || on.get()
                prop:checked=move || on.get()
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=described
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            <div>
                <label class="label" for=id>{label}</label>
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        </div>
    }
}
