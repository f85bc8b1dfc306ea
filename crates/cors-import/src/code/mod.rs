//! Programs, as far as they write options down: calls, assignments and values.

mod lex;
mod parse;
mod value;

use core::cell::Cell;
use std::collections::BTreeMap;

pub(crate) use lex::{Kind, Language, Token};
pub(crate) use value::{Argument, Entry, Value, What};

/// A call that occurs somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The name behind the last dot.
    pub(crate) name: String,
    pub(crate) at: usize,
    /// Tokens of the brackets.
    pub(crate) open: usize,
    pub(crate) close: usize,
    pub(crate) arguments: Vec<Argument>,
}

impl Call {
    /// The argument at an index that has no name.
    pub(crate) fn positional(&self, index: usize) -> Option<&Value> {
        self.arguments
            .iter()
            .filter(|argument| argument.name.is_none())
            .nth(index)
            .map(|argument| &argument.value)
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Value> {
        self.arguments
            .iter()
            .find(|argument| argument.name.as_deref() == Some(name))
            .map(|argument| &argument.value)
    }
}

/// More than any program's options have.
const MOST_VALUES: usize = 300_000;

/// A text as tokens.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<(usize, String)>,
    /// For each opening bracket the token that closes it.
    closes: Vec<Option<usize>>,
    /// Where the value of a name begins.
    values: BTreeMap<String, usize>,
    /// How many values may still be read, so that no text takes long.
    fuel: Cell<usize>,
    pub(crate) language: Language,
}

impl Program {
    pub(crate) fn new(text: &str, language: Language) -> Self {
        let lexed = lex::lex(text, language);
        let closes = closes(&lexed.tokens);
        let mut program = Self {
            tokens: lexed.tokens,
            comments: lexed.comments,
            closes,
            values: BTreeMap::new(),
            fuel: Cell::new(MOST_VALUES),
            language,
        };
        program.values = program.assignments();
        program
    }

    pub(crate) fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    pub(crate) fn word(&self, index: usize) -> &str {
        self.token(index).and_then(Token::word).unwrap_or_default()
    }

    pub(crate) fn is(&self, index: usize, mark: char) -> bool {
        self.token(index).is_some_and(|token| token.is(mark))
    }

    pub(crate) fn is_mark(&self, index: usize, mark: &str) -> bool {
        self.token(index)
            .is_some_and(|token| matches!(token.kind, Kind::Mark(known) if known == mark))
    }

    /// The token that closes a bracket, or the end of the text.
    pub(crate) fn close(&self, open: usize) -> usize {
        self.closes
            .get(open)
            .copied()
            .flatten()
            .unwrap_or(self.tokens.len())
    }

    fn assignments(&self) -> BTreeMap<String, usize> {
        let mut values = BTreeMap::new();
        for index in 0..self.tokens.len() {
            let is_assignment = self.is(index + 1, '=') || self.is_mark(index + 1, ":=");
            let name = self.word(index);
            if is_assignment && !name.is_empty() {
                values.entry(name.to_owned()).or_insert(index + 2);
            }
            // `const x: string[] = …`
            let declares = matches!(self.word(index), "const" | "let" | "var");
            if declares && self.is(index + 2, ':') {
                let equals = (index + 3..index + 12).find(|at| self.is(*at, '='));
                if let Some(equals) = equals {
                    values
                        .entry(self.word(index + 1).to_owned())
                        .or_insert(equals + 1);
                }
            }
        }
        values
    }

    /// The value that a name was given.
    pub(crate) fn assigned(&self, name: &str) -> Option<Value> {
        let last = name.rsplit('.').next().unwrap_or(name);
        self.values.get(last).map(|&at| self.value(at))
    }

    /// The calls of these names, in the order of the text.
    pub(crate) fn calls(&self, names: &[&str]) -> Vec<Call> {
        let mut calls = Vec::new();
        for index in 0..self.tokens.len() {
            let name = self.word(index);
            if calls.len() < 500 && names.contains(&name) && self.is(index + 1, '(') {
                calls.push(self.call(index));
            }
        }
        calls
    }

    fn call(&self, index: usize) -> Call {
        let close = self.close(index + 1);
        Call {
            name: self.word(index).to_owned(),
            at: self.token(index).map_or(0, |token| token.at),
            open: index + 1,
            close,
            arguments: self.arguments(index + 1),
        }
    }

    /// A value with the names in it replaced by what they were given.
    pub(crate) fn resolve(&self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..6 {
            let What::Name(name) = &value.what else {
                break;
            };
            match self.assigned(name) {
                Some(assigned) if assigned.at != value.at => value = assigned,
                Some(_) | None => break,
            }
        }
        value
    }
}

fn closes(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closes = vec![None; tokens.len()];
    let mut open: Vec<(char, usize)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Kind::Other(c) = token.kind else {
            continue;
        };
        match c {
            '(' | '[' | '{' => open.push((c, index)),
            ')' | ']' | '}' => {
                let opening = match c {
                    ')' => '(',
                    ']' => '[',
                    _ => '{',
                };
                // A bracket that no one closed is passed over, but not further than a few.
                let at = open.iter().rev().take(4).position(|(c, _)| *c == opening);
                if let Some(back) = at {
                    open.truncate(open.len() - back);
                    if let Some((_, at)) = open.pop()
                        && let Some(place) = closes.get_mut(at)
                    {
                        *place = Some(index);
                    }
                }
            }
            _ => {}
        }
    }
    closes
}
