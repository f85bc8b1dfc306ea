//! Makes the nodes of the document.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::untrack;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::js_sys::Reflect;
use web_sys::{Event, Node as DomNode};

use super::patch::patch;
use super::{Element, Live, Node, Text, Value};

/// A part of the page that stands in the document, or soon will.
pub(super) enum Built {
    Text(web_sys::Text, Text),
    Element(BuiltElement),
    /// Several parts, and the empty text behind them, which keeps their place.
    Many(Vec<Built>, web_sys::Text),
    /// What is there now, and what changes it.
    Live(
        Rc<RefCell<Built>>,
        #[expect(dead_code, reason = "it stops when it is dropped")] RenderEffect<()>,
    ),
}

pub(super) struct BuiltElement {
    pub(super) tag: &'static str,
    pub(super) node: web_sys::Element,
    pub(super) attributes: Vec<(&'static str, BuiltValue)>,
    pub(super) children: Vec<Built>,
}

pub(super) enum BuiltValue {
    Fixed(Text),
    Live(#[expect(dead_code, reason = "it stops when it is dropped")] RenderEffect<()>),
    Handler(
        #[expect(dead_code, reason = "it must live as long as the element")] Closure<dyn Fn(Event)>,
    ),
}

/// Runs something now and whenever a signal that it read has changed.
fn follow(run: Box<dyn FnMut()>) -> RenderEffect<()> {
    let mut run = run;
    RenderEffect::new(move |_| run())
}

pub(super) fn build(node: Node) -> Built {
    match node {
        Node::Text(text) => Built::Text(text_node(&text), text),
        Node::Element(element) => build_element(element),
        Node::Many(parts) => Built::Many(parts.into_iter().map(build).collect(), text_node("")),
        Node::Live(read) => build_live(read),
    }
}

fn text_node(text: &str) -> web_sys::Text {
    gloo_utils::document().create_text_node(text)
}

fn build_live(read: Live<Node>) -> Built {
    let now = Rc::new(RefCell::new(Built::Many(Vec::new(), text_node(""))));
    let place = now.clone();
    let mut is_first = true;
    let effect = follow(Box::new(move || {
        let node = read();
        if core::mem::take(&mut is_first) {
            *place.borrow_mut() = build(node);
        } else {
            patch(&mut place.borrow_mut(), node);
        }
    }));
    Built::Live(now, effect)
}

fn build_element(element: Element) -> Built {
    let element = *element.0;
    // Only a name that is none could fail here.
    let Ok(node) = gloo_utils::document().create_element(element.tag) else {
        return build(Node::none());
    };
    let children: Vec<Built> = element.children.into_iter().map(build).collect();
    for child in &children {
        child.mount(&node, None);
    }
    // After the children, because a select takes only the value of an option that it has.
    let attributes = element.attributes.into_iter();
    let attributes = attributes
        .map(|(name, value)| (name, build_value(&node, name, value)))
        .collect();
    Built::Element(BuiltElement {
        tag: element.tag,
        node,
        attributes,
        children,
    })
}

pub(super) fn build_value(
    element: &web_sys::Element,
    name: &'static str,
    value: Value,
) -> BuiltValue {
    let element = element.clone();
    match value {
        Value::Fixed(text) => {
            let _ = element.set_attribute(name, &text);
            BuiltValue::Fixed(text)
        }
        Value::Live(read) => {
            let mut before: Option<Option<Text>> = None;
            BuiltValue::Live(follow(Box::new(move || {
                let now = read();
                if before.as_ref() != Some(&now) {
                    let _ = match &now {
                        Some(text) => element.set_attribute(name, text),
                        None => element.remove_attribute(name),
                    };
                    before = Some(now);
                }
            })))
        }
        Value::Property(read) => BuiltValue::Live(follow(Box::new(move || {
            let now = match read() {
                Some(text) if !text.is_empty() => JsValue::from_str(&text),
                now if name == "checked" => JsValue::from_bool(now.is_some()),
                _ => JsValue::from_str(""),
            };
            let name = JsValue::from_str(name);
            // Setting a text again would move the cursor to its end.
            if Reflect::get(&element, &name).as_ref() != Ok(&now) {
                let _ = Reflect::set(&element, &name, &now);
            }
        }))),
        Value::Handler(handle) => {
            let closure = Closure::<dyn Fn(Event)>::new(move |event| untrack(|| handle(event)));
            let _ = Reflect::set(&element, &JsValue::from_str(name), closure.as_ref());
            BuiltValue::Handler(closure)
        }
    }
}

impl Built {
    /// Puts the part into an element, before one of its nodes or at its end.
    pub(super) fn mount(&self, parent: &DomNode, before: Option<&DomNode>) {
        match self {
            Self::Text(node, _) => insert(parent, node, before),
            Self::Element(element) => insert(parent, &element.node, before),
            Self::Many(parts, end) => {
                for part in parts {
                    part.mount(parent, before);
                }
                insert(parent, end, before);
            }
            Self::Live(now, _) => now.borrow().mount(parent, before),
        }
    }

    /// Takes the part out of the document.
    pub(super) fn unmount(&self) {
        match self {
            Self::Text(node, _) => remove(node),
            Self::Element(element) => remove(&element.node),
            Self::Many(parts, end) => {
                parts.iter().for_each(Self::unmount);
                remove(end);
            }
            Self::Live(now, _) => now.borrow().unmount(),
        }
    }

    /// The first of its nodes.
    pub(super) fn first(&self) -> DomNode {
        match self {
            Self::Text(node, _) => node.clone().into(),
            Self::Element(element) => element.node.clone().into(),
            Self::Many(parts, end) => match parts.first() {
                Some(part) => part.first(),
                None => end.clone().into(),
            },
            Self::Live(now, _) => now.borrow().first(),
        }
    }
}

fn insert(parent: &DomNode, node: &DomNode, before: Option<&DomNode>) {
    let _ = parent.insert_before(node, before);
}

fn remove(node: &DomNode) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}
