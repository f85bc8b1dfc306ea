//! Cases as JSON.

use cors_fetch::{Api, Body, CacheMode, CredentialsMode, Mode, RedirectMode, Request};
use cors_http::Origin;
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpResponse, Method, Status};
use serde_json::Value;

use crate::fields::{Fields, wrong};
use crate::platform::PLATFORM;

/// One request after the other, with a preflight cache that they share.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) id: Value,
    /// The course of a case without steps.
    pub(crate) course: Course,
    pub(crate) steps: Vec<Step>,
}

/// One of several requests.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) delay_seconds: f64,
    pub(crate) course: Course,
}

/// A request and the answers that it meets.
#[derive(Debug)]
pub(crate) struct Course {
    /// What the page does, or the exception that script gets in its place.
    pub(crate) request: Result<Request, Thrown>,
    /// One for each URL of the redirects.
    pub(crate) answers: Vec<Answers>,
}

/// Why there is no request at all: the text that script wrote cannot travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thrown {
    InvalidMethod,
    InvalidHeader,
}

/// What the server at one URL answers; `None` is a closed connection.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) preflight: Option<HttpResponse>,
    pub(crate) actual: Option<HttpResponse>,
}

/// The keys of a case. Those that say where it comes from and what was seen elsewhere are left alone.
const CASE_KEYS: [&str; 17] = [
    "id",
    "request",
    "preflight_response",
    "response",
    "hops",
    "steps",
    "expect",
    "expect_in",
    "source_file",
    "title",
    "note",
    "group",
    "engines_agree",
    "tentative",
    "corrected",
    "browser_divergence",
    "spec_text_conflict",
];

const STEP_KEYS: [&str; 7] = [
    "delay_seconds",
    "request",
    "preflight_response",
    "response",
    "hops",
    "expect",
    "expect_in",
];

const REQUEST_KEYS: [&str; 14] = [
    "origin",
    "page_origin",
    "url",
    "method",
    "headers",
    "credentials",
    "mode",
    "body_type",
    "stream_body",
    "upload_listeners",
    "api",
    "redirect",
    "cache",
    "partition",
];

impl Case {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let fields = Fields::of(value, "a case", &CASE_KEYS)?;
        let steps = list(&fields, "steps")?
            .iter()
            .map(Step::read)
            .collect::<Result<Vec<_>, _>>()?;
        let course = Course::read(&fields)?;
        Ok(Self {
            id: fields.get("id").cloned().unwrap_or_default(),
            course,
            steps,
        })
    }
}

impl Step {
    fn read(value: &Value) -> Result<Self, String> {
        let fields = Fields::of(value, "a step", &STEP_KEYS)?;
        let delay_seconds = match fields.get("delay_seconds") {
            None => 0.0,
            Some(delay) => delay
                .as_f64()
                .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
                .ok_or_else(|| wrong("delay_seconds", delay, "a number of seconds, 0 or more"))?,
        };
        Ok(Self {
            delay_seconds,
            course: Course::read(&fields)?,
        })
    }
}

impl Course {
    fn read(fields: &Fields<'_>) -> Result<Self, String> {
        let request = match fields.get("request") {
            Some(request) => read_request(request)?,
            None => return Err("\"request\" is missing; say what the page sends".to_owned()),
        };
        let hops = list(fields, "hops")?;
        let answers = if hops.is_empty() {
            vec![Answers::read(fields)?]
        } else {
            let read = |hop| {
                Answers::read(&Fields::of(
                    hop,
                    "a hop",
                    &["preflight_response", "response"],
                )?)
            };
            hops.iter().map(read).collect::<Result<_, _>>()?
        };
        Ok(Self { request, answers })
    }
}

impl Answers {
    fn read(fields: &Fields<'_>) -> Result<Self, String> {
        Ok(Self {
            preflight: read_response(fields, "preflight_response")?,
            actual: read_response(fields, "response")?,
        })
    }
}

fn read_response(fields: &Fields<'_>, key: &str) -> Result<Option<HttpResponse>, String> {
    let Some(value) = fields.get(key).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let response = Fields::of(value, &format!("\"{key}\""), &["status", "headers"])?;
    let status = match response.get("status") {
        None => Status::OK,
        Some(status) => status
            .as_u64()
            .and_then(|code| Status::new(code).ok())
            .ok_or_else(|| wrong("status", status, "a number from 100 to 999"))?,
    };
    let mut answer = HttpResponse::new(status);
    for item in list(&response, "headers")? {
        let (name, value) = pair(item)?;
        let name = HeaderName::parse(name).map_err(|_| {
            wrong(
                "headers",
                item,
                "a name of letters, digits and dashes, and a value",
            )
        })?;
        // Servers send any byte, and what browsers make of it is part of the prediction.
        let value = HeaderValue::received(value)
            .map_err(|_| wrong("headers", item, "Latin-1, one character for each byte"))?;
        answer.headers.append(name, value);
    }
    Ok(Some(answer))
}

/// A request that fails to parse is an error of the input when it is about addresses, and an exception in the
/// page's script when it is about the method or a header.
fn read_request(value: &Value) -> Result<Result<Request, Thrown>, String> {
    let fields = Fields::of(value, "\"request\"", &REQUEST_KEYS)?;
    let origin_key = if fields.get("page_origin").is_some() {
        "page_origin"
    } else {
        "origin"
    };
    let origin = text(&fields, origin_key, "")?;
    let origin = Origin::parse(origin, &PLATFORM).ok_or_else(|| {
        wrong(
            origin_key,
            &origin.into(),
            "an origin such as \"https://app.example.com\", or \"null\"",
        )
    })?;
    let url = text(&fields, "url", "")?;
    let url = Url::parse(url, None, &PLATFORM).map_err(|_| {
        wrong(
            "url",
            &url.into(),
            "a URL such as \"https://api.example.com/\"",
        )
    })?;
    let method = Method::parse(text(&fields, "method", "GET")?);
    let headers = read_request_headers(&fields)?;
    let body = read_body(&fields)?;
    let api = read_api(&fields)?;
    let credentials = one_of(
        &fields,
        "credentials",
        &[
            CredentialsMode::SameOrigin,
            CredentialsMode::Omit,
            CredentialsMode::Include,
        ]
        .map(|mode| (mode.id(), mode)),
    )?;
    let mode = one_of(
        &fields,
        "mode",
        &[Mode::Cors, Mode::NoCors, Mode::SameOrigin].map(|mode| (mode.id(), mode)),
    )?;
    let redirect = one_of(&fields, "redirect", &REDIRECT_MODES)?;
    let cache = one_of(&fields, "cache", &CACHE_MODES)?;
    let partition = text(&fields, "partition", "")?.to_owned();
    let Ok(method) = method else {
        return Ok(Err(Thrown::InvalidMethod));
    };
    let Some(headers) = headers else {
        return Ok(Err(Thrown::InvalidHeader));
    };
    Ok(Ok(Request {
        origin,
        url,
        method,
        headers,
        credentials,
        mode,
        redirect,
        body,
        api,
        cache,
        partition,
    }))
}

const REDIRECT_MODES: [(&str, RedirectMode); 3] = [
    ("follow", RedirectMode::Follow),
    ("error", RedirectMode::Error),
    ("manual", RedirectMode::Manual),
];

const CACHE_MODES: [(&str, CacheMode); 6] = [
    ("default", CacheMode::Default),
    ("no-store", CacheMode::NoStore),
    ("reload", CacheMode::Reload),
    ("no-cache", CacheMode::NoCache),
    ("force-cache", CacheMode::ForceCache),
    ("only-if-cached", CacheMode::OnlyIfCached),
];

/// The headers that script sets; `None` when one of them throws.
fn read_request_headers(fields: &Fields<'_>) -> Result<Option<HeaderList>, String> {
    let mut headers = HeaderList::new();
    let mut throws = false;
    for item in list(fields, "headers")? {
        let (name, value) = pair(item)?;
        match (HeaderName::parse(name), HeaderValue::parse(value)) {
            (Ok(name), Ok(value)) => headers.append(name, value),
            _ => throws = true,
        }
    }
    Ok((!throws).then_some(headers))
}

fn pair(item: &Value) -> Result<(&str, &str), String> {
    match item.as_array().map(Vec::as_slice) {
        Some([Value::String(name), Value::String(value)]) => Ok((name, value)),
        _ => Err(wrong("headers", item, "a list of pairs of name and value")),
    }
}

fn read_body(fields: &Fields<'_>) -> Result<Body, String> {
    if flag(fields, "stream_body")? {
        return Ok(Body::Stream);
    }
    if present(fields, "body_type").is_none() {
        return Ok(Body::None);
    }
    Ok(match text(fields, "body_type", "")? {
        // Bytes have no type of their own.
        "" => Body::Untyped,
        implied => Body::Typed(implied.to_owned()),
    })
}

/// Only `XMLHttpRequest` has upload listeners, so they name the interface too.
fn read_api(fields: &Fields<'_>) -> Result<Api, String> {
    let upload_listeners = flag(fields, "upload_listeners")?;
    match (text(fields, "api", "")?, upload_listeners) {
        ("xhr", upload_listeners) | ("", upload_listeners @ true) => {
            Ok(Api::Xhr { upload_listeners })
        }
        ("" | "fetch", false) => Ok(Api::Fetch),
        ("fetch", true) => Err(
            "\"upload_listeners\" is true, but fetch() has none; the \"api\" has to be \"xhr\""
                .to_owned(),
        ),
        (other, _) => Err(wrong("api", &other.into(), "\"fetch\" or \"xhr\"")),
    }
}

/// The value of a keyword; the first one is the default.
fn one_of<T: Copy>(fields: &Fields<'_>, key: &str, keywords: &[(&str, T)]) -> Result<T, String> {
    let default = keywords.first().map_or("", |(keyword, _)| keyword);
    let given = text(fields, key, default)?;
    let found = keywords.iter().find(|(keyword, _)| *keyword == given);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<String> = keywords
            .iter()
            .map(|(keyword, _)| format!("\"{keyword}\""))
            .collect();
        wrong(key, &given.into(), &format!("one of {}", known.join(", ")))
    })
}

/// In cases, `null` stands for what is not there.
fn present<'a>(fields: &Fields<'a>, key: &str) -> Option<&'a Value> {
    fields.get(key).filter(|value| !value.is_null())
}

fn text<'a>(fields: &Fields<'a>, key: &str, default: &'a str) -> Result<&'a str, String> {
    present(fields, key).map_or(Ok(default), |_| fields.text(key, default))
}

fn flag(fields: &Fields<'_>, key: &str) -> Result<bool, String> {
    present(fields, key).map_or(Ok(false), |_| fields.flag(key))
}

fn list<'a>(fields: &Fields<'a>, key: &str) -> Result<&'a [Value], String> {
    present(fields, key).map_or(Ok(&[]), |_| fields.list(key))
}
