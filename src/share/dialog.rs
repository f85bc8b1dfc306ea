use leptos::prelude::*;

use super::link::LinkPanel;
use crate::dom::{AnyView, el, many};
use crate::state::use_state;
use crate::widgets::{Dialog, Segmented};

pub(crate) const SHARE: &str = "share";

const LINK: &str = "link";
const EMBED: &str = "embed";
const FILES: &str = "files";

/// The dialog behind Share.
#[component]
pub(crate) fn ShareDialog(is_open: RwSignal<bool>) -> impl IntoView {
    let state = use_state();
    let shown = RwSignal::new(LINK);
    let content = move || -> AnyView {
        let choice = view! {
            <Segmented
                label="What to share"
                options=vec![(LINK, "Link"), (EMBED, "Embed"), (FILES, "Files")]
                value=shown
                on_change=move |chosen| shown.set(chosen)
            />
        };
        let panel = el("DIV")
            .class("share-panel")
            .show(move || match shown.get() {
                EMBED => state.modules.exports.show(|exports| (exports.embed)()),
                FILES => state.modules.exports.show(|exports| (exports.files)()),
                _ => view! { <LinkPanel/> }.into_any(),
            });
        many(vec![choice.into_any(), panel.into()])
    };
    view! { <Dialog id=SHARE title="Share" is_open content/> }
}
