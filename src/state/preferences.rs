//! What this device remembers: the server with its version and options, and the theme. A link wins over it.

use cors_state::Draft;
use cors_state::link;
use leptos::prelude::*;

use super::State;
use super::presentation::Theme;
use crate::browser::{page, storage};

/// `public/early.js` looks for this name too.
const SERVER: &str = "cors-header-builder.server";
const THEME: &str = "cors-header-builder.theme";

/// The server with its version and options, as the keys of a link.
fn server_link(draft: &Draft) -> String {
    link::encode(&Draft {
        target: draft.target.clone(),
        version: draft.version.clone(),
        options: draft.options.clone(),
        ..Draft::default()
    })
}

/// Remembers what is chosen from now on, and shows the theme.
pub(super) fn follow(state: State) {
    state.own_theme.set(theme());
    Effect::new(move |_| {
        page::set_theme(match state.theme() {
            Theme::Auto => None,
            theme @ (Theme::Light | Theme::Dark) => Some(theme.word()),
        });
    });
    let server = state.read(|draft| {
        let options = draft.options.clone();
        (draft.target.clone(), draft.version.clone(), options)
    });
    Effect::new(move |before: Option<()>| {
        // `track` alone wouldn't compute it, and so wouldn't follow what it reads.
        server.with(|_| ());
        // What a link holds is remembered only once somebody chooses something else.
        if before.is_some() && !state.presentation.get_untracked().embed {
            remember_server(&state.draft.get_untracked());
        }
    });
}

fn remember_server(draft: &Draft) {
    let link = server_link(draft);
    if storage::get(SERVER).as_ref() != Some(&link) {
        storage::set(SERVER, &link);
    }
}

/// The server that was chosen last on this device.
pub(super) fn server() -> Option<Draft> {
    Some(link::decode(&storage::get(SERVER)?).draft)
}

pub(super) fn remember_theme(theme: Theme) {
    storage::set(THEME, theme.word());
}

/// The theme that was chosen last on this device.
fn theme() -> Theme {
    let word = storage::get(THEME);
    word.and_then(|word| Theme::of_word(&word))
        .unwrap_or(Theme::Auto)
}
