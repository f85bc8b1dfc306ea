//! Annotations of ingress-nginx, and the CORS filter of the Gateway API.

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

/// The filter of an `HTTPRoute`.
pub(super) fn gateway(reading: &mut Reading<'_>) {
    reading.origins_name = "`allowOrigins`";
    reading.sends_wildcards = false;
    let mut lists: Vec<(&str, u32, Vec<options::Item>)> = Vec::new();
    let text = reading.source.text();
    for (line, number) in text.lines().zip(1..) {
        let trimmed = line.trim_start().trim_start_matches("- ");
        if let Some((key, value)) = trimmed
            .split_once(':')
            .filter(|(_, value)| !value.starts_with("//"))
        {
            let inner = value.trim().trim_start_matches('[').trim_end_matches(']');
            let items = options::split(number, inner);
            lists.push((key.trim(), number, items));
        } else if let (true, Some((.., items))) =
            (line.trim_start().starts_with('-'), lists.last_mut())
        {
            items.push((number, trimmed.trim().to_owned()));
        }
    }
    let find = |name: &str| {
        let entry = lists.iter().find(|(key, ..)| *key == name);
        entry.map(|(_, line, items)| {
            let unquoted = |(line, item): &options::Item| (*line, unquoted(item).to_owned());
            (*line, items.iter().map(unquoted).collect::<Vec<_>>())
        })
    };
    let first = |name: &str| find(name).and_then(|(_, items)| items.into_iter().next());
    if let Some((line, value)) = first("allowCredentials") {
        options::credentials(reading, line, value == "true");
    }
    for (line, origin) in find("allowOrigins")
        .map(|(_, items)| items)
        .unwrap_or_default()
    {
        reading.seen = true;
        let form = if origin == "*" {
            Form::Any
        } else {
            Form::Pattern(origin)
        };
        reading.origins.push(Written::new(line, form));
    }
    if let Some((line, items)) = find("allowMethods") {
        options::methods(reading, line, &items);
    }
    if let Some((line, items)) = find("allowHeaders") {
        options::headers(reading, line, &items);
    }
    if let Some((line, items)) = find("exposeHeaders") {
        options::expose(reading, line, &items);
    }
    if let Some((line, seconds)) = first("maxAge") {
        options::max_age(reading, line, &seconds);
    }
}

/// The controller allows credentials by default.
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
