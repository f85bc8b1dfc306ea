//! The app behind the target, as JSON.

use core::fmt;

use cors_core::server::{App, Authentication, Failure};
use cors_http::{HeaderList, HttpResponse, Status};
use serde::Deserialize;

use crate::http::{SentMethod, default_status, sent_headers, status};

/// An app as it is described; nothing means one that responds with 200.
#[derive(Default, Deserialize)]
#[serde(try_from = "Keys")]
pub(crate) struct AppInput(pub(crate) App);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    #[serde(default = "default_status", deserialize_with = "status")]
    status: Status,
    #[serde(default, deserialize_with = "sent_headers")]
    headers: HeaderList,
    auth: Option<Auth>,
    #[serde(default)]
    unreachable: bool,
    #[serde(default)]
    body_too_large: bool,
    #[serde(default)]
    panics: bool,
    methods: Option<Vec<SentMethod>>,
}

/// Where the app demands authentication: before or after the CORS configuration.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Auth {
    Before,
    After,
}

/// Two keys that describe an app that fails in two ways.
struct TwoFailures(&'static str, &'static str);

impl fmt::Display for TwoFailures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(first, second) = self;
        write!(
            f,
            "`{first}` and `{second}` are both true, but an app fails in one way; leave out one of them"
        )
    }
}

impl TryFrom<Keys> for AppInput {
    type Error = TwoFailures;

    fn try_from(keys: Keys) -> Result<Self, TwoFailures> {
        let failures = [
            ("unreachable", keys.unreachable, Failure::Unreachable),
            ("body_too_large", keys.body_too_large, Failure::BodyTooLarge),
            ("panics", keys.panics, Failure::Panics),
        ];
        let mut failures = failures
            .into_iter()
            .filter_map(|(key, fails, failure)| fails.then_some((key, failure)));
        let failure = match (failures.next(), failures.next()) {
            (None, _) => None,
            (Some((_, failure)), None) => Some(failure),
            (Some((first, _)), Some((second, _))) => return Err(TwoFailures(first, second)),
        };
        Ok(Self(App {
            response: HttpResponse {
                status: keys.status,
                headers: keys.headers,
            },
            authentication: match keys.auth {
                None => Authentication::None,
                Some(Auth::Before) => Authentication::Before,
                Some(Auth::After) => Authentication::After,
            },
            failure,
            methods: keys.methods.map(|methods| {
                methods
                    .into_iter()
                    .map(|SentMethod(method)| method)
                    .collect()
            }),
        }))
    }
}
