//! Values from tokens.

use super::Program;
use super::lex::{Kind, Language};
use super::value::{Argument, Entry, Value, What};

/// Deeper values are code that no one reads as options.
const DEEPEST: usize = 24;
/// An expression that is only passed over is not longer.
const LONGEST_CODE: usize = 400;
/// More entries than any list of options.
const MOST: usize = 2_000;

impl Program {
    /// The value that begins at a token.
    pub(crate) fn value(&self, at: usize) -> Value {
        self.parse(at, 0).0
    }

    pub(crate) fn arguments(&self, open: usize) -> Vec<Argument> {
        self.arguments_at(open, 0)
    }

    fn offset(&self, index: usize) -> usize {
        self.token(index)
            .or(self.tokens.last())
            .map_or(0, |token| token.at)
    }

    fn make(&self, index: usize, what: What) -> Value {
        Value {
            at: self.offset(index),
            what,
        }
    }

    /// A value and the token behind it.
    fn parse(&self, at: usize, depth: usize) -> (Value, usize) {
        let fuel = self.fuel.get();
        if fuel == 0 {
            return (self.make(at, What::Code), self.tokens.len());
        }
        self.fuel.set(fuel - 1);
        if depth > DEEPEST {
            return (self.make(at, What::Code), self.end_of_code(at));
        }
        let (value, next) = self.operand(at, depth);
        self.operators(at, value, next, depth)
    }

    fn operators(&self, at: usize, value: Value, next: usize, depth: usize) -> (Value, usize) {
        let is_either = self.is_mark(next, "??")
            || self.is_mark(next, "||")
            || (self.word(next) == "or" && self.language != Language::Braces);
        if is_either {
            let (other, end) = self.parse(next + 1, depth + 1);
            let mut all = vec![value];
            match other.what {
                What::Either(more) => all.extend(more),
                what => all.push(Value { at: other.at, what }),
            }
            return (self.make(at, What::Either(all)), end);
        }
        if self.ends(next) {
            return (value, next);
        }
        let end = self.end_of_code(next);
        // `condition ? a : b`
        if let Some(question) = (next..end).find(|&index| self.is(index, '?')) {
            let (first, colon) = self.parse(question + 1, depth + 1);
            if self.is(colon, ':') {
                let (second, end) = self.parse(colon + 1, depth + 1);
                return (self.make(at, What::Either(vec![first, second])), end);
            }
        }
        (self.make(at, What::Code), end)
    }

    /// Whether an expression is over before this token.
    fn ends(&self, index: usize) -> bool {
        match self.token(index).map(|token| &token.kind) {
            None | Some(Kind::Text(_) | Kind::Template(_) | Kind::Number(_) | Kind::Regex(..)) => {
                true
            }
            Some(Kind::Word(word)) => !matches!(
                word.as_str(),
                "if" | "for" | "in" | "is" | "not" | "and" | "as" | "instanceof"
            ),
            Some(Kind::Other(c)) => {
                !matches!(c, '+' | '-' | '*' | '/' | '%' | '&' | '|' | '?' | '<' | '>')
            }
            Some(Kind::Mark(mark)) => matches!(*mark, "=>" | "::" | "->" | "..." | ":="),
        }
    }

    /// The end of an expression that isn't read.
    fn end_of_code(&self, at: usize) -> usize {
        let mut index = at;
        while index < self.tokens.len() && index < at + LONGEST_CODE {
            let is_one_of = |marks: &[char]| marks.iter().any(|mark| self.is(index, *mark));
            if is_one_of(&['(', '[', '{']) {
                let close = self.close(index);
                if close >= self.tokens.len() {
                    return index + 1;
                }
                index = close + 1;
            } else if is_one_of(&[',', ';', ')', ']', '}']) {
                return index;
            } else {
                index += 1;
            }
        }
        index
    }

    fn operand(&self, at: usize, depth: usize) -> (Value, usize) {
        let Some(token) = self.token(at) else {
            return (self.make(at, What::Code), at);
        };
        if let Some(function) = self.function(at) {
            return function;
        }
        match &token.kind {
            Kind::Text(text) => {
                // Texts next to each other are one text in Python.
                let mut text = text.clone();
                let mut next = at + 1;
                while self.language == Language::Python
                    && next < at + 50
                    && let Some(Kind::Text(more)) = self.token(next).map(|token| &token.kind)
                {
                    text.push_str(more);
                    next += 1;
                }
                let value = self.make(at, What::Text(text));
                self.postfix(value, String::new(), next, depth)
            }
            Kind::Template(text) => (self.make(at, What::Template(text.clone())), at + 1),
            Kind::Number(number) => {
                let product = self.product(at);
                let value = product
                    .map_or_else(|| (number.clone(), at + 1), |(number, next)| (number, next));
                (self.make(at, What::Number(value.0)), value.1)
            }
            Kind::Regex(source, flags) => (
                self.make(at, What::Regex(source.clone(), flags.clone())),
                at + 1,
            ),
            Kind::Other('[') => self.square(at, depth),
            Kind::Other('{') => self.braces(at, depth),
            Kind::Other('(') => self.round(at, depth),
            Kind::Other('&' | '*' | '@') if depth <= DEEPEST => self.operand(at + 1, depth + 1),
            // A symbol of Ruby.
            Kind::Other(':') if self.language == Language::Ruby => (
                self.make(at, What::Name(self.word(at + 1).to_owned())),
                at + 2,
            ),
            Kind::Word(word) => self.named(at, word, depth),
            Kind::Mark("...") => self.parse(at + 1, depth + 1),
            Kind::Mark(_) | Kind::Other(_) => (self.make(at, What::Code), self.end_of_code(at)),
        }
    }

    /// `60 * 60 * 24`
    fn product(&self, at: usize) -> Option<(String, usize)> {
        let number = |index: usize| self.token(index)?.number()?.parse::<u64>().ok();
        let mut product = number(at)?;
        let mut next = at + 1;
        while self.is(next, '*')
            && let Some(factor) = number(next + 1)
        {
            product = product.checked_mul(factor)?;
            next += 2;
        }
        (next > at + 1).then(|| (product.to_string(), next))
    }

    fn named(&self, at: usize, word: &str, depth: usize) -> (Value, usize) {
        let simple = match word {
            "true" | "True" => Some(What::Bool(true)),
            "false" | "False" => Some(What::Bool(false)),
            "null" | "None" | "nil" | "undefined" => Some(What::Null),
            _ => None,
        };
        if let Some(what) = simple {
            return (self.make(at, what), at + 1);
        }
        if matches!(
            word,
            "new" | "await" | "return" | "typeof" | "const" | "static"
        ) {
            if word == "new"
                && (self.is(at + 1, '[') || self.is(at + 2, '[') || self.is(at + 2, '{'))
            {
                // `new[] { … }`, `new String[] { … }`
                let open = (at + 1..at + 6).find(|index| self.is(*index, '{'));
                if let Some(open) = open {
                    return self.braces(open, depth + 1);
                }
            }
            return self.parse(at + 1, depth + 1);
        }
        // `vec![…]`
        if self.is(at + 1, '!') && (self.is(at + 2, '[') || self.is(at + 2, '(')) {
            return self.square(at + 2, depth);
        }
        let value = self.make(at, What::Name(word.to_owned()));
        self.postfix(value, word.to_owned(), at + 1, depth)
    }

    /// Names, calls and indices behind a value.
    fn postfix(
        &self,
        mut value: Value,
        mut name: String,
        mut next: usize,
        depth: usize,
    ) -> (Value, usize) {
        let start = value.at;
        for _ in 0..60 {
            let is_dot = self.is(next, '.')
                || self.is_mark(next, "?.")
                || self.is_mark(next, "::")
                || self.is_mark(next, "->");
            if is_dot && self.is(next + 1, '<') {
                // `::<T>`
                let close = (next + 2..next + 8).find(|index| self.is(*index, '>'));
                let Some(close) = close else { break };
                next = close + 1;
            } else if is_dot && !self.word(next + 1).is_empty() {
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(self.word(next + 1));
                if let What::Name(_) = value.what {
                    value.what = What::Name(name.clone());
                } else {
                    self.word(next + 1).clone_into(&mut name);
                    if !self.is(next + 2, '(') && !self.is_mark(next + 2, "::") {
                        value = Value {
                            at: start,
                            what: What::Code,
                        };
                    }
                }
                next += 2;
            } else if self.is(next, '(') && !name.is_empty() {
                let arguments = self.arguments_at(next, depth + 1);
                let receiver = value.as_name().is_none().then(|| Box::new(value));
                value = Value {
                    at: start,
                    what: What::Call(name.clone(), arguments, receiver),
                };
                next = (self.close(next) + 1).min(self.tokens.len());
            } else if self.is(next, '{')
                && self.language == Language::Braces
                && matches!(value.what, What::Name(_))
                && name.starts_with(|c: char| c.is_alphabetic())
                && self.is_composite(next)
            {
                // `cors.Options{…}`
                let (inner, end) = self.braces(next, depth + 1);
                let argument = Argument {
                    name: None,
                    value: inner,
                };
                value = Value {
                    at: start,
                    what: What::Call(name.clone(), vec![argument], None),
                };
                next = end;
            } else if self.is(next, '[')
                && matches!(value.what, What::Name(_))
                && self.close(next) < self.tokens.len()
                && self.language != Language::Ruby
            {
                name.push_str("[]");
                value.what = What::Name(name.clone());
                next = self.close(next) + 1;
            } else if self.is(next, '?')
                && self.language == Language::Braces
                && self.is(next + 1, ';')
            {
                next += 1;
            } else {
                break;
            }
        }
        (value, next)
    }

    /// Whether braces hold fields and no statements.
    fn is_composite(&self, open: usize) -> bool {
        self.is(open + 1, '}')
            || (!self.word(open + 1).is_empty() && self.is(open + 2, ':'))
            || matches!(
                self.token(open + 1).map(|token| &token.kind),
                Some(Kind::Text(_))
            )
    }

    fn function(&self, at: usize) -> Option<(Value, usize)> {
        let arrow = |index: usize| {
            self.is_mark(index, "=>") && !matches!(self.language, Language::Php | Language::Ruby)
        };
        let behind = |index: usize| {
            if index < self.tokens.len() {
                index
            } else {
                self.tokens.len()
            }
        };
        let body = |index: usize| {
            let end = if self.is(index, '{') {
                behind(self.close(index) + 1)
            } else {
                self.end_of_code(index)
            };
            Some((self.make(at, What::Function(at, end)), end))
        };
        match self.word(at) {
            "async" if self.word(at + 1) != "async" => return self.function(at + 1),
            "function" | "func" | "fn" | "lambda" => {
                let open = (at + 1..at + 4).find(|index| self.is(*index, '('))?;
                let brace =
                    (self.close(open)..self.close(open) + 6).find(|index| self.is(*index, '{'))?;
                return body(brace);
            }
            _ => {}
        }
        if self.is(at, '(') && arrow(self.close(at) + 1) {
            return body(self.close(at) + 2);
        }
        if !self.word(at).is_empty() && arrow(at + 1) {
            return body(at + 2);
        }
        // `|origin, _| …` in Rust.
        if self.is(at, '|') && self.language == Language::Braces {
            let close = (at + 1..at + 30).find(|index| self.is(*index, '|'))?;
            return body(close + 1);
        }
        None
    }

    fn round(&self, at: usize, depth: usize) -> (Value, usize) {
        let close = self.close(at);
        let (first, next) = self.parse(at + 1, depth + 1);
        if next >= close {
            return self.postfix(
                first,
                "()".to_owned(),
                (close + 1).min(self.tokens.len()),
                depth,
            );
        }
        // A tuple.
        let (items, end) = self.items(at, depth);
        (self.make(at, What::List(items)), end)
    }

    fn items(&self, open: usize, depth: usize) -> (Vec<Value>, usize) {
        let close = self.close(open);
        let mut items = Vec::new();
        let mut index = open + 1;
        while index < close && items.len() < MOST {
            let (value, next) = self.parse(index, depth + 1);
            items.push(value);
            index = self.behind_comma(next.max(index + 1), close);
        }
        (items, (close + 1).min(self.tokens.len()))
    }

    /// The token behind the next comma.
    fn behind_comma(&self, at: usize, close: usize) -> usize {
        let mut index = at;
        while index < close {
            if self.is(index, ',') || self.is(index, ';') {
                return index + 1;
            }
            index = if matches!(
                self.token(index).map(|token| &token.kind),
                Some(Kind::Other('(' | '[' | '{'))
            ) {
                self.close(index).max(index) + 1
            } else {
                index + 1
            };
        }
        close
    }

    fn square(&self, at: usize, depth: usize) -> (Value, usize) {
        // `[]string{…}` and `[2]string{…}`
        let close = self.close(at);
        if self.language == Language::Braces && close <= at + 2 && !self.word(close + 1).is_empty()
        {
            let brace = (close + 2..close + 5).find(|index| self.is(*index, '{'));
            if let Some(brace) = brace {
                let (items, end) = self.items(brace, depth);
                return (self.make(at, What::List(items)), end);
            }
        }
        if self.language == Language::Php && self.is_map(at, close) {
            return self.braces(at, depth);
        }
        let (items, end) = self.items(at, depth);
        let value = self.make(at, What::List(items));
        if self.is(end, '.') {
            return self.postfix(value, "[]".to_owned(), end, depth);
        }
        (value, end)
    }

    fn is_map(&self, open: usize, close: usize) -> bool {
        (open + 1..close.min(open + 4)).any(|index| self.is_mark(index, "=>"))
    }

    fn braces(&self, at: usize, depth: usize) -> (Value, usize) {
        let close = self.close(at);
        let behind = (close + 1).min(self.tokens.len());
        if depth > DEEPEST {
            return (self.make(at, What::Code), behind);
        }
        let mut entries: Vec<Entry> = Vec::new();
        let mut items = Vec::new();
        let mut index = at + 1;
        while index < close && entries.len() + items.len() < MOST {
            let key = self
                .token(index)
                .and_then(|token| token.word().or(token.text()))
                .map(str::to_owned);
            let separates =
                self.is(index + 1, ':') || self.is(index + 1, '=') || self.is_mark(index + 1, "=>");
            let next = match key {
                Some(key) if separates => {
                    let (value, next) = self.parse(index + 2, depth + 1);
                    entries.push(Entry {
                        at: self.offset(index),
                        key,
                        value,
                    });
                    next
                }
                // `origin(origin, callback) { … }`
                Some(key) if self.is(index + 1, '(') && self.is(self.close(index + 1) + 1, '{') => {
                    let body = self.close(index + 1) + 1;
                    let end = (self.close(body) + 1).min(self.tokens.len());
                    let value = self.make(index, What::Function(index + 1, end));
                    entries.push(Entry {
                        at: self.offset(index),
                        key,
                        value,
                    });
                    end
                }
                // `{ origin }`
                Some(key)
                    if self.language == Language::JavaScript
                        && self.word(index) == key
                        && (self.is(index + 1, ',') || index + 1 == close) =>
                {
                    let value = self.make(index, What::Name(key.clone()));
                    entries.push(Entry {
                        at: self.offset(index),
                        key,
                        value,
                    });
                    index + 1
                }
                _ => {
                    let (value, next) = self.parse(index, depth + 1);
                    items.push(value);
                    next
                }
            };
            index = self.behind_comma(next.max(index + 1), close);
        }
        let what = if entries.is_empty() && !items.is_empty() {
            What::List(items)
        } else {
            What::Map(entries)
        };
        (self.make(at, what), behind)
    }

    /// Arguments without brackets, as Ruby has them.
    pub(crate) fn bare_arguments(&self, at: usize) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let mut index = at;
        while arguments.len() < MOST {
            let is_named = !self.word(index).is_empty() && self.is(index + 1, ':');
            let name = is_named.then(|| self.word(index).to_owned());
            let (value, next) = self.parse(index + if is_named { 2 } else { 0 }, 1);
            arguments.push(Argument { name, value });
            if !self.is(next, ',') {
                break;
            }
            index = next + 1;
        }
        arguments
    }

    fn arguments_at(&self, open: usize, depth: usize) -> Vec<Argument> {
        let mut arguments = Vec::new();
        if depth > DEEPEST {
            return arguments;
        }
        let close = self.close(open);
        let mut index = open + 1;
        while index < close && arguments.len() < MOST {
            let is_named = !self.word(index).is_empty()
                && (self.is(index + 1, '=')
                    || (self.is(index + 1, ':') && self.language != Language::JavaScript)
                    || (self.is_mark(index + 1, "=>") && self.language == Language::Ruby));
            let (name, start) = if is_named {
                (Some(self.word(index).to_owned()), index + 2)
            } else {
                (None, index)
            };
            let (value, next) = self.parse(start, depth + 1);
            arguments.push(Argument { name, value });
            index = self.behind_comma(next.max(index + 1), close);
        }
        arguments
    }
}
