//! A thin layer over Leptos's own elements.
//!
//! One type stands for every element, because a view with a type of its own for each, as the `view!` macro makes
//! them, is several times as much to download, and its static parts need `innerHTML`, which Trusted Types forbid.
//! Leptos builds, follows, renders and hydrates what is made here.
//!
//! Two things to know: a part that follows signals ([`live`], [`Element::show`]) is made anew when they change, so a
//! field that somebody types into must not be in one that follows what is typed; and a list whose items keep their
//! state is a [`keyed`] one.

use std::hash::Hash;
use std::sync::{Arc, Mutex};

use leptos::prelude::View;
use leptos::prelude::untrack;
use leptos::svg;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::{CustomAttributeKey, custom_attribute};
use leptos::tachys::html::attribute::global::ClassAttribute;
use leptos::tachys::html::element::ElementChild;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::{Custom, on};
use leptos::tachys::html::property::prop;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::IntoAny;
use leptos::tachys::view::keyed as tachys_keyed;
use wasm_bindgen::JsValue;

pub(crate) use leptos::prelude::AnyView;
pub(crate) use web_sys::Event;

/// A function that Leptos calls again when a signal that it read has changed. One type for every such function of a
/// kind of value, so that their code is there once.
type Following<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// An element before it is made.
pub(crate) struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// The name of an attribute. Unlike `&str`, it lets hydration take an attribute that is there as it is.
#[derive(Clone)]
struct Name(&'static str);

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl CustomAttributeKey for Name {
    const KEY: &'static str = "name";
}

/// An element. HTML's own tag names are written in capitals, as the DOM reports them.
pub(crate) fn el(tag: &'static str) -> Element {
    Element {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

/// A part that follows the signals that it reads.
pub(crate) fn live(read: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let read: Following<AnyView> = Arc::new(Mutex::new(read));
    read.into_any()
}

/// A list whose items stay as they are while their key is there.
pub(crate) fn keyed<T: Send + 'static, K>(
    mut items: impl FnMut() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Clone + Send + 'static,
    view: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView
where
    K: Eq + Hash + Send + leptos::tachys::view::keyed::SerializableKey + 'static,
{
    let list = move || {
        let view = view.clone();
        let view = move |_: usize, item: T| (|_: usize| {}, view(item));
        tachys_keyed::keyed(items(), key.clone(), view)
    };
    list.into_any()
}

/// A text.
pub(crate) fn text(text: impl Into<String>) -> AnyView {
    text.into().into_any()
}

/// Nothing.
pub(crate) fn nothing() -> AnyView {
    Vec::<AnyView>::new().into_any()
}

/// Several parts, one after the other.
pub(crate) fn many(parts: Vec<AnyView>) -> AnyView {
    parts.into_any()
}

/// One of the icons in `index.html`. It says nothing that the text next to it doesn't say.
pub(crate) fn icon(name: &'static str) -> AnyView {
    svg::svg()
        .class("icon")
        .add_any_attr(custom_attribute(Name("aria-hidden"), "true"))
        .child(svg::r#use().add_any_attr(custom_attribute(Name("href"), format!("#icon-{name}"))))
        .into_any()
}

/// What an attribute without a value, such as `disabled`, is set to.
pub(crate) fn flag(on: bool) -> Option<String> {
    on.then(String::new)
}

/// What an ARIA attribute is set to.
#[expect(
    clippy::unnecessary_wraps,
    reason = "`bind` takes an option, because an attribute can be left out"
)]
pub(crate) fn true_or_false(on: bool) -> Option<String> {
    Some(on.to_string())
}

impl Element {
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Sets an attribute.
    pub(crate) fn attr(self, name: &'static str, value: impl Into<Arc<str>>) -> Self {
        let value: Arc<str> = value.into();
        self.with(custom_attribute(Name(name), value).into_any_attr())
    }

    /// Sets several attributes.
    pub(crate) fn attrs(self, attributes: &[(&'static str, &'static str)]) -> Self {
        attributes
            .iter()
            .fold(self, |element, (name, value)| element.attr(name, *value))
    }

    /// Sets the classes.
    pub(crate) fn class(self, classes: impl Into<Arc<str>>) -> Self {
        self.attr("class", classes)
    }

    /// Sets the id.
    pub(crate) fn id(self, id: impl Into<Arc<str>>) -> Self {
        self.attr("id", id)
    }

    /// Sets an attribute that follows signals; `None` removes it.
    pub(crate) fn bind(
        self,
        name: &'static str,
        mut value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        let value: Following<Option<Arc<str>>> =
            Arc::new(Mutex::new(move || value().map(Arc::<str>::from)));
        self.with(custom_attribute(Name(name), value).into_any_attr())
    }

    /// Sets a property that follows signals, whatever a person did to it.
    pub(crate) fn property(
        self,
        name: &'static str,
        value: impl FnMut() -> JsValue + Send + 'static,
    ) -> Self {
        let value: Following<JsValue> = Arc::new(Mutex::new(value));
        self.with(prop(name, value).into_any_attr())
    }

    /// Sets the text of a field, which follows signals.
    pub(crate) fn value(self, mut value: impl FnMut() -> String + Clone + Send + 'static) -> Self {
        let mut attribute = value.clone();
        self.bind("value", move || Some(attribute()))
            .property("value", move || JsValue::from_str(&value()))
    }

    /// Sets whether a box is checked, which follows signals.
    pub(crate) fn checked(self, mut value: impl FnMut() -> bool + Clone + Send + 'static) -> Self {
        let mut attribute = value.clone();
        self.bind("checked", move || flag(attribute()))
            .property("checked", move || JsValue::from_bool(value()))
    }

    /// Handles an event.
    pub(crate) fn on(self, event: &'static str, handle: impl Fn(Event) + 'static) -> Self {
        let handle: Box<dyn FnMut(Event)> = Box::new(move |event| untrack(|| handle(event)));
        self.with(on(Custom::<Event>::new(event), handle).into_any_attr())
    }

    pub(crate) fn on_click(self, handle: impl Fn(Event) + 'static) -> Self {
        self.on("click", handle)
    }

    /// Adds something to what is inside.
    pub(crate) fn child(mut self, child: impl Into<Child>) -> Self {
        self.children.push(child.into().0);
        self
    }

    /// Adds several parts.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// Adds a part that follows the signals that it reads.
    pub(crate) fn show(self, read: impl FnMut() -> AnyView + Send + 'static) -> Self {
        self.child(live(read))
    }

    /// Adds a text that follows the signals that it reads.
    pub(crate) fn show_text(self, mut read: impl FnMut() -> String + Send + 'static) -> Self {
        self.show(move || text(read()))
    }

    /// The part of the page.
    pub(crate) fn view(self) -> AnyView {
        // Hydration looks for an end mark in an element with children, so elements that can have none are of another
        // type.
        match self.tag {
            "INPUT" | "IMG" | "BR" | "HR" => {
                custom(self.tag).add_any_attr(self.attributes).into_any()
            }
            tag => custom(tag)
                .child(self.children)
                .add_any_attr(self.attributes)
                .into_any(),
        }
    }
}

impl From<Element> for AnyView {
    fn from(element: Element) -> Self {
        element.view()
    }
}

/// What can be in an element.
pub(crate) struct Child(AnyView);

impl From<AnyView> for Child {
    fn from(view: AnyView) -> Self {
        Self(view)
    }
}

impl From<Element> for Child {
    fn from(element: Element) -> Self {
        Self(element.view())
    }
}

/// A component, as `view!` makes it.
impl<T> From<View<T>> for Child
where
    View<T>: IntoAny,
{
    fn from(component: View<T>) -> Self {
        Self(component.into_any())
    }
}

impl From<&str> for Child {
    fn from(words: &str) -> Self {
        Self(text(words))
    }
}

impl From<String> for Child {
    fn from(words: String) -> Self {
        Self(text(words))
    }
}

impl<T: Into<Self>> From<Option<T>> for Child {
    fn from(child: Option<T>) -> Self {
        child.map_or_else(|| Self(nothing()), Into::into)
    }
}

impl From<Vec<AnyView>> for Child {
    fn from(parts: Vec<AnyView>) -> Self {
        Self(many(parts))
    }
}
