//! Allowed origins as configs write them: what they mean, and what is wrong with them.

use cors_http::in_code;

use crate::finding::{Code, Severity};
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::{Anchoring, Regex, Unreadable};
use crate::{risks, witness};

/// An entry as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) line: u32,
    pub(crate) form: Form,
}

/// What an entry does.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// `*` for every request.
    Any,
    /// The request's origin, whatever it is. The text says how.
    Reflected(String),
    /// Compared with the request's origin.
    Listed(String),
    /// Sent as the header's value.
    Value(String),
    /// Entries in our notation, of a library that reads it as we do.
    Pattern(String),
    /// `*` is any text.
    Glob(String),
    /// A regular expression.
    Regex(Box<Expression>),
    /// A regular expression that isn't read, and why.
    Unreadable(String, Unreadable),
}

/// A regular expression and what is sent back.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) regex: Regex,
    /// Whether the part that matched is sent back, instead of the request's origin.
    pub(crate) sends_match: bool,
}

impl Written {
    pub(crate) fn new(line: u32, form: Form) -> Self {
        Self { line, form }
    }
}

impl Form {
    /// A regular expression as it is written.
    pub(crate) fn of_regex(source: &str, flags: &str, anchoring: Anchoring) -> Self {
        match Regex::new(source, flags, anchoring) {
            Ok(regex) => Expression::whole(regex),
            Err(why) => Self::Unreadable(source.to_owned(), why),
        }
    }
}

impl Expression {
    pub(crate) fn whole(regex: Regex) -> Form {
        Form::Regex(Box::new(Self {
            regex,
            sends_match: false,
        }))
    }
}

/// More origins than any allow list has.
const MOST: usize = 1_000;
/// All regular expressions together.
const LONGEST_EXPRESSIONS: usize = 8_000;

/// Turns what was written into the policy's allow list.
pub(crate) fn finish(reading: &mut Reading<'_>) {
    let mut written = core::mem::take(&mut reading.origins);
    if let Some(first) = written.get(MOST) {
        reading.not_imported_line(first.line, "there are more origins than are read");
        written.truncate(MOST);
    }
    let mut expressions = 0;
    for entry in &mut written {
        if let Form::Regex(expression) = &entry.form {
            expressions += expression.regex.source.len();
            if expressions > LONGEST_EXPRESSIONS {
                let source: String = expression.regex.source.chars().take(40).collect();
                entry.form = Form::Unreadable(source, Unreadable::TooLarge);
            }
        }
    }
    let is_any = |entry: &&Written| matches!(entry.form, Form::Any | Form::Reflected(_));
    for entry in &written {
        add(reading, entry);
    }
    if let Some(entry) = written.iter().find(is_any) {
        if written.len() > 1 {
            reading.policy.allow_origins = vec!["*".to_owned()];
        }
        any_origin(reading, entry);
    }
    if reading.policy.allow_credentials {
        risks::http_origins(reading, &written);
    }
    risks::shared_suffixes(reading, &written);
}

fn push(reading: &mut Reading<'_>, origin: &str) {
    if !reading
        .policy
        .allow_origins
        .iter()
        .any(|known| known == origin)
    {
        reading.policy.allow_origins.push(origin.to_owned());
    }
}

fn any_origin(reading: &mut Reading<'_>, entry: &Written) {
    let reflected = match (&entry.form, reading.any_with_credentials) {
        (Form::Reflected(_), _) | (_, AnyWithCredentials::Reflected) => true,
        (_, AnyWithCredentials::Sent | AnyWithCredentials::Rejected(..)) => false,
    };
    let name = reading.origins_name;
    if let (Form::Reflected(how), false) = (&entry.form, how_is_plain(&entry.form)) {
        reading.approximate(&format!(
            "{how} sends back every origin, which is any origin, written as `*`; with credentials, that policy isn't sound"
        ));
    }
    if !reading.policy.allow_credentials {
        return;
    }
    if reflected {
        reading.find(
            Code::AnyOriginReflected,
            entry.line,
            "With credentials, the request's origin is sent back instead of `*`, whatever it is. Every site on the web can read responses meant for a signed-in user.",
            &format!("List the origins that need credentials in {name}, or turn credentials off."),
        );
        return;
    }
    match reading.any_with_credentials {
        AnyWithCredentials::Rejected(code, message) => reading.find(
            code,
            entry.line,
            message,
            &format!("List the origins that need credentials in {name}."),
        ),
        AnyWithCredentials::Sent | AnyWithCredentials::Reflected => reading.find(
            Code::WildcardWithCredentials,
            entry.line,
            "`*` is sent with `Access-Control-Allow-Credentials: true`. Browsers block that for requests with cookies or HTTP auth, preflights included: every preflight for such a request fails, whatever its status.",
            &format!("List the origins that need credentials in {name}, or turn credentials off."),
        ),
    }
}

/// Whether the library's own `*` does the reflecting, which needs no remark.
fn how_is_plain(form: &Form) -> bool {
    matches!(form, Form::Reflected(how) if how.is_empty())
}

fn add(reading: &mut Reading<'_>, entry: &Written) {
    let line = entry.line;
    match &entry.form {
        Form::Any | Form::Reflected(_) => push(reading, "*"),
        Form::Listed(text) => listed(reading, line, text),
        Form::Value(text) => value(reading, line, text),
        Form::Pattern(text) => exact(reading, line, text),
        Form::Glob(text) => glob(reading, line, text),
        Form::Regex(expression) => regex(reading, line, expression),
        Form::Unreadable(source, why) => {
            reading.not_imported_line(line, &format!("{}: {why}", in_code(source)));
        }
    }
}

fn listed(reading: &mut Reading<'_>, line: u32, text: &str) {
    let name = reading.origins_name;
    if text.trim() == "*" {
        reading.find(
            Code::LiteralWildcardInList,
            line,
            "In a list, `*` is compared as text. No origin matches it, so no `Access-Control-Allow-Origin` is sent.",
            "Write it without the list: `origin: \"*\"`.",
        );
        reading.approximate("any origin is meant; as written, no origin is allowed");
        push(reading, "*");
    } else if text.contains([',', ' ']) && text.matches("://").count() > 1 {
        list_in_one(
            reading,
            line,
            text,
            "is compared as one text, which no origin equals",
        );
    } else if text.contains('*') {
        reading.find(
            Code::LiteralWildcardInList,
            line,
            &format!("{} is compared as text. The `*` in it isn't a wildcard, so no origin matches.", in_code(text)),
            &format!("Use a regular expression that is anchored at both ends, or list the origins in {name}."),
        );
        reading.approximate(&format!(
            "{} is what is meant; as written, it matches no origin",
            in_code(text)
        ));
        exact(reading, line, text);
    } else {
        exact(reading, line, text);
    }
}

fn value(reading: &mut Reading<'_>, line: u32, text: &str) {
    let text = text.trim();
    if text == "*" {
        push(reading, "*");
    } else if text.matches("://").count() > 1 || text.contains(',') {
        list_in_one(
            reading,
            line,
            text,
            "is sent as it is, and equals no origin. Browsers allow one origin in this header, not a list",
        );
    } else if text.contains(['*', '^', '\\', '(']) {
        reading.find(
            Code::OriginPatternInHeader,
            line,
            &format!("{} is sent as it is. Browsers know no patterns in this header, so every origin is blocked.", in_code(text)),
            "Compare the request's `Origin` with an allow list and send that one origin back, with `Vary: Origin`.",
        );
        if !text.contains(['^', '\\', '(']) {
            exact(reading, line, text);
        }
    } else {
        exact(reading, line, text);
    }
}

fn list_in_one(reading: &mut Reading<'_>, line: u32, text: &str, what: &str) {
    reading.find(
        Code::OriginListInOneHeader,
        line,
        &format!("One text with several origins {what}."),
        "Write one entry for each origin, so that only the matching one is sent back.",
    );
    for part in text
        .split([',', ' ', '|', ';'])
        .filter(|part| !part.is_empty())
    {
        exact(reading, line, part);
    }
}

/// An entry without a pattern's surprises: what is left is its spelling.
fn exact(reading: &mut Reading<'_>, line: u32, text: &str) {
    let text = text.trim();
    if text == "null" {
        reading.find(
            Code::NullInList,
            line,
            "Any site can send the origin `null`, for example from a sandboxed frame.",
            "Remove `null` unless these responses are public.",
        );
        push(reading, text);
        return;
    }
    if text.is_empty() {
        return;
    }
    let (meant, why) = spelled(text);
    if let Some(why) = why {
        reading.find(
            Code::OriginNotExact,
            line,
            &format!(
                "{} never matches: {why}. Browsers compare origins exactly.",
                in_code(text)
            ),
            &format!("Write {}.", in_code(&meant)),
        );
    }
    push(reading, &meant);
}

/// The origin that is meant, and what is wrong with its spelling.
fn spelled(text: &str) -> (String, Option<&'static str>) {
    let Some((scheme, rest)) = text.split_once("://") else {
        let is_local = text.starts_with("localhost") || text.starts_with("127.");
        let scheme = if is_local { "http" } else { "https" };
        let rest = text.trim_matches('/');
        return (
            format!("{scheme}://{rest}"),
            Some("an origin begins with a scheme"),
        );
    };
    let (host, path) = match rest.find(['/', '?', '#']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    // A name and a password are no part of an origin, and aren't repeated.
    let host = host.rsplit('@').next().unwrap_or(host);
    let lower = host.to_ascii_lowercase();
    let default_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => "\n",
    };
    let meant = format!(
        "{}://{}",
        scheme.to_ascii_lowercase(),
        lower.strip_suffix(default_port).unwrap_or(&lower)
    );
    let why = if path == "/" {
        Some("an origin has no slash at the end")
    } else if !path.is_empty() {
        Some("an origin has no path")
    } else if lower != host || scheme.bytes().any(|b| b.is_ascii_uppercase()) {
        Some("browsers send origins in lowercase")
    } else if lower.ends_with(default_port) {
        Some("browsers leave out the default port")
    } else {
        None
    };
    (meant, why)
}

fn glob(reading: &mut Reading<'_>, line: u32, text: &str) {
    if text.trim() == "*" {
        push(reading, "*");
        return;
    }
    if !text.contains('*') {
        exact(reading, line, text);
        return;
    }
    let Ok(regex) = Regex::of_glob(text) else {
        exact(reading, line, text);
        return;
    };
    let entries = regex.meaning().unwrap_or_default();
    if let [only] = entries.as_slice()
        && only == text
        && witness::of(&regex, &entries, false).is_empty()
    {
        reading.find_as(
            Code::OriginPatternTooWide,
            Severity::Tip,
            line,
            &format!("The `*` in {} matches any text, so any depth of subdomains and odd names match, and no port does.", in_code(text)),
            "List the origins that you use, or check the origin in a function.",
        );
        exact(reading, line, text);
        return;
    }
    self::regex(
        reading,
        line,
        &Expression {
            regex,
            sends_match: false,
        },
    );
}

fn regex(reading: &mut Reading<'_>, line: u32, expression: &Expression) {
    let regex = &expression.regex;
    let Some(entries) = regex.meaning().filter(|entries| !entries.is_empty()) else {
        reading.not_imported_line(
            line,
            &format!(
                "the regular expression {} can't be written as a list of origins",
                in_code(&regex.source)
            ),
        );
        return;
    };
    let witnesses = witness::of(regex, &entries, expression.sends_match);
    let with = if reading.policy.allow_credentials {
        ", with credentials"
    } else {
        ""
    };
    if entries == ["*"] {
        push(reading, "*");
        reading
            .approximate("the pattern matches every origin, which is any origin, written as `*`");
        if reading.policy.allow_credentials {
            reading.find(
                Code::AnyOriginReflected,
                line,
                "The pattern matches every origin, and each is sent back with credentials. Every site on the web can read responses meant for a signed-in user.",
                "List the origins that need credentials.",
            );
        }
        return;
    }
    for (why, origin) in &witnesses {
        reading.find(
            Code::OriginPatternTooWide,
            line,
            &format!("{}: {} is allowed{with}.", why.sentence(), in_code(origin)),
            &format!(
                "Anchor the pattern with `^` and `$`, escape every dot, and spell out the scheme; or list the origins in {}.",
                reading.origins_name
            ),
        );
    }
    if expression.sends_match && !witness::ends_anchored(regex, &entries) {
        part_is_sent(reading, line, &entries);
    }
    if !witnesses.is_empty() {
        reading.approximate(&format!(
            "the pattern {} also matches other origins; the policy holds what is meant: {}",
            in_code(&regex.source),
            entries
                .iter()
                .map(|entry| in_code(entry))
                .collect::<Vec<_>>()
                .join(", ")
        ));
    } else if !witness::is_exact(regex, &entries) {
        reading.approximate(&format!(
            "the pattern {} matches only some of the origins that the policy's entries cover",
            in_code(&regex.source)
        ));
    }
    for entry in &entries {
        push(reading, entry);
    }
}

/// What a browser sees if only a part of its origin comes back.
fn part_is_sent(reading: &mut Reading<'_>, line: u32, entries: &[String]) {
    let Some(entry) = entries.iter().find(|entry| !entry.contains('*')) else {
        return;
    };
    reading.find(
        Code::OriginPatternTooWide,
        line,
        &format!(
            "`$0` is the part that matched, not the whole origin: for {} and {} the header is {}, which browsers block.",
            in_code(&format!("{entry}:8443")),
            in_code(&format!("{entry}.evil.net")),
            in_code(entry)
        ),
        "",
    );
}
