//! `cors diagnose`: a text as it was pasted in, the cause of the failure out.

use std::io::{self, Read};

use cors_diagnose::{Certainty, Diagnosis, DiagnosisView, diagnose, diagnosis_json, view};
use serde::Deserialize;
use serde_json::Value;

use crate::args::DiagnoseArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::platform::PLATFORM;
use crate::stream::{Answer, answer_each};
use crate::values::Form;

/// A text with its id.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pasted {
    #[serde(default)]
    id: Value,
    input: String,
}

pub(crate) fn run(
    args: &DiagnoseArgs,
    mut input: impl Read,
    output: &mut Output,
) -> io::Result<Exit> {
    if args.json {
        return answer_each(input, Form::Json, output, answer);
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let pasted = String::from_utf8_lossy(&bytes);
    if pasted.trim().is_empty() {
        eprintln!(
            "error: the text is empty. Pass what you have, for example `cors diagnose < console.txt`."
        );
        return Ok(Exit::BadInput);
    }
    output.text(&text(&diagnose(&pasted, &PLATFORM)))?;
    output.flush()?;
    Ok(Exit::Done)
}

fn answer(value: &Value) -> Answer {
    match Pasted::deserialize(value) {
        Ok(Pasted { id, input }) => {
            Answer::Value(diagnosis_json(id, &diagnose(&input, &PLATFORM), ""))
        }
        Err(error) => Answer::BadInput(error.to_string()),
    }
}

/// The diagnosis for people: cause, fix and checks, then how the text was read.
fn text(diagnosis: &Diagnosis) -> String {
    let view = view(diagnosis);
    let mut lines = essence(diagnosis, &view);
    section(&mut lines, "Also in this text", view.also.iter());
    let parts: Vec<String> = view
        .parts
        .iter()
        .map(|part| match part.to {
            to if to == part.from => format!("{} (line {to})", part.label),
            to => format!("{} (lines {} to {to})", part.label, part.from),
        })
        .collect();
    section(&mut lines, "Read as", parts.iter());
    if !view.left_out.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "Values of these headers were dropped: {}",
            view.left_out.join(", ")
        ));
    }
    if let Some(state) = &view.state {
        lines.push(String::new());
        lines.push(format!("Link: {}", cors_state::link::encode_url("", state)));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Cause, fix and checks.
pub(crate) fn cause_and_fix(diagnosis: &Diagnosis) -> String {
    let mut lines = essence(diagnosis, &view(diagnosis));
    lines.push(String::new());
    lines.join("\n")
}

fn essence(diagnosis: &Diagnosis, view: &DiagnosisView) -> Vec<String> {
    let mut lines = vec![view.headline.clone()];
    let certainty = match view.certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely; other causes fit too",
        Certainty::Possible => "possible; the text doesn't say for certain",
    };
    lines.push(format!("Cause: {} ({certainty})", diagnosis.cause().id()));
    section(&mut lines, "Why", view.explanation.iter());
    section(&mut lines, "Fix", view.fixes.iter().map(|fix| &fix.text));
    let checks = diagnosis.main.causes.first().map(|cause| &cause.roots);
    section(
        &mut lines,
        "Check",
        checks.into_iter().flatten().map(|root| &root.check),
    );
    let others: Vec<String> = view
        .others
        .iter()
        .map(|(sentence, check)| format!("{sentence} {check}"))
        .collect();
    section(&mut lines, "Other causes that fit", others.iter());
    lines
}

fn section<'a>(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = &'a String>) {
    let items: Vec<String> = items.map(|item| format!("  - {item}")).collect();
    if !items.is_empty() {
        lines.push(String::new());
        lines.push(format!("{title}:"));
        lines.extend(items);
    }
}
