use leptos::prelude::*;

use super::icon;
use super::list_change::{ListChange, split};
use crate::browser;

/// A list of texts. Every entry can be edited in its place; what is typed into the last field counts at
/// once and becomes an entry with Enter.
#[component]
pub(crate) fn ListEditor(
    /// The id of the field that adds.
    id: &'static str,
    /// What an entry is called, before its number.
    entry: &'static str,
    /// The words of the button that adds.
    add: &'static str,
    /// Shown in the empty field.
    placeholder: &'static str,
    /// All entries, what is in the field that adds included.
    #[prop(into)]
    value: Signal<Vec<String>>,
    /// Whether the last entry is the one in the field that adds.
    #[prop(into)]
    adding: Signal<bool>,
    /// Whether an entry has a line here; others are shown elsewhere.
    #[prop(default = |_| true)]
    is_shown: fn(&str) -> bool,
    /// The numbers of the entries that cannot be used.
    #[prop(into)]
    invalid: Signal<Vec<usize>>,
    /// Is told every change.
    on_change: Callback<ListChange<String>>,
    /// The ids of the elements that say more.
    #[prop(into)]
    described_by: String,
    /// Offered while typing.
    suggestions: &'static [&'static str],
    /// `rows` for long entries, `chips` for short ones.
    layout: &'static str,
) -> impl IntoView {
    // The entries that have a line, by their number in the whole list.
    let lines = Memo::new(move |_| {
        value.with(|entries| {
            let committed = entries.len() - usize::from(adding.get() && !entries.is_empty());
            entries
                .iter()
                .take(committed)
                .enumerate()
                .filter(|(_, entry)| is_shown(entry))
                .map(|(index, _)| index)
                .collect::<Vec<_>>()
        })
    });
    let typed = Memo::new(move |_| {
        value.with(|entries| {
            let last = entries.last().filter(|_| adding.get());
            last.cloned().unwrap_or_default()
        })
    });
    let typed_invalid = move || {
        let last = value.with(Vec::len).checked_sub(1).filter(|_| adding.get());
        last.is_some_and(|last| invalid.with(|invalid| invalid.contains(&last)))
    };
    let type_text = move |text: String| match text.rsplit_once(',') {
        // A comma is no part of any entry, so it ends one.
        Some((before, rest)) => {
            on_change.run(ListChange::Add(split(before)));
            on_change.run(ListChange::Type(rest.trim_start().to_owned()));
        }
        None => on_change.run(ListChange::Type(text)),
    };
    let described = described_by.clone();
    let line = move |index: usize| {
        let text = Memo::new(move |_| {
            value.with(|entries| entries.get(index).cloned().unwrap_or_default())
        });
        view! {
            <li class="entry">
                <input
                    class="input entry-input"
                    id=format!("{id}-{}", index + 1)
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-label=format!("{entry} {}", index + 1)
                    aria-invalid=move || invalid.with(|invalid| invalid.contains(&index)).then_some("true")
                    aria-describedby=described.clone()
                    size=move || text.with(|text| text.chars().count().clamp(4, 80))
                    value=move || text.get()
                    prop:value=move || text.get()
                    on:input:target=move |event| on_change.run(ListChange::Edit(index, event.target().value()))
                />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove {}", text.get())
                    on:click=move |_| {
                        on_change.run(ListChange::Remove(index));
                        browser::focus(id);
                    }
                >
                    {icon("remove")}
                </button>
            </li>
        }
    };
    let list = format!("{id}-suggestions");
    let options = suggestions
        .iter()
        .map(|option| view! { <option value=*option></option> })
        .collect::<Vec<_>>();
    view! {
        <div class=format!("list {layout}")>
            <Show when=move || lines.with(|lines| !lines.is_empty())>
                <ul class="entries" tabindex=move || lines.with(|lines| lines.len() > 8).then_some("0")>
                    <For each=move || lines.get() key=|index| *index children=line.clone()/>
                </ul>
            </Show>
            <div class="add">
                <input
                    class="input"
                    id=id
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="done"
                    placeholder=placeholder
                    list=(!suggestions.is_empty()).then(|| list.clone())
                    aria-describedby=described_by
                    aria-invalid=move || typed_invalid().then_some("true")
                    value=move || typed.get()
                    prop:value=move || typed.get()
                    on:input:target=move |event| type_text(event.target().value())
                    on:paste=move |event| {
                        let items = split(&browser::pasted_text(&event));
                        if items.len() > 1 {
                            event.prevent_default();
                            on_change.run(ListChange::Add(items));
                        }
                    }
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.is_composing() {
                            event.prevent_default();
                            on_change.run(ListChange::Commit);
                        }
                    }
                />
                <button
                    type="button"
                    class="button quiet"
                    aria-label=add
                    on:click=move |_| {
                        on_change.run(ListChange::Commit);
                        browser::focus(id);
                    }
                >
                    {icon("add")}
                    <span>{"Add"}</span>
                </button>
            </div>
            <datalist id=list.clone()>{options}</datalist>
        </div>
    }
}
