use cors_core::policy::PolicyDraft;
use serde::Serialize;

/// The policy in the input format of the command line, without empty values.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    allow_origins: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    allow_methods: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    allow_headers: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    expose_headers: &'a [String],
    allow_credentials: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age: Option<Seconds<'a>>,
    preflight_status: u16,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Seconds<'a> {
    Number(u32),
    Typed(&'a str),
}

/// The policy as typed, in the input format of the command line, without empty values.
pub fn policy_json(policy: &PolicyDraft) -> String {
    let typed = policy.max_age.trim();
    let written = Written {
        allow_origins: &policy.allow_origins,
        allow_methods: &policy.allow_methods,
        allow_headers: &policy.allow_headers,
        expose_headers: &policy.expose_headers,
        allow_credentials: policy.allow_credentials,
        max_age: (!typed.is_empty())
            .then(|| typed.parse().map_or(Seconds::Typed(typed), Seconds::Number)),
        preflight_status: policy.preflight_status.into(),
    };
    // Texts and numbers can always be written.
    let json = serde_json::to_string_pretty(&written).unwrap_or_default();
    format!("{json}\n")
}

/// A text as a JSON string, which is also a JavaScript string. `<` is escaped, so that the string can't
/// end a script element.
pub(super) fn quote(text: &str) -> String {
    let escaped = |c: char| match c {
        '\x7f'..='\u{9f}' | '<' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    let quoted = serde_json::Value::from(text).to_string();
    quoted.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_state::Draft;

    #[test]
    fn the_policy_has_the_input_format_of_the_command_line() {
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
    fn text_that_isnt_a_number_is_written_as_typed() {
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
