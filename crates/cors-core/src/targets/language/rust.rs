//! Rust: string literals and lists of expressions.

/// A text as a string literal.
pub(in crate::targets) fn quote(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            ' '..='~' => quoted.push(c),
            // Everything else, so that no text direction or line end is hidden in the source.
            _ => quoted.extend(c.escape_unicode()),
        }
    }
    quoted.push('"');
    quoted
}

/// The widest array and the widest arguments that rustfmt leaves on one line.
pub(in crate::targets) const WIDTH: usize = 60;

/// The widest line that rustfmt writes.
pub(in crate::targets) const WIDEST_LINE: usize = 100;

/// The longest item of an array that rustfmt puts on a line with others.
const SHORT: usize = 10;

/// An array, broken over lines as rustfmt does it.
pub(in crate::targets) fn array(indent: &str, items: &[String]) -> String {
    let line = items.join(", ");
    if line.len() <= WIDTH {
        return format!("[{line}]");
    }
    let indented = format!("{indent}    ");
    let lines = if items.iter().all(|item| item.len() <= SHORT) {
        packed(indented.len(), items)
    } else {
        items.iter().map(|item| format!("{item},")).collect()
    };
    let lines: Vec<String> = lines
        .iter()
        .map(|line| format!("{indented}{line}\n"))
        .collect();
    format!("[\n{}{indent}]", lines.concat())
}

/// As many items on each line as fit.
fn packed(indent: usize, items: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if indent + line.len() + item.len() + " ,".len() <= WIDEST_LINE => {
                line.push(' ');
                line.push_str(item);
                line.push(',');
            }
            Some(_) | None => lines.push(format!("{item},")),
        }
    }
    lines
}

/// A call as an item of an array at this indent, broken likewise.
pub(in crate::targets) fn call(indent: &str, function: &str, argument: &str) -> String {
    if argument.len() <= WIDTH {
        format!("{function}({argument})")
    } else {
        format!("{function}(\n{indent}        {argument},\n{indent}    )")
    }
}

/// The calls on one line or each on its own, as rustfmt does it. The last may go on over further lines.
pub(in crate::targets) fn chain(root: &str, calls: &[String]) -> String {
    let is_one_line = calls.split_last().is_none_or(|(last, others)| {
        let last = last.lines().next().unwrap_or_default();
        let width: usize = others.iter().map(|call| ".".len() + call.len()).sum();
        let fits = root.len() + width + ".".len() + last.len() <= WIDTH;
        others.is_empty() || fits && others.iter().all(|call| !call.contains('\n'))
    });
    let before = if is_one_line {
        ".".to_owned()
    } else {
        "\n        .".to_owned()
    };
    let calls = calls.iter().map(|call| format!("{before}{call}"));
    let calls: String = calls.collect();
    if is_one_line {
        // It is less deep then.
        format!("    {root}{}", calls.replace("\n    ", "\n"))
    } else {
        format!("    {root}{calls}")
    }
}

/// A constant text, broken after the equals sign as rustfmt does it: if that makes it fit.
pub(in crate::targets) fn constant(name: &str, value: &str) -> String {
    let value = quote(value);
    let line = format!("const {name}: &str = {value};");
    let broken = format!("    {value};");
    if line.len() <= WIDEST_LINE || broken.len() > WIDEST_LINE {
        line
    } else {
        format!("const {name}: &str =\n{broken}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a literal as rustc does.
    fn read(literal: &str) -> String {
        let mut chars = literal.strip_prefix('"').unwrap().chars();
        let mut out = String::new();
        loop {
            match chars.next().expect("the literal ends with its quote") {
                '"' => break,
                '\\' => match chars.next().unwrap() {
                    'u' => {
                        assert_eq!(chars.next(), Some('{'));
                        let digits: String = chars.by_ref().take_while(|&c| c != '}').collect();
                        let code = u32::from_str_radix(&digits, 16).unwrap();
                        out.push(char::from_u32(code).unwrap());
                    }
                    c @ ('"' | '\\') => out.push(c),
                    c => panic!("\\{c} is not written"),
                },
                c => {
                    assert!((' '..='~').contains(&c), "{c:?} is written as it is");
                    out.push(c);
                }
            }
        }
        assert_eq!(chars.next(), None, "nothing follows the closing quote");
        out
    }

    #[test]
    fn a_quoted_text_reads_as_itself() {
        let mut characters: Vec<char> = ('\0'..='\x7f').collect();
        characters.extend(['é', '\u{2028}', '\u{202e}', '😀']);
        for &a in &characters {
            for &b in &characters {
                let text = format!("{a}{b}u{{41}}{b}{a}n");
                assert_eq!(read(&quote(&text)), text);
            }
        }
    }
}
