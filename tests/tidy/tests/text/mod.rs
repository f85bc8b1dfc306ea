//! Reading the texts of the repository: comments and strings of Rust, and whole files.

/// A piece of text and the line where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Comment,
    String,
    /// A line of a file that isn't Rust.
    Line,
}

/// The comments and strings of a Rust file. Consecutive comment lines are one piece, because sentences go on.
pub(crate) fn of_rust(source: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (length, piece) = if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let text = rest[..length].trim_start_matches(['/', '!']).trim();
            (length, Some((Kind::Comment, text.to_owned())))
        } else if let Some(hashes) = raw_string(rest) {
            let open = rest.find('"').unwrap_or(0) + 1;
            let end = format!("\"{}", "#".repeat(hashes));
            let length = rest[open..].find(&end).map_or(rest.len(), |at| open + at);
            (
                length + end.len(),
                Some((Kind::String, rest[open..length].to_owned())),
            )
        } else if first == '"' {
            let length = string_length(rest);
            let text = unescaped(&rest[1..length - 1]);
            (length, Some((Kind::String, text)))
        } else if first == '\'' {
            (character_length(rest), None)
        } else {
            (first.len_utf8(), None)
        };
        if let Some((kind, text)) = piece {
            let continues = kind == Kind::Comment
                && pieces.last().is_some_and(|last| {
                    last.kind == Kind::Comment
                        && last.line + last.text.matches('\n').count() + 1 == line
                });
            match pieces.last_mut() {
                Some(last) if continues => {
                    last.text.push('\n');
                    last.text.push_str(&text);
                }
                _ => pieces.push(Piece { line, kind, text }),
            }
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    pieces
}

/// The lines of any other file.
pub(crate) fn of_lines(text: &str) -> Vec<Piece> {
    text.lines()
        .zip(1..)
        .map(|(text, line)| Piece {
            line,
            kind: Kind::Line,
            text: text.to_owned(),
        })
        .collect()
}

/// The number of hashes of a raw string that starts here.
fn raw_string(source: &str) -> Option<usize> {
    let after = source
        .strip_prefix('r')
        .or_else(|| source.strip_prefix("br"))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn string_length(source: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in source.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    source.len()
}

/// A backslash at the end of a line continues the string on the next one.
fn unescaped(literal: &str) -> String {
    let mut text = String::new();
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        rest = match after.chars().next() {
            Some('\n') => after.trim_start(),
            Some('n') => {
                text.push('\n');
                &after[1..]
            }
            Some(c) => {
                text.push(c);
                &after[c.len_utf8()..]
            }
            None => after,
        };
    }
    text.push_str(rest);
    text
}

/// The length of a character literal, or 1 for a lifetime.
fn character_length(source: &str) -> usize {
    let mut chars = source.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            let end = source.char_indices().skip(3).find(|(_, c)| *c == '\'');
            end.map_or(1, |(at, _)| at + 1)
        }
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}
