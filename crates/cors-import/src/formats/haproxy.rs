//! `HAProxy`.

use std::collections::BTreeMap;

use cors_http::in_code;

use crate::finding::{Code, Severity};
use crate::headers::{self, Sent, Value};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;
use crate::regex::Anchoring;

/// What an `acl` says.
#[derive(Clone, Debug, Default)]
struct Acl {
    preflight: bool,
    origins: Vec<Written>,
}

pub(super) fn read(reading: &mut Reading<'_>) {
    reading.origins_name = "an `acl` of the `Origin` header";
    let lines: Vec<(u32, Vec<String>)> = reading
        .source
        .text()
        .lines()
        .zip(1..)
        .map(|(line, number)| (number, words(line)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let acls = acls(&lines);
    let mut sent: Vec<Sent> = Vec::new();
    let mut preflight = None;
    let mut backend = None;
    for (line, words) in &lines {
        if sent.len() > 500 {
            break;
        }
        let word = |index: usize| words.get(index).map_or("", String::as_str);
        match (word(0), word(1)) {
            ("http-response" | "http-after-response", "set-header" | "add-header") => {
                if word(1) == "add-header"
                    && word(2).eq_ignore_ascii_case("access-control-allow-origin")
                {
                    reading.find(
                        Code::HeaderMayBeDoubled,
                        *line,
                        "`add-header` adds to the application's header. If the application sends it too, both lines go out.",
                        "Use `set-header`.",
                    );
                }
                sent.push(Sent {
                    line: *line,
                    name: word(2).to_owned(),
                    value: value(word(2), word(3), words, &acls),
                    on_errors: word(0) == "http-after-response",
                });
            }
            ("rspadd", _) => {
                if let Some((name, value)) = word(1).split_once(':') {
                    sent.push(Sent {
                        line: *line,
                        name: name.to_owned(),
                        value: self::value(name, value.replace('\\', "").trim(), words, &acls),
                        on_errors: false,
                    });
                }
            }
            ("http-request", "set-header" | "add-header")
                if headers::is_cors(word(2))
                    && !word(2).to_ascii_lowercase().contains("-request-") =>
            {
                reading.seen = true;
                reading.find(
                    Code::HeaderOnRequest,
                    *line,
                    "`http-request` sets a header on the request to the application. Browsers never see it.",
                    "Use `http-response set-header`.",
                );
            }
            ("http-request", "return") => returned(*line, words, &acls, &mut sent, &mut preflight),
            ("http-request", "auth") => preflight_auth(reading, *line, preflight.is_some()),
            ("server" | "default_backend" | "use_backend", _) => {
                backend.get_or_insert(*line);
            }
            _ => {}
        }
    }
    finish(reading, &sent, preflight, backend);
}

fn finish(
    reading: &mut Reading<'_>,
    sent: &[Sent],
    preflight: Option<(u32, String)>,
    backend: Option<u32>,
) {
    headers::read(reading, sent);
    headers::vary(
        reading,
        sent,
        "Add `http-after-response add-header Vary Origin`.",
    );
    let Some(header) = sent.iter().find(|header| header.is_allow_origin()) else {
        return;
    };
    if !header.on_errors {
        reading.find(
            Code::HeadersMissingOnErrors,
            header.line,
            "`http-response` doesn't cover responses that HAProxy makes itself, such as 503, nor `http-request return`.",
            "Use `http-after-response`.",
        );
    }
    if let Some((line, status)) = preflight {
        options::preflight_status(reading, line, &status);
        let covered = sent
            .iter()
            .any(|header| header.is_allow_origin() && (header.on_errors || header.line == line));
        if !covered {
            reading.find(
                Code::PreflightWithoutHeaders,
                line,
                &format!("`http-response` doesn't apply here: the preflight response has the status {status} and no CORS headers."),
                "Use `http-after-response`, or name the headers with `hdr`.",
            );
        }
    } else {
        let needed =
            !reading.policy.allow_methods.is_empty() || !reading.policy.allow_headers.is_empty();
        reading.find_as(
            Code::PreflightNotAnswered,
            if needed { Severity::Error } else { Severity::Tip },
            backend.unwrap_or(header.line),
            "`OPTIONS` is passed on. Whether the preflight gets a 2xx status is up to the application.",
            "Add `http-request return status 204 if METH_OPTIONS`.",
        );
    }
}

fn preflight_auth(reading: &mut Reading<'_>, line: u32, answered: bool) {
    if !answered {
        reading.find(
            Code::PreflightAfterAuth,
            line,
            "Preflights carry no credentials, so this responds to them with 401.",
            "Respond to `OPTIONS` above it.",
        );
    }
}

fn returned(
    line: u32,
    words: &[String],
    acls: &BTreeMap<String, Acl>,
    sent: &mut Vec<Sent>,
    preflight: &mut Option<(u32, String)>,
) {
    let names_options = words.iter().any(|word| {
        word.contains("OPTIONS") || acls.get(word.as_str()).is_some_and(|acl| acl.preflight)
    });
    if !names_options {
        return;
    }
    let status = words
        .iter()
        .position(|word| word == "status")
        .and_then(|at| words.get(at + 1));
    *preflight = Some((line, status.cloned().unwrap_or_else(|| "200".to_owned())));
    for (index, _) in words.iter().enumerate().filter(|(_, word)| *word == "hdr") {
        if let (Some(name), Some(text)) = (words.get(index + 1), words.get(index + 2))
            && !sent.iter().any(|known| known.is(name))
        {
            sent.push(Sent {
                line,
                name: name.clone(),
                value: value(name, text, words, acls),
                on_errors: true,
            });
        }
    }
}

fn acls(lines: &[(u32, Vec<String>)]) -> BTreeMap<String, Acl> {
    let mut acls: BTreeMap<String, Acl> = BTreeMap::new();
    for (line, words) in lines {
        if words.first().is_none_or(|word| word != "acl") {
            continue;
        }
        let (Some(name), Some(fetch)) = (words.get(1), words.get(2)) else {
            continue;
        };
        let acl = acls.entry(name.clone()).or_default();
        if fetch == "method" || fetch == "METH_OPTIONS" {
            acl.preflight = fetch == "METH_OPTIONS" || words.iter().any(|word| word == "OPTIONS");
        }
        if fetch.to_ascii_lowercase().contains("origin") || fetch.contains("capture.req.hdr") {
            acl.origins
                .extend(origins(*line, fetch, words.get(3..).unwrap_or_default()));
        }
    }
    acls
}

/// The values of a condition on the request's origin.
fn origins(line: u32, fetch: &str, words: &[String]) -> Vec<Written> {
    let mut flags = String::new();
    let mut how = if fetch.contains("_reg") {
        "reg"
    } else if fetch.contains("_end") {
        "end"
    } else if fetch.contains("_beg") {
        "beg"
    } else if fetch.contains("_sub") || fetch.contains("_dom") {
        "sub"
    } else {
        "str"
    }
    .to_owned();
    let mut found = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-i" => flags.push('i'),
            "-m" => how = words.next().cloned().unwrap_or_default(),
            "-f" => {
                words.next();
            }
            _ => {
                let escaped: String = word
                    .chars()
                    .map(|c| {
                        if c.is_ascii_alphanumeric() {
                            c.to_string()
                        } else {
                            format!("\\{c}")
                        }
                    })
                    .collect();
                let form = match how.as_str() {
                    "reg" => Form::of_regex(word, &flags, Anchoring::Search),
                    "end" => Form::of_regex(&format!("{escaped}$"), &flags, Anchoring::Search),
                    "beg" => Form::of_regex(&format!("^{escaped}"), &flags, Anchoring::Search),
                    "sub" | "dom" => Form::of_regex(&escaped, &flags, Anchoring::Search),
                    _ => Form::Listed(word.clone()),
                };
                found.push(Written::new(line, form));
            }
        }
    }
    found
}

fn value(name: &str, text: &str, words: &[String], acls: &BTreeMap<String, Acl>) -> Value {
    let is_origin = name.eq_ignore_ascii_case("access-control-allow-origin");
    if !text.contains('%') {
        return Value::Text(text.to_owned());
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("access-control-request") || lower.contains("acrh") {
        return Value::Request;
    }
    let condition = words
        .iter()
        .position(|word| word == "if")
        .and_then(|at| words.get(at + 1..))
        .unwrap_or_default();
    let mut origins: Vec<Written> = condition
        .iter()
        .filter_map(|word| acls.get(word.as_str()))
        .flat_map(|acl| acl.origins.clone())
        .collect();
    // `if { var(txn.origin) -m reg '…' }`
    if let Some(at) = condition.iter().position(|word| word == "{")
        && condition
            .get(at + 1)
            .is_some_and(|fetch| fetch.to_ascii_lowercase().contains("origin"))
    {
        let end = condition
            .iter()
            .position(|word| word == "}")
            .unwrap_or(condition.len());
        let fetch = condition.get(at + 1).cloned().unwrap_or_default();
        let line = origins.first().map_or(0, |written| written.line);
        let inline = self::origins(line, &fetch, condition.get(at + 2..end).unwrap_or_default());
        origins.extend(inline.into_iter().filter(|written| written.line > 0));
    }
    if is_origin && (lower.contains("origin") || lower.contains("capture.req")) {
        return if origins.is_empty() {
            Value::Request
        } else {
            Value::Origins(origins)
        };
    }
    Value::Unknown(format!(
        "{} is known only when a request arrives",
        in_code(text)
    ))
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_whitespace() => {}
            '#' => break,
            '"' | '\'' => {
                let mut word = String::new();
                for inner in chars.by_ref() {
                    if inner == c {
                        break;
                    }
                    word.push(inner);
                }
                words.push(word);
            }
            _ => {
                let mut word = String::from(c);
                while let Some(inner) = chars.next_if(|c| !c.is_whitespace()) {
                    if inner == '\\' {
                        if let Some(escaped) = chars.next() {
                            if escaped != ' ' {
                                word.push('\\');
                            }
                            word.push(escaped);
                        }
                    } else {
                        word.push(inner);
                    }
                }
                words.push(word);
            }
        }
    }
    words
}
