//! `cors diff`: compares two policies and writes a request that they treat differently.

use std::fs::File;
use std::io::{self, Read};

use cors_analysis::diff::{Difference, Outcome, Probe, difference};
use cors_core::policy::Policy;
use cors_import::import;
use cors_report::headers_json;
use cors_state::link::decode_url;
use serde_json::{Value, json};

use super::deployable::predictable_policy;
use crate::args::DiffArgs;
use crate::exit::Exit;
use crate::input::Input;
use crate::message::shorten;
use crate::output::Output;
use crate::platform::PLATFORM;
use crate::source::{Source, is_link};
use crate::values::{Form, Item, Values};

/// Compares; an error of an input takes the place of the result.
pub(crate) fn run(args: &DiffArgs, mut stdin: impl Read, output: &mut Output) -> io::Result<Exit> {
    let a = policy(&args.a, &mut stdin)?;
    let b = policy(&args.b, &mut stdin)?;
    let (value, exit) = match (a, b) {
        (Ok(a), Ok(b)) => match difference(&a, &b, &PLATFORM) {
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
    let mut value = json!({"same": false, "request": request_json(probe)});
    if let Some(object) = value.as_object_mut() {
        if let Some(app) = app_json(probe) {
            object.insert("app".to_owned(), app);
        }
        object.insert("a".to_owned(), outcome_json(a));
        object.insert("b".to_owned(), outcome_json(b));
    }
    value
}

/// The request of a page as a state has it, a preflight as `cors respond` reads it.
fn request_json(probe: &Probe) -> Value {
    match probe {
        Probe::Page(page) => json!(page.draft()),
        Probe::Preflight(request) => json!({
            "method": request.method.as_str(),
            "path": request.url.request_target(),
            "headers": headers_json(&request.headers),
        }),
    }
}

/// The app, where its response makes the difference.
fn app_json(probe: &Probe) -> Option<Value> {
    match probe {
        Probe::Page(page) => {
            let name = page.response_header.as_ref()?;
            Some(json!({"headers": [[name.as_str(), "1"]]}))
        }
        Probe::Preflight(_) => None,
    }
}

/// What a page gets, or the response to a preflight.
fn outcome_json(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Allowed { readable } => json!({"allowed": true, "readable_headers": readable}),
        Outcome::Blocked { reason, stage } => {
            json!({"allowed": false, "reason": reason, "stage": stage.id()})
        }
        Outcome::Preflight(response) => json!({
            "status": response.status.code(),
            "headers": headers_json(&response.headers),
        }),
        Outcome::NoResponse => json!({"connection": "closed"}),
    }
}

/// The policy of a source, or what is wrong with it.
pub(super) fn policy(source: &Source, mut stdin: impl Read) -> io::Result<Result<Policy, String>> {
    let mut bytes = Vec::new();
    let input = match source {
        Source::Link(link) => of_link(link),
        Source::StandardInput => {
            stdin.read_to_end(&mut bytes)?;
            only(&bytes)?
        }
        Source::File(path) => {
            match File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
                Ok(_) => only(&bytes)?,
                Err(error) => Err(error.to_string()),
            }
        }
    };
    let policy = input.and_then(|input| {
        let analysis = input.analysis();
        predictable_policy(&analysis, &input).cloned()
    });
    Ok(policy.map_err(|error| format!("{source}: {error}")))
}

/// The only value of a text: a policy, a state, a link or server config.
fn only(bytes: &[u8]) -> io::Result<Result<Input, String>> {
    let mut values = Values::new(bytes, Form::JsonOrText);
    let first = values.next()?;
    let is_alone = first.is_none() || values.next()?.is_none();
    Ok(match first.map(|Item { value, .. }| value) {
        None => Err("there is no policy, state, link or server config".to_owned()),
        Some(Ok(Value::String(link))) if is_alone && is_link(&link) => of_link(&link),
        Some(Ok(Value::String(_))) => of_config(&String::from_utf8_lossy(bytes)),
        Some(Ok(value)) if is_alone => match Input::read(&value) {
            Ok(input) => Ok(input),
            // Some systems have JSON as their config.
            Err(error) => of_config(&String::from_utf8_lossy(bytes)).map_err(|_| error),
        },
        Some(Err(error)) => of_config(&String::from_utf8_lossy(bytes)).map_err(|_| error),
        Some(Ok(_)) => Err("there is more than one value; pass one of them".to_owned()),
    })
}

/// The policy of server config, if all of it could be read: half a policy would be taken for the whole.
fn of_config(text: &str) -> Result<Input, String> {
    let read = import(text, None);
    let Some(system) = read.system else {
        return Err(
            "this is neither JSON, nor a link such as `#origins=https://app.example.com`, nor server config that is recognized"
                .to_owned(),
        );
    };
    let name = system.label();
    if let Some(reason) = read.approximate.first() {
        return Err(format!(
            "this config for {name} is read only in part: {reason}"
        ));
    }
    match read.policy {
        Some(policy) => Ok(Input::of_policy(policy)),
        None => Err(format!("this config for {name} has no policy")),
    }
}

/// The state of a link, if all of it could be read: half a policy would be taken for the whole.
fn of_link(link: &str) -> Result<Input, String> {
    let decoded = decode_url(link);
    match decoded.notices.first() {
        Some(notice) => Err(notice.message()),
        None => Ok(Input::of_policy(decoded.draft.policy)),
    }
}
