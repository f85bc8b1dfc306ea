//! The form of the policy.

mod credentials;
mod field_findings;
mod hints;
mod max_age;
mod methods;
mod panel;
mod preflight_status;
mod presets;
mod token_field;

pub(crate) use field_findings::{FieldFindings, has_errors};
pub(crate) use panel::PolicyPanel;
pub(crate) use token_field::TokenField;
