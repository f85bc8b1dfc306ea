//! `cors diff`: compares two policies and writes a request that they treat differently.

use std::fs::File;
use std::io::{self, Read};

use cors_core::policy::Policy;
use cors_state::link::decode_url;
use serde_json::{Value, json};

use super::deployable::predictable_policy;
use crate::args::DiffArgs;
use crate::diff::{Difference, difference};
use crate::exit::Exit;
use crate::input::Input;
use crate::message::shorten;
use crate::output::Output;
use crate::source::{Source, is_link};
use crate::values::{Form, Item, Values};

/// Compares; an error of an input takes the place of the result.
pub(crate) fn run(args: &DiffArgs, mut stdin: impl Read, output: &mut Output) -> io::Result<Exit> {
    let a = policy(&args.a, &mut stdin)?;
    let b = policy(&args.b, &mut stdin)?;
    let (value, exit) = match (a, b) {
        (Ok(a), Ok(b)) => match difference(&a, &b) {
            None => (json!({"same": true}), Exit::Done),
            Some(difference) => (difference_json(&difference), Exit::Failed),
        },
        (Err(error), _) | (_, Err(error)) => (json!({"error": shorten(error)}), Exit::BadInput),
    };
    output.value(&value)?;
    output.flush()?;
    Ok(exit)
}

fn difference_json(Difference { probe, a, b }: &Difference) -> Value {
    let mut value = json!({"same": false, "request": probe.json()});
    if let (Some(app), Some(object)) = (probe.app_json(), value.as_object_mut()) {
        object.insert("app".to_owned(), app);
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("a".to_owned(), a.json());
        object.insert("b".to_owned(), b.json());
    }
    value
}

/// The policy of a source, or what is wrong with it.
fn policy(source: &Source, stdin: impl Read) -> io::Result<Result<Policy, String>> {
    let input = match source {
        Source::Link(link) => of_link(link),
        Source::StandardInput => only(stdin)?,
        Source::File(path) => match File::open(path) {
            Ok(file) => only(file)?,
            Err(error) => Err(error.to_string()),
        },
    };
    let policy = input.and_then(|input| {
        let analysis = input.analysis();
        predictable_policy(&analysis, &input).cloned()
    });
    Ok(policy.map_err(|error| format!("{source}: {error}")))
}

/// The only value of a stream: a policy, a state or a link.
fn only(stream: impl Read) -> io::Result<Result<Input, String>> {
    let mut values = Values::new(stream, Form::JsonOrText);
    let Some(Item { value, .. }) = values.next()? else {
        return Ok(Err("there is no policy, state or link".to_owned()));
    };
    if values.next()?.is_some() {
        return Ok(Err(
            "there is more than one value; pass one policy, state or link".to_owned(),
        ));
    }
    Ok(value.and_then(|value| match value {
        Value::String(link) if is_link(&link) => of_link(&link),
        Value::String(text) => Err(format!(
            "`{text}` is neither JSON nor a link such as `#origins=https://app.example.com`"
        )),
        value => Input::read(&value),
    }))
}

/// The state of a link, if all of it could be read: half a policy would be taken for the whole.
fn of_link(link: &str) -> Result<Input, String> {
    let decoded = decode_url(link);
    match decoded.notices.first() {
        Some(notice) => Err(notice.message()),
        None => Ok(Input::of_policy(decoded.draft.policy)),
    }
}
