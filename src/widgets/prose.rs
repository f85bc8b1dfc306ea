use crate::dom::{Node, el};

/// A text in which backticks mark what is code.
pub(crate) fn prose(text: &str) -> Node {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        let part = Node::from(part.to_owned());
        if index % 2 == 1 {
            el("code").child(part).into()
        } else {
            part
        }
    });
    Node::Many(parts.collect())
}
