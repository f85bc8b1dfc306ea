use cors_core::analysis::Configuration;
use cors_core::diagnostic::Severity;
use cors_core::field::Field;
use cors_core::target::{Group, TARGETS, find};
use leptos::prelude::*;

use crate::browser;
use crate::session::Edit;
use crate::state::{State, element_id};
use crate::widgets::{CodeBlock, RadioGroup, Select, Tab, Tabs, icon, prose};

/// Parts to paste, or an example that runs as it is.
const SNIPPET: &str = "snippet";
const EXAMPLE: &str = "example";

/// What to paste.
#[component]
pub(crate) fn ConfigurationView(state: State) -> impl IntoView {
    let extent = RwSignal::new(SNIPPET);
    let target = Memo::new(move |_| {
        state
            .draft()
            .with(|draft| known_target(&draft.target).to_owned())
    });
    let tabs = TARGETS
        .iter()
        .map(|target| Tab {
            id: target.id,
            label: target.label,
            group: group_name(target.group),
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card configuration" id="configuration" aria-labelledby="configuration-title">
            <header class="card-header">
                <h2 id="configuration-title">{"Configuration"}</h2>
                <RadioGroup
                    name="extent"
                    legend="How much is shown"
                    options=vec![(SNIPPET, "Snippet"), (EXAMPLE, "Complete example")]
                    value=extent
                    on_change=Callback::new(move |chosen| extent.set(chosen))
                />
            </header>
            <Tabs
                label=Field::Target.label()
                tabs
                value=target
                on_change=Callback::new(move |id: &'static str| {
                    state.edit(Edit::Step, |draft| {
                        id.clone_into(&mut draft.target);
                        draft.version.clear();
                    });
                })
                panel="target-panel"
            />
            <div
                class="panel"
                id="target-panel"
                role="tabpanel"
                aria-labelledby=move || format!("tab-{}", target.get())
            >
                {move || versions(state, &target.get())}
                {move || {
                    let extent = extent.get();
                    state.analysis().with(|analysis| match &analysis.configuration {
                        Ok(configuration) => configuration_view(configuration, extent).into_any(),
                        Err(withheld) => withheld_view(state, withheld.reason.clone()).into_any(),
                    })
                }}
            </div>
        </section>
    }
}

/// The target of the tab that is chosen, also when a link names one that is not known.
fn known_target(id: &str) -> &str {
    match find(id).or_else(|| TARGETS.first()) {
        Some(target) => target.id,
        None => id,
    }
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Proxy => "Proxy",
        Group::Node => "Node",
        Group::Rust => "Rust",
    }
}

/// The choice of the version, where there is one.
fn versions(state: State, target: &str) -> Option<impl IntoView + use<>> {
    let versions = find(target)?.versions;
    let newest = versions.first()?.0;
    let options = versions
        .iter()
        .map(|version| (version.0.to_owned(), version.0.to_owned()))
        .collect::<Vec<_>>();
    let value = Memo::new(move |_| {
        state.draft().with(|draft| {
            let chosen = if draft.version.is_empty() {
                newest
            } else {
                draft.version.as_str()
            };
            chosen.to_owned()
        })
    });
    (versions.len() > 1).then(|| {
        view! {
            <Select
                id="target-version"
                label="Version"
                options
                value
                on_change=Callback::new(move |version: String| {
                    state.edit(Edit::Step, |draft| {
                        draft.version = if version == newest { String::new() } else { version };
                    });
                })
                described_by=""
            />
        }
    })
}

fn configuration_view(configuration: &Configuration, extent: &str) -> impl IntoView + use<> {
    let snippet = &configuration.snippet;
    let comment = match configuration.target.language {
        "nginx" => "#",
        _ => "//",
    };
    let files = if extent == EXAMPLE {
        let files = snippet.example.iter();
        files
            .map(|file| (file.path.clone(), String::new(), file.text.clone()))
            .collect::<Vec<_>>()
    } else {
        let files = snippet.files.iter();
        files
            .map(|file| (file.path.clone(), file.context.clone(), file.text.clone()))
            .collect()
    };
    let blocks = files
        .into_iter()
        .enumerate()
        .map(|(index, (path, context, text))| {
            let id = format!("file-{index}");
            view! { <CodeBlock id path context text comment/> }
        })
        .collect::<Vec<_>>();
    let notes = texts("notes", "Before you paste", snippet.notes.clone());
    let differences = configuration
        .differences
        .iter()
        .map(|difference| difference.text.clone());
    let differences = texts(
        "differences",
        "Where its answers differ from the canonical ones",
        differences.collect(),
    );
    let made_for = format!("{} {}", configuration.target.label, configuration.version.0);
    view! {
        <p class="hint">{format!("Written for {made_for}, and proved by running it.")}</p>
        <div class="files">{blocks}</div>
        {notes}
        {differences}
    }
}

fn texts(class: &'static str, title: &'static str, texts: Vec<String>) -> Option<impl IntoView> {
    let items = texts
        .into_iter()
        .map(|text| view! { <li>{prose(&text)}</li> })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| {
        view! {
            <div class=class>
                <h3 class="small-title">{title}</h3>
                <ul class="prose">{items}</ul>
            </div>
        }
    })
}

fn withheld_view(state: State, reason: String) -> impl IntoView {
    let first = state.findings().with(|findings| {
        let mut errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.next().map(|finding| finding.field)
    });
    view! {
        <div class="withheld">
            {icon("error")}
            <div>
                <p><strong>{"No configuration yet"}</strong></p>
                <p>{prose(&reason)}</p>
                {first.map(|field| {
                    view! {
                        <button type="button" class="button" on:click=move |_| browser::focus(element_id(field))>
                            {format!("Go to {}", field.label())}
                        </button>
                    }
                })}
            </div>
        </div>
    }
}
