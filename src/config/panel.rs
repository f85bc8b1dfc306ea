use std::sync::Arc;

use cors_analysis::Analysis;
use cors_analysis::findings::Severity;
use cors_core::targets::{Source, Step, StepKind, tested_on};
use leptos::prelude::*;

use super::commands::{command_view, step_view};
use super::files::{File, FilePlace, file_view};
use super::options::OptionsSentence;
use super::server::{Server, VersionChoice};
use super::whole::CopyConfig;
use crate::dom::{AnyView, el, icon, keyed, live, many, nothing};
use crate::state::{Place, State, Tab, use_state};
use crate::widgets::{Folded, Segmented, button, disclosure, prose};

/// Parts to paste, or an example that runs as it is.
const SNIPPET: &str = "snippet";
const EXAMPLE: &str = "example";

/// What to paste into the server.
#[component]
pub(crate) fn ConfigPanel() -> impl IntoView {
    let state = use_state();
    let output = RwSignal::new(SNIPPET);
    let choose = move |chosen| {
        output.set(chosen);
        state.modules.targets.want();
    };
    let pick = el("DIV")
        .class("pick")
        .child(view! { <CopyConfig look="main copy-on-phone"/> })
        .child(view! { <Server/> })
        .child(view! { <VersionChoice/> })
        .child(evidence_line(state));
    let head = el("DIV")
        .class("head")
        .child(el("H2").child("Config"))
        .child(pick)
        .child(view! {
            <Segmented
                label="Output"
                options=vec![(SNIPPET, "Snippet"), (EXAMPLE, "Full example")]
                value=output
                on_change=choose
            />
        });
    let body = el("DIV")
        .class("body")
        .child(view! { <OptionsSentence/> })
        .show(move || match state.pending_target() {
            Some(_) => state.modules.targets.show(|_| nothing()),
            None => content(state, output),
        });
    el("SECTION")
        .class("pane config")
        .id("config")
        .attr("tabindex", "-1")
        .attr("aria-label", "Config")
        .child(head)
        .child(body)
        .view()
}

/// How what is shown is known.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Known {
    /// The tests ran these releases.
    Tested(String),
    /// It was read and not run.
    Documented(Source),
}

/// What the tests ran, or where it can be read if they ran nothing.
fn evidence_line(state: State) -> AnyView {
    let known = state.select(|analysis| {
        let target = &analysis.chosen()?.target.info;
        match target.source() {
            Some(source) => Some(Known::Documented(*source)),
            None => tested_on(target).map(Known::Tested),
        }
    });
    live(move || match known.get() {
        Some(Known::Documented(source)) => el("SPAN")
            .class("documented")
            .child(icon("risk"))
            .child(format!("{}: ", Source::HEADING))
            .child(el("A").attr("href", source.url).child(source.title))
            .child(format!(", read {}", source.read))
            .into(),
        Some(Known::Tested(words)) => el("SPAN")
            .class("tested")
            .child(icon("allowed"))
            .child(words)
            .into(),
        None => nothing(),
    })
}

/// The config, or why there is none.
fn content(state: State, output: RwSignal<&'static str>) -> AnyView {
    let reason = state.select(Analysis::no_configuration);
    live(move || match reason.get() {
        Some(reason) => no_config(state, &reason),
        None => many(vec![
            files(state, output),
            texts(state, "Before you deploy", |analysis| {
                let configuration = analysis.configuration().ok();
                configuration.map_or_else(Vec::new, |configuration| {
                    configuration.snippet.notes.clone()
                })
            }),
            undo(state),
            texts(state, "Known differences", |analysis| {
                let differences = analysis.configuration().ok();
                let differences = differences.map(|configuration| &configuration.differences);
                differences
                    .into_iter()
                    .flatten()
                    .map(|difference| difference.text.clone())
                    .collect()
            }),
        ]),
    })
}

fn files(state: State, output: RwSignal<&'static str>) -> AnyView {
    let steps = Memo::new(move |_| {
        let analysis = state.analysis();
        let is_example = output.get() == EXAMPLE;
        list_steps(&analysis, is_example)
    });
    let list = keyed(
        move || steps.get().into_iter().zip(1..).collect::<Vec<_>>(),
        |(step, number): &(StepShown, usize)| (*number, step.key()),
        move |(step, number)| {
            let view = match step {
                StepShown::File(file) => file_view(state, file, number),
                StepShown::Command(step) => command_view(&step, number),
            };
            el("LI").child(view).into()
        },
    );
    let loading = move || {
        let is_missing = output.get() == EXAMPLE
            && !steps.with(|steps| steps.iter().any(|step| matches!(step, StepShown::File(_))));
        if is_missing {
            state.modules.targets.show(|_| nothing())
        } else {
            nothing()
        }
    };
    many(vec![
        el("OL").class("step-list").child(list).into(),
        live(loading),
    ])
}

/// A step as it is shown: a file to put somewhere, or something else to do.
#[derive(Clone, Debug, PartialEq, Eq)]
enum StepShown {
    File(File),
    Command(Step),
}

impl StepShown {
    /// What has to be equal for a view to stay.
    fn key(&self) -> (String, String) {
        match self {
            Self::File(file) => (file.path.clone(), file.context.clone()),
            Self::Command(step) => (step.text.clone(), step.command.clone().unwrap_or_default()),
        }
    }
}

/// The steps in their order. How to take the config out again is told further down.
fn list_steps(analysis: &Arc<Analysis>, is_example: bool) -> Vec<StepShown> {
    let Ok(configuration) = analysis.configuration() else {
        return Vec::new();
    };
    let snippet = &configuration.snippet;
    let count = if is_example {
        snippet.example.files.len()
    } else {
        snippet.files.len()
    };
    let folded = if count > 1 {
        Folded::To12
    } else {
        Folded::To20
    };
    let (files, steps): (Vec<File>, &[Step]) = if is_example {
        let files = snippet.example.files.iter().enumerate();
        let files = files.map(|(index, file)| File {
            path: file.path.clone(),
            context: String::new(),
            language: file.language.id,
            folded,
            place: FilePlace::Example(index),
        });
        (files.collect(), &snippet.example.steps)
    } else {
        let files = snippet.files.iter().enumerate();
        let files = files.map(|(index, file)| File {
            path: file.path.clone(),
            context: file.context.clone(),
            language: file.language.id,
            folded,
            place: FilePlace::Snippet(index),
        });
        (files.collect(), &snippet.steps)
    };
    let of = |kinds: &[StepKind]| -> Vec<StepShown> {
        let steps = steps.iter().filter(|step| kinds.contains(&step.kind));
        steps.cloned().map(StepShown::Command).collect()
    };
    // The context of a file says where it goes. Files come first, because the steps of the first server are loaded
    // later, and nothing must move then.
    let files = files.into_iter().map(StepShown::File);
    let rest = of(&[StepKind::Install, StepKind::Reload, StepKind::Check]);
    files.chain(rest).collect()
}

/// How to take the config out again, folded.
fn undo(state: State) -> AnyView {
    let steps = state.select(|analysis| {
        let configuration = analysis.configuration().ok();
        let steps = configuration.map(|configuration| &configuration.snippet.steps);
        let steps = steps.into_iter().flatten();
        let undo = steps.filter(|step| step.kind == StepKind::Undo);
        undo.cloned().collect::<Vec<Step>>()
    });
    live(move || {
        let steps = steps.get();
        if steps.is_empty() {
            return nothing();
        }
        let steps = steps.iter().map(step_view);
        disclosure("Take it out again").children(steps).into()
    })
}

/// Sentences folded under a title, if there are any.
fn texts(state: State, title: &'static str, read: fn(&Analysis) -> Vec<String>) -> AnyView {
    let texts = state.select(read);
    live(move || {
        let texts = texts.get();
        if texts.is_empty() {
            return nothing();
        }
        let items = texts.iter().map(|text| el("LI").child(prose(text)).into());
        let list = el("UL").class("texts").children(items);
        disclosure(format!("{title} ({})", texts.len()))
            .child(list)
            .into()
    })
}

/// Why there is no config, and the way to the first error.
fn no_config(state: State, reason: &str) -> AnyView {
    let analysis = untrack(|| state.analysis());
    let errors = || {
        let findings = analysis.findings().iter();
        findings.filter(|finding| finding.severity == Severity::Error && finding.field.is_policy())
    };
    let first = errors()
        .next()
        .filter(|finding| state.reaches_field(finding.field));
    let go = first.map(|finding| {
        let field = finding.field;
        button("small", move |_| state.go_to_field(field)).child("Show it")
    });
    let all = (errors().count() > 1 && state.reaches(Place::Panel(Tab::Checks)))
        .then(|| button("small", move |_| state.open_tab(Tab::Checks)).child("Show all"));
    el("DIV")
        .class("notice error-notice no-config")
        .child(icon("error"))
        .child(el("P").child(prose(reason)))
        .child(go)
        .child(all)
        .into()
}
