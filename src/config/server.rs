//! The choice of the server and its version.

use cors_analysis::field::Field;
use cors_core::targets::{Group, Source, TARGET_INFOS, TargetInfo, find_info};
use leptos::prelude::*;

use crate::dom::{AnyView, el, live, nothing};
use crate::state::{State, element_id, use_state};
use crate::widgets::{Choice, Combobox, Select};

pub(super) fn group_name(group: Group) -> &'static str {
    match group {
        Group::Proxy => "Proxies and web servers",
        Group::Node => "Node.js",
        Group::Python => "Python",
        Group::Rust => "Rust",
        Group::AnyServer => "Any server",
        Group::Documented => Source::HEADING,
    }
}

fn choices() -> Vec<Choice> {
    let choice = |target: &TargetInfo| Choice {
        id: target.id,
        label: target.label.to_owned(),
        group: group_name(target.group),
        note: String::new(),
        keywords: target.search,
    };
    TARGET_INFOS.iter().map(choice).collect()
}

/// The target that the state names, or the first if there is none of that name.
pub(super) fn known_target(id: &str) -> Option<&'static TargetInfo> {
    find_info(id).or_else(|| TARGET_INFOS.first())
}

/// Chooses the server.
#[component]
pub(super) fn Server() -> impl IntoView {
    let state = use_state();
    let target = state.read(|draft| known_target(&draft.target).map_or("", |target| target.id));
    view! {
        <Combobox
            id=element_id(Field::Target)
            label="Server"
            choices=choices()
            value=target
            disabled=Signal::derive(move || state.is_locked())
            on_change=move |id: &'static str| {
                state.choose(|draft| {
                    if draft.target != id {
                        id.clone_into(&mut draft.target);
                        draft.version.clear();
                        draft.options.clear();
                    }
                });
                state.modules.targets.want();
            }
        />
    }
}

/// Chooses the version, where there are several.
#[component]
pub(super) fn VersionChoice() -> impl IntoView {
    let state = use_state();
    let target = state.read(|draft| known_target(&draft.target).map_or("", |target| target.id));
    live(move || versions(state, target.get()))
}

fn versions(state: State, target: &'static str) -> AnyView {
    let Some(versions) = find_info(target).map(|target| target.versions) else {
        return nothing();
    };
    let Some(newest) = versions.first() else {
        return nothing();
    };
    let newest = newest.line;
    if versions.len() < 2 {
        return nothing();
    }
    let value = state.read(move |draft| match draft.version.as_str() {
        "" => newest.to_owned(),
        version => version.to_owned(),
    });
    let options = versions
        .iter()
        .map(|version| (version.line.to_owned(), version.line.to_owned()))
        .collect();
    let choose = move |version: String| {
        let version = if version == newest {
            String::new()
        } else {
            version
        };
        state.choose(|draft| draft.version = version);
    };
    el("LABEL")
        .class("version")
        .child("Version ")
        .child(view! {
            <Select
                id="version"
                options
                value
                disabled=Signal::derive(move || state.is_locked())
                on_change=choose
            />
        })
        .into()
}
