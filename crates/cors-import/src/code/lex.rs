//! Tokens of programming languages, as far as options are written with them.

/// What differs between languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    JavaScript,
    Python,
    Ruby,
    Php,
    /// Java, Kotlin, C#, Go and Rust.
    Braces,
    Json,
}

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Word(String),
    Text(String),
    /// A text with holes.
    Template(String),
    Number(String),
    Regex(String, String),
    Mark(&'static str),
    Other(char),
}

/// A token and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

impl Token {
    pub(crate) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Other(mark)
    }

    pub(crate) fn word(&self) -> Option<&str> {
        let Kind::Word(word) = &self.kind else {
            return None;
        };
        Some(word)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        let Kind::Text(text) = &self.kind else {
            return None;
        };
        Some(text)
    }

    pub(crate) fn number(&self) -> Option<&str> {
        let Kind::Number(number) = &self.kind else {
            return None;
        };
        Some(number)
    }

    pub(crate) fn template(&self) -> Option<&str> {
        let Kind::Template(text) = &self.kind else {
            return None;
        };
        Some(text)
    }
}

/// The tokens of a text, and its comments.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<(usize, String)>,
}

const MARKS: [&str; 17] = [
    "===", "!==", "...", "=>", "->", "::", ":=", "==", "!=", "?.", "??", "||", "&&", "<=", ">=",
    "+=", "|=",
];

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    language: Language,
    out: Lexed,
}

pub(crate) fn lex(text: &str, language: Language) -> Lexed {
    let mut lexer = Lexer {
        text,
        at: 0,
        language,
        out: Lexed::default(),
    };
    while lexer.step() {}
    lexer.out
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, at: usize, kind: Kind) {
        self.out.tokens.push(Token { at, kind });
    }

    fn step(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else {
            return false;
        };
        let at = self.at;
        if c.is_whitespace() {
            self.at += c.len_utf8();
        } else if let Some(length) = self.comment(rest) {
            let text = rest.get(..length).unwrap_or_default();
            if self.out.comments.len() < 10_000 {
                self.out.comments.push((at, text.to_owned()));
            }
            self.at += length.max(1);
        } else if c == '"' || c == '\'' || c == '`' {
            self.quoted(c, false);
        } else if c == '@' && rest.get(1..).is_some_and(|rest| rest.starts_with('"')) {
            self.at += 1;
            self.quoted('"', true);
        } else if self.language == Language::Ruby && rest.starts_with("%r{") {
            self.until("}", 3);
        } else if self.language == Language::Ruby
            && (rest.starts_with("%w[") || rest.starts_with("%w("))
        {
            self.ruby_words(rest);
        } else if c == '/' && self.regex_may_begin() {
            self.regex();
        } else if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
                .unwrap_or(rest.len());
            let number = rest.get(..end).unwrap_or_default().replace('_', "");
            self.push(at, Kind::Number(number));
            self.at += end;
        } else if c.is_alphabetic() || c == '_' || c == '$' {
            self.word(rest);
        } else if let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
            self.push(at, Kind::Mark(mark));
            self.at += mark.len();
        } else {
            self.push(at, Kind::Other(c));
            self.at += c.len_utf8();
        }
        true
    }

    /// The length of a comment that begins here.
    fn comment(&self, rest: &str) -> Option<usize> {
        let to_line_end = || rest.find('\n').unwrap_or(rest.len());
        let hash = matches!(
            self.language,
            Language::Python | Language::Ruby | Language::Php
        );
        let slashes = matches!(
            self.language,
            Language::JavaScript | Language::Braces | Language::Php | Language::Json
        );
        if hash && rest.starts_with('#') && !rest.starts_with("#[") {
            return Some(to_line_end());
        }
        if slashes && rest.starts_with("//") {
            return Some(to_line_end());
        }
        if slashes && rest.starts_with("/*") {
            return Some(rest.find("*/").map_or(rest.len(), |end| end + 2));
        }
        None
    }

    fn word(&mut self, rest: &str) {
        let at = self.at;
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
            .unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let next = rest.get(end..).unwrap_or_default();
        let is_prefix = word.len() <= 2 && word.chars().all(|c| "rRbBfFuU".contains(c));
        let prefixes = matches!(self.language, Language::Python | Language::Braces);
        if is_prefix && prefixes && next.starts_with(['"', '\'']) {
            self.at += end;
            let raw = word.contains(['r', 'R']);
            let quote = if next.starts_with('"') { '"' } else { '\'' };
            self.quoted(quote, raw);
            if word.contains(['f', 'F'])
                && let Some(Token { kind, .. }) = self.out.tokens.last_mut()
                && let Kind::Text(text) = kind
                && text.contains('{')
            {
                *kind = Kind::Template(text.clone());
            }
            return;
        }
        if word == "r" && self.language == Language::Braces && next.starts_with("#\"") {
            self.until("\"#", end + 2);
            return;
        }
        self.push(at, Kind::Word(word.to_owned()));
        self.at += end;
    }

    /// A raw text up to its end mark, which may be missing.
    fn until(&mut self, mark: &str, skip: usize) {
        let at = self.at;
        let inner = self.rest().get(skip..).unwrap_or_default();
        let end = inner.find(mark);
        let text = inner
            .get(..end.unwrap_or(inner.len()))
            .unwrap_or_default()
            .to_owned();
        self.at = at + skip + text.len() + end.map_or(0, |_| mark.len());
        let kind = if mark == "}" {
            Kind::Regex(text, String::new())
        } else {
            Kind::Text(text)
        };
        self.push(at, kind);
    }

    fn ruby_words(&mut self, rest: &str) {
        let end = rest.find([']', ')']).unwrap_or(rest.len());
        let words = rest.get(3..end).unwrap_or_default().to_owned();
        let at = self.at;
        self.push(at, Kind::Other('['));
        for word in words.split_whitespace().take(1_000) {
            self.push(at, Kind::Text(word.to_owned()));
            self.push(at, Kind::Other(','));
        }
        self.push(at, Kind::Other(']'));
        self.at += (end + 1).min(rest.len()).max(1);
    }

    fn quoted(&mut self, quote: char, raw: bool) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let triple = match quote {
            '"' => "\"\"\"",
            '\'' => "'''",
            _ => "```",
        };
        let long = rest.starts_with(triple) && quote != '`';
        let raw = raw || (quote == '`' && self.language == Language::Braces);
        let single_php = quote == '\'' && matches!(self.language, Language::Php | Language::Ruby);
        let skip = if long { 3 } else { 1 };
        let mut text = String::new();
        let mut template = false;
        let mut chars = rest.char_indices().skip(skip).peekable();
        let mut end = rest.len();
        while let Some((index, c)) = chars.next() {
            if c == quote
                && (!long
                    || rest
                        .get(index..)
                        .is_some_and(|rest| rest.starts_with(triple)))
            {
                end = index + skip;
                break;
            }
            // A quote that no one closed ends with its line, so that the rest can be read.
            if c == '\n' && !long && quote != '`' {
                end = index;
                break;
            }
            if c == '$' && quote == '`' && chars.peek().is_some_and(|(_, c)| *c == '{') {
                template = true;
            }
            if c != '\\' || raw {
                text.push(c);
                continue;
            }
            let Some((_, escaped)) = chars.next() else {
                break;
            };
            match escaped {
                'n' if !single_php => text.push('\n'),
                't' if !single_php => text.push('\t'),
                '\\' | '"' | '\'' | '`' | '/' => text.push(escaped),
                // `\.` is a dot in JavaScript and Java, and both in Python and PHP.
                _ if matches!(
                    self.language,
                    Language::Python | Language::Php | Language::Ruby
                ) =>
                {
                    text.push('\\');
                    text.push(escaped);
                }
                _ => text.push(escaped),
            }
        }
        self.at = start + end.min(rest.len()).max(1);
        let kind = if template {
            Kind::Template(text)
        } else {
            Kind::Text(text)
        };
        self.push(start, kind);
    }

    /// Whether a slash begins a regular expression and doesn't divide.
    fn regex_may_begin(&self) -> bool {
        if !matches!(self.language, Language::JavaScript | Language::Ruby) {
            return false;
        }
        match self.out.tokens.last().map(|token| &token.kind) {
            None | Some(Kind::Mark(_)) => true,
            Some(Kind::Other(c)) => !matches!(c, ')' | ']' | '}'),
            Some(Kind::Word(word)) => {
                matches!(
                    word.as_str(),
                    "return" | "origins" | "when" | "in" | "of" | "case"
                )
            }
            Some(Kind::Text(_) | Kind::Template(_) | Kind::Number(_) | Kind::Regex(..)) => false,
        }
    }

    fn regex(&mut self) {
        let at = self.at;
        let rest = self.text.get(at..).unwrap_or_default();
        let (mut in_set, mut escaped) = (false, false);
        let mut end = None;
        for (index, c) in rest.char_indices().skip(1) {
            match c {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_set = true,
                ']' => in_set = false,
                '/' if !in_set => {
                    end = Some(index);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end else {
            self.push(at, Kind::Other('/'));
            self.at += 1;
            return;
        };
        let source = rest.get(1..end).unwrap_or_default().to_owned();
        let behind = rest.get(end + 1..).unwrap_or_default();
        let flags = behind
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(behind.len());
        let flags = behind.get(..flags).unwrap_or_default().to_owned();
        self.at += end + 1 + flags.len();
        self.push(at, Kind::Regex(source, flags));
    }
}
