use cors_state::link::encode_url;
use serde_json::Value;

use crate::stream::Answer;
use crate::subject::Subject;

/// The link to a policy or state.
pub(crate) fn answer(value: &Value, base: &str) -> Answer {
    match Subject::read(value) {
        Ok(subject) => Answer::Value(encode_url(base, &subject.draft).into()),
        Err(error) => Answer::BadInput(error),
    }
}
