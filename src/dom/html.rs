//! Writes the tree as HTML, for a page that is rendered at build time.

use super::{Element, Node, Value};

/// Elements without an end tag.
const VOID: &[&str] = &["input", "img"];

pub(super) fn write(html: &mut String, node: &Node) {
    match node {
        Node::Text(text) => escape(html, text),
        Node::Element(element) => write_element(html, element),
        Node::Many(parts) => parts.iter().for_each(|part| write(html, part)),
        Node::Live(read) => write(html, &read()),
    }
}

fn write_element(html: &mut String, Element(element): &Element) {
    html.push('<');
    html.push_str(element.tag);
    for (name, value) in &element.attributes {
        let text = match value {
            Value::Fixed(text) => Some(text.clone()),
            Value::Live(read) => read(),
            // There is nobody yet who could have changed it or act.
            Value::Property(_) | Value::Handler(_) => None,
        };
        if let Some(text) = text {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape(html, &text);
            html.push('"');
        }
    }
    html.push('>');
    if VOID.contains(&element.tag) {
        return;
    }
    element.children.iter().for_each(|child| write(html, child));
    html.push_str("</");
    html.push_str(element.tag);
    html.push('>');
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::dom::{Node, el, flag, live};

    #[track_caller]
    fn check(node: impl Into<Node>, expected: &str) {
        let mut html = String::new();
        write(&mut html, &node.into());
        assert_eq!(html, expected);
    }

    #[test]
    fn texts_and_attributes_are_escaped() {
        check(
            el("p").attr("title", "\"<&").child("a < b & c"),
            "<p title=\"&quot;&lt;&amp;\">a &lt; b &amp; c</p>",
        );
    }

    #[test]
    fn live_parts_are_written_as_they_are_now() {
        check(
            el("ul")
                .live("inert", || flag(true))
                .live("hidden", || flag(false))
                .show(|| el("li").child("one").into())
                .child(live(Node::none)),
            "<ul inert=\"\"><li>one</li></ul>",
        );
    }

    #[test]
    fn input_has_no_end_tag_and_no_handlers() {
        check(
            el("input")
                .held("value", || Some("x".into()))
                .on_input(|_| {}),
            "<input value=\"x\">",
        );
    }
}
