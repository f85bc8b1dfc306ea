//! Cases as JSON, in the form of `tests/corpus/vectors/README.md`. `null` means that a key is left out.

use core::fmt;

use cors_fetch::{Api, Body, CacheMode, CredentialsMode, Mode, RedirectMode, Request};
use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, HttpResponse, Method, Origin, Status, Url,
};
use cors_state::from_json;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, Unexpected};
use serde_json::Value;

use crate::http::{Object, Pair, default_status, received_headers, status};
use crate::platform::PLATFORM;

/// One request after the other, with a preflight cache that they share.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) id: Value,
    /// The round of a case without steps.
    pub(crate) round: Round,
    pub(crate) steps: Vec<Step>,
}

/// One of several requests.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) delay_seconds: f64,
    pub(crate) round: Round,
}

/// A request and the responses to it.
#[derive(Debug)]
pub(crate) struct Round {
    /// What the page does, or the exception that its code gets instead.
    pub(crate) request: Result<Request, Thrown>,
    /// One for each URL of the redirects.
    pub(crate) responses: Vec<Responses>,
}

/// Why there is no request at all: the text that the page's code wrote can't be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thrown {
    InvalidMethod,
    InvalidHeader,
}

/// The responses of the server at one URL; `None` is a closed connection.
#[derive(Debug)]
pub(crate) struct Responses {
    pub(crate) preflight: Option<HttpResponse>,
    pub(crate) actual: Option<HttpResponse>,
}

impl Case {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let keys: CaseKeys = from_json(value).map_err(|error| error.to_string())?;
        Ok(Self {
            id: keys.id,
            round: Round::new(
                keys.request,
                keys.preflight_response,
                keys.response,
                keys.hops,
            ),
            steps: keys
                .steps
                .unwrap_or_default()
                .into_iter()
                .map(|Object(step)| Step {
                    delay_seconds: step.delay_seconds,
                    round: Round::new(
                        step.request,
                        step.preflight_response,
                        step.response,
                        step.hops,
                    ),
                })
                .collect(),
        })
    }
}

/// The keys of a case. Those that say where it comes from and what was seen elsewhere are not looked at.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a case such as {\"request\":{\"origin\":\"https://app.example.com\",\"url\":\"https://api.example.com/\"},\"response\":{\"status\":200}}"
)]
#[expect(dead_code, reason = "a case may have keys that are not looked at")]
pub(crate) struct CaseKeys {
    #[serde(default)]
    id: Value,
    request: Object<PageRequest>,
    preflight_response: Option<Object<ResponseKeys>>,
    response: Option<Object<ResponseKeys>>,
    hops: Option<Vec<Object<HopKeys>>>,
    steps: Option<Vec<Object<StepKeys>>>,
    expect: Option<IgnoredAny>,
    expect_in: Option<IgnoredAny>,
    source_file: Option<IgnoredAny>,
    title: Option<IgnoredAny>,
    note: Option<IgnoredAny>,
    group: Option<IgnoredAny>,
    engines_agree: Option<IgnoredAny>,
    tentative: Option<IgnoredAny>,
    corrected: Option<IgnoredAny>,
    browser_divergence: Option<IgnoredAny>,
    spec_text_conflict: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a step may have keys that are not looked at")]
struct StepKeys {
    #[serde(default, deserialize_with = "seconds")]
    delay_seconds: f64,
    request: Object<PageRequest>,
    preflight_response: Option<Object<ResponseKeys>>,
    response: Option<Object<ResponseKeys>>,
    hops: Option<Vec<Object<HopKeys>>>,
    expect: Option<IgnoredAny>,
    expect_in: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HopKeys {
    preflight_response: Option<Object<ResponseKeys>>,
    response: Option<Object<ResponseKeys>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseKeys {
    #[serde(default = "default_status", deserialize_with = "status")]
    status: Status,
    #[serde(default, deserialize_with = "received_headers")]
    headers: HeaderList,
}

impl Round {
    fn new(
        Object(PageRequest(request)): Object<PageRequest>,
        preflight_response: Option<Object<ResponseKeys>>,
        response: Option<Object<ResponseKeys>>,
        hops: Option<Vec<Object<HopKeys>>>,
    ) -> Self {
        let hops = hops.unwrap_or_default();
        let responses = if hops.is_empty() {
            vec![Responses::new(preflight_response, response)]
        } else {
            let responses = hops
                .into_iter()
                .map(|Object(hop)| Responses::new(hop.preflight_response, hop.response));
            responses.collect()
        };
        Self { request, responses }
    }
}

impl Responses {
    fn new(preflight: Option<Object<ResponseKeys>>, actual: Option<Object<ResponseKeys>>) -> Self {
        let response = |Object(keys): Object<ResponseKeys>| HttpResponse {
            status: keys.status,
            headers: keys.headers,
        };
        Self {
            preflight: preflight.map(response),
            actual: actual.map(response),
        }
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let seconds = value.as_f64().filter(|seconds| *seconds >= 0.0);
    seconds.ok_or_else(|| {
        D::Error::invalid_value(
            Unexpected::Other(&value.to_string()),
            &"a number of seconds, 0 or more",
        )
    })
}

/// A request of a page. An address that isn't one is an error of the input; a method or header that can't be sent
/// is an exception of the page's code.
#[derive(Debug, Deserialize)]
#[serde(try_from = "RequestKeys")]
struct PageRequest(Result<Request, Thrown>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestKeys {
    #[serde(alias = "origin", deserialize_with = "origin")]
    page_origin: Origin,
    #[serde(deserialize_with = "url")]
    url: Url,
    method: Option<String>,
    headers: Option<Vec<Pair>>,
    credentials: Option<CredentialsMode>,
    mode: Option<Mode>,
    body_type: Option<String>,
    stream_body: Option<bool>,
    upload_listeners: Option<bool>,
    api: Option<ApiKey>,
    redirect: Option<RedirectKey>,
    cache: Option<CacheKey>,
    partition: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ApiKey {
    Fetch,
    Xhr,
}

#[derive(Deserialize)]
struct RedirectKey(#[serde(with = "RedirectKeys")] RedirectMode);

#[derive(Deserialize)]
#[serde(remote = "RedirectMode", rename_all = "kebab-case")]
enum RedirectKeys {
    Follow,
    Error,
    Manual,
}

#[derive(Deserialize)]
struct CacheKey(#[serde(with = "CacheKeys")] CacheMode);

#[derive(Deserialize)]
#[serde(remote = "CacheMode", rename_all = "kebab-case")]
enum CacheKeys {
    Default,
    NoStore,
    Reload,
    NoCache,
    ForceCache,
    OnlyIfCached,
}

fn origin<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Origin, D::Error> {
    let text = String::deserialize(deserializer)?;
    Origin::parse(&text, &PLATFORM).ok_or_else(|| {
        D::Error::invalid_value(
            Unexpected::Str(&text),
            &"an origin such as \"https://app.example.com\", or \"null\"",
        )
    })
}

fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let text = String::deserialize(deserializer)?;
    Url::parse(&text, None, &PLATFORM).map_err(|_| {
        D::Error::invalid_value(
            Unexpected::Str(&text),
            &"a URL such as \"https://api.example.com/\"",
        )
    })
}

/// Listeners on an upload that `fetch()` doesn't have.
struct FetchHasNoUploadListeners;

impl fmt::Display for FetchHasNoUploadListeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`upload_listeners` is true, but `fetch()` has none; set `api` to \"xhr\"")
    }
}

impl TryFrom<RequestKeys> for PageRequest {
    type Error = FetchHasNoUploadListeners;

    fn try_from(keys: RequestKeys) -> Result<Self, FetchHasNoUploadListeners> {
        let upload_listeners = keys.upload_listeners.unwrap_or_default();
        let api = match (keys.api, upload_listeners) {
            (Some(ApiKey::Fetch), true) => return Err(FetchHasNoUploadListeners),
            (None | Some(ApiKey::Fetch), false) => Api::Fetch,
            // Only `XMLHttpRequest` has upload listeners, so they name the interface too.
            (Some(ApiKey::Xhr), _) | (None, true) => Api::Xhr { upload_listeners },
        };
        let body = match keys.body_type {
            _ if keys.stream_body.unwrap_or_default() => Body::Stream,
            None => Body::None,
            // Bytes have no type of their own.
            Some(implied) if implied.is_empty() => Body::Untyped,
            Some(implied) => Body::Typed(implied),
        };
        let Ok(method) = keys
            .method
            .map_or(Ok(Method::get()), |text| Method::parse(&text))
        else {
            return Ok(Self(Err(Thrown::InvalidMethod)));
        };
        let headers = keys.headers.unwrap_or_default();
        let Some(headers) = headers.iter().map(sent).collect() else {
            return Ok(Self(Err(Thrown::InvalidHeader)));
        };
        Ok(Self(Ok(Request {
            origin: keys.page_origin,
            url: keys.url,
            method,
            headers,
            credentials: keys.credentials.unwrap_or_default(),
            mode: keys.mode.unwrap_or_default(),
            redirect: keys
                .redirect
                .map_or_else(RedirectMode::default, |RedirectKey(mode)| mode),
            body,
            api,
            cache: keys
                .cache
                .map_or_else(CacheMode::default, |CacheKey(mode)| mode),
            partition: keys.partition.unwrap_or_default(),
        })))
    }
}

/// A header that the page's code sets, unless that throws.
fn sent(Pair(name, value): &Pair) -> Option<Header> {
    Some(Header {
        name: HeaderName::parse(name).ok()?,
        value: HeaderValue::parse(value).ok()?,
    })
}
