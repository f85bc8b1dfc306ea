use leptos::prelude::*;

/// Several things, each on or off, side by side.
#[component]
pub(crate) fn ToggleGroup(
    /// What the group is called for those who do not see it.
    label: &'static str,
    /// The values with the words for them.
    options: &'static [(&'static str, &'static str)],
    /// Whether a value is on.
    is_on: Callback<&'static str, bool>,
    /// Is told the value and its new state.
    on_change: Callback<(&'static str, bool)>,
) -> impl IntoView {
    let toggles = options
        .iter()
        .map(|&(value, words)| {
            view! {
                <label class="toggle">
                    <input
                        type="checkbox"
                        checked=move || is_on.run(value)
                        prop:checked=move || is_on.run(value)
                        on:change:target=move |event| on_change.run((value, event.target().checked()))
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    view! { <div class="toggles" role="group" aria-label=label>{toggles}</div> }
}
