//! Changes what stands in the document into what shall stand there, and keeps the nodes that can stay, so
//! that focus, selection and scrolling stay too.

use web_sys::Node as DomNode;

use super::build::{Built, BuiltElement, BuiltValue, build, build_value};
use super::{Element, Node, Value};

pub(super) fn patch(built: &mut Built, node: Node) {
    match (built, node) {
        (Built::Text(text, before), Node::Text(now)) => {
            if *before != now {
                text.set_data(&now);
                *before = now;
            }
        }
        (Built::Element(before), Node::Element(now)) if fits(before, &now) => {
            let place = before.node.clone();
            patch_all(&mut before.children, now.0.children, &place, None);
            for ((name, before), (_, now)) in before.attributes.iter_mut().zip(now.0.attributes) {
                match (&*before, now) {
                    (BuiltValue::Fixed(before), Value::Fixed(now)) if *before == now => {}
                    (_, now) => *before = build_value(&place, name, now),
                }
            }
        }
        (Built::Many(before, end), Node::Many(now)) => {
            if let Some(parent) = end.parent_node() {
                patch_all(before, now, &parent, Some(end));
            }
        }
        (built, node) => {
            let new = build(node);
            let first = built.first();
            if let Some(parent) = first.parent_node() {
                new.mount(&parent, Some(&first));
            }
            built.unmount();
            *built = new;
        }
    }
}

fn patch_all(built: &mut Vec<Built>, nodes: Vec<Node>, parent: &DomNode, end: Option<&DomNode>) {
    for surplus in built.drain(nodes.len().min(built.len())..) {
        surplus.unmount();
    }
    for (index, node) in nodes.into_iter().enumerate() {
        if let Some(before) = built.get_mut(index) {
            patch(before, node);
        } else {
            let new = build(node);
            new.mount(parent, end);
            built.push(new);
        }
    }
}

/// Whether the one can become the other: the same element with attributes of the same names and kinds.
fn fits(built: &BuiltElement, element: &Element) -> bool {
    let mut attributes = built.attributes.iter().zip(&element.0.attributes);
    built.tag == element.0.tag
        && built.attributes.len() == element.0.attributes.len()
        && attributes.all(|((name, before), (other, now))| {
            name == other
                && matches!(
                    (before, now),
                    (BuiltValue::Fixed(_), Value::Fixed(_))
                        | (BuiltValue::Live(_), Value::Live(_) | Value::Property(_))
                        | (BuiltValue::Handler(_), Value::Handler(_))
                )
        })
}
