use super::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy,
    PreflightStatus,
};
use cors_http::{HeaderName, Method};
use serde::{Deserialize, Serialize};

/// A policy as typed. It can contain any text, because a form, a link or a file can be half finished.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a policy such as {\"allow_origins\":[\"https://app.example.com\"]}"
)]
pub struct PolicyDraft {
    /// Entries of the allow list; `*` means any.
    pub allow_origins: Vec<String>,
    /// Methods; `*` means any.
    pub allow_methods: Vec<String>,
    /// Request header names; `*` means any.
    pub allow_headers: Vec<String>,
    /// Response header names; `*` means any.
    pub expose_headers: Vec<String>,
    /// Whether credentials are allowed.
    pub allow_credentials: bool,
    /// Seconds; empty means not set.
    #[serde(with = "super::seconds", skip_serializing_if = "String::is_empty")]
    pub max_age: String,
    /// The status of preflight responses.
    pub preflight_status: PreflightStatus,
}

/// The draft that parses to this policy.
impl From<&Policy> for PolicyDraft {
    fn from(policy: &Policy) -> Self {
        let any = || vec!["*".to_owned()];
        let names = |names: &[HeaderName]| names.iter().map(ToString::to_string).collect();
        Self {
            allow_origins: match &policy.origins {
                AllowOrigin::Any => any(),
                AllowOrigin::Listed(patterns) => patterns.iter().map(ToString::to_string).collect(),
            },
            allow_methods: match &policy.methods {
                AllowMethods::Any => any(),
                AllowMethods::Listed(methods) => methods.iter().map(Method::to_string).collect(),
            },
            allow_headers: match &policy.headers {
                AllowHeaders::Any { and_authorization } => {
                    let authorization = and_authorization.then(|| "Authorization".to_owned());
                    any().into_iter().chain(authorization).collect()
                }
                AllowHeaders::Listed(listed) => names(listed),
            },
            expose_headers: match &policy.expose {
                ExposeHeaders::Any => any(),
                ExposeHeaders::Listed(listed) => names(listed),
            },
            allow_credentials: policy.credentials == AllowCredentials::Yes,
            max_age: policy
                .max_age
                .seconds()
                .map(|seconds| seconds.to_string())
                .unwrap_or_default(),
            preflight_status: policy.preflight_status,
        }
    }
}
