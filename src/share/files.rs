//! What is on the page as files for somewhere else.

use cors_report::{Format, export};
use leptos::prelude::*;

use crate::browser::download::{download, svg_address};
use crate::dom::{AnyView, el, live, many};
use crate::state::{platform, use_state};
use crate::widgets::{CodeBlock, CopyButton, Select, button, prose};

/// A choice of formats, and the file.
pub(crate) fn files_panel() -> AnyView {
    let state = use_state();
    let chosen = RwSignal::new(Format::Markdown.id().to_owned());
    let formats = Format::ALL
        .map(|format| (format.id().to_owned(), format.label().to_owned()))
        .to_vec();
    let choice = el("LABEL").child("Format ").child(view! {
        <Select
            id="file-format"
            options=formats
            value=chosen
            on_change=move |format: String| chosen.set(format)
        />
    });
    let format = Memo::new(move |_| Format::from_id(&chosen.get()).unwrap_or(Format::Markdown));
    let text = Memo::new(move |_| export(&state.whole_draft(), format.get(), &platform()));
    let file = live(move || match text.get() {
        Ok(_) => file(
            format.get(),
            Signal::derive(move || text.get().unwrap_or_default()),
        ),
        Err(reason) => el("P").class("hint").child(prose(&reason)).into(),
    });
    many(vec![
        el("P")
            .child("Save the request flow for an issue or docs, or get a curl script that tests your server. Secret header values are left out.")
            .into(),
        el("DIV").class("row").child(choice).into(),
        file,
    ])
}

fn file(format: Format, text: Signal<String>) -> AnyView {
    let name = format.file_name();
    let picture = matches!(format, Format::Svg).then(|| {
        el("IMG")
            .class("file-picture")
            .attr("alt", "The image")
            .bind("src", move || Some(svg_address(&text.get())))
    });
    let language = match format {
        Format::Curl => "shell",
        Format::Fetch => "javascript",
        Format::Policy => "json",
        Format::Svg => "xml",
        Format::Markdown | Format::Mermaid => "text",
    };
    let save = button("small", move |_| download(name, &text.get_untracked()))
        .attr("aria-label", format!("Download {name}"))
        .child("Download");
    let copy = view! {
        <CopyButton
            label=Signal::stored("Copy".to_owned())
            name=format!("Copy {name}")
            text=move || text.get_untracked()
        />
    };
    let head = el("DIV")
        .class("step-head")
        .child(el("H3").child(name))
        .child(el("SPAN").class("step-buttons").child(save).child(copy))
        .child(el("P").class("where").child(format.about()));
    el("SECTION")
        .class("file")
        .attr("aria-label", name)
        .child(head)
        .child(picture)
        .child(view! {
            <CodeBlock
                label=name.to_owned()
                language
                key=Signal::stored(name.to_owned())
                text
            />
        })
        .into()
}
