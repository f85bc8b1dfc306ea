use cors_state::link::encode_url;
use serde_json::Value;

use crate::input::Input;
use crate::stream::Answer;

/// The link to a policy or state.
pub(crate) fn answer(value: &Value, base: &str) -> Answer {
    match Input::read(value) {
        Ok(input) => Answer::Value(encode_url(base, &input.draft).into()),
        Err(error) => Answer::BadInput(error),
    }
}
