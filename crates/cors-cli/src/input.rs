//! The input of most commands: a policy, or a whole state.

use cors_analysis::findings::Finding;
use cors_analysis::{Analysis, Scope, analyze};
use cors_core::policy::PolicyDraft;
use cors_state::{Draft, from_json};
use serde_aux::serde_introspection::serde_introspect;
use serde_json::{Value, json};

use crate::platform::PLATFORM;

/// A policy, or a whole state.
pub(crate) struct Input {
    pub(crate) draft: Draft,
    /// Whether it has a request, so that findings about the request count.
    has_request: bool,
    /// Whether it names a target.
    pub(crate) names_target: bool,
}

impl Input {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let has = |key: &str| value.get(key).is_some();
        // A state and a policy have no key in common.
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

    /// The analysis of it.
    pub(crate) fn analysis(&self) -> Analysis {
        analyze(&self.draft, &PLATFORM)
    }

    /// The findings about it.
    pub(crate) fn findings(&self, analysis: &Analysis) -> Vec<Finding> {
        analysis.findings_about(Scope {
            request: self.has_request,
            target: self.names_target,
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
