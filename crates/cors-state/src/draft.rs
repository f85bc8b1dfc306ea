//! The whole state of the page. Everything else is derived from it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::follow::exact_origin;
use crate::{Faults, Presentation, request_that_follows};
use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_fetch::{CredentialsMode, Mode, Profile, RequestDraft};

/// Everything in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The policy, as typed.
    pub policy: PolicyDraft,
    /// The test request, if it was edited; otherwise [`request_that_follows`] derives it from the policy.
    pub own_request: Option<RequestDraft>,
    /// The id of the target.
    pub target: String,
    /// The version of the target; empty for the newest verified.
    pub version: String,
    /// The target's options that don't have their default value, by id.
    pub options: BTreeMap<String, String>,
    /// The browser that is simulated.
    pub browser: Profile,
    /// The simulated failures.
    pub faults: Faults,
    /// How the page shows the state.
    pub presentation: Presentation,
}

/// The page's origin if the allow list has no exact origin.
const PAGE_ORIGIN: &str = "https://app.example.com";
/// The default URL.
const URL: &str = "https://api.example.com/";
/// The default method.
const METHOD: &str = "GET";

impl Default for Draft {
    /// The meaning of a link with only the version: an empty policy and the simplest request.
    fn default() -> Self {
        Self::of_policy(PolicyDraft::default())
    }
}

impl Draft {
    /// This policy, with the defaults for the request, the target and everything else.
    pub fn of_policy(policy: PolicyDraft) -> Self {
        Self {
            own_request: Some(default_request(&policy)),
            policy,
            target: default_target().to_owned(),
            version: String::new(),
            options: BTreeMap::new(),
            browser: Profile::default(),
            faults: Faults::default(),
            presentation: Presentation::default(),
        }
    }

    /// The test request.
    pub fn request(&self) -> Cow<'_, RequestDraft> {
        match &self.own_request {
            Some(request) => Cow::Borrowed(request),
            None => Cow::Owned(request_that_follows(&self.policy)),
        }
    }

    /// The test request, to be edited. From then on it doesn't follow the policy.
    pub fn request_mut(&mut self) -> &mut RequestDraft {
        self.own_request
            .get_or_insert_with(|| request_that_follows(&self.policy))
    }

    /// The state for a bare address: a complete, correct example.
    pub fn teaching_example() -> Self {
        let list = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        let policy = PolicyDraft {
            allow_origins: list(&["https://app.example.com"]),
            allow_methods: list(&["GET", "POST", "PUT", "DELETE"]),
            allow_headers: list(&["content-type", "authorization"]),
            expose_headers: Vec::new(),
            allow_credentials: false,
            max_age: "3600".to_owned(),
            preflight_status: PreflightStatus::NoContent,
        };
        Self {
            own_request: Some(RequestDraft {
                page_origin: "https://app.example.com".to_owned(),
                url: "https://api.example.com/api/users".to_owned(),
                method: "POST".to_owned(),
                headers: vec![
                    ("Content-Type".to_owned(), "application/json".to_owned()),
                    ("Authorization".to_owned(), String::new()),
                ],
                credentials: CredentialsMode::SameOrigin,
                mode: Mode::Cors,
            }),
            ..Self::of_policy(policy)
        }
    }
}

/// The default target. It is part of the meaning of every link without a target, so it
/// doesn't depend on the order of the registry.
pub fn default_target() -> &'static str {
    "nginx"
}

/// The default test request: a plain `GET` from the first exact origin of the allow list.
pub fn default_request(policy: &PolicyDraft) -> RequestDraft {
    RequestDraft {
        page_origin: default_page_origin(policy),
        url: URL.to_owned(),
        method: METHOD.to_owned(),
        headers: Vec::new(),
        credentials: CredentialsMode::default(),
        mode: Mode::default(),
    }
}

fn default_page_origin(policy: &PolicyDraft) -> String {
    policy
        .allow_origins
        .iter()
        .find_map(|entry| exact_origin(entry))
        .unwrap_or_else(|| PAGE_ORIGIN.to_owned())
}
