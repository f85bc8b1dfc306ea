use std::collections::BTreeMap;

use cors_core::policy::PolicyDraft;
use cors_core::server::{self, App, Reply};
use cors_core::targets::{Chosen, Version};
use cors_http::Url;
use cors_http::{HttpRequest, NoResponse};
use serde_json::{Value, json};

use super::chosen;
use super::deployable::{deployable, predictable};
use crate::app;
use crate::fields::{Fields, method};
use crate::platform::PLATFORM;
use crate::stream::Answer;
use crate::subject::Subject;

/// Who answers.
pub(crate) enum Responder {
    /// The canonical answer.
    Model,
    /// A server or library.
    Target(Chosen),
}

impl Responder {
    pub(crate) fn new(target: &str, version: Option<&str>) -> Result<Self, String> {
        match (target, version) {
            ("model", None) => Ok(Self::Model),
            ("model", Some(_)) => {
                Err("The target “model” has no versions; leave --version out.".to_owned())
            }
            (id, version) => {
                let target = chosen::target(id)?;
                let version = version.unwrap_or_default();
                Ok(Self::Target(chosen::chosen(
                    target,
                    version,
                    &BTreeMap::new(),
                )?))
            }
        }
    }

    pub(crate) fn answer(&self, value: &Value) -> Answer {
        self.respond(value).unwrap_or_else(|answer| answer)
    }

    fn respond(&self, value: &Value) -> Result<Answer, Answer> {
        let Input {
            policy,
            request,
            app,
        } = Input::read(value).map_err(Answer::BadInput)?;
        let policy_only = Subject::of_policy(policy);
        let parsed = policy_only.draft.policy.parse(&PLATFORM);
        match self {
            Self::Model => {
                let whole = predictable(&parsed, &policy_only)?;
                Ok(reply_json(server::respond(whole, &request, &app), None))
            }
            Self::Target(chosen) => {
                let sound = deployable(&parsed, &policy_only)?;
                let reply = (chosen.target.respond)(&sound, &chosen.setup, &request, &app);
                Ok(reply_json(reply, Some(chosen.setup.version)))
            }
        }
    }
}

/// What is asked.
struct Input {
    policy: PolicyDraft,
    request: HttpRequest,
    app: App,
}

impl Input {
    fn read(value: &Value) -> Result<Self, String> {
        let fields = Fields::of(value, "the input", &["policy", "request", "app"])?;
        let policy = fields
            .get("policy")
            .map(cors_state::from_json::<PolicyDraft>)
            .transpose()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            policy: policy.unwrap_or_default(),
            request: request(fields.get("request"))?,
            app: app::read(fields.get("app"))?,
        })
    }
}

/// A request as it arrives at the server.
fn request(value: Option<&Value>) -> Result<HttpRequest, String> {
    let nothing = json!({});
    let fields = Fields::of(
        value.unwrap_or(&nothing),
        "“request”",
        &["method", "path", "headers"],
    )?;
    let path = fields.text("path", "/")?;
    // Which host it is plays no part in the answer.
    let url = Some(path)
        .filter(|path| path.starts_with('/'))
        .and_then(|path| {
            Url::parse(&format!("https://api.example.com{path}"), None, &PLATFORM).ok()
        });
    let Some(url) = url else {
        return Err(format!(
            "“path” is {}, but it has to begin with a slash",
            Value::from(path)
        ));
    };
    Ok(HttpRequest {
        method: method("method", fields.text("method", "GET")?)?,
        url,
        headers: fields.headers("headers")?,
    })
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
