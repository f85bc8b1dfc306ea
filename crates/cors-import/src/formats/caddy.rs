//! Caddyfile.

use std::collections::BTreeMap;

use cors_http::in_code;

use crate::finding::{Code, Severity};
use crate::headers::{self, Sent, Value};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;
use crate::regex::Anchoring;

/// A line with the lines in its braces.
#[derive(Clone, Debug, Default)]
struct Node {
    line: u32,
    words: Vec<String>,
    block: Vec<Node>,
}

impl Node {
    fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }
}

/// A named matcher.
#[derive(Clone, Debug, Default)]
struct Matcher {
    preflight: bool,
    methods: bool,
    origins: Vec<Written>,
}

const DEEPEST: usize = 24;
/// Snippets that import each other never end.
const MOST_STEPS: usize = 30_000;

pub(super) fn read(reading: &mut Reading<'_>) {
    reading.origins_name = "a matcher such as `@allowed header Origin …`";
    let mut nodes = parse(reading.source.text());
    let snippets: BTreeMap<String, Node> = nodes
        .iter()
        .filter(|node| node.word(0).starts_with('('))
        .map(|node| {
            (
                node.word(0).trim_matches(['(', ')']).to_owned(),
                node.clone(),
            )
        })
        .collect();
    nodes.retain(|node| !node.word(0).starts_with('('));
    let mut site = Site::default();
    for node in &nodes {
        site.walk(reading, node, &snippets, None, 0);
    }
    if !site.sent.iter().any(Sent::is_cors) && snippets.len() == 1 {
        for node in snippets.values().flat_map(|node| &node.block) {
            site.walk(reading, node, &BTreeMap::new(), None, 0);
        }
    }
    site.finish(reading);
}

/// What was seen of a site.
#[derive(Default)]
struct Site {
    steps: usize,
    matchers: BTreeMap<String, Matcher>,
    sent: Vec<Sent>,
    preflight_sent: Vec<Sent>,
    /// The names of headers that an upstream's are added to.
    not_deferred: Option<u32>,
    proxy: Option<u32>,
    strips: bool,
    /// Line and status of the response to preflights.
    preflight: Option<(u32, String)>,
    redirect: Option<u32>,
    auth: Option<u32>,
}

impl Site {
    fn walk(
        &mut self,
        reading: &mut Reading<'_>,
        node: &Node,
        snippets: &BTreeMap<String, Node>,
        within: Option<&Matcher>,
        depth: usize,
    ) {
        self.steps += 1;
        if depth > DEEPEST || self.sent.len() > 500 || self.steps > MOST_STEPS {
            return;
        }
        let first = node.word(0);
        let argument = node.word(1);
        let matcher = argument
            .strip_prefix('@')
            .and_then(|name| self.matchers.get(name))
            .cloned();
        let matcher = matcher.as_ref().or(within);
        match first {
            _ if first.starts_with('@') => {
                let matcher = matcher_of(node);
                self.matchers
                    .insert(first.trim_start_matches('@').to_owned(), matcher);
            }
            "header" => self.header(node, matcher),
            "import" => match snippets.get(argument) {
                Some(_) if depth > 3 => {}
                Some(snippet) => {
                    let arguments: Vec<&str> =
                        node.words.iter().skip(2).map(String::as_str).collect();
                    for inner in &snippet.block {
                        let filled = fill(inner, &arguments, 0);
                        self.walk(reading, &filled, snippets, within, depth + 1);
                    }
                }
                None => reading.not_imported_line(
                    node.line,
                    "imported files and snippets that aren't in this text aren't read",
                ),
            },
            "respond" => {
                let is_preflight = matcher.is_some_and(|matcher| matcher.preflight);
                let status = node
                    .words
                    .iter()
                    .skip(1)
                    .find(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()));
                if is_preflight && self.preflight.is_none() {
                    self.preflight = Some((
                        node.line,
                        status.cloned().unwrap_or_else(|| "200".to_owned()),
                    ));
                }
            }
            "redir" if within.is_none() => self.redirect = Some(node.line),
            "basic_auth" | "basicauth" | "forward_auth" => self.auth = Some(node.line),
            "reverse_proxy" | "php_fastcgi" => {
                self.proxy.get_or_insert(node.line);
                for inner in &node.block {
                    if inner.word(0) == "header_up"
                        && headers::is_cors(inner.word(1))
                        && !inner.word(1).to_ascii_lowercase().contains("-request-")
                    {
                        reading.seen = true;
                        reading.find(
                            Code::HeaderOnRequest,
                            inner.line,
                            "`header_up` sets a header on the request to the application. Browsers never see it.",
                            "Use `header` outside of `reverse_proxy`.",
                        );
                    }
                    let name = inner.word(1).trim_start_matches(['-', '+']);
                    if inner.word(0) == "header_down" && headers::is_cors(name) {
                        if inner.word(1).starts_with('-') {
                            self.strips = true;
                        } else {
                            self.push(inner.line, name, inner.word(2), matcher, true);
                        }
                    }
                }
            }
            "route" | "handle" | "handle_path" | "handle_errors" => {
                for inner in &node.block {
                    self.walk(reading, inner, snippets, matcher, depth + 1);
                }
            }
            // A site.
            _ if depth == 0 || !node.block.is_empty() => {
                for inner in &node.block {
                    self.walk(reading, inner, snippets, within, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn header(&mut self, node: &Node, matcher: Option<&Matcher>) {
        let has_matcher = node.word(1).starts_with(['@', '/']) || node.word(1) == "*";
        let shift = usize::from(has_matcher);
        let deferred = node.block.iter().any(|inner| inner.word(0) == "defer");
        if !node.word(1 + shift).is_empty() {
            self.one(
                node.line,
                node.word(1 + shift),
                node.word(2 + shift),
                matcher,
                deferred,
            );
        }
        for inner in &node.block {
            if inner.word(0) != "defer" {
                self.one(inner.line, inner.word(0), inner.word(1), matcher, deferred);
            }
        }
    }

    fn one(
        &mut self,
        line: u32,
        name: &str,
        value: &str,
        matcher: Option<&Matcher>,
        deferred: bool,
    ) {
        let operation = name.chars().next().unwrap_or_default();
        let bare = name
            .trim_start_matches(['+', '-', '?', '>'])
            .trim_end_matches(':');
        if operation == '-' {
            self.strips |= headers::is_cors(bare);
            return;
        }
        self.push(
            line,
            bare,
            value,
            matcher,
            deferred || matches!(operation, '>' | '?'),
        );
    }

    fn push(
        &mut self,
        line: u32,
        name: &str,
        value: &str,
        matcher: Option<&Matcher>,
        deferred: bool,
    ) {
        let is_origin = name.eq_ignore_ascii_case("access-control-allow-origin");
        let origins = matcher
            .map(|matcher| matcher.origins.clone())
            .unwrap_or_default();
        let is_request = value.contains("http.request.header.Origin")
            || value.contains("{header.Origin}")
            || value.contains("{header.origin}");
        let is_match = value.contains("http.regexp.") || value.starts_with("{re.");
        let value = if is_origin && (is_request || is_match) {
            if origins.is_empty() {
                Value::Request
            } else {
                Value::Origins(origins)
            }
        } else if is_origin && !origins.is_empty() && value.contains("://") {
            Value::Origins(vec![Written::new(line, Form::Listed(value.to_owned()))])
        } else if value
            .to_ascii_lowercase()
            .contains("access-control-request-")
        {
            Value::Request
        } else if value.contains('{') {
            Value::Unknown(format!("{} is known only when it runs", in_code(value)))
        } else {
            Value::Text(value.to_owned())
        };
        if is_origin && !deferred {
            self.not_deferred.get_or_insert(line);
        }
        let sent = Sent {
            line,
            name: name.to_owned(),
            value,
            on_errors: true,
        };
        if matcher.is_some_and(|matcher| matcher.preflight) {
            self.preflight_sent.push(sent);
        } else {
            self.sent.push(sent);
        }
    }

    fn finish(self, reading: &mut Reading<'_>) {
        let mut all: Vec<Sent> = Vec::new();
        for header in self.sent.iter().chain(&self.preflight_sent) {
            let branches = header.is_allow_origin() && matches!(header.value, Value::Origins(_));
            if branches || !all.iter().any(|other| other.is(&header.name)) {
                all.push(header.clone());
            }
        }
        headers::read(reading, &all);
        headers::vary(reading, &all, "Add `header +Vary Origin` next to it.");
        if !all.iter().any(Sent::is_allow_origin) {
            return;
        }
        if self.sent.iter().all(|header| !header.is_allow_origin())
            && let Some(line) = headers::allow_origin_line(&self.preflight_sent)
        {
            reading.find(
                Code::HeadersMissingOnActual,
                line,
                "Only the preflight response has CORS headers. The actual response has no `Access-Control-Allow-Origin`, so it is blocked.",
                "Set the header outside of the matcher for `OPTIONS` too.",
            );
        }
        let names_nothing =
            reading.policy.allow_methods.is_empty() && reading.policy.allow_headers.is_empty();
        match &self.preflight {
            Some((line, status)) => {
                options::preflight_status(reading, *line, status);
                if names_nothing {
                    reading.find_as(
                        Code::MethodNotAllowed,
                        Severity::Tip,
                        *line,
                        "The preflight response has no `Access-Control-Allow-Methods` and no `Access-Control-Allow-Headers`: PUT, DELETE, JSON and `Authorization` are blocked.",
                        "Add the two headers.",
                    );
                }
            }
            None => self.not_answered(reading, names_nothing),
        }
        if let (Some(line), Some(_), false) = (self.not_deferred, self.proxy, self.strips) {
            reading.find(
                Code::HeaderMayBeDoubled,
                line,
                "`header` without `defer` is set before the upstream responds. If the application sends the header too, both lines go out.",
                "Add `defer` in a block, or remove the upstream's: `header_down -Access-Control-Allow-Origin`.",
            );
        }
    }

    fn not_answered(&self, reading: &mut Reading<'_>, names_nothing: bool) {
        let fix = "Add `@preflight method OPTIONS` and `respond @preflight 204`.";
        if let Some(line) = self.auth {
            reading.find(
                Code::PreflightAfterAuth,
                line,
                "Preflights carry no credentials, so this responds to them with 401.",
                fix,
            );
        } else if let Some(line) = self.proxy {
            let severity = if names_nothing {
                Severity::Tip
            } else {
                Severity::Error
            };
            reading.find_as(
                Code::PreflightNotAnswered,
                severity,
                line,
                "`OPTIONS` is passed on. Whether the preflight gets a 2xx status is up to the application.",
                fix,
            );
        } else if !names_nothing {
            let line = headers::allow_origin_line(&self.sent).unwrap_or(1);
            reading.find(
                Code::PreflightNotAnswered,
                line,
                "Nothing here handles `OPTIONS`.",
                fix,
            );
        }
    }
}

/// What a named matcher matches.
fn matcher_of(node: &Node) -> Matcher {
    let mut matcher = Matcher::default();
    let inline = Node {
        line: node.line,
        words: node.words.get(1..).unwrap_or_default().to_vec(),
        block: Vec::new(),
    };
    for condition in core::iter::once(&inline).chain(&node.block) {
        match condition.word(0) {
            "method" => {
                matcher.preflight |= condition.words.iter().any(|word| word == "OPTIONS");
                matcher.methods = true;
            }
            "header" if condition.word(1).eq_ignore_ascii_case("origin") => {
                for origin in condition.words.iter().skip(2) {
                    let form = if origin == "*" {
                        Form::Reflected("the matcher".to_owned())
                    } else {
                        Form::Glob(origin.clone())
                    };
                    matcher.origins.push(Written::new(condition.line, form));
                }
            }
            "header_regexp" => {
                let at = condition
                    .words
                    .iter()
                    .position(|word| word.eq_ignore_ascii_case("origin"));
                if let Some(source) = at.and_then(|at| condition.words.get(at + 1)) {
                    let form = Form::of_regex(source, "", Anchoring::Search);
                    matcher.origins.push(Written::new(condition.line, form));
                }
            }
            _ => {}
        }
    }
    matcher
}

/// A line of a snippet with its placeholders filled.
fn fill(node: &Node, arguments: &[&str], depth: usize) -> Node {
    let word = |word: &String| {
        let mut word = word.clone();
        for (index, argument) in arguments.iter().enumerate().take(9) {
            word = word
                .replace(&format!("{{args[{index}]}}"), argument)
                .replace(&format!("{{args.{index}}}"), argument);
        }
        word
    };
    let inner = if depth < DEEPEST {
        node.block.as_slice()
    } else {
        &[]
    };
    Node {
        line: node.line,
        words: node.words.iter().map(word).collect(),
        block: inner
            .iter()
            .map(|inner| fill(inner, arguments, depth + 1))
            .collect(),
    }
}

fn parse(text: &str) -> Vec<Node> {
    let mut levels: Vec<(Node, Vec<Node>)> = vec![(Node::default(), Vec::new())];
    for (line, number) in text.lines().zip(1..) {
        let mut words = words(line);
        let opens = words.last().is_some_and(|word| word == "{");
        if opens {
            words.pop();
        }
        if words.len() == 1 && words.first().is_some_and(|word| word == "}") {
            close(&mut levels);
            continue;
        }
        let node = Node {
            line: number,
            words,
            block: Vec::new(),
        };
        if opens && levels.len() <= DEEPEST {
            levels.push((node, Vec::new()));
        } else if !node.words.is_empty()
            && let Some((_, block)) = levels.last_mut()
        {
            block.push(node);
        }
    }
    while levels.len() > 1 {
        close(&mut levels);
    }
    levels.pop().map(|(_, block)| block).unwrap_or_default()
}

fn close(levels: &mut Vec<(Node, Vec<Node>)>) {
    if levels.len() < 2 {
        return;
    }
    if let Some((mut node, block)) = levels.pop() {
        node.block = block;
        if let Some((_, outer)) = levels.last_mut() {
            outer.push(node);
        }
    }
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_whitespace() => {}
            '#' => break,
            '"' | '`' => {
                let mut word = String::new();
                while let Some(inner) = chars.next() {
                    match inner {
                        _ if inner == c => break,
                        '\\' if chars.peek() == Some(&'"') => {}
                        _ => word.push(inner),
                    }
                }
                words.push(word);
            }
            _ => {
                let mut word = String::from(c);
                while let Some(inner) = chars.next_if(|c| !c.is_whitespace()) {
                    word.push(inner);
                }
                words.push(word);
            }
        }
    }
    words
}
