use crate::policy::PolicyDraft;

/// The policy as typed, as the command line reads it; what is empty is left out.
pub fn policy_json(policy: &PolicyDraft) -> String {
    let mut json = "{\n".to_owned();
    let lists = [
        ("allow_origins", &policy.allow_origins),
        ("allow_methods", &policy.allow_methods),
        ("allow_headers", &policy.allow_headers),
        ("expose_headers", &policy.expose_headers),
    ];
    for (key, items) in lists {
        if !items.is_empty() {
            write_key(&mut json, key);
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                json.push_str(if index == 0 { "\n    " } else { ",\n    " });
                json.push_str(&quote(item));
            }
            json.push_str("\n  ],\n");
        }
    }
    write_key(&mut json, "allow_credentials");
    json.push_str(if policy.allow_credentials {
        "true,\n"
    } else {
        "false,\n"
    });
    let max_age = policy.max_age.trim();
    if !max_age.is_empty() {
        write_key(&mut json, "max_age");
        match max_age.parse::<u32>() {
            Ok(seconds) => json.push_str(&seconds.to_string()),
            Err(_) => json.push_str(&quote(max_age)),
        }
        json.push_str(",\n");
    }
    write_key(&mut json, "preflight_status");
    json.push_str(&policy.preflight_status.status().code().to_string());
    json.push_str("\n}\n");
    json
}

fn write_key(json: &mut String, key: &str) {
    json.push_str("  \"");
    json.push_str(key);
    json.push_str("\": ");
}

/// A text as a JSON string, which is a string of JavaScript too. `<` is escaped, so that nothing in it
/// ends a script element that somebody puts it into.
pub(super) fn quote(text: &str) -> String {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '<' | '\u{2028}' | '\u{2029}' => {
                quoted.push_str("\\u");
                let code = u32::from(c);
                for shift in [12, 8, 4, 0] {
                    let digit = (code >> shift) & 15;
                    let digit = HEX.get(usize::try_from(digit).unwrap_or_default());
                    quoted.push(char::from(digit.copied().unwrap_or(b'0')));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    #[test]
    fn policy_is_written_as_the_command_line_reads_it() {
        assert_eq!(
            policy_json(&Draft::teaching_example().policy),
            r#"{
  "allow_origins": [
    "https://app.example.com"
  ],
  "allow_methods": [
    "GET",
    "POST",
    "PUT",
    "DELETE"
  ],
  "allow_headers": [
    "content-type",
    "authorization"
  ],
  "allow_credentials": false,
  "max_age": 3600,
  "preflight_status": 204
}
"#
        );
    }

    #[test]
    fn text_that_is_no_number_is_written_as_typed() {
        let policy = PolicyDraft {
            max_age: " an \"hour\" ".to_owned(),
            ..PolicyDraft::default()
        };
        assert_eq!(
            policy_json(&policy),
            "{\n  \"allow_credentials\": false,\n  \"max_age\": \"an \\\"hour\\\"\",\n  \"preflight_status\": 204\n}\n"
        );
    }

    #[test]
    fn quoted_text_reads_as_itself() {
        let mut characters: Vec<char> = ('\0'..='\u{a0}').collect();
        characters.extend(['\u{2028}', '\u{2029}', '\u{feff}', '😀']);
        for &a in &characters {
            for &b in &characters {
                let text = format!("{a}{b}u0041{b}{a}n");
                let quoted = quote(&text);
                assert_eq!(serde_json::from_str::<String>(&quoted).ok(), Some(text));
                assert!(!quoted.contains(['<', '\n', '\u{2028}', '\u{85}']));
            }
        }
    }
}
