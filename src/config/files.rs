//! The files of the config, each in a region of its own.

use leptos::prelude::*;

use crate::browser::download::download;
use crate::dom::{AnyView, el, icon};
use crate::state::State;
use crate::widgets::{CodeBlock, CopyButton, Folded, button};

/// A file as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) path: String,
    /// Where it goes, if that has to be said.
    pub(super) context: String,
    pub(super) language: &'static str,
    /// How it is folded.
    pub(super) folded: Folded,
    /// Which of the state's files it is.
    pub(super) place: FilePlace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FilePlace {
    Snippet(usize),
    Example(usize),
}

impl FilePlace {
    /// The text of the file; empty where there is none, which lasts until the list of files follows.
    fn text(self, analysis: &cors_analysis::Analysis) -> String {
        let Ok(configuration) = analysis.configuration() else {
            return String::new();
        };
        let snippet = &configuration.snippet;
        let text = match self {
            Self::Snippet(index) => snippet.files.get(index).map(|file| &file.text),
            Self::Example(index) => snippet.example.files.get(index).map(|file| &file.text),
        };
        text.cloned().unwrap_or_default()
    }
}

/// A file with its number, the place where it goes, its code and its buttons.
pub(super) fn file_view(state: State, file: File, number: usize) -> AnyView {
    let File {
        path,
        context,
        language,
        folded,
        place,
    } = file;
    let text = state.select(move |analysis| place.text(analysis));
    let key = state.read(|draft| format!("{} {} {:?}", draft.target, draft.version, draft.options));
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let saved = name;
    let save = button("quiet small icon-button", move |_| {
        download(&saved, &text.get_untracked());
    })
    .attr("aria-label", format!("Download {path}"))
    .attr("title", "Download")
    .child(icon("download"));
    let copy = view! {
        <CopyButton
            label=Signal::stored("Copy".to_owned())
            name=format!("Copy {path}")
            text=move || text.get_untracked()
        />
    };
    let where_it_goes = (!context.is_empty()).then(|| {
        el("P")
            .class("where")
            .child(crate::widgets::prose(&context))
    });
    let head = el("DIV")
        .class("step-head")
        .child(
            el("SPAN")
                .class("number")
                .attr("aria-hidden", "true")
                .child(number.to_string()),
        )
        .child(el("H3").child(path.clone()))
        .child(el("SPAN").class("step-buttons").child(save).child(copy))
        .child(where_it_goes);
    el("SECTION")
        .class("file")
        .attr("aria-label", path.clone())
        .child(head)
        .child(view! { <CodeBlock label=path language key text folded/> })
        .into()
}
