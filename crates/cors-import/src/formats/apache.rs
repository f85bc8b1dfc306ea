//! Apache httpd.

use std::collections::BTreeMap;

use cors_http::in_code;

use crate::finding::{Code, Severity};
use crate::headers::{self, Sent, Value};
use crate::options;
use crate::origins::{Expression, Form, Written};
use crate::reading::Reading;
use crate::regex::{Anchoring, Regex};

/// A directive.
struct Directive {
    line: u32,
    words: Vec<String>,
    /// The sections around it.
    sections: Vec<String>,
}

impl Directive {
    fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    fn is(&self, name: &str) -> bool {
        self.word(0).eq_ignore_ascii_case(name)
    }
}

/// A variable of the environment: what sets it.
type Environment = BTreeMap<String, Vec<(Written, String)>>;

pub(super) fn read(reading: &mut Reading<'_>) {
    reading.origins_name = "`SetEnvIf Origin`";
    let directives = directives(reading);
    let environment = environment(&directives);
    let sent = sent(reading, &directives, &environment);
    let added: Vec<Sent> = sent
        .iter()
        .filter(|sent| !sent.replaces)
        .map(|sent| sent.header.clone())
        .collect();
    let all: Vec<Sent> = sent.into_iter().map(|sent| sent.header).collect();
    headers::read(reading, &all);
    headers::doubled(reading, &added);
    headers::vary(reading, &all, "Add `Header merge Vary Origin` next to it.");
    on_errors(reading, &all);
    preflight(reading, &directives, &all);
}

/// A header and whether it takes the place of an earlier one.
struct Header {
    header: Sent,
    replaces: bool,
}

fn directives(reading: &Reading<'_>) -> Vec<Directive> {
    let mut all = Vec::new();
    let mut sections: Vec<String> = Vec::new();
    let mut lines = reading.source.text().lines().zip(1..).peekable();
    while let Some((text, line)) = lines.next() {
        let mut text = text.trim().to_owned();
        while text.ends_with('\\')
            && text.len() < 4_000
            && let Some((next, _)) = lines.next()
        {
            text.pop();
            text.push(' ');
            text.push_str(next.trim());
        }
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if text.starts_with("</") {
            sections.pop();
        } else if let Some(section) = text.strip_prefix('<') {
            let section = section.trim_end_matches('>').to_owned();
            if sections.len() < 30 {
                sections.push(section);
            }
        } else {
            all.push(Directive {
                line,
                words: words(&text),
                sections: sections.clone(),
            });
        }
    }
    all
}

/// Words, of which some are in quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = String::new();
        if c == '"' || c == '\'' {
            while let Some(inner) = chars.next() {
                match inner {
                    _ if inner == c => break,
                    '\\' if chars.peek() == Some(&c) => {
                        word.push(c);
                        chars.next();
                    }
                    _ => word.push(inner),
                }
            }
        } else {
            word.push(c);
            while let Some(inner) = chars.next_if(|c| !c.is_whitespace()) {
                word.push(inner);
            }
        }
        words.push(word);
    }
    words
}

fn environment(directives: &[Directive]) -> Environment {
    let mut environment = Environment::new();
    for directive in directives {
        let ignores_case = directive.is("SetEnvIfNoCase");
        if !(directive.is("SetEnvIf") || ignores_case)
            || !directive.word(1).eq_ignore_ascii_case("origin")
        {
            continue;
        }
        let flags = if ignores_case { "i" } else { "" };
        for assignment in directive.words.get(3..).unwrap_or_default() {
            let (name, value) = assignment.split_once('=').unwrap_or((assignment, "1"));
            let form = match Regex::new(directive.word(2), flags, Anchoring::Search) {
                Ok(regex) => Form::Regex(Box::new(Expression {
                    regex,
                    sends_match: value == "$0" || value == "$1",
                })),
                Err(why) => Form::Unreadable(directive.word(2).to_owned(), why),
            };
            let written = Written::new(directive.line, form);
            environment
                .entry(name.to_owned())
                .or_default()
                .push((written, value.to_owned()));
        }
    }
    environment
}

fn sent(
    reading: &mut Reading<'_>,
    directives: &[Directive],
    environment: &Environment,
) -> Vec<Header> {
    let mut all: Vec<Header> = Vec::new();
    for directive in directives {
        if directive.is("RequestHeader")
            && headers::is_cors(directive.word(2))
            && !directive.word(2).to_ascii_lowercase().contains("-request-")
        {
            reading.seen = true;
            reading.find(
                Code::HeaderOnRequest,
                directive.line,
                "`RequestHeader` sets a header on the request to the application. Browsers never see it.",
                "Use `Header always set`.",
            );
        }
        if directive.is("Include") || directive.is("IncludeOptional") {
            reading.not_imported_line(directive.line, "included files aren't read");
        }
        if !directive.is("Header") || all.len() > 500 {
            continue;
        }
        let has_table = directive.word(1).eq_ignore_ascii_case("always")
            || directive.word(1).eq_ignore_ascii_case("onsuccess");
        let on_errors = directive.word(1).eq_ignore_ascii_case("always");
        let shift = usize::from(has_table);
        let action = directive.word(1 + shift).to_ascii_lowercase();
        let name = directive.word(2 + shift).trim_end_matches(':').to_owned();
        if matches!(
            action.as_str(),
            "unset" | "edit" | "edit*" | "echo" | "note"
        ) {
            continue;
        }
        if action == "set" && name.eq_ignore_ascii_case("vary") {
            reading.find_as(
                Code::VaryReplaced,
                Severity::Tip,
                directive.line,
                "`Header set` replaces the application's `Vary`.",
                "Use `Header merge Vary Origin`.",
            );
        }
        let value = value(directive, shift, &name, environment);
        all.push(Header {
            header: Sent {
                line: directive.line,
                name,
                value,
                on_errors,
            },
            replaces: action != "add",
        });
    }
    all
}

fn value(directive: &Directive, shift: usize, name: &str, environment: &Environment) -> Value {
    let text = directive.word(3 + shift);
    let is_origin = name.eq_ignore_ascii_case("access-control-allow-origin");
    let condition = directive
        .words
        .get(4 + shift..)
        .unwrap_or_default()
        .iter()
        .find_map(|word| word.strip_prefix("env="));
    let variable = text
        .strip_prefix("%{")
        .and_then(|rest| rest.strip_suffix("}e"))
        .or(condition.filter(|_| is_origin && text.contains("://")));
    let in_origin_section = directive
        .sections
        .iter()
        .rev()
        .find_map(|section| origin_section(section, directive.line));
    match variable {
        Some(variable) => match environment.get(variable.trim_start_matches('!')) {
            Some(written) if is_origin => {
                Value::Origins(written.iter().map(|(written, _)| written.clone()).collect())
            }
            Some(written) => Value::Text(
                written
                    .first()
                    .map(|(_, value)| value.clone())
                    .unwrap_or_default(),
            ),
            None => Value::Unknown(format!("{} isn't set in this text", in_code(variable))),
        },
        None if text.to_ascii_lowercase().contains("%{http_origin}")
            || text.contains("%{HTTP:Origin}")
            || text.contains("req('Origin')") =>
        {
            match in_origin_section {
                Some(written) => Value::Origins(vec![written]),
                None => match condition.and_then(|name| environment.get(name)) {
                    Some(written) => {
                        Value::Origins(written.iter().map(|(written, _)| written.clone()).collect())
                    }
                    None => Value::Request,
                },
            }
        }
        None if text.contains("Access-Control-Request-") => Value::Request,
        None if text.starts_with("expr=") || text.contains("%{") => {
            Value::Unknown("its value depends on the request".to_owned())
        }
        None => Value::Text(text.to_owned()),
    }
}

/// `<If "%{HTTP:Origin} =~ m#…#">`
fn origin_section(section: &str, line: u32) -> Option<Written> {
    let condition = section
        .strip_prefix("If ")
        .or(section.strip_prefix("ElseIf "))?;
    if !condition.to_ascii_lowercase().contains("origin") {
        return None;
    }
    let (_, operand) = condition
        .split_once("=~")
        .or_else(|| condition.split_once("=="))?;
    let operand = operand.trim().trim_end_matches('"').trim();
    if !condition.contains("=~") {
        return Some(Written::new(
            line,
            Form::Listed(operand.trim_matches('\'').to_owned()),
        ));
    }
    let operand = operand.strip_prefix('m').unwrap_or(operand);
    let delimiter = operand.chars().next()?;
    let rest = operand.get(delimiter.len_utf8()..)?;
    let end = rest.rfind(delimiter)?;
    let flags = rest.get(end + 1..).unwrap_or_default();
    Some(Written::new(
        line,
        Form::of_regex(rest.get(..end)?, flags, Anchoring::Search),
    ))
}

fn on_errors(reading: &mut Reading<'_>, sent: &[Sent]) {
    if let Some(header) = sent.iter().find(|header| header.is_allow_origin())
        && !sent
            .iter()
            .any(|header| header.is_allow_origin() && header.on_errors)
    {
        reading.find(
            Code::HeadersMissingOnErrors,
            header.line,
            "`Header set` without `always` isn't on error responses that Apache makes itself, nor on redirects.",
            "Write `Header always set`.",
        );
    }
}

fn preflight(reading: &mut Reading<'_>, directives: &[Directive], sent: &[Sent]) {
    let Some(first) = sent.iter().find(|header| header.is_allow_origin()) else {
        return;
    };
    let on_errors = sent
        .iter()
        .any(|header| header.is_allow_origin() && header.on_errors);
    let mut condition = false;
    for directive in directives {
        if directive.is("RewriteCond") {
            condition |= directive.word(1).eq_ignore_ascii_case("%{REQUEST_METHOD}")
                && directive.word(2).contains("OPTIONS");
        } else if directive.is("RewriteRule") {
            let flags = directive.words.last().cloned().unwrap_or_default();
            let status = flags
                .trim_matches(['[', ']'])
                .split(',')
                .find_map(|flag| flag.strip_prefix("R="));
            match status {
                Some(status) if condition => {
                    options::preflight_status(reading, directive.line, status);
                    if !on_errors {
                        reading.find(
                            Code::PreflightWithoutHeaders,
                            directive.line,
                            &format!("The {status} made by this rule carries none of the headers: they have to be `Header always set`."),
                            "Write `Header always set` for each CORS header.",
                        );
                    }
                    return;
                }
                Some(status) if status.starts_with('3') => reading.find(
                    Code::RedirectBeforeCors,
                    directive.line,
                    "This redirect comes before the rule for preflights, and preflights must not be redirected.",
                    "Exclude `OPTIONS` from it, or let pages use the final address.",
                ),
                Some(_) | None => {}
            }
            condition = false;
        }
    }
    let needed =
        !reading.policy.allow_methods.is_empty() || !reading.policy.allow_headers.is_empty();
    if needed {
        let auth = directives.iter().find(|directive| {
            directive.is("Require") && !directive.word(1).eq_ignore_ascii_case("all")
        });
        if let Some(auth) = auth {
            reading.find(
                Code::PreflightAfterAuth,
                auth.line,
                "Preflights carry no credentials, so this responds to them with 401.",
                "Exclude `OPTIONS`: `<LimitExcept OPTIONS>`.",
            );
            return;
        }
        reading.find(
            Code::PreflightNotAnswered,
            first.line,
            "Nothing here handles `OPTIONS`. Whether the preflight gets a 2xx status is up to what is behind.",
            "Add `RewriteRule ^ - [R=204,L]` with the condition that the method is `OPTIONS`.",
        );
    }
}
