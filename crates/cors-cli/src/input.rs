//! What most commands take: a policy, or a whole state.

use crate::commands::chosen;
use cors_analysis::findings::{self, Context, Finding};
use cors_core::policy::{ParsedPolicy, PolicyDraft};
use cors_core::targets;
use cors_state::{Draft, from_json};
use serde_aux::serde_introspection::serde_introspect;
use serde_json::{Value, json};

use crate::platform::PLATFORM;

/// A policy, or a whole state.
pub(crate) struct Input {
    pub(crate) draft: Draft,
    /// Whether there is a request, whose findings are of interest.
    has_request: bool,
    /// Whether it says for which target.
    pub(crate) names_target: bool,
}

impl Input {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let has = |key: &str| value.get(key).is_some();
        // The keys of a state are none of a policy.
        let draft = if serde_introspect::<Draft>().iter().any(|key| has(key)) {
            from_json(value)
        } else {
            from_json(value).map(Draft::of_policy)
        };
        Ok(Self {
            draft: draft.map_err(|error| error.to_string())?,
            has_request: has("request"),
            names_target: has("target"),
        })
    }

    /// A policy alone.
    pub(crate) fn of_policy(policy: PolicyDraft) -> Self {
        Self {
            draft: Draft::of_policy(policy),
            has_request: false,
            names_target: false,
        }
    }

    /// What there is to say about it, given the policy as read.
    pub(crate) fn findings(&self, policy: &ParsedPolicy) -> Vec<Finding> {
        let request_draft = self.draft.request();
        let request = request_draft.parse(&PLATFORM);
        let target = targets::find(&self.draft.target)
            .filter(|_| self.names_target)
            .and_then(|target| {
                chosen::chosen(target, &self.draft.version, &self.draft.options).ok()
            });
        findings::findings(&Context {
            draft: &self.draft.policy,
            policy,
            request: self.has_request.then_some((&*request_draft, &request)),
            target: target.as_ref(),
            platform: PLATFORM,
        })
    }
}

/// The findings of a policy as JSON.
pub(crate) fn findings_json(draft: &Draft, findings: &[Finding]) -> Value {
    findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code,
                "severity": finding.severity.id(),
                "field": finding.field.key(),
                "value": finding.value,
                "message": finding.message,
                "explanation": finding.explanation,
                "reference": finding.reference,
                "fix": finding.fixes.iter().find_map(|fix| fix.policy(&draft.policy)),
                "fixes": finding
                    .fixes
                    .iter()
                    .map(|fix| json!({"label": fix.label, "state": fix.applied_to(draft)}))
                    .collect::<Vec<_>>(),
            })
        })
        .collect()
}
