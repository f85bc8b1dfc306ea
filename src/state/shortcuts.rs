//! Keys and pastes that work everywhere on the page.

use leptos::prelude::{Set, untrack};
use leptos::task::spawn_local;

use super::{State, Tab};
use crate::browser::element;
use crate::browser::event::{is_in_field, key, on_document, pasted_text};

/// The id of the field in Troubleshoot.
pub(crate) const PASTE_FIELD: &str = "paste";

pub(super) fn follow(state: State) {
    on_document("keydown", move |event| {
        let Some(key) = key(&event).filter(|key| key.is_command) else {
            return;
        };
        let is_in_field = is_in_field(&event);
        untrack(|| match (key.name.as_str(), key.is_shift) {
            ("k" | "K", false) if !state.is_embedded() => {
                event.prevent_default();
                state.open_paste();
            }
            // A field undoes what was typed into it.
            ("z" | "Z", false) if !is_in_field => {
                event.prevent_default();
                state.undo();
            }
            ("z" | "Z", true) | ("y" | "Y", false) if !is_in_field => {
                event.prevent_default();
                state.redo();
            }
            _ => {}
        });
    });
    on_document("paste", move |event| {
        if is_in_field(&event) || untrack(|| state.is_embedded()) {
            return;
        }
        let text = pasted_text(&event);
        if !text.trim().is_empty() {
            event.prevent_default();
            untrack(|| {
                state.pasted.set(text);
                state.open_paste();
            });
        }
    });
}

impl State {
    /// Opens Troubleshoot with the focus in its field.
    pub(crate) fn open_paste(self) {
        self.open_tab(Tab::Troubleshoot);
        spawn_local(async move {
            if self.modules.troubleshoot.load().await.is_ok() {
                // By then the field is there.
                crate::browser::time::after(0, || element::focus(PASTE_FIELD));
            }
        });
    }
}
