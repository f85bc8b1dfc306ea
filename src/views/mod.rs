//! What the page shows: one view for each type of the core.

mod configuration;
mod exchange;
mod field_findings;
mod findings;
mod header_bar;
mod message;
mod notices;
mod policy_form;
mod request_form;
mod sequence;
mod severity;
mod verdict;

pub(crate) use configuration::ConfigurationView;
pub(crate) use exchange::ExchangeView;
pub(crate) use findings::FindingsView;
pub(crate) use header_bar::HeaderBar;
pub(crate) use notices::NoticesView;
pub(crate) use policy_form::PolicyForm;
pub(crate) use request_form::RequestForm;
pub(crate) use verdict::VerdictView;
