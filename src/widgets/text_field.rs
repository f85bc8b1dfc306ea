use super::select::label;
use super::text_input::{datalist, mark_invalid, text_input};
use crate::dom::{Element, Live, Told, el};

/// A labelled field for one line of text.
pub(crate) struct TextField {
    /// The id of the input.
    pub(crate) id: &'static str,
    /// The label.
    pub(crate) label: &'static str,
    /// The text.
    pub(crate) value: Live<String>,
    /// Is told every change.
    pub(crate) on_change: Told<String>,
    /// What is said under the field.
    pub(crate) hint: Live<String>,
    /// Whether the text cannot be used.
    pub(crate) invalid: Live<bool>,
    /// The id of the element that says why, if it is elsewhere.
    pub(crate) described_by: String,
    /// Offered while typing.
    pub(crate) suggestions: &'static [&'static str],
    /// The keyboard that phones show, such as `url` or `numeric`.
    pub(crate) input_mode: &'static str,
}

impl TextField {
    pub(crate) fn view(self) -> Element {
        let list = format!("{}-suggestions", self.id);
        let hint_id = format!("{}-hint", self.id);
        let (on_change, hint, invalid) = (self.on_change, self.hint, self.invalid);
        let mut input = text_input("input", self.value, move |text| on_change(text))
            .id(self.id)
            .attr("inputmode", self.input_mode)
            .attr(
                "aria-describedby",
                format!("{hint_id} {}", self.described_by),
            );
        let mut suggestions = None;
        if !self.suggestions.is_empty() {
            input = input.attr("list", list.clone());
            suggestions = Some(datalist(list, self.suggestions));
        }
        el("div")
            .class("field")
            .child(label(self.id, self.label))
            .child(mark_invalid(input, move || invalid()))
            .child(suggestions)
            .child(
                el("p")
                    .class("hint")
                    .id(hint_id)
                    .show(move || hint().into()),
            )
    }
}
