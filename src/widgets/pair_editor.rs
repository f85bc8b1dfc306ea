use std::rc::Rc;

use super::list_change::ListChange;
use super::list_editor::entry_list;
use super::text_input::{datalist, mark_invalid, text_input};
use super::{button, icon_button};
use crate::browser;
use crate::dom::{Element, Live, Node, Told, el};

type Pair = (String, String);

/// A list of names with values. Like the list of texts, with two fields for each entry.
pub(crate) struct PairEditor {
    /// The id of the field for a new name.
    pub(crate) id: &'static str,
    /// What an entry is called, before its number.
    pub(crate) entry: &'static str,
    /// What the field for a new value is called.
    pub(crate) value_label: &'static str,
    /// The words of the button that adds.
    pub(crate) add: &'static str,
    /// All entries, what is in the fields that add included.
    pub(crate) value: Live<Vec<Pair>>,
    /// Whether the last entry is the one in the fields that add.
    pub(crate) adding: Live<bool>,
    /// The numbers of the entries that cannot be used.
    pub(crate) invalid: Live<Vec<usize>>,
    /// Is told every change.
    pub(crate) on_change: Told<ListChange<Pair>>,
    /// The ids of the elements that say more.
    pub(crate) described_by: String,
    /// Offered as names while typing.
    pub(crate) suggestions: &'static [&'static str],
}

impl PairEditor {
    pub(crate) fn view(self) -> Element {
        let this = Rc::new(self);
        let list = format!("{}-suggestions", this.id);
        let (added, lines) = (this.clone(), this.clone());
        let add = button("button quiet", "add", "Add", move |_| added.commit());
        let adding = el("div")
            .class("add pair")
            .child(this.name_field(list.clone()))
            .child(this.value_field())
            .child(add.attr("aria-label", this.add));
        el("div")
            .class("list rows")
            .show(move || lines.entries())
            .child(adding)
            .child(datalist(list, this.suggestions))
    }

    fn entries(self: &Rc<Self>) -> Node {
        let all = (self.value)().len();
        let committed = all - usize::from((self.adding)() && all > 0);
        entry_list(
            (0..committed)
                .map(|index| self.line(index).into())
                .collect(),
        )
    }

    fn pair(&self, index: usize) -> Pair {
        (self.value)().into_iter().nth(index).unwrap_or_default()
    }

    /// What is in the fields that add.
    fn typed(&self) -> Pair {
        let last = (self.value)().pop().filter(|_| (self.adding)());
        last.unwrap_or_default()
    }

    fn commit(&self) {
        (self.on_change)(ListChange::Commit);
        browser::focus(self.id);
    }

    fn line(self: &Rc<Self>, index: usize) -> Element {
        let number = index + 1;
        let invalid = self.invalid.clone();
        let is_invalid: Live<bool> = Rc::new(move || invalid().contains(&index));
        let (read, edited) = (self.clone(), self.clone());
        let name = text_input(
            "input entry-input",
            Rc::new(move || read.pair(index).0),
            move |name| {
                let pair = (name, edited.pair(index).1);
                (edited.on_change)(ListChange::Edit(index, pair));
            },
        )
        .id(format!("{}-{number}", self.id))
        .attr("aria-label", format!("{} {number} name", self.entry))
        .attr("aria-describedby", self.described_by.clone());
        let (read, edited) = (self.clone(), self.clone());
        let value = text_input(
            "input entry-input",
            Rc::new(move || read.pair(index).1),
            move |value| {
                let pair = (edited.pair(index).0, value);
                (edited.on_change)(ListChange::Edit(index, pair));
            },
        )
        .attr("placeholder", "value")
        .attr("aria-label", format!("{} {number} value", self.entry));
        let (removed, named) = (self.clone(), self.clone());
        let remove = icon_button("remove", move |_| {
            (removed.on_change)(ListChange::Remove(index));
            browser::focus(removed.id);
        })
        .live("aria-label", move || {
            Some(format!("Remove {}", named.pair(index).0).into())
        });
        let is_value_invalid = is_invalid.clone();
        el("li")
            .class("entry pair")
            .child(mark_invalid(name, move || is_invalid()))
            .child(mark_invalid(value, move || is_value_invalid()))
            .child(remove)
    }

    fn name_field(self: &Rc<Self>, list: String) -> Element {
        let (read, typed, invalid) = (self.clone(), self.clone(), self.clone());
        let input = text_input("input", Rc::new(move || read.typed().0), move |text| {
            typed.type_name(text);
        })
        .id(self.id)
        .attrs(&[("enterkeyhint", "done"), ("placeholder", "Name")])
        .attr("list", list)
        .attr("aria-describedby", self.described_by.clone());
        mark_invalid(self.commits(input), move || {
            let newest = (invalid.value)().len().checked_sub(1);
            (invalid.adding)() && newest.is_some_and(|newest| (invalid.invalid)().contains(&newest))
        })
    }

    fn value_field(self: &Rc<Self>) -> Element {
        let (read, typed) = (self.clone(), self.clone());
        let input = text_input("input", Rc::new(move || read.typed().1), move |value| {
            (typed.on_change)(ListChange::Type((typed.typed().0, value)));
        })
        .id(self.value_id())
        .attrs(&[("enterkeyhint", "done"), ("placeholder", "value")])
        .attr("aria-label", self.value_label);
        self.commits(input)
    }

    fn value_id(&self) -> String {
        format!("{}-value", self.id)
    }

    /// Lets Enter make an entry of what was typed.
    fn commits(self: &Rc<Self>, input: Element) -> Element {
        let this = self.clone();
        input.on_key(move |event| {
            if browser::is_enter(&event) {
                event.prevent_default();
                this.commit();
            }
        })
    }

    fn type_name(&self, text: String) {
        let typed = self.typed().1;
        match text.split_once(':') {
            // "Name: value" typed or pasted as one text: the colon leads to the other field.
            Some((name, rest)) => {
                let rest = format!("{}{typed}", rest.trim_start());
                (self.on_change)(ListChange::Type((name.to_owned(), rest)));
                browser::focus(&self.value_id());
            }
            None => (self.on_change)(ListChange::Type((text, typed))),
        }
    }
}
