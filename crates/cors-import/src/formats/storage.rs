//! Rules of S3 as JSON and XML.

use crate::code::{Language, Program};
use crate::finding::Code;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;

use super::common;

pub(super) fn read(reading: &mut Reading<'_>) {
    reading.origins_name = "`AllowedOrigins`";
    reading.sends_wildcards = false;
    if reading.source.text().contains("<AllowedOrigin>") {
        xml(reading);
        return;
    }
    let program = Program::new(reading.source.text(), Language::Json);
    let opening = (0..program.tokens.len())
        .filter(|index| program.is(*index, '{'))
        .take(200);
    let mut rules = opening.map(|index| program.value(index)).filter(|value| {
        value.get("AllowedOrigins").is_some() || value.get("AllowedMethods").is_some()
    });
    let Some(rule) = rules.next() else {
        return;
    };
    for other in rules {
        reading.not_imported(other.at, "another rule; only the first one is imported");
    }
    reading.seen = true;
    if let Some(entry) = rule.get("AllowedOrigins") {
        for (at, text) in common::texts(&program, &entry.value, false).items {
            origin(reading, reading.line_at(at), text);
        }
    }
    if let Some(entry) = rule.get("AllowedMethods") {
        common::methods(reading, &program, entry.at, &entry.value);
        let line = reading.line_at(entry.at);
        methods(reading, line);
    }
    if let Some(entry) = rule.get("AllowedHeaders") {
        common::headers(reading, &program, entry.at, &entry.value);
        let line = reading.line_at(entry.at);
        patterns(reading, line);
    }
    if let Some(entry) = rule.get("ExposeHeaders") {
        common::expose(reading, &program, entry.at, &entry.value);
    }
    if let Some(entry) = rule.get("MaxAgeSeconds") {
        common::max_age(reading, &program, entry.at, &entry.value);
    }
    for entry in rule.entries() {
        let known = [
            "ID",
            "AllowedOrigins",
            "AllowedMethods",
            "AllowedHeaders",
            "ExposeHeaders",
            "MaxAgeSeconds",
        ];
        if !known.contains(&entry.key.as_str()) {
            let meant = common::nearest(
                &entry.key,
                &[
                    "AllowedOrigins",
                    "AllowedMethods",
                    "AllowedHeaders",
                    "ExposeHeaders",
                    "MaxAgeSeconds",
                ],
            );
            common::unknown_option(reading, entry.at, &entry.key, meant);
        }
    }
}

fn origin(reading: &mut Reading<'_>, line: u32, text: String) {
    let form = if text == "*" {
        Form::Any
    } else {
        Form::Glob(text)
    };
    reading.origins.push(Written::new(line, form));
}

/// S3 takes five methods.
fn methods(reading: &mut Reading<'_>, line: u32) {
    for method in reading.policy.allow_methods.clone() {
        if !["GET", "PUT", "POST", "DELETE", "HEAD"].contains(&method.as_str()) {
            reading.find(
                Code::MethodInvalid,
                line,
                &format!("S3 accepts GET, PUT, POST, DELETE and HEAD here. With `{method}`, it rejects the rule."),
                "Remove it.",
            );
        }
    }
}

/// `x-amz-*`
fn patterns(reading: &mut Reading<'_>, line: u32) {
    let is_pattern = |name: &String| name.contains('*') && name != "*";
    if reading.policy.allow_headers.iter().any(is_pattern) {
        reading
            .policy
            .allow_headers
            .retain(|name| !is_pattern(name));
        reading.not_imported_line(line, "a policy has no patterns for header names");
    }
}

fn xml(reading: &mut Reading<'_>) {
    let text = reading.source.text().to_owned();
    let end = text.find("</CORSRule>").unwrap_or(text.len());
    let rule = text.get(..end).unwrap_or_default();
    if let Some(other) = text.get(end..).and_then(|rest| rest.find("<CORSRule>")) {
        reading.not_imported(end + other, "another rule; only the first one is imported");
    }
    reading.seen = true;
    for (line, value) in tags(reading, rule, "AllowedOrigin") {
        origin(reading, line, value);
    }
    let list = tags(reading, rule, "AllowedMethod");
    if let Some((line, _)) = list.first() {
        options::methods(reading, *line, &list);
        methods(reading, *line);
    }
    let list = tags(reading, rule, "AllowedHeader");
    if let Some((line, _)) = list.first() {
        options::headers(reading, *line, &list);
        patterns(reading, *line);
    }
    let list = tags(reading, rule, "ExposeHeader");
    if let Some((line, _)) = list.first() {
        options::expose(reading, *line, &list);
    }
    if let Some((line, seconds)) = tags(reading, rule, "MaxAgeSeconds").first() {
        options::max_age(reading, *line, seconds);
    }
}

/// The texts between the tags of a name.
fn tags(reading: &Reading<'_>, text: &str, name: &str) -> Vec<options::Item> {
    let open = format!("<{name}>");
    text.match_indices(&open)
        .take(500)
        .filter_map(|(at, _)| {
            let inner = text.get(at + open.len()..)?;
            let value = inner.get(..inner.find('<')?)?;
            Some((reading.line_at(at), value.trim().to_owned()))
        })
        .collect()
}
