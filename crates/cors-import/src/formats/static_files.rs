//! Headers of hosts for static files: `_headers` and `vercel.json`.

use crate::code::{Language, Program, Value};
use crate::headers::{self, Sent, Value as HeaderValue};
use crate::reading::Reading;

/// `_headers` of Netlify and Cloudflare Pages.
pub(super) fn underscore(reading: &mut Reading<'_>) {
    let mut scopes: Vec<(u32, String, Vec<Sent>)> = Vec::new();
    for (line, number) in reading.source.text().lines().zip(1..) {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            scopes.push((number, line.trim().to_owned(), Vec::new()));
            continue;
        }
        if let (Some((name, value)), Some((_, _, sent))) =
            (line.trim().split_once(':'), scopes.last_mut())
        {
            sent.push(Sent {
                line: number,
                name: name.trim().to_owned(),
                value: HeaderValue::Text(value.trim().to_owned()),
                on_errors: true,
            });
        }
    }
    let with_cors: Vec<_> = scopes
        .iter()
        .filter(|(.., sent)| sent.iter().any(Sent::is_cors))
        .collect();
    let Some((_, _, sent)) = with_cors.first() else {
        return;
    };
    headers::read(reading, sent);
    headers::doubled(reading, sent);
    for (line, path, _) in with_cors.iter().skip(1) {
        reading.not_imported_line(
            *line,
            &format!("the scope `{path}` has another policy; only the first one is imported"),
        );
    }
}

/// `{"headers":[{"source":…,"headers":[{"key":…,"value":…}]}]}`, also as code of Next.js.
pub(super) fn key_and_value(reading: &mut Reading<'_>, language: Language) -> bool {
    let program = Program::new(reading.source.text(), language);
    let opening = (0..program.tokens.len())
        .filter(|index| program.is(*index, '{'))
        .take(500);
    let scopes: Vec<Value> = opening
        .map(|index| program.value(index))
        .filter(|value| value.get("source").is_some() && value.get("headers").is_some())
        .collect();
    let mut found = false;
    for scope in &scopes {
        let sent = scope_headers(reading, &program, scope);
        if !sent.iter().any(Sent::is_cors) {
            continue;
        }
        if found {
            reading.not_imported(
                scope.at,
                "another path with a policy of its own; only the first one is imported",
            );
            continue;
        }
        found = true;
        headers::read(reading, &sent);
        headers::doubled(reading, &sent);
    }
    found
}

fn scope_headers(reading: &Reading<'_>, program: &Program, scope: &Value) -> Vec<Sent> {
    let Some(entry) = scope.get("headers") else {
        return Vec::new();
    };
    let list = program.resolve(&entry.value);
    let crate::code::What::List(items) = &list.what else {
        return Vec::new();
    };
    let mut sent = Vec::new();
    for item in items {
        if let (Some(key), Some(value)) = (item.get("key"), item.get("value"))
            && let Some(name) = key.value.as_text()
        {
            let value = match program.resolve(&value.value).as_text() {
                Some(text) => HeaderValue::Text(text.to_owned()),
                None => HeaderValue::Unknown("its value is known only when it runs".to_owned()),
            };
            sent.push(Sent {
                line: reading.line_at(key.at),
                name: name.to_owned(),
                value,
                on_errors: true,
            });
        }
    }
    sent
}
