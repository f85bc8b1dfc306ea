//! JSON: strings and arrays of them.

use super::javascript;

/// A text as a string. What is escaped in JavaScript is escaped in JSON alike.
pub(in crate::targets) fn quote(text: &str) -> String {
    javascript::quote(text)
}

/// A member whose value is an array, without a comma behind it, as prettier writes it.
pub(in crate::targets) fn array(indent: &str, name: &str, items: &[String]) -> String {
    let before = format!("\"{name}\": [");
    let line = format!("{indent}{before}{}]", items.join(", "));
    // The comma behind it counts, too.
    if line.len() < javascript::WIDTH {
        return line;
    }
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("\n{indent}  {item}"))
        .collect();
    format!("{indent}{before}{}\n{indent}]", items.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_reads_as_itself() {
        let mut characters: Vec<char> = ('\0'..='\x7f').collect();
        characters.extend(['é', '\u{2028}', '😀']);
        for &a in &characters {
            for &b in &characters {
                let text = format!("{a}{b}u0041{b}{a}n");
                let read: String = serde_json::from_str(&quote(&text)).unwrap();
                assert_eq!(read, text);
            }
        }
    }

    #[test]
    fn a_long_array_has_a_line_for_each_item() {
        let items = |count| vec![quote("https://app.example.com"); count];
        assert_eq!(
            array("  ", "A", &items(2)),
            r#"  "A": ["https://app.example.com", "https://app.example.com"]"#
        );
        assert_eq!(array("", "A", &items(3)).lines().count(), 5);
    }
}
