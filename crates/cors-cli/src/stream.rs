use std::io::{Read, Result};

use serde_json::{Value, json};

use crate::exit::Exit;
use crate::message::shorten;
use crate::output::Output;
use crate::values::{Form, Item, Values};

/// The output of a command for one value.
pub(crate) enum Answer {
    /// A value.
    Value(Value),
    /// Text for people.
    Text(String),
    /// A value that says why there is no other: the policy isn't sound, or a check failed.
    Failed(Value),
    /// An error: the value couldn't be read.
    BadInput(String),
}

/// Runs a command on every value of `input`, and writes the output for one before it waits for the next.
pub(crate) fn answer_each(
    input: impl Read,
    form: Form,
    output: &mut Output,
    mut answer: impl FnMut(&Value) -> Answer,
) -> Result<Exit> {
    let mut values = Values::new(input, form);
    let mut worst = Exit::Done;
    let mut seen = false;
    loop {
        if values.is_about_to_wait() {
            output.flush()?;
        }
        let Some(Item { line, index, value }) = values.next()? else {
            break;
        };
        seen = true;
        let answer = value.map_or_else(Answer::BadInput, |value| answer(&value));
        let exit = match answer {
            Answer::Value(value) => {
                output.value(&value)?;
                Exit::Done
            }
            Answer::Text(text) => {
                output.text(&text)?;
                Exit::Done
            }
            Answer::Failed(value) => {
                output.value(&value)?;
                Exit::Failed
            }
            Answer::BadInput(error) => {
                let mut value = json!({"error": shorten(error), "line": line});
                if let (Some(index), Some(object)) = (index, value.as_object_mut()) {
                    object.insert("item".to_owned(), index.into());
                }
                output.value(&value)?;
                Exit::BadInput
            }
        };
        worst = worst.max(exit);
    }
    output.flush()?;
    if !seen && !values.saw_value() {
        eprintln!(
            "error: standard input is empty. Pass JSON there, for example `cors check < policy.json`."
        );
        return Ok(Exit::BadInput);
    }
    Ok(worst)
}
