//! What is wrong with a policy, or dangerous, or merely worth knowing.

use crate::field::Field;
use crate::policy::PolicyDraft;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Names the bad pattern, such as `wildcard-origin-with-credentials`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The field that it concerns.
    pub field: Field,
    /// Which entry of a list, counted from 0; `None` when it concerns the field as a whole.
    pub index: Option<usize>,
    /// The value that it concerns, as typed; shortened when overlong.
    pub value: String,
    /// One line.
    pub message: String,
    /// What was seen, why that matters, what to do.
    pub explanation: String,
    /// Where this is written down.
    pub reference: &'static str,
    /// The policy with the finding mended, where the meaning is certain.
    pub repair: Option<Repair>,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What a button says, such as "Use https://app.example.com".
    pub label: String,
    /// The policy after it.
    pub policy: PolicyDraft,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be deployed.
    Error,
    /// Dangerous, or surely not meant.
    Warning,
    /// Worth knowing.
    Notice,
}

impl Severity {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}
