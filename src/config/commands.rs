//! Steps that aren't files: what to run, with a button that copies it.

use cors_core::targets::Step;
use leptos::prelude::*;

use crate::dom::{AnyView, el};
use crate::widgets::{CopyButton, prose};

/// A step with its number.
pub(super) fn command_view(step: &Step, number: usize) -> AnyView {
    el("DIV")
        .class("command-step")
        .child(
            el("SPAN")
                .class("number")
                .attr("aria-hidden", "true")
                .child(number.to_string()),
        )
        .child(el("DIV").child(step_view(step)))
        .into()
}

/// What to do, and the command for it.
pub(super) fn step_view(step: &Step) -> AnyView {
    let command = step.command.clone().map(|command| {
        let copied = command.clone();
        el("DIV")
            .class("command")
            .child(el("CODE").attr("tabindex", "0").child(command.clone()))
            .child(view! {
                <CopyButton
                    label=Signal::stored("Copy".to_owned())
                    name=format!("Copy {command}")
                    text=move || copied.clone()
                />
            })
    });
    crate::dom::many(vec![
        el("P").child(prose(&step.text)).into(),
        command.map_or_else(crate::dom::nothing, AnyView::from),
    ])
}
