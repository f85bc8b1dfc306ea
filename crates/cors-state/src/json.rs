//! The state as JSON: for the command line, and for pages that embed this one.
//!
//! Every key is optional. JSON can contain everything that a form can: a half-typed origin is a text like any other here,
//! and a finding later.

use core::fmt;
use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Draft, Faults, Presentation, TABS, THEMES, VIEWS, default_request};
use cors_core::policy::PolicyDraft;
use cors_fetch::{CredentialsMode, Mode, Profile, RequestDraft};

/// What is wrong with a JSON value, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The path to the value, such as `policy.allow_origins[0]`; empty for the whole value.
    pub path: String,
    /// The actual value and what is allowed.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, message } = self;
        match path.as_str() {
            "" => f.write_str(message),
            _ => write!(f, "{path}: {message}"),
        }
    }
}

impl core::error::Error for JsonError {}

/// Parses a JSON value. Arrays are rejected where serde alone would accept them as objects.
pub fn from_json<T: DeserializeOwned>(value: &Value) -> Result<T, JsonError> {
    let objects = [
        ("", Some(value)),
        ("policy", value.get("policy")),
        ("request", value.get("request")),
    ];
    for (path, object) in objects {
        if let Some(array @ Value::Array(_)) = object {
            return Err(JsonError {
                path: path.to_owned(),
                message: format!("invalid type: {array}, expected an object"),
            });
        }
    }
    serde_path_to_error::deserialize(value.into_deserializer()).map_err(|error| {
        let path = error.path().to_string();
        JsonError {
            path: if path == "." { String::new() } else { path },
            message: error.inner().to_string(),
        }
    })
}

/// A request with missing parts, whose defaults depend on the policy.
#[derive(Default, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a request such as {\"page_origin\":\"https://app.example.com\",\"method\":\"PUT\"}"
)]
struct PartialRequest {
    page_origin: Option<String>,
    url: Option<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    credentials: CredentialsMode,
    mode: Mode,
}

impl PartialRequest {
    fn with_defaults_of(self, policy: &PolicyDraft) -> RequestDraft {
        let default = default_request(policy);
        RequestDraft {
            page_origin: self.page_origin.unwrap_or(default.page_origin),
            url: self.url.unwrap_or(default.url),
            method: self.method.unwrap_or(default.method),
            headers: self.headers,
            credentials: self.credentials,
            mode: self.mode,
        }
    }
}

/// With this name, serde doesn't borrow the text from the input.
type Word = &'static str;

#[derive(Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a state such as {\"policy\":{\"allow_origins\":[\"https://app.example.com\"]}}"
)]
struct PartialDraft {
    policy: PolicyDraft,
    request: Option<PartialRequest>,
    follow: bool,
    target: String,
    version: String,
    options: BTreeMap<String, String>,
    browser: Profile,
    fault: Faults,
    #[serde(deserialize_with = "tab")]
    tab: Word,
    embed: bool,
    #[serde(deserialize_with = "view")]
    view: Word,
    #[serde(deserialize_with = "theme")]
    theme: Word,
    readonly: bool,
}

impl Default for PartialDraft {
    fn default() -> Self {
        let Presentation {
            tab,
            embed,
            view,
            theme,
            readonly,
        } = Presentation::default();
        Self {
            policy: PolicyDraft::default(),
            request: None,
            follow: false,
            target: crate::default_target().to_owned(),
            version: String::new(),
            options: BTreeMap::new(),
            browser: Profile::default(),
            fault: Faults::default(),
            tab,
            embed,
            view,
            theme,
            readonly,
        }
    }
}

fn tab<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    word(&TABS, deserializer)
}

fn view<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    word(&VIEWS, deserializer)
}

fn theme<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    word(&THEMES, deserializer)
}

fn word<'de, D: Deserializer<'de>>(
    words: &'static [&'static str],
    deserializer: D,
) -> Result<&'static str, D::Error> {
    let word = String::deserialize(deserializer)?;
    let known = words.iter().find(|known| **known == word);
    known
        .copied()
        .ok_or_else(|| D::Error::unknown_variant(&word, words))
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let partial = PartialDraft::deserialize(deserializer)?;
        let own_request = match (partial.follow, partial.request) {
            (true, None) => None,
            (true, Some(_)) => {
                return Err(D::Error::custom(
                    "`follow` is true next to a request; leave out one of them",
                ));
            }
            (false, request) => Some(
                request
                    .unwrap_or_default()
                    .with_defaults_of(&partial.policy),
            ),
        };
        Ok(Self {
            policy: partial.policy,
            own_request,
            target: partial.target,
            version: partial.version,
            options: partial.options,
            browser: partial.browser,
            faults: partial.fault,
            presentation: Presentation {
                tab: partial.tab,
                embed: partial.embed,
                view: partial.view,
                theme: partial.theme,
                readonly: partial.readonly,
            },
        })
    }
}

/// Policy, request, target and browser are always written; the rest only if it is set.
#[derive(Serialize)]
struct Written<'a> {
    policy: &'a PolicyDraft,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a RequestDraft>,
    #[serde(skip_serializing_if = "is_default")]
    follow: bool,
    target: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    version: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    options: &'a BTreeMap<String, String>,
    browser: Profile,
    #[serde(skip_serializing_if = "Faults::is_empty")]
    fault: &'a Faults,
    #[serde(skip_serializing_if = "Option::is_none")]
    tab: Option<&'static str>,
    #[serde(skip_serializing_if = "is_default")]
    embed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<&'static str>,
    #[serde(skip_serializing_if = "is_default")]
    readonly: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Presentation {
            tab,
            embed,
            view,
            theme,
            readonly,
        } = self.presentation;
        let unless_default = |word, default| (word != default).then_some(word);
        Written {
            policy: &self.policy,
            request: self.own_request.as_ref(),
            follow: self.own_request.is_none(),
            target: &self.target,
            version: &self.version,
            options: &self.options,
            browser: self.browser,
            fault: &self.faults,
            tab: unless_default(tab, TABS[0]),
            embed,
            view: unless_default(view, VIEWS[0]),
            theme: unless_default(theme, THEMES[0]),
            readonly,
        }
        .serialize(serializer)
    }
}
