use core::fmt;
use core::iter::Peekable;
use core::str::Chars;

use super::{Node, Set};

/// Why an expression is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// `(?=…)` and the like.
    LookAround,
    /// `\1`.
    BackReference,
    /// Not an expression, or one in a syntax of its own.
    Syntax,
    /// Longer or deeper than anything written for origins.
    TooLarge,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookAround => "look-ahead and look-behind in regular expressions are not read",
            Self::BackReference => "back references in regular expressions are not read",
            Self::Syntax => "this regular expression could not be read",
            Self::TooLarge => "this regular expression is too large to read",
        })
    }
}

pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) ignore_case: bool,
}

/// Deeper than anyone nests, and far from the end of the stack.
const DEEPEST: usize = 24;
const LONGEST: usize = 4_000;

struct Parser<'a> {
    chars: Peekable<Chars<'a>>,
    groups: usize,
    ignore_case: bool,
}

pub(super) fn parse(source: &str) -> Result<Parsed, Unreadable> {
    if source.len() > LONGEST {
        return Err(Unreadable::TooLarge);
    }
    let mut parser = Parser {
        chars: source.chars().peekable(),
        groups: 0,
        ignore_case: false,
    };
    let node = parser.alternatives(0)?;
    match parser.chars.next() {
        None => Ok(Parsed {
            node,
            ignore_case: parser.ignore_case,
        }),
        Some(_) => Err(Unreadable::Syntax),
    }
}

impl Parser<'_> {
    fn alternatives(&mut self, depth: usize) -> Result<Node, Unreadable> {
        if depth > DEEPEST {
            return Err(Unreadable::TooLarge);
        }
        let mut alternatives = vec![self.concat(depth)?];
        while self.chars.next_if_eq(&'|').is_some() {
            alternatives.push(self.concat(depth)?);
        }
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::Alternatives(alternatives),
        })
    }

    fn concat(&mut self, depth: usize) -> Result<Node, Unreadable> {
        let mut nodes = Vec::new();
        while let Some(&c) = self.chars.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            self.chars.next();
            let Some(node) = self.atom(c, depth)? else {
                continue;
            };
            nodes.push(self.repeated(node)?);
        }
        Ok(Node::Concat(nodes))
    }

    /// Nothing for what matches nothing by itself, such as `(?i)`.
    fn atom(&mut self, c: char, depth: usize) -> Result<Option<Node>, Unreadable> {
        Ok(Some(match c {
            '.' => Node::Any,
            '^' => Node::Start,
            '$' => Node::End,
            '[' => Node::Set(self.set()?),
            '(' => return self.group(depth),
            '\\' => self.escape()?,
            '*' | '+' | '?' => return Err(Unreadable::Syntax),
            _ => Node::Char(c),
        }))
    }

    fn group(&mut self, depth: usize) -> Result<Option<Node>, Unreadable> {
        let mut number = None;
        if self.chars.next_if_eq(&'?').is_some() {
            match self.chars.next() {
                Some(':') => {}
                Some('P') if self.chars.next_if_eq(&'<').is_some() => {
                    number = Some(self.name()?);
                }
                Some('<') => match self.chars.peek() {
                    Some('=' | '!') => return Err(Unreadable::LookAround),
                    _ => number = Some(self.name()?),
                },
                Some('=' | '!') => return Err(Unreadable::LookAround),
                Some(mut flag) => loop {
                    match flag {
                        'i' => self.ignore_case = true,
                        'm' | 's' | 'u' | 'x' | '-' | 'a' => {}
                        ')' => return Ok(None),
                        ':' => break,
                        _ => return Err(Unreadable::Syntax),
                    }
                    flag = self.chars.next().ok_or(Unreadable::Syntax)?;
                },
                None => return Err(Unreadable::Syntax),
            }
        } else {
            self.groups += 1;
            number = Some(self.groups);
        }
        let inner = self.alternatives(depth + 1)?;
        match self.chars.next() {
            Some(')') => Ok(Some(Node::Group(Box::new(inner), number))),
            _ => Err(Unreadable::Syntax),
        }
    }

    fn name(&mut self) -> Result<usize, Unreadable> {
        loop {
            match self.chars.next() {
                Some('>') => break,
                Some(_) => {}
                None => return Err(Unreadable::Syntax),
            }
        }
        self.groups += 1;
        Ok(self.groups)
    }

    fn repeated(&mut self, mut node: Node) -> Result<Node, Unreadable> {
        let mut times = 0;
        while let Some(&c) = self.chars.peek() {
            let (min, max) = match c {
                '*' => (0, None),
                '+' => (1, None),
                '?' => (0, Some(1)),
                '{' => match self.counts() {
                    Some(counts) => counts?,
                    None => return Ok(node),
                },
                _ => break,
            };
            if c != '{' {
                self.chars.next();
            }
            // `+?` and `++` match the same texts.
            let _ = self.chars.next_if(|c| matches!(c, '?' | '+'));
            times += 1;
            if times > 2 {
                return Err(Unreadable::TooLarge);
            }
            node = Node::Repeat {
                node: Box::new(node),
                min,
                max,
            };
        }
        Ok(node)
    }

    /// `{2}`, `{2,}` or `{2,3}`; `None` where the bracket is itself.
    fn counts(&mut self) -> Option<Result<(u32, Option<u32>), Unreadable>> {
        let mut ahead = self.chars.clone();
        ahead.next();
        let inner: String = ahead.by_ref().take_while(|&c| c != '}').collect();
        let (min, max) = match inner.split_once(',') {
            Some((min, max)) => (min, max),
            None => (inner.as_str(), inner.as_str()),
        };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if min.is_empty() || !is_number(min) || !is_number(max) {
            // Itself: the caller has taken the part before, and this becomes a letter.
            return None;
        }
        self.chars = ahead;
        let number = |text: &str| match text.parse::<u32>() {
            Ok(number @ 0..=255) => Ok(number),
            _ => Err(Unreadable::TooLarge),
        };
        Some(number(min).and_then(|min| {
            Ok((
                min,
                if max.is_empty() {
                    None
                } else {
                    Some(number(max)?)
                },
            ))
        }))
    }

    fn escape(&mut self) -> Result<Node, Unreadable> {
        let c = self.chars.next().ok_or(Unreadable::Syntax)?;
        Ok(match c {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => Node::Set(class(c)),
            'A' => Node::Start,
            'Z' | 'z' => Node::End,
            'b' => Node::Border,
            'n' => Node::Char('\n'),
            't' => Node::Char('\t'),
            'r' => Node::Char('\r'),
            '1'..='9' | 'k' => return Err(Unreadable::BackReference),
            _ if c.is_ascii_alphanumeric() => return Err(Unreadable::Syntax),
            _ => Node::Char(c),
        })
    }

    fn set(&mut self) -> Result<Set, Unreadable> {
        let mut set = Set {
            negated: self.chars.next_if_eq(&'^').is_some(),
            ..Set::default()
        };
        let mut first = true;
        loop {
            let c = self.chars.next().ok_or(Unreadable::Syntax)?;
            let from = match c {
                ']' if !first => return Ok(set),
                '[' if self.chars.peek() == Some(&':') => {
                    set.ranges.extend(self.posix()?);
                    first = false;
                    continue;
                }
                '\\' => match self.chars.next().ok_or(Unreadable::Syntax)? {
                    class_letter @ ('d' | 'w' | 's') => {
                        set.ranges.extend(class(class_letter).ranges);
                        first = false;
                        continue;
                    }
                    'D' | 'W' | 'S' => return Err(Unreadable::Syntax),
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    other => other,
                },
                other => other,
            };
            first = false;
            let mut ahead = self.chars.clone();
            let to = match (ahead.next(), ahead.next()) {
                (Some('-'), Some(to)) if to != ']' => {
                    self.chars.next();
                    self.chars.next();
                    match to {
                        '\\' => self.chars.next().ok_or(Unreadable::Syntax)?,
                        _ => to,
                    }
                }
                _ => from,
            };
            if from > to {
                return Err(Unreadable::Syntax);
            }
            set.ranges.push((from, to));
        }
    }

    /// `[:alnum:]`, behind its first bracket.
    fn posix(&mut self) -> Result<Vec<(char, char)>, Unreadable> {
        self.chars.next();
        let name: String = self.chars.by_ref().take_while(|&c| c != ':').collect();
        if self.chars.next() != Some(']') {
            return Err(Unreadable::Syntax);
        }
        Ok(match name.as_str() {
            "alnum" => vec![('a', 'z'), ('A', 'Z'), ('0', '9')],
            "alpha" => vec![('a', 'z'), ('A', 'Z')],
            "lower" => vec![('a', 'z')],
            "upper" => vec![('A', 'Z')],
            "digit" => vec![('0', '9')],
            _ => return Err(Unreadable::Syntax),
        })
    }
}

fn class(letter: char) -> Set {
    let ranges = match letter {
        'd' | 'D' => vec![('0', '9')],
        'w' | 'W' => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
        _ => vec![(' ', ' '), ('\t', '\r')],
    };
    Set {
        ranges,
        negated: letter.is_ascii_uppercase(),
    }
}
