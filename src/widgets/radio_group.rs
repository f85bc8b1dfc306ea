use crate::dom::{Element, Live, Told, el, flag};

/// One out of few, side by side.
pub(crate) struct RadioGroup {
    /// The name that the radio buttons share.
    pub(crate) name: &'static str,
    /// What is chosen.
    pub(crate) legend: &'static str,
    /// The values with the words for them.
    pub(crate) options: Vec<(&'static str, &'static str)>,
    /// The chosen value.
    pub(crate) value: Live<&'static str>,
    /// Is told the new value.
    pub(crate) on_change: Told<&'static str>,
}

impl RadioGroup {
    pub(crate) fn view(self) -> Element {
        let legend = el("legend").class("visually-hidden").child(self.legend);
        let mut group = el("fieldset").class("segments").child(legend);
        for (option, words) in self.options {
            let (value, on_change) = (self.value.clone(), self.on_change.clone());
            let input = el("input")
                .attrs(&[("type", "radio"), ("name", self.name), ("value", option)])
                .held("checked", move || flag(value() == option))
                .on_change(move |_| on_change(option));
            let label = el("label").class("toggle").child(input);
            group = group.child(label.child(el("span").child(words)));
        }
        group
    }
}
