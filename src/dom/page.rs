//! The tree as a view of Leptos, to be mounted, rendered to HTML, and taken over.

use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::types;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

use super::Node;
use super::build::{Built, build};
use super::html::write;
use super::patch::patch;

/// The whole page, made when it is mounted.
#[derive(Clone, Copy)]
pub(crate) struct Page(pub(crate) fn() -> Node);

/// The page in the document.
pub(crate) struct Mounted(Built);

impl Render for Page {
    type State = Mounted;

    fn build(self) -> Mounted {
        Mounted(build((self.0)()))
    }

    fn rebuild(self, state: &mut Mounted) {
        patch(&mut state.0, (self.0)());
    }
}

impl Mountable for Mounted {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.0.first();
        let parent = first.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&first));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<types::Element> {
        match &self.0 {
            Built::Element(element) => vec![element.node.clone()],
            _ => Vec::new(),
        }
    }
}

no_attrs!(Page);

impl RenderHtml for Page {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        write(html, &(self.0)());
        *position = Position::NextChild;
    }

    /// What was rendered at build time gives way to the same page with handlers.
    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, _: &PositionState) -> Mounted {
        let parent = cursor.current();
        parent.set_text_content(None);
        let page = self.build();
        page.0.mount(&parent, None);
        page
    }

    fn into_owned(self) -> Self {
        self
    }
}
