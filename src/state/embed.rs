//! A page inside another page: the messages that both exchange.

use std::cell::{Cell, RefCell};

use cors_state::{Draft, Presentation};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::State;
use crate::browser::host::{self, RawMessage};
use crate::lazy::host_messages::{Command, Event};

/// The element whose height the page around is told.
const ROOT: &str = "app";

/// Exchanges messages with the page around this one, if there is one and this one was opened as an embed.
pub(super) fn follow(state: State) {
    if !host::is_there() {
        return;
    }
    host::on_message(move |message| {
        // A page that wasn't opened as an embed doesn't do what others say.
        if untrack(|| state.is_embedded()) {
            receive(state, message);
        }
    });
    let known: RefCell<Option<Draft>> = RefCell::default();
    Effect::new(move |_| {
        let draft = state.draft();
        if !state.is_embedded() {
            return;
        }
        let now = Draft {
            presentation: Presentation::default(),
            ..(*draft).clone()
        };
        match known.replace(Some(now.clone())) {
            None => {
                send(state, Event::Ready(now));
                send_heights(state);
            }
            Some(before) if before != now => send(state, Event::Change(now)),
            Some(_) => {}
        }
    });
}

fn send(state: State, event: Event) {
    spawn_local(async move {
        if let Ok(embed) = state.modules.embed.load().await {
            host::post(&(embed.write)(&event));
        }
    });
}

fn send_heights(state: State) {
    let last = Cell::new(None);
    host::on_height(ROOT, move |height| {
        if last.replace(Some(height)) != Some(height) {
            send(state, Event::Height(height));
        }
    });
}

fn receive(state: State, message: RawMessage) {
    spawn_local(async move {
        let Ok(embed) = state.modules.embed.load().await else {
            return;
        };
        match (embed.read)(&message) {
            Ok(None) => {}
            Ok(Some(Command::State)) => {
                send(state, Event::State(untrack(|| state.whole_draft())));
            }
            Ok(Some(Command::SetState(draft))) => state.set(*draft),
            Ok(Some(Command::SetTheme(theme))) => state.session.update(|session| {
                session.present(|presentation| presentation.theme = theme.word());
            }),
            Err(message) => send(state, Event::Error(message)),
        }
    });
}
