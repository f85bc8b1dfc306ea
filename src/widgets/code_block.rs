use leptos::prelude::*;

use super::{CopyButton, icon};
use crate::browser;

/// A file to paste or to keep.
#[component]
pub(crate) fn CodeBlock(
    /// The id that the parts of this block start with.
    id: String,
    /// The path of the file, which names the region.
    path: String,
    /// Where the text goes.
    context: String,
    /// The text.
    text: String,
    /// What starts a line that is a comment.
    comment: &'static str,
) -> impl IntoView {
    let heading = format!("{id}-name");
    let file_name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let lines = text
        .split_inclusive('\n')
        .map(|line| {
            let is_comment = line.trim_start().starts_with(comment);
            view! { <span class:comment=is_comment>{line.to_owned()}</span> }
        })
        .collect::<Vec<_>>();
    let label = path.clone();
    let copied = text.clone();
    let saved = text;
    view! {
        <section class="file" aria-label=label>
            <header class="file-header">
                <div class="file-title">
                    <h3 class="file-name" id=heading>{path}</h3>
                    {(!context.is_empty()).then(|| view! { <p class="hint">{context}</p> })}
                </div>
                <div class="file-actions">
                    <CopyButton words="Copy" text=Callback::new(move |()| copied.clone())/>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| browser::download(&file_name, &saved)
                    >
                        {icon("download")}
                        <span>{"Download"}</span>
                    </button>
                </div>
            </header>
            <pre class="code" tabindex="0"><code>{lines}</code></pre>
        </section>
    }
}
