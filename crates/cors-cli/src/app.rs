//! What stands behind the target, as JSON.

use cors_core::server::{App, Authentication, Failure};
use cors_http::{HttpResponse, Status};
use serde_json::Value;

use crate::fields::{Fields, method, wrong};

/// The keys of an application.
const KEYS: [&str; 7] = [
    "status",
    "headers",
    "auth",
    "unreachable",
    "body_too_large",
    "panics",
    "methods",
];

/// Reads an application; nothing means one that answers 200.
pub(crate) fn read(value: Option<&Value>) -> Result<App, String> {
    let Some(value) = value else {
        return Ok(App::default());
    };
    let fields = Fields::of(value, "“app”", &KEYS)?;
    Ok(App {
        response: HttpResponse {
            status: status(&fields)?,
            headers: fields.headers("headers")?,
        },
        authentication: match fields.get("auth").map(|auth| (auth, auth.as_str())) {
            None => Authentication::None,
            Some((_, Some("before"))) => Authentication::Before,
            Some((_, Some("after"))) => Authentication::After,
            Some((other, _)) => return Err(wrong("auth", other, "“before” or “after”")),
        },
        failure: failure(&fields)?,
        methods: match fields.get("methods") {
            None => None,
            Some(_) => Some(
                fields
                    .list("methods")?
                    .iter()
                    .map(|item| match item {
                        Value::String(text) => method("methods", text),
                        other => Err(wrong("methods", other, "a list of texts such as [\"GET\"]")),
                    })
                    .collect::<Result<_, _>>()?,
            ),
        },
    })
}

fn status(fields: &Fields<'_>) -> Result<Status, String> {
    let Some(value) = fields.get("status") else {
        return Ok(Status::OK);
    };
    value
        .as_u64()
        .and_then(|code| Status::new(code).ok())
        .ok_or_else(|| wrong("status", value, "a number from 100 to 999"))
}

fn failure(fields: &Fields<'_>) -> Result<Option<Failure>, String> {
    let mut failures = Vec::new();
    for (key, failure) in [
        ("unreachable", Failure::Unreachable),
        ("body_too_large", Failure::BodyTooLarge),
        ("panics", Failure::Panics),
    ] {
        if fields.flag(key)? {
            failures.push((key, failure));
        }
    }
    match failures.as_slice() {
        [] => Ok(None),
        [(_, failure)] => Ok(Some(*failure)),
        [(first, _), (second, _), ..] => Err(format!(
            "“app” has both “{first}” and “{second}”; an application fails in one way, so leave one out"
        )),
    }
}
