//! Standard input: one JSON value over any number of lines, one array, or JSON Lines.
//!
//! Values are read as they come, so a stream of any length takes the memory of its longest value.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Result};

use serde_json::Value;

/// The form of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// JSON.
    Json,
    /// JSON; a line that isn't JSON is a text.
    JsonOrText,
}

/// One value, or what is wrong with it.
#[derive(Debug, PartialEq)]
pub(crate) struct Item {
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    /// Its place in the array that begins there, counted from 1.
    pub(crate) index: Option<u64>,
    /// The value.
    pub(crate) value: std::result::Result<Value, String>,
}

/// The values of a stream.
pub(crate) struct Values<R> {
    input: BufReader<R>,
    form: Form,
    /// How many lines were read.
    lines_read: u64,
    /// Lines that were read too early, with their numbers.
    ahead: VecDeque<(u64, Vec<u8>)>,
    /// What is left of an array, and where it began.
    array: std::vec::IntoIter<Value>,
    array_line: u64,
    array_item: u64,
    saw_value: bool,
}

impl<R: Read> Values<R> {
    pub(crate) fn new(input: R, form: Form) -> Self {
        Self {
            input: BufReader::new(input),
            form,
            lines_read: 0,
            ahead: VecDeque::new(),
            array: Vec::new().into_iter(),
            array_line: 0,
            array_item: 0,
            saw_value: false,
        }
    }

    /// Whether there was anything but white space. An empty array has no items, but counts.
    pub(crate) fn saw_value(&self) -> bool {
        self.saw_value
    }

    /// Whether the next value may take time: the other side may be waiting for our output before it writes more.
    pub(crate) fn is_about_to_wait(&self) -> bool {
        self.array.as_slice().is_empty()
            && self.ahead.is_empty()
            && !self.input.buffer().contains(&b'\n')
    }

    /// The next value.
    pub(crate) fn next(&mut self) -> Result<Option<Item>> {
        loop {
            if let Some(value) = self.array.next() {
                self.array_item += 1;
                return Ok(Some(Item {
                    line: self.array_line,
                    index: Some(self.array_item),
                    value: Ok(value),
                }));
            }
            let Some((line, text)) = self.line()? else {
                return Ok(None);
            };
            if text.trim_ascii().is_empty() {
                continue;
            }
            self.saw_value = true;
            match self.value(line, text)? {
                Ok(Value::Array(values)) => {
                    self.array = values.into_iter();
                    self.array_line = line;
                    self.array_item = 0;
                }
                value => {
                    return Ok(Some(Item {
                        line,
                        index: None,
                        value,
                    }));
                }
            }
        }
    }

    /// The next line, with its end.
    fn line(&mut self) -> Result<Option<(u64, Vec<u8>)>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let mut text = Vec::new();
        if self.input.read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        self.lines_read += 1;
        if self.lines_read == 1 && text.starts_with(b"\xEF\xBB\xBF") {
            text.drain(..3);
        }
        Ok(Some((self.lines_read, text)))
    }

    /// The value that begins with this line.
    fn value(&mut self, line: u64, text: Vec<u8>) -> Result<std::result::Result<Value, String>> {
        if self.form == Form::JsonOrText && !begins_value(text.trim_ascii_start(), self.form) {
            let text = String::from_utf8_lossy(&text).trim().to_owned();
            return Ok(Ok(Value::String(text)));
        }
        match serde_json::from_slice(&text) {
            Ok(value) => Ok(Ok(value)),
            Err(error) if error.is_eof() => self.value_over_lines(line, text),
            Err(error) => Ok(Err(not_json(&error, line))),
        }
    }

    /// Adds lines until the value is complete or can't be completed. A broken value ends before the next line on
    /// which a value can begin: an indented line belongs to it, a new object at the margin doesn't.
    fn value_over_lines(
        &mut self,
        first: u64,
        mut text: Vec<u8>,
    ) -> Result<std::result::Result<Value, String>> {
        let mut nesting = Nesting::default();
        nesting.read(&text);
        let mut added: Vec<(u64, Vec<u8>)> = Vec::new();
        // Trying again for every line would take quadratic time, so it is tried when all brackets are closed,
        // and when the number of lines has doubled.
        let mut next_try = 1;
        let error = loop {
            let Some((number, line)) = self.line()? else {
                match serde_json::from_slice::<Value>(&text) {
                    Ok(value) => return Ok(Ok(value)),
                    Err(error) => break error,
                }
            };
            text.extend_from_slice(&line);
            nesting.read(&line);
            added.push((number, line));
            if nesting.is_closed() || added.len() >= next_try {
                next_try = added.len() * 2;
                match serde_json::from_slice(&text) {
                    Ok(value) => return Ok(Ok(value)),
                    Err(error) if error.is_eof() => {}
                    Err(error) => break error,
                }
            }
        };
        let mut broken = added
            .into_iter()
            .skip_while(|(_, line)| !begins_value(line, self.form))
            .collect::<VecDeque<_>>();
        // Without a line on which a new value begins, the whole text is one broken value.
        if broken.is_empty() {
            self.skip_to_next_value()?;
        }
        broken.append(&mut self.ahead);
        self.ahead = broken;
        Ok(Err(not_json(&error, first)))
    }

    /// Skips the rest of a broken value.
    fn skip_to_next_value(&mut self) -> Result<()> {
        while let Some((number, line)) = self.line()? {
            if begins_value(&line, self.form) {
                self.ahead.push_front((number, line));
                break;
            }
        }
        Ok(())
    }
}

/// Whether a value can begin on this line.
fn begins_value(line: &[u8], form: Form) -> bool {
    match line.first() {
        Some(b'{' | b'[') => true,
        Some(b'"') => form == Form::JsonOrText,
        _ => false,
    }
}

/// The error with its place in the whole input.
fn not_json(error: &serde_json::Error, first_line: u64) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let said = error.to_string();
    let what = said.strip_suffix(&place).unwrap_or(&said);
    let line_after = |lines: usize| first_line + u64::try_from(lines).unwrap_or_default();
    let place = match (error.line(), error.column()) {
        // The line break itself is the error.
        (line @ 2.., 0) => format!("line {}, at its end", line_after(line - 2)),
        (line, column) => format!(
            "line {}, column {column}",
            line_after(line.saturating_sub(1))
        ),
    };
    format!("This is not JSON: {what} ({place}). Write one JSON value, or one on each line.")
}

/// The number of open brackets, without those in strings.
#[derive(Debug, Default)]
struct Nesting {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    fn read(&mut self, text: &[u8]) {
        for byte in text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                b'{' | b'[' if !self.in_string => self.depth += 1,
                b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn is_closed(&self) -> bool {
        self.depth == 0 && !self.in_string
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Values};

    /// Reads `input`; expects the line and value, or the line and the beginning of the error, of each item.
    #[track_caller]
    fn check(form: Form, input: &[u8], expected: &[(u64, Result<&str, &str>)]) {
        let mut values = Values::new(input, form);
        let mut seen = Vec::new();
        while let Some(item) = values.next().unwrap() {
            seen.push((item.line, item.value.map(|value| value.to_string())));
        }
        assert_eq!(seen.len(), expected.len(), "{seen:?}");
        for ((line, value), (expected_line, expected)) in seen.iter().zip(expected) {
            assert_eq!(line, expected_line, "{seen:?}");
            match (value, expected) {
                (Ok(value), Ok(expected)) => assert_eq!(value, expected),
                (Err(error), Err(expected)) => assert!(
                    error.starts_with("This is not JSON: ") && error.contains(expected),
                    "{error}"
                ),
                _ => panic!("{value:?} is not {expected:?}"),
            }
        }
    }

    #[test]
    fn one_value_may_stand_on_one_line_or_on_many() {
        check(Form::Json, b"{\"a\":1}", &[(1, Ok("{\"a\":1}"))]);
        check(
            Form::Json,
            b"\xEF\xBB\xBF\r\n{\r\n  \"a\": [\r\n\r\n    1\r\n  ]\r\n}\r\n\r\n",
            &[(2, Ok("{\"a\":[1]}"))],
        );
        check(Form::Json, b"\n7\n", &[(2, Ok("7"))]);
        check(Form::Json, b" \n\t\n", &[]);
    }

    #[test]
    fn an_array_is_its_items() {
        check(
            Form::Json,
            b"[1,\n2]\n[]\n[[3]]",
            &[(1, Ok("1")), (1, Ok("2")), (4, Ok("[3]"))],
        );
    }

    #[test]
    fn a_bad_line_does_not_hide_the_next() {
        check(
            Form::Json,
            b"{\"a\":1}\nnonsense\n\n{\"b\":2}\n{\"c\":\n{\"d\":4}\n{\"e\":5}\n{\"f\":\"\n{\"g\":7}",
            &[
                (1, Ok("{\"a\":1}")),
                (2, Err("line 2, column 2")),
                (4, Ok("{\"b\":2}")),
                (5, Err("line 7, column 1")),
                (6, Ok("{\"d\":4}")),
                (7, Ok("{\"e\":5}")),
                (8, Err("line 8, at its end")),
                (9, Ok("{\"g\":7}")),
            ],
        );
        check(
            Form::Json,
            b"{} {}\n\xFF\n\"\xFF\"\n1",
            &[
                (1, Err("trailing characters (line 1, column 4)")),
                (2, Err("line 2")),
                (3, Err("line 3")),
                (4, Ok("1")),
            ],
        );
    }

    #[test]
    fn a_broken_value_over_many_lines_is_one_error() {
        check(
            Form::Json,
            b"{\n  \"a\": 1,\n  \"b\": [1, 2,],\n  \"c\": 3\n}\n{\"d\":4}",
            &[(1, Err("line 3")), (6, Ok("{\"d\":4}"))],
        );
        check(Form::Json, b"{\n  \"a\": 1,\n", &[(1, Err("EOF"))]);
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        let deep = "[".repeat(100_000);
        check(Form::Json, deep.as_bytes(), &[(1, Err("recursion limit"))]);
    }

    #[test]
    fn links_may_stand_for_themselves() {
        check(
            Form::JsonOrText,
            b"#v=1\n\"#v=1&embed=1\"\n [\"a\",\n  \"b\"]\n[\"c\",\n\"d\"]\n",
            &[
                (1, Ok("\"#v=1\"")),
                (2, Ok("\"#v=1&embed=1\"")),
                (3, Ok("\"a\"")),
                (3, Ok("\"b\"")),
                (5, Ok("\"c\"")),
                (5, Ok("\"d\"")),
            ],
        );
    }
}
