use crate::dom::{Element, Node, el};

/// A part whose head is always there, and whose body is unfolded by whoever wants it.
pub(crate) fn fold(head: impl Into<Node>, body: impl Into<Node>, is_open: bool) -> Element {
    let details = el("details")
        .class("fold")
        .child(el("summary").class("fold-head").child(head))
        .child(body);
    if is_open {
        details.attr("open", "")
    } else {
        details
    }
}
