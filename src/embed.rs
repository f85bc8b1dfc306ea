//! A page inside another page: both are told what they have to know of the other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cors_state::{Draft, Presentation};
use leptos::prelude::untrack;

use crate::browser;
use crate::later::host_messages::{self, Asked, Heard, Told};
use crate::state::State;

/// Talks with the page around this one, if there is one and this one was opened as a figure.
pub(crate) fn follow(state: State) {
    browser::follow(Box::new(move || {
        browser::on_host_message(Box::new(move |heard| {
            // A page that was not opened as a figure does not do what others say.
            if untrack(|| state.shown().draft.presentation.embed) {
                hear(state, heard);
            }
        }));
    }));
    let known: RefCell<Option<Draft>> = RefCell::default();
    browser::follow(Box::new(move || {
        let shown = state.shown();
        if !shown.draft.presentation.embed || !browser::has_host() {
            return;
        }
        let now = Draft {
            presentation: Presentation::default(),
            ..shown.draft.clone()
        };
        match known.replace(Some(now.clone())) {
            None => {
                tell(Told::Ready(now));
                tell_heights();
            }
            Some(before) if before != now => tell(Told::Change(now)),
            Some(_) => {}
        }
    }));
}

fn tell(told: Told) {
    browser::spawn(Box::pin(async move {
        if let Some(message) = host_messages::write(told).await {
            browser::tell_host(&message);
        }
    }));
}

fn tell_heights() {
    let last = Cell::new(None);
    browser::on_height(Rc::new(move |height| {
        if last.replace(Some(height)) != Some(height) {
            tell(Told::Height(height));
        }
    }));
}

fn hear(state: State, heard: Heard) {
    browser::spawn(Box::pin(async move {
        match host_messages::read(heard).await {
            Ok(None) => {}
            Ok(Some(Asked::State)) => {
                tell(Told::State(untrack(|| state.shown().draft.clone())));
            }
            Ok(Some(Asked::SetState(draft))) => state.set(&draft),
            Ok(Some(Asked::SetTheme(theme))) => state.set_theme(theme),
            Err(message) => tell(Told::Error(message)),
        }
    }));
}
