use super::select::label;
use super::text_input::mark_invalid;
use crate::browser;
use crate::dom::{Element, Live, Told, el, flag};

/// Something that is on or off.
pub(crate) struct Switch {
    /// The id of the checkbox.
    pub(crate) id: &'static str,
    /// The label.
    pub(crate) label: &'static str,
    /// What is said under it.
    pub(crate) hint: &'static str,
    /// Whether it is on.
    pub(crate) on: Live<bool>,
    /// Is told the new state.
    pub(crate) on_change: Told<bool>,
    /// Whether this state cannot be used.
    pub(crate) invalid: Live<bool>,
    /// The id of the element that says why.
    pub(crate) described_by: String,
}

impl Switch {
    pub(crate) fn view(self) -> Element {
        let hint_id = format!("{}-hint", self.id);
        let (on, on_change, invalid) = (self.on, self.on_change, self.invalid);
        let input = el("input")
            .class("switch-input")
            .id(self.id)
            .attr("type", "checkbox")
            .held("checked", move || flag(on()))
            .attr(
                "aria-describedby",
                format!("{hint_id} {}", self.described_by),
            )
            .on_change(move |event| on_change(browser::is_checked(&event)));
        let words = el("div")
            .child(label(self.id, self.label))
            .child(el("p").class("hint").id(hint_id).child(self.hint));
        el("div")
            .class("switch")
            .child(mark_invalid(input, move || invalid()))
            .child(words)
    }
}
