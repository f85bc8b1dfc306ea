use leptos::prelude::*;

/// A mark that repeats what the text beside it says. The style sheet draws it.
pub(crate) fn icon(name: &'static str) -> impl IntoView {
    view! { <span class=format!("icon icon-{name}") aria-hidden={"true"}></span> }
}
