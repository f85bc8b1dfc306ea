//! The tree that the page is made of. One type stands for every element, because a view with a type of its
//! own for each element, as the `view!` macro makes them, is several times as much to download.

mod build;
mod html;
mod page;
mod patch;

use std::borrow::Cow;
use std::rc::Rc;

pub(crate) use web_sys::Event;

pub(crate) use page::Page;

/// A text, most of which are fixed.
pub(crate) type Text = Cow<'static, str>;
/// A value that follows the signals that it reads.
pub(crate) type Live<T> = Rc<dyn Fn() -> T>;
/// Is told something.
pub(crate) type Told<T> = Rc<dyn Fn(T)>;

/// A part of the page before it is put there.
pub(crate) enum Node {
    /// A text.
    Text(Text),
    /// An element.
    Element(Element),
    /// Several parts, or none, one after the other.
    Many(Vec<Node>),
    /// A part that follows the signals that it reads.
    Live(Live<Node>),
}

/// An element before it is put into the page. One pointer, because every step of building it moves it.
pub(crate) struct Element(Box<Parts>);

/// What an element is made of.
struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Value)>,
    children: Vec<Node>,
}

/// What an attribute does.
enum Value {
    /// It stays as it is.
    Fixed(Text),
    /// It follows signals; `None` takes it away.
    Live(Live<Option<Text>>),
    /// A property of the element follows signals, whatever a person did to it.
    Property(Live<Option<Text>>),
    /// It handles an event.
    Handler(Told<Event>),
}

/// An element of that name.
#[inline(never)]
pub(crate) fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }))
}

/// A part that follows the signals that it reads.
pub(crate) fn live(read: impl Fn() -> Node + 'static) -> Node {
    Node::Live(Rc::new(read))
}

/// What an attribute without a value, such as `disabled`, is set to.
pub(crate) fn flag(on: bool) -> Option<Text> {
    on.then_some(Text::Borrowed(""))
}

/// What an attribute such as `aria-invalid` is set to, which is left out instead of being false.
pub(crate) fn only_true(on: bool) -> Option<Text> {
    on.then_some(Text::Borrowed("true"))
}

impl Element {
    #[inline(never)]
    fn with(mut self, name: &'static str, value: Value) -> Self {
        self.0.attributes.push((name, value));
        self
    }

    /// Sets the classes.
    #[inline(never)]
    pub(crate) fn class(self, classes: impl Into<Text>) -> Self {
        self.attr("class", classes)
    }

    /// Sets the id.
    #[inline(never)]
    pub(crate) fn id(self, id: impl Into<Text>) -> Self {
        self.attr("id", id)
    }

    /// Sets an attribute.
    #[inline(never)]
    pub(crate) fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.with(name, Value::Fixed(value.into()))
    }

    /// Sets several attributes.
    pub(crate) fn attrs(mut self, attributes: &[(&'static str, &'static str)]) -> Self {
        for &(name, value) in attributes {
            self = self.attr(name, value);
        }
        self
    }

    /// Sets an attribute that follows signals.
    pub(crate) fn live(
        self,
        name: &'static str,
        value: impl Fn() -> Option<Text> + 'static,
    ) -> Self {
        self.with(name, Value::Live(Rc::new(value)))
    }

    /// Sets a property that follows signals.
    pub(crate) fn property(self, name: &'static str, value: Live<Option<Text>>) -> Self {
        self.with(name, Value::Property(value))
    }

    /// Sets an attribute that follows signals, and the property of its name, which no longer follows the
    /// attribute once a person has changed it.
    pub(crate) fn held(
        self,
        name: &'static str,
        value: impl Fn() -> Option<Text> + 'static,
    ) -> Self {
        let value: Live<Option<Text>> = Rc::new(value);
        self.with(name, Value::Live(value.clone()))
            .property(name, value)
    }

    fn handler(self, name: &'static str, handle: Told<Event>) -> Self {
        self.with(name, Value::Handler(handle))
    }

    pub(crate) fn on_click(self, handle: impl Fn(Event) + 'static) -> Self {
        self.handler("onclick", Rc::new(handle))
    }

    pub(crate) fn on_input(self, handle: impl Fn(Event) + 'static) -> Self {
        self.handler("oninput", Rc::new(handle))
    }

    pub(crate) fn on_change(self, handle: impl Fn(Event) + 'static) -> Self {
        self.handler("onchange", Rc::new(handle))
    }

    pub(crate) fn on_key(self, handle: impl Fn(Event) + 'static) -> Self {
        self.handler("onkeydown", Rc::new(handle))
    }

    pub(crate) fn on_paste(self, handle: impl Fn(Event) + 'static) -> Self {
        self.handler("onpaste", Rc::new(handle))
    }

    #[inline(never)]
    fn push(&mut self, child: Node) {
        self.0.children.push(child);
    }

    /// Adds something to what is inside.
    #[inline(never)]
    pub(crate) fn child(mut self, child: impl Into<Node>) -> Self {
        self.push(child.into());
        self
    }

    /// Adds a part that follows the signals that it reads.
    pub(crate) fn show(self, read: impl Fn() -> Node + 'static) -> Self {
        self.child(live(read))
    }
}

impl Node {
    /// No part at all.
    pub(crate) fn none() -> Self {
        Self::Many(Vec::new())
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<Node>> for Node {
    fn from(parts: Vec<Node>) -> Self {
        Self::Many(parts)
    }
}

impl From<Option<Element>> for Node {
    fn from(element: Option<Element>) -> Self {
        element.map_or_else(Self::none, Self::Element)
    }
}
