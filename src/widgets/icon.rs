use crate::dom::{Element, el};

/// A mark that repeats what the text beside it says. The style sheet draws it.
pub(crate) fn icon(name: &str) -> Element {
    el("span")
        .class(format!("icon icon-{name}"))
        .attr("aria-hidden", "true")
}
