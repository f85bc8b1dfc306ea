use std::rc::Rc;

use super::list_change::{ListChange, split};
use super::text_input::{datalist, mark_invalid, text_input};
use super::{button, icon_button};
use crate::browser;
use crate::dom::{Element, Live, Node, Told, el};

/// A list of texts. Every entry can be edited in its place; what is typed into the last field counts at
/// once and becomes an entry with Enter.
#[derive(Clone)]
pub(crate) struct ListEditor {
    /// The id of the field that adds.
    pub(crate) id: &'static str,
    /// What an entry is called, before its number.
    pub(crate) entry: &'static str,
    /// The words of the button that adds.
    pub(crate) add: &'static str,
    /// Shown in the empty field.
    pub(crate) placeholder: &'static str,
    /// All entries, what is in the field that adds included.
    pub(crate) value: Live<Vec<String>>,
    /// Whether the last entry is the one in the field that adds.
    pub(crate) adding: Live<bool>,
    /// Whether an entry has a line here; others are shown elsewhere.
    pub(crate) is_shown: fn(&str) -> bool,
    /// The numbers of the entries that cannot be used.
    pub(crate) invalid: Live<Vec<usize>>,
    /// Is told every change.
    pub(crate) on_change: Told<ListChange<String>>,
    /// The ids of the elements that say more.
    pub(crate) described_by: String,
    /// Offered while typing.
    pub(crate) suggestions: &'static [&'static str],
    /// `rows` for long entries, `chips` for short ones.
    pub(crate) layout: &'static str,
}

impl ListEditor {
    pub(crate) fn view(self) -> Element {
        let this = Rc::new(self);
        let list = format!("{}-suggestions", this.id);
        let add = {
            let this = this.clone();
            move |_| {
                (this.on_change)(ListChange::Commit);
                browser::focus(this.id);
            }
        };
        let adding = el("div")
            .class("add")
            .child(this.field(list.clone()))
            .child(button("button quiet", "add", "Add", add).attr("aria-label", this.add));
        let lines = this.clone();
        el("div")
            .class(format!("list {}", this.layout))
            .show(move || lines.entries())
            .child(adding)
            .child(datalist(list, this.suggestions))
    }

    /// The lines of the entries that have one.
    fn entries(self: &Rc<Self>) -> Node {
        let entries = (self.value)();
        let committed = entries.len() - usize::from((self.adding)() && !entries.is_empty());
        let committed = entries.iter().take(committed).enumerate();
        let lines: Vec<Node> = committed
            .filter(|(_, entry)| (self.is_shown)(entry))
            .map(|(index, _)| self.line(index).into())
            .collect();
        entry_list(lines)
    }

    fn line(self: &Rc<Self>, index: usize) -> Element {
        let value = self.value.clone();
        let text: Live<String> =
            Rc::new(move || value().into_iter().nth(index).unwrap_or_default());
        let (sized, named) = (text.clone(), text.clone());
        let (edited, removed, invalid) = (self.clone(), self.clone(), self.invalid.clone());
        let input = text_input("input entry-input", text, move |text| {
            (edited.on_change)(ListChange::Edit(index, text));
        })
        .id(format!("{}-{}", self.id, index + 1))
        .attr("aria-label", format!("{} {}", self.entry, index + 1))
        .attr("aria-describedby", self.described_by.clone())
        .live("size", move || {
            Some(sized().chars().count().clamp(4, 80).to_string().into())
        });
        let remove = icon_button("remove", move |_| {
            (removed.on_change)(ListChange::Remove(index));
            browser::focus(removed.id);
        })
        .live("aria-label", move || {
            Some(format!("Remove {}", named()).into())
        });
        el("li")
            .class("entry")
            .child(mark_invalid(input, move || invalid().contains(&index)))
            .child(remove)
    }

    /// The field that adds.
    fn field(self: &Rc<Self>, list: String) -> Element {
        let (read, typed, pasted, committed) =
            (self.clone(), self.clone(), self.clone(), self.clone());
        let invalid = self.clone();
        let value: Live<String> = Rc::new(move || {
            let newest = (read.value)().pop().filter(|_| (read.adding)());
            newest.unwrap_or_default()
        });
        let mut input = text_input("input", value, move |text| typed.type_text(text))
            .id(self.id)
            .attr("enterkeyhint", "done")
            .attr("placeholder", self.placeholder)
            .attr("aria-describedby", self.described_by.clone())
            .on_paste(move |event| {
                let items = split(&browser::pasted_text(&event));
                if items.len() > 1 {
                    event.prevent_default();
                    (pasted.on_change)(ListChange::Add(items));
                }
            })
            .on_key(move |event| {
                if browser::is_enter(&event) {
                    event.prevent_default();
                    (committed.on_change)(ListChange::Commit);
                }
            });
        if !self.suggestions.is_empty() {
            input = input.attr("list", list);
        }
        mark_invalid(input, move || {
            let newest = (invalid.value)().len().checked_sub(1);
            (invalid.adding)() && newest.is_some_and(|newest| (invalid.invalid)().contains(&newest))
        })
    }

    fn type_text(&self, text: String) {
        match text.rsplit_once(',') {
            // A comma is no part of any entry, so it ends one.
            Some((before, rest)) => {
                (self.on_change)(ListChange::Add(split(before)));
                (self.on_change)(ListChange::Type(rest.trim_start().to_owned()));
            }
            None => (self.on_change)(ListChange::Type(text)),
        }
    }
}

/// The lines of a list, if there are any.
pub(super) fn entry_list(lines: Vec<Node>) -> Node {
    if lines.is_empty() {
        return Node::none();
    }
    // A long list scrolls, which the keyboard must reach.
    let is_long = lines.len() > 8;
    el("ul")
        .class("entries")
        .live("tabindex", move || is_long.then_some("0".into()))
        .child(lines)
        .into()
}
