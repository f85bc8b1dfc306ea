//! Annotations of ingress-nginx.

use crate::finding::Code;
use crate::headers;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;

use super::nginx;

const PREFIX: &str = "nginx.ingress.kubernetes.io/";

/// An annotation: its line, its name, its value, and whether the value is a block of lines.
struct Annotation {
    line: u32,
    name: String,
    value: String,
    is_block: bool,
}

pub(super) fn ingress(reading: &mut Reading<'_>) {
    reading.origins_name = "`cors-allow-origin`";
    let annotations = annotations(reading.source.text());
    let find = |name: &str| {
        annotations
            .iter()
            .find(|annotation| annotation.name == name)
    };
    let cors = annotations
        .iter()
        .find(|annotation| annotation.name.starts_with("cors-"));
    let is_on = find("enable-cors").is_some_and(|annotation| annotation.value == "true");
    if let (Some(cors), false) = (cors, is_on) {
        reading.seen = true;
        reading.find(
            Code::RuleNotUsed,
            cors.line,
            "Without `enable-cors: \"true\"`, the other annotations have no effect.",
            "Add `nginx.ingress.kubernetes.io/enable-cors: \"true\"`.",
        );
    }
    if is_on || cors.is_some() {
        reading.seen = true;
        let line = find("enable-cors")
            .or(cors)
            .map_or(1, |annotation| annotation.line);
        credentials(reading, find("cors-allow-credentials"), line);
        match find("cors-allow-origin") {
            Some(annotation) => {
                for origin in annotation.value.split(',') {
                    let form = match origin.trim() {
                        "*" => Form::Any,
                        origin => Form::Pattern(origin.to_owned()),
                    };
                    reading.origins.push(Written::new(annotation.line, form));
                }
            }
            None => reading.origins.push(Written::new(line, Form::Any)),
        }
        let list = |name: &str| {
            find(name).map(|annotation| {
                (
                    annotation.line,
                    options::split(annotation.line, &annotation.value),
                )
            })
        };
        if let Some((line, items)) = list("cors-allow-methods") {
            options::methods(reading, line, &items);
        }
        if let Some((line, items)) = list("cors-allow-headers") {
            options::headers(reading, line, &items);
        }
        if let Some((line, items)) = list("cors-expose-headers") {
            options::expose(reading, line, &items);
        }
        if let Some(annotation) = find("cors-max-age") {
            options::max_age(reading, annotation.line, &annotation.value);
        }
    }
    for annotation in annotations
        .iter()
        .filter(|annotation| annotation.is_block && annotation.name.ends_with("-snippet"))
    {
        let sent = nginx::snippet(annotation.line, &annotation.value);
        headers::read(reading, &sent);
    }
}

/// The controller allows credentials unless it is told otherwise.
fn credentials(reading: &mut Reading<'_>, annotation: Option<&Annotation>, line: u32) {
    if let Some(annotation) = annotation {
        options::credentials(reading, annotation.line, annotation.value == "true");
    } else {
        options::credentials(reading, line, true);
        reading.approximate(
            "`cors-allow-credentials` isn't set, and the controller's default is `true`",
        );
    }
}

fn annotations(text: &str) -> Vec<Annotation> {
    let mut found: Vec<Annotation> = Vec::new();
    let mut block: Option<usize> = None;
    for (line, number) in text.lines().zip(1..) {
        let indent = line.len() - line.trim_start().len();
        if let (Some(outer), Some(last)) = (block, found.last_mut()) {
            if line.trim().is_empty() || indent > outer {
                last.value.push_str(line.trim());
                last.value.push('\n');
                continue;
            }
            block = None;
        }
        let Some(rest) = line
            .trim_start()
            .trim_start_matches(['"', '\''])
            .strip_prefix(PREFIX)
        else {
            continue;
        };
        let Some((name, value)) = rest.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let is_block = value.starts_with(['|', '>']);
        if is_block {
            block = Some(indent);
        }
        let value = if is_block { "" } else { unquoted(value) };
        found.push(Annotation {
            line: number,
            name: name.trim_end_matches(['"', '\'']).to_owned(),
            value: value.to_owned(),
            is_block,
        });
    }
    found
}

fn unquoted(value: &str) -> &str {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value
            .get(1..)
            .unwrap_or_default()
            .split(quote)
            .next()
            .unwrap_or_default(),
        _ => value.split(" #").next().unwrap_or_default().trim(),
    }
}
