//! Splits a paste: what each part is, and what it has.

mod command;
mod config;
pub(crate) mod har;
mod headers;
mod javascript;

use cors_core::policy::PolicyDraft;
use cors_http::{Origin, Platform};
use cors_state::{Draft, from_json, link};
use serde_json::Value;

use crate::console;
use crate::key::{Cause, Kind};
use crate::message::{Answered, Asked, Headers, Maker, Recorded, address};
use crate::said::{Engine, Said};
use crate::text::{has_any, is_method, status_at};

/// A part of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// What it is in detail, such as the system of a config.
    pub(crate) detail: &'static str,
}

/// Everything in a paste.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) places: Vec<Place>,
    pub(crate) said: Vec<Said>,
    pub(crate) recorded: Vec<Recorded>,
    /// A state that the paste has itself: a link or a policy.
    pub(crate) draft: Option<Draft>,
    /// Origins in a list.
    pub(crate) origins: Vec<String>,
    /// Lines that were not understood.
    pub(crate) unknown: Vec<(usize, String)>,
    /// What a config shows at once.
    pub(crate) config_roots: Vec<crate::key::Root>,
    /// The engine of a HAR that is cut off.
    pub(crate) cut_off: Option<Engine>,
}

/// Splits a text.
pub(crate) fn split(text: &str, platform: &Platform) -> Parts {
    let mut parts = Parts::default();
    let trimmed = text.trim_start_matches('\u{feff}');
    let count = trimmed.lines().count().max(1);
    if har::is_har(trimmed) {
        parts.place(Kind::Har, 1, count, "");
        match har::read(trimmed, count) {
            Some(file) => {
                parts.recorded = file.recorded;
                if parts.recorded.is_empty() {
                    parts.cut_off = None;
                }
                if let Some(engine) = file.engine {
                    for recorded in &mut parts.recorded {
                        recorded.engine = Some(engine);
                    }
                }
            }
            None => parts.cut_off = Some(har::engine(trimmed)),
        }
        return parts;
    }
    if let Some(()) = whole(trimmed.trim(), count, &mut parts, platform) {
        return parts;
    }
    let lines: Vec<&str> = trimmed
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    Splitter::new(&lines).run(&mut parts);
    parts
}

impl Parts {
    fn place(&mut self, kind: Kind, from: usize, to: usize, detail: &'static str) {
        match self.places.last_mut() {
            Some(last) if last.kind == kind && last.to + 1 >= from && kind == Kind::Console => {
                last.to = to;
            }
            _ => self.places.push(Place {
                kind,
                from,
                to,
                detail,
            }),
        }
    }
}

/// A text that is one thing as a whole.
fn whole(text: &str, count: usize, parts: &mut Parts, platform: &Platform) -> Option<()> {
    if text.starts_with(['{', '[']) {
        let values: Vec<Value> = match serde_json::from_str::<Value>(text) {
            Ok(value) => vec![value],
            Err(_) => text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(serde_json::from_str)
                .collect::<Result<_, _>>()
                .ok()?,
        };
        for value in &values {
            json(value, count, parts, platform);
        }
        return Some(());
    }
    let is_one_word = !text.contains(char::is_whitespace);
    if is_one_word && (text.contains("#v=1") || text.starts_with("v=1&") || text.contains("?v=1&"))
    {
        parts.place(Kind::Link, 1, count, "");
        parts.draft = Some(link::decode_url(text).draft);
        return Some(());
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches(['"', '\'']))
        .filter(|word| !word.is_empty())
        .collect();
    if !words.is_empty() && words.iter().all(|word| is_origin(word, platform)) {
        parts.place(Kind::Origins, 1, count, "");
        parts.origins = words.into_iter().map(str::to_owned).collect();
        return Some(());
    }
    None
}

fn is_origin(word: &str, platform: &Platform) -> bool {
    let word = word.trim_end_matches('/');
    word.contains("://") && Origin::parse(word, platform).is_some()
        || word.starts_with("https://*.")
        || word == "null"
}

/// A JSON value that isn't a HAR.
fn json(value: &Value, count: usize, parts: &mut Parts, platform: &Platform) {
    let issues = console::read_issue(value);
    if !issues.is_empty() {
        parts.place(Kind::Issue, 1, count, "");
        parts.said.extend(issues);
        return;
    }
    if let Some(items) = value.as_array() {
        let origins: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
        if !origins.is_empty()
            && origins.len() == items.len()
            && origins.iter().all(|word| is_origin(word, platform))
        {
            parts.place(Kind::Origins, 1, count, "");
            parts.origins = origins.into_iter().map(str::to_owned).collect();
            return;
        }
    }
    let text = value.to_string();
    let is_policy = [
        "allow_origins",
        "allow_methods",
        "allow_headers",
        "allow_credentials",
        "expose_headers",
        "policy",
    ]
    .iter()
    .any(|key| value.get(key).is_some());
    if is_policy {
        parts.place(Kind::Policy, 1, count, "");
        parts.draft = from_json::<Draft>(value)
            .ok()
            .filter(|_| value.get("policy").is_some())
            .or_else(|| from_json::<PolicyDraft>(value).ok().map(Draft::of_policy));
        return;
    }
    if config::system(&text).is_some() {
        parts.place(Kind::Config, 1, count, config::system_of(&[&text]));
        return;
    }
    // A log whose lines are objects: the messages are in their texts.
    let mut texts = Vec::new();
    strings(value, 0, &mut texts);
    let lines: Vec<(usize, &str)> = texts
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| (1, line))
        .collect();
    let said = console::read(&lines);
    if said.is_empty() {
        parts.unknown.push((1, "JSON".to_owned()));
    } else {
        parts.place(Kind::Console, 1, count, "");
        parts.said.extend(said);
    }
}

fn strings<'a>(value: &'a Value, depth: usize, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) if depth < 12 => items
            .iter()
            .for_each(|item| strings(item, depth + 1, texts)),
        Value::Object(object) if depth < 12 => object
            .values()
            .for_each(|item| strings(item, depth + 1, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {}
    }
}

/// Goes through the lines.
struct Splitter<'a> {
    lines: &'a [&'a str],
    at: usize,
    /// Lines that no other reader took.
    console: Vec<(usize, &'a str)>,
    /// The last command, which the next response belongs to.
    pending: Option<Recorded>,
}

impl<'a> Splitter<'a> {
    fn new(lines: &'a [&'a str]) -> Self {
        Self {
            lines,
            at: 0,
            console: Vec::new(),
            pending: None,
        }
    }

    fn run(mut self, parts: &mut Parts) {
        while self.at < self.lines.len() {
            let before = self.at;
            self.step(parts);
            if self.at == before {
                self.at += 1;
            }
        }
        self.finish_pending(parts);
        let said = console::read(&self.console);
        if !said.is_empty() {
            // One place for each run of lines.
            for (number, line) in &self.console {
                if !line.trim().is_empty() {
                    parts.place(Kind::Console, *number, *number, "");
                }
            }
            parts.places.sort_by_key(|place| place.from);
        }
        let is_said = |number: usize| said.iter().any(|said| said.line.abs_diff(number) <= 12);
        for (number, line) in &self.console {
            if !line.trim().is_empty() && !is_said(*number) && parts.unknown.len() < 20 {
                parts.unknown.push((
                    *number,
                    crate::text::shortened(
                        &crate::secret::clean_line(&crate::text::shortened(line, 400)),
                        120,
                    ),
                ));
            }
        }
        parts.said.extend(said);
        parts.places.sort_by_key(|place| place.from);
    }

    fn finish_pending(&mut self, parts: &mut Parts) {
        if let Some(mut recorded) = self.pending.take() {
            if recorded.responses.is_empty()
                && recorded.no_response.is_none()
                && recorded.kind == Kind::CurlOutput
            {
                recorded.kind = Kind::CurlCommand;
            }
            parts.place(recorded.kind, recorded.from, recorded.to, "");
            parts.recorded.push(recorded);
        }
    }

    fn step(&mut self, parts: &mut Parts) {
        let number = self.at + 1;
        let rest = self.lines.get(self.at..).unwrap_or_default();
        let Some(line) = rest.first().copied() else {
            return;
        };
        if line.trim().is_empty() {
            self.at += 1;
            return;
        }
        if console::is_line(line) && !line.trim_start().starts_with("curl") {
            self.console.push((number, line));
            self.at += 1;
            return;
        }
        if let Some((asked, count)) = command::at(rest) {
            self.finish_pending(parts);
            self.at += count;
            self.pending = Some(Recorded {
                kind: Kind::CurlOutput,
                engine: asked.headers.engine,
                asked: Some(asked),
                responses: Vec::new(),
                no_response: None,
                from: number,
                to: self.at,
            });
            return;
        }
        if let Some((asked, count)) = javascript::at(rest) {
            self.finish_pending(parts);
            self.at += count;
            parts.place(Kind::FetchCommand, number, self.at, "");
            parts.recorded.push(Recorded {
                kind: Kind::FetchCommand,
                engine: asked.headers.engine,
                asked: Some(asked),
                responses: Vec::new(),
                no_response: None,
                from: number,
                to: self.at,
            });
            return;
        }
        if self.transfer(parts, rest, number, line) {
            return;
        }
        if config::begins(line) && !console::is_line(line) {
            self.finish_pending(parts);
            let mut count = 0;
            while let Some(line) = rest.get(count) {
                if count > 0 && is_start(line) && !config::begins(line) {
                    break;
                }
                count += 1;
            }
            self.at += count;
            let block = rest.get(..count).unwrap_or_default();
            let system = config::system_of(block);
            parts.config_roots.extend(crate::roots::of_config(block));
            parts.place(Kind::Config, number, self.at, system);
            return;
        }
        self.console.push((number, line));
        self.at += 1;
    }

    /// Messages and what clients print about them. Whether the line was one.
    fn transfer(&mut self, parts: &mut Parts, rest: &[&'a str], number: usize, line: &str) -> bool {
        if headers::status_line(line).is_some()
            && let Some((answered, count)) = headers::response(rest, &|line| is_start(line))
        {
            self.at += count;
            self.add_response(parts, answered, number);
            return true;
        }
        if let Some((head, count)) = headers::request(rest) {
            self.at += count;
            let url = address(&head.target, &head.headers, None);
            let engine = head.headers.engine;
            let mut asked = Asked::new(
                Maker::Browser,
                Some(&head.method),
                url.as_deref(),
                head.headers,
            );
            let is_of_command = self
                .pending
                .as_ref()
                .is_some_and(|pending| pending.responses.is_empty() && pending.asked.is_some());
            if is_of_command {
                return true;
            }
            self.finish_pending(parts);
            if asked.headers.has("user-agent") && engine.is_none() {
                asked.maker = Maker::Command;
            }
            self.pending = Some(Recorded {
                kind: if asked.maker == Maker::Browser {
                    Kind::Headers
                } else {
                    Kind::CurlOutput
                },
                asked: Some(asked),
                responses: Vec::new(),
                no_response: None,
                engine,
                from: number,
                to: self.at,
            });
            return true;
        }
        if let Some((tab, count)) = headers::tab(rest) {
            self.finish_pending(parts);
            self.at += count;
            let engine = tab.request.engine.or(Some(cors_fetch::Profile::Chromium));
            let asked = Asked::new(
                Maker::Browser,
                tab.method.as_deref(),
                tab.url.as_deref(),
                tab.request,
            );
            parts.place(Kind::Headers, number, self.at, "");
            let has_response = tab.has_response || tab.response.status.is_some();
            parts.recorded.push(Recorded {
                kind: Kind::Headers,
                asked: Some(asked),
                responses: has_response.then_some(tab.response).into_iter().collect(),
                no_response: None,
                engine,
                from: number,
                to: self.at,
            });
            return true;
        }
        if let Some((found, count)) = headers::table(rest) {
            self.at += count;
            self.add_headers(parts, found, number);
            return true;
        }
        if let Some(pending) = &mut self.pending {
            if let Some(failure) = client_failure(line) {
                pending.no_response = Some(failure);
                pending.to = number;
                self.at += 1;
                self.skip_output();
                return true;
            }
            if let Some((_, name)) = line
                .split_once("subject:")
                .and_then(|(_, rest)| rest.split_once("CN="))
                && let Some(asked) = &mut pending.asked
            {
                let name = name.split([',', ';', ' ']).next().unwrap_or_default();
                asked
                    .facts
                    .push(format!("The certificate is for `{name}`."));
            }
            if line.starts_with("* ")
                || line.starts_with("{ [")
                || line.starts_with("} [")
                || line.starts_with("  % Total")
                || line.starts_with("> ")
                || line.starts_with('<')
            {
                pending.to = number;
                self.at += 1;
                return true;
            }
        } else if let Some((cause, words)) = client_failure(line) {
            self.at += 1;
            parts.place(Kind::CurlOutput, number, number, "");
            parts.recorded.push(Recorded {
                kind: Kind::CurlOutput,
                asked: None,
                responses: Vec::new(),
                no_response: Some((cause, words)),
                engine: None,
                from: number,
                to: number,
            });
            return true;
        }
        if let Some((found, count)) = headers::block(rest) {
            self.at += count;
            self.add_headers(parts, found, number);
            return true;
        }
        false
    }

    /// Skips what a client prints after it has failed.
    fn skip_output(&mut self) {
        while let Some(line) = self.lines.get(self.at) {
            if is_start(line) {
                break;
            }
            self.at += 1;
        }
    }

    fn add_headers(&mut self, parts: &mut Parts, found: Headers, number: usize) {
        if headers::are_of_request(&found) {
            self.finish_pending(parts);
            let method = found.get(":method");
            let url = address("/", &found, None).filter(|_| found.has("host"));
            let engine = found.engine;
            let asked = Asked::new(Maker::Browser, method.as_deref(), url.as_deref(), found);
            self.pending = Some(Recorded {
                kind: Kind::Headers,
                asked: Some(asked),
                responses: Vec::new(),
                no_response: None,
                engine,
                from: number,
                to: self.at,
            });
            return;
        }
        let status = found.get("status").as_deref().and_then(status_at);
        let answered = Answered {
            status,
            headers: found,
            ..Answered::default()
        };
        self.add_response(parts, answered, number);
    }

    fn add_response(&mut self, parts: &mut Parts, answered: Answered, number: usize) {
        // A response of 100 or of a proxy comes before the response.
        if answered.status.is_some_and(|status| status < 200) {
            return;
        }
        match &mut self.pending {
            Some(pending)
                if pending.responses.last().is_none_or(|last| {
                    last.is_redirect()
                        && last.location().is_some()
                        && pending.kind == Kind::CurlOutput
                }) =>
            {
                pending.responses.push(answered);
                pending.to = self.at;
            }
            _ => {
                self.finish_pending(parts);
                self.pending = Some(Recorded {
                    kind: Kind::Headers,
                    asked: None,
                    responses: vec![answered],
                    no_response: None,
                    engine: None,
                    from: number,
                    to: self.at,
                });
            }
        }
    }
}

/// Whether a line begins something new, so that the body before it has ended.
fn is_start(line: &str) -> bool {
    let trimmed = line.trim_start();
    headers::status_line(line).is_some()
        || console::is_line(line)
        || [
            "$ curl",
            "curl ",
            "$ http ",
            "$ wget",
            "PS C:",
            "wget ",
            "curl: (",
            "fetch(",
            "await fetch(",
        ]
        .iter()
        .any(|start| trimmed.starts_with(start))
        || trimmed
            .split_once(' ')
            .is_some_and(|(word, rest)| is_method(word) && rest.trim_end().contains(" HTTP/"))
        || config::begins(line)
        || trimmed == "General"
}

/// The error of a command-line client: the cause, and its name.
fn client_failure(line: &str) -> Option<(Cause, String)> {
    if let Some(rest) = line.trim_start().strip_prefix("curl: (") {
        let (code, words) = rest.split_once(')')?;
        let cause = match code.parse::<u16>().ok()? {
            6 | 5 => Cause::Dns,
            35 | 51 | 53 | 54 | 58 | 59 | 60 | 64 | 66 | 77 | 80 | 82 | 83 | 90 | 91 => Cause::Tls,
            47 => Cause::RedirectNotAllowed,
            1 | 3 => Cause::InvalidRequest,
            _ => Cause::Network,
        };
        return Some((cause, words.trim().to_owned()));
    }
    if has_any(
        line,
        &["wget: unable to resolve", "unable to resolve host address"],
    ) {
        return Some((Cause::Dns, line.trim().to_owned()));
    }
    if line.starts_with("http: error: ")
        || line.starts_with("https: error: ")
        || line.starts_with("Invoke-WebRequest : ")
        || line.starts_with("Invoke-WebRequest: ")
    {
        let cause = if has_any(line, &["resolve", "Name or service not known", "not known"]) {
            Cause::Dns
        } else if has_any(line, &["SSL", "certificate", "TLS"]) {
            Cause::Tls
        } else {
            Cause::Network
        };
        return Some((cause, line.trim().to_owned()));
    }
    None
}
