use leptos::prelude::*;

use crate::browser;

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tab {
    /// The value that it stands for.
    pub(crate) id: &'static str,
    /// Its words.
    pub(crate) label: &'static str,
    /// The heading that it stands under.
    pub(crate) group: &'static str,
}

/// A list of tabs. One of them is in the order of the Tab key, the arrow keys lead to the others.
#[component]
pub(crate) fn Tabs(
    /// What is chosen.
    label: &'static str,
    /// The tabs, those of a group side by side.
    tabs: Vec<Tab>,
    /// The value of the chosen one.
    #[prop(into)]
    value: Signal<String>,
    /// Is told the new value.
    on_change: Callback<&'static str>,
    /// The id of the element that shows what was chosen.
    panel: &'static str,
) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let groups = tabs
        .chunk_by(|one, next| one.group == next.group)
        .map(|group| {
            let name = group.first().map_or("", |tab| tab.group);
            let tabs = group
                .iter()
                .map(|tab| tab_view(tab, &ids, value, on_change, panel))
                .collect::<Vec<_>>();
            view! {
                <div class="tab-group" role="presentation">
                    <span class="tab-group-name" aria-hidden="true">{name}</span>
                    <div class="tab-row" role="presentation">{tabs}</div>
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! { <div class="tabs" role="tablist" aria-label=label>{groups}</div> }
}

fn tab_view(
    tab: &Tab,
    ids: &[&'static str],
    value: Signal<String>,
    on_change: Callback<&'static str>,
    panel: &'static str,
) -> impl IntoView + use<> {
    let id = tab.id;
    let ids = ids.to_vec();
    let chosen = move || value.with(|value| value == id);
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if let Some(next) = destination(&event.key(), &ids, id) {
            event.prevent_default();
            on_change.run(next);
            browser::focus(&element_id(next));
        }
    };
    view! {
        <button
            type="button"
            class="tab"
            role="tab"
            id=element_id(id)
            aria-controls=panel
            aria-selected=move || if chosen() { "true" } else { "false" }
            tabindex=move || if chosen() { "0" } else { "-1" }
            on:click=move |_| on_change.run(id)
            on:keydown=on_key
        >
            {tab.label}
        </button>
    }
}

fn element_id(tab: &str) -> String {
    format!("tab-{tab}")
}

/// The tab that a key leads to.
fn destination(key: &str, ids: &[&'static str], from: &str) -> Option<&'static str> {
    let here = ids.iter().position(|id| *id == from)?;
    let there = match key {
        "ArrowRight" | "ArrowDown" => (here + 1) % ids.len(),
        "ArrowLeft" | "ArrowUp" => (here + ids.len() - 1) % ids.len(),
        "Home" => 0,
        "End" => ids.len() - 1,
        _ => return None,
    };
    ids.get(there).copied()
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[track_caller]
    fn check(key: &str, from: &str, expected: Option<&str>) {
        assert_eq!(destination(key, &["a", "b", "c"], from), expected);
    }

    #[test]
    fn arrow_keys_go_round() {
        check("ArrowRight", "a", Some("b"));
        check("ArrowRight", "c", Some("a"));
        check("ArrowLeft", "a", Some("c"));
        check("Home", "b", Some("a"));
        check("End", "b", Some("c"));
        check("x", "b", None);
        check("End", "z", None);
    }
}
