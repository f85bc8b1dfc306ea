//! The policy as JSON, as the command line reads it.

use cors_core::policy::PolicyDraft;
use serde::Serialize;

#[derive(Serialize)]
struct PolicyJson<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    allow_origins: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    allow_methods: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    allow_headers: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    expose_headers: &'a [String],
    allow_credentials: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age: Option<MaxAge<'a>>,
    preflight_status: u16,
}

#[derive(Serialize)]
#[serde(untagged)]
enum MaxAge<'a> {
    Seconds(u32),
    AsTyped(&'a str),
}

/// The policy as typed; what is empty is left out.
pub(crate) fn policy_json(policy: &PolicyDraft) -> String {
    let max_age = match policy.max_age.trim() {
        "" => None,
        text => Some(text.parse().map_or(MaxAge::AsTyped(text), MaxAge::Seconds)),
    };
    let json = PolicyJson {
        allow_origins: &policy.allow_origins,
        allow_methods: &policy.allow_methods,
        allow_headers: &policy.allow_headers,
        expose_headers: &policy.expose_headers,
        allow_credentials: policy.allow_credentials,
        max_age,
        preflight_status: policy.preflight_status.status().code(),
    };
    // Texts, numbers and lists of texts can always be written.
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use cors_core::draft::Draft;
    use cors_core::policy::PolicyDraft;

    use super::policy_json;

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
}"#
        );
    }

    #[test]
    fn text_that_is_no_number_is_written_as_typed() {
        let policy = PolicyDraft {
            max_age: "an \"hour\"".to_owned(),
            ..PolicyDraft::default()
        };
        assert_eq!(
            policy_json(&policy),
            "{\n  \"allow_credentials\": false,\n  \"max_age\": \"an \\\"hour\\\"\",\n  \"preflight_status\": 204\n}"
        );
    }
}
