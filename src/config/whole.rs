use cors_analysis::Configuration;
use cors_core::targets::SnippetFile;
use leptos::prelude::*;

use crate::state::use_state;
use crate::widgets::CopyButton;

/// Every file of the config in one text, each under a comment that names it.
fn whole_config(configuration: &Configuration) -> String {
    let files = &configuration.snippet.files;
    if let [file] = files.as_slice() {
        return file.text.clone();
    }
    let comment = comment_mark(configuration.chosen.target.language);
    let texts = files.iter().map(
        |SnippetFile {
             path,
             context,
             text,
         }| { format!("{comment} {path}: {context}\n{text}") },
    );
    texts.collect::<Vec<_>>().join("\n")
}

fn comment_mark(language: &str) -> &'static str {
    match language {
        "javascript" | "typescript" | "rust" => "//",
        _ => "#",
    }
}

/// Copies the whole config. The only filled button of the page.
#[component]
pub(crate) fn CopyConfig(
    /// The class after `button`.
    #[prop(default = "main")]
    look: &'static str,
) -> impl IntoView {
    let state = use_state();
    // How many files there are to copy; none while there is no config.
    let count = state.select(|analysis| {
        let configuration = analysis.configuration().ok();
        configuration.map_or(0, |configuration| configuration.snippet.files.len())
    });
    let is_pending = Memo::new(move |_| state.pending_target().is_some());
    let copied = Signal::derive(move || match count.get() {
        0 | 1 => "Copied".to_owned(),
        count => format!("Copied {count} files"),
    });
    let text = move || {
        let analysis = state.analysis();
        analysis
            .configuration()
            .map(whole_config)
            .unwrap_or_default()
    };
    view! {
        <CopyButton
            look
            label=Signal::stored("Copy config".to_owned())
            copied
            disabled=Signal::derive(move || count.get() == 0 || is_pending.get())
            text
        />
    }
    .into_any()
}
