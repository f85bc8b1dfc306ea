use std::rc::Rc;

use crate::browser;
use crate::dom::{Element, el, flag};

/// Several things, each on or off, side by side.
pub(crate) struct ToggleGroup {
    /// What the group is called for those who do not see it.
    pub(crate) label: &'static str,
    /// The values with the words for them.
    pub(crate) options: &'static [(&'static str, &'static str)],
    /// Whether a value is on.
    pub(crate) is_on: Rc<dyn Fn(&str) -> bool>,
    /// Is told the value and its new state.
    pub(crate) on_change: Rc<dyn Fn(&'static str, bool)>,
}

impl ToggleGroup {
    pub(crate) fn view(self) -> Element {
        let mut group = el("div")
            .class("toggles")
            .attr("role", "group")
            .attr("aria-label", self.label);
        for &(value, words) in self.options {
            let (is_on, on_change) = (self.is_on.clone(), self.on_change.clone());
            let input = el("input")
                .attr("type", "checkbox")
                .held("checked", move || flag(is_on(value)))
                .on_change(move |event| on_change(value, browser::is_checked(&event)));
            let label = el("label").class("toggle").child(input);
            group = group.child(label.child(el("span").child(words)));
        }
        group
    }
}
