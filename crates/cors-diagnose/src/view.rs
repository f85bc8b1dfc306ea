//! The diagnosis for a page: what it shows, from top to bottom.

use cors_state::Draft;

use crate::diagnosis::{Diagnosis, Fix, RootCheck};
use crate::key::Certainty;

/// A diagnosis as a page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagnosisView {
    /// What happened, in one sentence. Code is in backticks.
    pub headline: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why, and what to know: a paragraph each.
    pub explanation: Vec<String>,
    /// What to change, the smallest safe step first.
    pub fixes: Vec<Fix>,
    /// The state to show; `None` if no state shows this.
    pub state: Option<Draft>,
    /// What can be behind the first cause, each with the check that decides.
    pub roots: Vec<RootCheck>,
    /// What decides if the first cause isn't certain.
    pub question: Option<String>,
    /// Other causes that fit, each as a sentence with the check that decides.
    pub others: Vec<(String, String)>,
    /// Headlines of further failures in the same paste.
    pub also: Vec<String>,
    /// What the parts of the paste were taken for.
    pub parts: Vec<PartView>,
    /// Names of the headers whose values were dropped.
    pub left_out: Vec<String>,
    /// Lines that were not understood: the number and the text.
    pub not_understood: Vec<(usize, String)>,
}

/// A part of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartView {
    /// What it was taken for, such as `console message`.
    pub label: String,
    /// The first line, from 1.
    pub from: usize,
    /// The last line.
    pub to: usize,
}

/// The diagnosis as a page shows it.
#[must_use]
pub fn view(diagnosis: &Diagnosis) -> DiagnosisView {
    let first = diagnosis.main.causes.first();
    let certainty = first.map_or(Certainty::Possible, |first| first.certainty);
    let others: Vec<(String, String)> = diagnosis
        .main
        .causes
        .iter()
        .skip(1)
        .map(|cause| {
            (
                cause.sentence.clone(),
                cause.facts.first().cloned().unwrap_or_default(),
            )
        })
        .collect();
    let root = first
        .and_then(|first| first.roots.first())
        .map(|root| root.check.clone());
    let question = match certainty {
        Certainty::Certain => root,
        Certainty::Likely | Certainty::Possible => {
            others.first().map(|(_, check)| check.clone()).or(root)
        }
    };
    DiagnosisView {
        headline: first
            .map(|first| first.sentence.clone())
            .unwrap_or_default(),
        certainty,
        explanation: first.map(|first| first.facts.clone()).unwrap_or_default(),
        fixes: first.map(|first| first.fixes.clone()).unwrap_or_default(),
        state: diagnosis.main.state.clone(),
        roots: first.map(|first| first.roots.clone()).unwrap_or_default(),
        question,
        others,
        also: diagnosis
            .also
            .iter()
            .filter_map(|failure| failure.causes.first().map(|cause| cause.sentence.clone()))
            .collect(),
        parts: diagnosis
            .found
            .iter()
            .map(|found| PartView {
                label: if found.detail.is_empty() {
                    found.kind.label().to_owned()
                } else {
                    format!("{} ({})", found.kind.label(), found.detail)
                },
                from: found.from,
                to: found.to,
            })
            .collect(),
        left_out: diagnosis.left_out.clone(),
        not_understood: diagnosis
            .not_understood
            .iter()
            .map(|line| (line.line, line.text.clone()))
            .collect(),
    }
}
