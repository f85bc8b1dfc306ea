use std::cell::RefCell;
use std::rc::Rc;

use cors_analysis::Configuration;
use cors_analysis::field::Field;
use cors_analysis::findings::Severity;
use cors_core::targets::{Group, TARGET_INFOS, evidence, find_info};
use leptos::prelude::*;

use super::absent::absent;
use super::marks::Marks;
use crate::browser;
use crate::dom::{Element, Node, el};
use crate::later::Later;
use crate::session::Edit;
use crate::state::{Extent, Shown, State, element_id};
use crate::widgets::{
    CodeBlock, Folding, RadioGroup, Select, Tab, Tabs, bare_button, fold, icon, prose,
};

/// Parts to paste, or an example that runs as it is.
const SNIPPET: &str = "snippet";
const EXAMPLE: &str = "example";

/// What to paste.
pub(crate) fn configuration(state: State) -> Element {
    let extent = RwSignal::new(SNIPPET);
    let target = move || known_target(&state.shown().draft.target);
    let marks = Rc::new(RefCell::new(Marks::default()));
    let extents = RadioGroup {
        name: "extent",
        legend: "How much is shown",
        options: vec![(SNIPPET, "Snippet"), (EXAMPLE, "Complete example")],
        value: Rc::new(move || extent.get()),
        on_change: Rc::new(move |chosen| {
            extent.set(chosen);
            state.load_later();
        }),
    };
    let tabs = TARGET_INFOS.iter().map(|target| Tab {
        id: target.id,
        label: target.label,
        group: group_name(target.group),
    });
    let tabs = Tabs {
        label: Field::Target.label(),
        all: tabs.collect(),
        value: Rc::new(target),
        on_change: Rc::new(move |id| {
            state.edit(Edit::Step, |draft| {
                id.clone_into(&mut draft.target);
                draft.version.clear();
            });
            state.load_later();
        }),
        panel: "target-panel",
    };
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("configuration-title").child("Configuration"))
        .child(extents.view());
    let panel = el("div")
        .attrs(&[
            ("class", "panel"),
            ("id", "target-panel"),
            ("role", "tabpanel"),
        ])
        .live("aria-labelledby", move || {
            Some(format!("tab-{}", target()).into())
        })
        .show(move || versions(state, target()).into())
        .show(move || {
            let shown = state.shown();
            if let Some(target) = shown.awaits {
                return absent(state, &["The lines for ", target.label].concat()).into();
            }
            match shown.analysis.configuration() {
                Ok(_) if extent.get() == EXAMPLE && !matches!(state.later(), Later::Here(_)) => {
                    absent(state, "The complete examples").into()
                }
                Ok(configuration) => configuration_view(
                    configuration,
                    extent.get(),
                    shown.extent(),
                    &mut marks.borrow_mut(),
                ),
                Err(_) => {
                    let reason = shown.analysis.no_configuration().unwrap_or_default();
                    withheld_view(&shown, &reason).into()
                }
            }
        });
    el("section")
        .class("card configuration")
        .id("configuration")
        .attr("aria-labelledby", "configuration-title")
        .child(header)
        .child(
            el("fieldset")
                .live("disabled", move || state.locked())
                .child(tabs.view()),
        )
        .child(panel)
}

/// The target of the tab that is chosen, also when a link names one that is not known.
fn known_target(id: &str) -> &'static str {
    let target = find_info(id).or_else(|| TARGET_INFOS.first());
    target.map_or("", |target| target.id)
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Proxy => "Proxy",
        Group::Node => "Node",
        Group::Rust => "Rust",
    }
}

/// The choice of the version, where there is one.
fn versions(state: State, target: &str) -> Option<Element> {
    let versions = find_info(target)?.versions;
    let newest = versions.first()?.line;
    let select = Select {
        id: "target-version",
        label: "Version",
        options: versions.iter().map(|version| version.line).collect(),
        value: Rc::new(move || {
            let shown = state.shown();
            let chosen = shown.draft.version.as_str();
            if chosen.is_empty() { newest } else { chosen }.to_owned()
        }),
        on_change: Rc::new(move |version| {
            let version = if version == newest { "" } else { &version };
            state.edit(Edit::Step, |draft| version.clone_into(&mut draft.version));
        }),
        described_by: String::new(),
    };
    (versions.len() > 1 && state.locked().is_none()).then(|| select.view())
}

fn configuration_view(
    configuration: &Configuration,
    extent: &'static str,
    unfolded: Extent,
    marks: &mut Marks,
) -> Node {
    let snippet = &configuration.snippet;
    let chosen = &configuration.chosen;
    marks.turn_to([chosen.target.id, chosen.setup.version.line, extent]);
    let language = chosen.target.language;
    let comment = language.comment.map_or("//", |comment| comment.start);
    let mut blocks = Vec::new();
    let mut add = |path: &str, context: &str, text: &str| {
        let block = CodeBlock {
            id: format!("file-{}", blocks.len()),
            path: path.to_owned(),
            context: context.to_owned(),
            text: text.to_owned(),
            comment,
            folding: match unfolded {
                Extent::Whole => Folding::Never,
                Extent::Compact if blocks.is_empty() => Folding::Open,
                Extent::Compact => Folding::Folded,
            },
            marks: marks.of(path, text),
        };
        blocks.push(Node::from(block.view()));
    };
    if extent == EXAMPLE {
        for file in &snippet.example.files {
            add(&file.path, "", &file.text);
        }
    } else {
        for file in &snippet.files {
            add(&file.path, &file.context, &file.text);
        }
    }
    let differences = configuration.differences.iter();
    let verified = evidence(
        configuration.chosen.target,
        configuration.chosen.setup.version,
    );
    Node::Many(vec![
        verified
            .map(|evidence| el("p").class("hint evidence").child(evidence.to_string()))
            .into(),
        el("div").class("files").child(blocks).into(),
        texts(
            "notes",
            "Before you paste",
            snippet.notes.iter().map(|note| item(note)).collect(),
            unfolded,
        )
        .into(),
        texts(
            "differences",
            "Where its answers differ from the canonical ones",
            differences
                .map(|difference| item(&difference.text))
                .collect(),
            unfolded,
        )
        .into(),
    ])
}

fn item(text: &str) -> Node {
    el("li").child(prose(text)).into()
}

fn texts(
    class: &'static str,
    title: &'static str,
    items: Vec<Node>,
    unfolded: Extent,
) -> Option<Element> {
    (!items.is_empty()).then(|| {
        let part = el("div").class(class);
        let title = el("h3").class("small-title").child(title);
        let list = el("ul").class("prose").child(items);
        match unfolded {
            Extent::Whole => part.child(title).child(list),
            Extent::Compact => part.child(fold(title, list, false)),
        }
    })
}

fn withheld_view(shown: &Shown, reason: &str) -> Element {
    let mut errors = shown.analysis.findings().iter();
    let first = errors.find(|finding| finding.severity == Severity::Error);
    let go_to = first.map(|finding| {
        let field = finding.field;
        bare_button("button", move |_| browser::focus(element_id(field)))
            .child(format!("Go to {}", field.label()))
    });
    let lead = el("strong").child("No config yet");
    let body = el("div")
        .child(el("p").child(lead))
        .child(el("p").child(prose(reason)))
        .child(go_to);
    el("div").class("withheld").child(icon("error")).child(body)
}
