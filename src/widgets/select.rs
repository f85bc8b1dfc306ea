use std::rc::Rc;

use crate::browser;
use crate::dom::{Element, Live, Told, el, flag};

/// A labelled choice of one out of few.
pub(crate) struct Select {
    /// The id of the select element.
    pub(crate) id: &'static str,
    /// The label.
    pub(crate) label: &'static str,
    /// The values, which are the words too.
    pub(crate) options: Vec<&'static str>,
    /// The chosen value.
    pub(crate) value: Live<String>,
    /// Is told the new value.
    pub(crate) on_change: Told<String>,
    /// The id of the element that says more.
    pub(crate) described_by: String,
}

impl Select {
    pub(crate) fn view(self) -> Element {
        let (chosen, on_change) = (self.value.clone(), self.on_change);
        let mut select = el("select")
            .class("input")
            .id(self.id)
            .property("value", Rc::new(move || Some(chosen().into())))
            .attr("aria-describedby", self.described_by)
            .on_change(move |event| on_change(browser::value(&event)));
        for option in self.options {
            let value = self.value.clone();
            select = select.child(
                el("option")
                    .attr("value", option)
                    .live("selected", move || flag(value() == option))
                    .child(option),
            );
        }
        el("div")
            .class("field")
            .child(label(self.id, self.label))
            .child(select)
    }
}

/// The label of a field.
pub(crate) fn label(id: &'static str, words: &'static str) -> Element {
    el("label").class("label").attr("for", id).child(words)
}
