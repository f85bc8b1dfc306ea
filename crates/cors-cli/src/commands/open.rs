use cors_state::link::{Decoded, decode_url};
use serde_json::{Value, json};

use crate::stream::Answer;

/// The state of a link.
pub(crate) fn answer(value: &Value) -> Answer {
    let Value::String(link) = value else {
        return Answer::BadInput(format!(
            "invalid type: {value}, expected a link such as \"#v=1&origins=https://app.example.com\""
        ));
    };
    let Decoded { draft, notices, .. } = decode_url(link);
    let notices: Value = notices
        .iter()
        .map(
            |notice| json!({"key": notice.key, "value": notice.value, "message": notice.message()}),
        )
        .collect();
    Answer::Value(json!({"state": draft, "notices": notices}))
}
