use cors_analysis::Configuration;
use cors_core::targets::{Comment, SnippetFile};
use leptos::prelude::*;

use crate::state::use_state;
use crate::widgets::CopyButton;

/// Every file of the config in one text, each under a comment that names it.
fn whole_config(configuration: &Configuration) -> String {
    let files = &configuration.snippet.files;
    if let [file] = files.as_slice() {
        return file.text.clone();
    }
    let texts = files.iter().map(named);
    texts.collect::<Vec<_>>().join("\n")
}

/// A file under a comment that names it, where its language has comments.
fn named(file: &SnippetFile) -> String {
    let Some(Comment { start, end }) = file.language.comment else {
        return file.text.clone();
    };
    let name = format!(
        "{start} {}: {} {end}",
        file.path,
        file.context.replace('`', "")
    );
    format!("{}\n{}", name.trim_end(), file.text)
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
