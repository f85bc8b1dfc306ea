use leptos::prelude::*;

/// One out of few, side by side.
#[component]
pub(crate) fn RadioGroup(
    /// The name that the radio buttons share.
    name: &'static str,
    /// What is chosen.
    legend: &'static str,
    /// The values with the words for them.
    options: Vec<(&'static str, &'static str)>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<&'static str>,
    /// Is told the new value.
    on_change: Callback<&'static str>,
) -> impl IntoView {
    let radios = options
        .into_iter()
        .map(|(option, words)| {
            view! {
                <label class="toggle">
                    <input
                        type="radio"
                        name=name
                        value=option
                        checked=move || value.get() == option
                        prop:checked=move || value.get() == option
                        on:change=move |_| on_change.run(option)
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{legend}</legend>
            {radios}
        </fieldset>
    }
}
