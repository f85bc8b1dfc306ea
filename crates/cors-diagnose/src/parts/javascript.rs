//! Calls of `fetch()`, axios and `XMLHttpRequest` in code.

use cors_fetch::{CredentialsMode, Mode};

use crate::message::{Asked, Headers, Maker, engine_of_agent};

/// A value in code, as far as it is a literal.
#[derive(Debug)]
enum Literal {
    Text(String),
    Object(Vec<(String, Literal)>),
    Other(String),
}

/// The call in these lines, and how many of them it has.
pub(super) fn at(lines: &[&str]) -> Option<(Asked, usize)> {
    let first = lines.first()?;
    let (start, form) = call(first)?;
    let text: String = lines
        .iter()
        .take(400)
        .fold(String::new(), |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        });
    let rest = text.get(start..)?;
    let mut reader = Reader { text: rest, at: 0 };
    let asked = match form {
        Form::Fetch => fetch(&mut reader)?,
        Form::Axios(method) => axios(&mut reader, method)?,
        Form::Open => open(&mut reader, &text)?,
    };
    let used = rest
        .get(..reader.at)
        .unwrap_or_default()
        .matches('\n')
        .count();
    Some((asked, used + 1))
}

#[derive(Clone, Copy)]
enum Form {
    Fetch,
    Axios(&'static str),
    Open,
}

fn call(line: &str) -> Option<(usize, Form)> {
    let forms = [
        ("fetch(", Form::Fetch),
        ("axios.get(", Form::Axios("GET")),
        ("axios.delete(", Form::Axios("DELETE")),
        ("axios.post(", Form::Axios("POST")),
        ("axios.put(", Form::Axios("PUT")),
        ("axios.patch(", Form::Axios("PATCH")),
        ("xhr.open(", Form::Open),
        ("req.open(", Form::Open),
        ("request.open(", Form::Open),
    ];
    forms.into_iter().find_map(|(name, form)| {
        let at = line.find(name)? + name.len();
        let literal = line.get(at..)?.trim_start();
        // A call without an address says nothing; it can be on the next line.
        let is_literal = literal.is_empty() || literal.starts_with(['"', '\'', '`']);
        let before = line.get(..at - name.len())?;
        let is_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_')
            && !before.ends_with("window.")
            && !before.ends_with("globalThis.");
        (is_literal && !is_word).then_some((at, form))
    })
}

fn fetch(reader: &mut Reader<'_>) -> Option<Asked> {
    let Literal::Text(url) = reader.value(0)? else {
        return None;
    };
    let options = reader.next_argument();
    made(&url, "GET", options.as_ref())
}

fn axios(reader: &mut Reader<'_>, method: &'static str) -> Option<Asked> {
    let Literal::Text(url) = reader.value(0)? else {
        return None;
    };
    let mut options = reader.next_argument();
    let has_body = matches!(method, "POST" | "PUT" | "PATCH");
    if has_body {
        options = reader.next_argument();
    }
    let mut asked = made(&url, method, options.as_ref())?;
    if has_body && !asked.headers.has("content-type") {
        asked.headers.add("Content-Type", "application/json");
    }
    Some(asked)
}

fn open(reader: &mut Reader<'_>, text: &str) -> Option<Asked> {
    let Literal::Text(method) = reader.value(0)? else {
        return None;
    };
    let Some(Literal::Text(url)) = reader.next_argument() else {
        return None;
    };
    let mut asked = made(&url, &method, None)?;
    for piece in text.split("setRequestHeader(").skip(1) {
        let mut names =
            crate::text::quoted(piece.split(')').next().unwrap_or_default()).into_iter();
        if let Some(name) = names.next() {
            asked.headers.add(name, names.next().unwrap_or_default());
        }
    }
    if text.contains("withCredentials = true") {
        asked.credentials = Some(CredentialsMode::Include);
    }
    Some(asked)
}

/// The request that a call makes.
fn made(url: &str, method: &str, options: Option<&Literal>) -> Option<Asked> {
    if !url.contains("://") && !url.starts_with('/') {
        return None;
    }
    let mut headers = Headers::default();
    let empty = Vec::new();
    let fields = match options {
        Some(Literal::Object(fields)) => fields,
        Some(Literal::Text(_) | Literal::Other(_)) | None => &empty,
    };
    let get = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    };
    let text = |name: &str| match get(name) {
        Some(Literal::Text(text)) => Some(text.as_str()),
        Some(Literal::Object(_) | Literal::Other(_)) | None => None,
    };
    let mut referrer = text("referrer").map(str::to_owned);
    let mut agent = None;
    if let Some(Literal::Object(list)) = get("headers") {
        for (name, value) in list {
            let value = match value {
                Literal::Text(value) => value.as_str(),
                Literal::Object(_) | Literal::Other(_) => "",
            };
            if name.eq_ignore_ascii_case("referer") {
                referrer = Some(value.to_owned());
            }
            if name.eq_ignore_ascii_case("user-agent") {
                agent = engine_of_agent(value);
            }
            headers.add(name, value);
        }
    }
    // Browsers copy with every key in quotes and the referrer set.
    let is_copied = text("referrer").is_some()
        || headers.has("accept-language")
        || headers.has("user-agent") && headers.has("sec-fetch-mode");
    let maker = if is_copied {
        Maker::Browser
    } else {
        Maker::Code
    };
    let method = text("method").or_else(|| text("type")).unwrap_or(method);
    let url = if url.starts_with('/') {
        None
    } else {
        Some(url)
    };
    let has_authorization = headers.has("authorization");
    let mut asked = Asked::new(maker, Some(method), url, headers);
    asked.page_origin = asked
        .page_origin
        .or_else(|| referrer.as_deref().and_then(crate::message::page_of));
    asked.mode = text("mode").and_then(Mode::from_id).unwrap_or_default();
    let credentials = text("credentials").and_then(CredentialsMode::from_id);
    let with_credentials =
        matches!(get("withCredentials"), Some(Literal::Other(value)) if value == "true");
    asked.credentials = match credentials {
        // Copies say whether cookies were sent, and not what the code says.
        Some(CredentialsMode::Include) if is_copied && has_authorization && agent.is_none() => {
            asked.facts.push("`\"credentials\": \"include\"` is in the copy because of `Authorization`. Your code may not have it.".to_owned());
            None
        }
        Some(CredentialsMode::Omit) if is_copied => {
            asked.facts.push("`\"credentials\": \"omit\"` in the copy only means that no cookie was sent. Your code may have `include`.".to_owned());
            None
        }
        Some(CredentialsMode::SameOrigin) if is_copied => None,
        Some(mode) => Some(mode),
        None if with_credentials => Some(CredentialsMode::Include),
        None => asked.credentials,
    };
    asked.headers.engine = asked.headers.engine.or(agent);
    if is_copied && agent.is_some() {
        asked.facts.push("`User-Agent`, `Sec-Fetch-*` and `Priority` in the copy were set by the browser, so the server doesn't have to allow them.".to_owned());
    }
    if is_copied && text("mode").is_none() && agent.is_none() {
        asked.facts.push("The copy is for Node, where there is no CORS. That it works there says nothing about the browser.".to_owned());
    }
    Some(asked)
}

/// Reads literals of JavaScript.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn space(&mut self) {
        while let Some(rest) = self.text.get(self.at..) {
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with(char::is_whitespace) {
                self.next();
            } else {
                break;
            }
        }
    }

    /// The argument after the next comma.
    fn next_argument(&mut self) -> Option<Literal> {
        self.space();
        if self.peek() != Some(',') {
            return None;
        }
        self.next();
        self.value(0)
    }

    fn value(&mut self, depth: usize) -> Option<Literal> {
        self.space();
        match self.peek()? {
            quote @ ('"' | '\'' | '`') => {
                let start = self.at;
                let text = self.string(quote)?;
                self.space();
                // An expression that begins with a literal isn't one.
                if matches!(self.peek(), None | Some(',' | '}' | ')' | ']' | ';' | ':')) {
                    Some(Literal::Text(text))
                } else {
                    self.at = start;
                    Some(Literal::Other(self.expression()))
                }
            }
            '{' if depth < 8 => self.object(depth),
            _ => Some(Literal::Other(self.expression())),
        }
    }

    fn string(&mut self, quote: char) -> Option<String> {
        self.next()?;
        let mut text = String::new();
        loop {
            match self.next()? {
                c if c == quote => return Some(text),
                '\\' => text.push(match self.next()? {
                    'n' => '\n',
                    't' => '\t',
                    c => c,
                }),
                '\n' if quote != '`' => return None,
                c => text.push(c),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Literal> {
        self.next()?;
        let mut fields = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None => return Some(Literal::Object(fields)),
                Some('}') => {
                    self.next();
                    return Some(Literal::Object(fields));
                }
                Some(',') => {
                    self.next();
                    continue;
                }
                Some(_) => {}
            }
            let key = if let quote @ ('"' | '\'' | '`') = self.peek()? {
                match self.string(quote) {
                    Some(key) => key,
                    None => return Some(Literal::Object(fields)),
                }
            } else {
                let start = self.at;
                while self
                    .peek()
                    .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.'))
                {
                    self.next();
                }
                if self.at == start {
                    self.next();
                }
                self.text.get(start..self.at)?.to_owned()
            };
            self.space();
            if self.peek() == Some(':') {
                self.next();
                match self.value(depth + 1) {
                    Some(value) => fields.push((key, value)),
                    None => return Some(Literal::Object(fields)),
                }
            }
            if fields.len() > 200 {
                return Some(Literal::Object(fields));
            }
        }
    }

    /// Skips to the end of an expression.
    fn expression(&mut self) -> String {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' | ',' | ';' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                '"' | '\'' | '`' => {
                    let before = self.at;
                    if self.string(c).is_none() {
                        self.at = before + 1;
                    }
                    continue;
                }
                _ => {}
            }
            self.next();
        }
        let text = self.text.get(start..self.at).unwrap_or_default().trim();
        // Only keywords matter.
        if text.len() <= 8 {
            text.to_owned()
        } else {
            String::new()
        }
    }
}
