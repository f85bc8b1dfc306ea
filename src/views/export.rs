use std::rc::Rc;

use cors_report::{self as export, Format};
use cors_state::Draft;
use leptos::prelude::*;

use super::absent::absent;
use crate::browser;
use crate::dom::{Element, Node, el, flag};
use crate::later::Later;
use crate::platform::platform;
use crate::state::State;
use crate::widgets::{CodeBlock, Folding, Tab, Tabs, button, prose};

const ID: &str = "export";

/// Opens the files from elsewhere on the page.
pub(crate) fn export_button(is_open: RwSignal<bool>) -> Element {
    button("button bar-button", "download", "Export", move |_| {
        is_open.set(true);
        browser::go_to(ID);
    })
}

/// What is shown as files for somewhere else. They are written only while somebody looks at them.
pub(crate) fn export(state: State, is_open: RwSignal<bool>) -> Element {
    let toggle = button("button", "down", "", move |_| {
        is_open.update(|is_open| *is_open = !*is_open);
    })
    .live("aria-expanded", move || {
        Some(if is_open.get() { "true" } else { "false" }.into())
    })
    .attr("aria-controls", "export-files")
    .show(move || {
        if is_open.get() {
            "Hide files"
        } else {
            "Show files"
        }
        .into()
    });
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("export-title").child("Export"))
        .child(toggle);
    let files = el("div")
        .id("export-files")
        .live("hidden", move || flag(!is_open.get()))
        .show(move || match (is_open.get(), state.later()) {
            (false, _) => Node::none(),
            (true, Later::Here(part)) => (part.export)(state),
            (true, Later::Coming | Later::Failed) => absent(state, "The files").into(),
        });
    el("section")
        .class("card export")
        .id(ID)
        .attrs(&[("tabindex", "-1"), ("aria-labelledby", "export-title")])
        .child(header)
        .child(el("p").class("hint").child(
            "The exchange for issues and documents, and a proof kit for your server. Values of request headers that may be secret are left out.",
        ))
        .child(files)
}

/// The files, for the later part.
pub(crate) fn export_body(state: State) -> Node {
    let chosen = RwSignal::new(Format::Markdown.id());
    let tabs = Tabs {
        label: "Kind of file",
        all: Format::ALL
            .iter()
            .map(|format| Tab {
                id: tab_id(*format),
                label: format.label(),
                group: "",
            })
            .collect(),
        value: Rc::new(move || tab_id(format(chosen.get()))),
        on_change: Rc::new(move |tab| {
            let mut all = Format::ALL.into_iter();
            if let Some(format) = all.find(|format| tab_id(*format) == tab) {
                chosen.set(format.id());
            }
        }),
        panel: "export-panel",
    };
    let panel = el("div")
        .class("panel")
        .id("export-panel")
        .attr("role", "tabpanel")
        .live("aria-labelledby", move || {
            Some(["tab-", tab_id(format(chosen.get()))].concat().into())
        })
        .show(move || file(&state.shown().draft, format(chosen.get())));
    Node::Many(vec![tabs.view().into(), panel.into()])
}

/// The id of a tab, which no target has.
fn tab_id(format: Format) -> &'static str {
    match format {
        Format::Markdown => "as-markdown",
        Format::Mermaid => "as-mermaid",
        Format::Svg => "as-svg",
        Format::Policy => "as-policy",
        Format::Curl => "as-curl",
        Format::Fetch => "as-fetch",
    }
}

fn format(id: &str) -> Format {
    Format::from_id(id).unwrap_or(Format::Markdown)
}

fn file(draft: &Draft, format: Format) -> Node {
    let text = match export::export(draft, format, &platform()) {
        Ok(text) => text,
        Err(reason) => return el("p").class("empty").child(prose(&reason)).into(),
    };
    let picture = (format == Format::Svg).then(|| {
        el("img")
            .class("export-picture")
            .attr("alt", "The picture, as others will see it")
            .attr("src", browser::svg_address(&text))
    });
    let block = CodeBlock {
        id: "export-file".to_owned(),
        path: format.file_name().to_owned(),
        context: format.about().to_owned(),
        text,
        comment: match format {
            Format::Curl => "#",
            Format::Fetch => "//",
            // No line of these starts like that.
            _ => "\0",
        },
        folding: Folding::Never,
        marks: Vec::new(),
    };
    Node::Many(vec![picture.into(), block.view().into()])
}
