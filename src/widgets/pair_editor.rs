use leptos::prelude::*;

use super::icon;
use super::list_change::ListChange;
use crate::browser;

type Pair = (String, String);

/// A list of names with values. Like the list of texts, with two fields for each entry.
#[component]
pub(crate) fn PairEditor(
    /// The id of the field for a new name.
    id: &'static str,
    /// What an entry is called, before its number.
    entry: &'static str,
    /// What the field for a new value is called.
    value_label: &'static str,
    /// The words of the button that adds.
    add: &'static str,
    /// All entries, what is in the fields that add included.
    #[prop(into)]
    value: Signal<Vec<Pair>>,
    /// Whether the last entry is the one in the fields that add.
    #[prop(into)]
    adding: Signal<bool>,
    /// The numbers of the entries that cannot be used.
    #[prop(into)]
    invalid: Signal<Vec<usize>>,
    /// Is told every change.
    on_change: Callback<ListChange<Pair>>,
    /// The ids of the elements that say more.
    #[prop(into)]
    described_by: String,
    /// Offered as names while typing.
    suggestions: &'static [&'static str],
) -> impl IntoView {
    let value_id = format!("{id}-value");
    let lines = Memo::new(move |_| {
        let all = value.with(Vec::len);
        (0..all - usize::from(adding.get() && all > 0)).collect::<Vec<_>>()
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
    let name_typed = {
        let value_id = value_id.clone();
        move |text: String| match text.split_once(':') {
            // "Name: value" typed or pasted as one text: the colon leads to the other field.
            Some((name, rest)) => {
                let rest = format!("{}{}", rest.trim_start(), typed.get_untracked().1);
                on_change.run(ListChange::Type((name.to_owned(), rest)));
                browser::focus(&value_id);
            }
            None => on_change.run(ListChange::Type((text, typed.get_untracked().1))),
        }
    };
    let commit = move || {
        on_change.run(ListChange::Commit);
        browser::focus(id);
    };
    let described = described_by.clone();
    let line = move |index: usize| {
        let pair = Memo::new(move |_| {
            value.with(|entries| entries.get(index).cloned().unwrap_or_default())
        });
        let is_invalid = move || {
            invalid
                .with(|invalid| invalid.contains(&index))
                .then_some("true")
        };
        let number = index + 1;
        view! {
            <li class="entry pair">
                <input
                    class="input entry-input"
                    id=format!("{id}-{number}")
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-label=format!("{entry} {number} name")
                    aria-invalid=is_invalid
                    aria-describedby=described.clone()
                    value=move || pair.get().0
                    prop:value=move || pair.get().0
                    on:input:target=move |event| {
                        on_change.run(ListChange::Edit(index, (event.target().value(), pair.get_untracked().1)));
                    }
                />
                <input
                    class="input entry-input"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder="value"
                    aria-label=format!("{entry} {number} value")
                    aria-invalid=is_invalid
                    value=move || pair.get().1
                    prop:value=move || pair.get().1
                    on:input:target=move |event| {
                        on_change.run(ListChange::Edit(index, (pair.get_untracked().0, event.target().value())));
                    }
                />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove {}", pair.get().0)
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
        <div class="list rows">
            <Show when=move || lines.with(|lines| !lines.is_empty())>
                <ul class="entries" tabindex=move || lines.with(|lines| lines.len() > 8).then_some("0")>
                    <For each=move || lines.get() key=|index| *index children=line.clone()/>
                </ul>
            </Show>
            <div class="add pair">
                <input
                    class="input"
                    id=id
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="done"
                    placeholder="Name"
                    list=list.clone()
                    aria-describedby=described_by
                    aria-invalid=move || typed_invalid().then_some("true")
                    value=move || typed.get().0
                    prop:value=move || typed.get().0
                    on:input:target=move |event| name_typed(event.target().value())
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.is_composing() {
                            event.prevent_default();
                            commit();
                        }
                    }
                />
                <input
                    class="input"
                    id=value_id
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="done"
                    placeholder="value"
                    aria-label=value_label
                    value=move || typed.get().1
                    prop:value=move || typed.get().1
                    on:input:target=move |event| {
                        on_change.run(ListChange::Type((typed.get_untracked().0, event.target().value())));
                    }
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.is_composing() {
                            event.prevent_default();
                            commit();
                        }
                    }
                />
                <button
                    type="button"
                    class="button quiet"
                    aria-label=add
                    on:click=move |_| commit()
                >
                    {icon("add")}
                    <span>{"Add"}</span>
                </button>
            </div>
            <datalist id=list.clone()>{options}</datalist>
        </div>
    }
}
