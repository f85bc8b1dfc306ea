use crate::dom::{Child, Element, el, icon};

/// Something that is folded under a title until it is opened. The content is yet to be added.
pub(crate) fn disclosure(title: impl Into<Child>) -> Element {
    disclosure_with(el("SPAN").class("disclosure-title").child(title))
}

/// The same with more than a title in its first line.
pub(crate) fn disclosure_with(summary: impl Into<Child>) -> Element {
    el("DETAILS")
        .class("disclosure")
        .child(el("SUMMARY").child(icon("right")).child(summary))
}
