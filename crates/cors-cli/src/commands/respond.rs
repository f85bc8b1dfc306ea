use cors_core::policy::PolicyDraft;
use cors_core::server::{self, Reply};
use cors_core::targets::{Chosen, Version};
use cors_http::{HeaderList, HttpRequest, NoResponse};
use cors_state::from_json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::chosen::Choice;
use super::deployable::{deployable, predictable};
use crate::app::AppInput;
use crate::args::{RespondArgs, Responder};
use crate::http::{Object, Path, SentMethod, sent_headers};
use crate::input::Input;
use crate::stream::Answer;

/// The server that responds.
pub(crate) enum Responses {
    /// The reference response.
    Model,
    /// A server or library.
    Target(Chosen),
}

impl Responses {
    pub(crate) fn new(args: RespondArgs) -> Result<Self, String> {
        Ok(match args.target {
            Responder::Model => {
                Choice::new(None, args.setup)?.refuse_setup()?;
                Self::Model
            }
            Responder::Target(target) => {
                Self::Target(Choice::new(Some(target), args.setup)?.alone(target)?)
            }
        })
    }

    pub(crate) fn answer(&self, value: &Value) -> Answer {
        self.respond(value).unwrap_or_else(|answer| answer)
    }

    fn respond(&self, value: &Value) -> Result<Answer, Answer> {
        let Question {
            policy,
            request,
            app: Object(AppInput(app)),
        } = from_json(value).map_err(|error| Answer::BadInput(error.to_string()))?;
        let policy_only = Input::of_policy(policy);
        let request = HttpRequest::from(request);
        let analysis = policy_only.analysis();
        match self {
            Self::Model => {
                let whole = predictable(&analysis, &policy_only)?;
                Ok(reply_json(server::respond(whole, &request, &app), None))
            }
            Self::Target(chosen) => {
                let sound = deployable(&analysis, &policy_only)?;
                let reply = (chosen.target.respond)(&sound, &chosen.setup, &request, &app);
                Ok(reply_json(reply, Some(chosen.setup.version)))
            }
        }
    }
}

/// A policy, a request and an app.
#[derive(Default, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a question such as {\"policy\":{\"allow_origins\":[\"https://app.example.com\"]},\"request\":{\"headers\":[[\"Origin\",\"https://app.example.com\"]]}}"
)]
struct Question {
    policy: PolicyDraft,
    request: RequestKeys,
    app: Object<AppInput>,
}

/// A request as it reaches the server.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RequestKeys {
    method: SentMethod,
    path: Path,
    #[serde(deserialize_with = "sent_headers")]
    headers: HeaderList,
}

impl From<RequestKeys> for HttpRequest {
    fn from(keys: RequestKeys) -> Self {
        let RequestKeys {
            method: SentMethod(method),
            path: Path(url),
            headers,
        } = keys;
        Self {
            method,
            url,
            headers,
        }
    }
}

fn reply_json(reply: Reply, version: Option<Version>) -> Answer {
    let mut value = match reply.answer {
        Ok(response) => {
            let headers: Vec<(&str, String)> = response
                .headers
                .iter()
                .map(|header| (header.name.as_str(), header.value.to_latin1()))
                .collect();
            json!({
                "status": response.status.code(),
                "headers": headers,
                "reached_app": reply.reached_app,
            })
        }
        Err(NoResponse::NotDocumented(what)) => json!({"not_documented": what}),
        Err(NoResponse::Closed | NoResponse::Refused) => json!({"connection": "closed"}),
    };
    if let (Some(version), Some(object)) = (version, value.as_object_mut()) {
        object.insert("version".to_owned(), version.line.into());
    }
    Answer::Value(value)
}
