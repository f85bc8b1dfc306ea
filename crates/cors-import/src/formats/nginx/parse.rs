//! The syntax of nginx: directives, words, blocks.

use crate::source::Source;

/// A directive with its block.
#[derive(Clone, Debug, Default)]
pub(super) struct Directive {
    pub(super) line: u32,
    pub(super) words: Vec<String>,
    pub(super) block: Option<Vec<Directive>>,
}

impl Directive {
    pub(super) fn name(&self) -> &str {
        self.word(0)
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    pub(super) fn block(&self) -> &[Self] {
        self.block.as_deref().unwrap_or_default()
    }

    /// The words behind the name, joined.
    pub(super) fn arguments(&self) -> String {
        self.words.get(1..).unwrap_or_default().join(" ")
    }
}

/// Deeper blocks are read as if they were not nested.
const DEEPEST: usize = 24;

/// Reads whatever is there: an end that is missing is added.
pub(super) fn parse(source: &Source) -> Vec<Directive> {
    let mut levels: Vec<(Directive, Vec<Directive>)> = vec![(Directive::default(), Vec::new())];
    let mut current = Directive::default();
    let mut ignored = 0_usize;
    let mut words = Words::new(source);
    while let Some((line, word)) = words.next() {
        match word {
            Word::Text(text) => {
                // A line of prose, such as `nginx.conf:`, is in front of what was pasted.
                let is_prose = current.words.last().is_some_and(|word| word.ends_with(':'));
                if is_prose && line > current.line {
                    current.words.clear();
                }
                if current.words.is_empty() {
                    current.line = line;
                }
                current.words.push(text);
            }
            Word::Semicolon => push(&mut levels, core::mem::take(&mut current)),
            Word::Open if levels.len() > DEEPEST => ignored += 1,
            Word::Open => {
                if current.words.is_empty() {
                    current.line = line;
                }
                levels.push((core::mem::take(&mut current), Vec::new()));
            }
            Word::Close => {
                push(&mut levels, core::mem::take(&mut current));
                if ignored > 0 {
                    ignored -= 1;
                } else {
                    close(&mut levels);
                }
            }
        }
    }
    push(&mut levels, current);
    while levels.len() > 1 {
        close(&mut levels);
    }
    levels.pop().map(|(_, block)| block).unwrap_or_default()
}

fn push(levels: &mut [(Directive, Vec<Directive>)], directive: Directive) {
    if let (false, Some((_, block))) = (directive.words.is_empty(), levels.last_mut()) {
        block.push(directive);
    }
}

fn close(levels: &mut Vec<(Directive, Vec<Directive>)>) {
    if levels.len() < 2 {
        return;
    }
    if let Some((mut directive, block)) = levels.pop() {
        directive.block = Some(block);
        if let Some((_, outer)) = levels.last_mut() {
            outer.push(directive);
        }
    }
}

enum Word {
    Text(String),
    Semicolon,
    Open,
    Close,
}

struct Words<'s> {
    source: &'s Source,
    chars: core::iter::Peekable<core::str::CharIndices<'s>>,
}

impl<'s> Words<'s> {
    fn new(source: &'s Source) -> Self {
        Self {
            source,
            chars: source.text().char_indices().peekable(),
        }
    }

    fn next(&mut self) -> Option<(u32, Word)> {
        loop {
            let (at, c) = self.chars.next()?;
            let line = || self.source.line_at(at);
            return Some(match c {
                _ if c.is_whitespace() => continue,
                '#' => {
                    while self.chars.next_if(|(_, c)| *c != '\n').is_some() {}
                    continue;
                }
                ';' => (line(), Word::Semicolon),
                '{' => (line(), Word::Open),
                '}' => (line(), Word::Close),
                '"' | '\'' => (line(), Word::Text(self.quoted(c))),
                _ => (line(), Word::Text(self.plain(c))),
            });
        }
    }

    fn quoted(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some((_, c)) = self.chars.next() {
            match c {
                _ if c == quote => break,
                '\\' => match self.chars.peek() {
                    Some((_, next)) if *next == quote => {
                        text.push(quote);
                        self.chars.next();
                    }
                    // A regular expression keeps its backslashes.
                    Some(_) | None => text.push(c),
                },
                _ => text.push(c),
            }
        }
        text
    }

    fn plain(&mut self, first: char) -> String {
        let mut text = String::from(first);
        let mut last = first;
        let mut in_variable = false;
        while let Some((_, c)) = self.chars.peek().copied() {
            // `${name}` is part of a word.
            if c == '{' && last == '$' {
                in_variable = true;
            } else if c.is_whitespace() || c == ';' || (!in_variable && matches!(c, '{' | '}')) {
                break;
            } else if c == '}' {
                in_variable = false;
            }
            text.push(c);
            last = c;
            self.chars.next();
        }
        text
    }
}
