//! What the page shows: one view for each type of the core.

mod absent;
mod attackers;
mod browsers;
mod configuration;
mod exchange;
mod export;
mod field_findings;
mod findings;
mod header_bar;
mod marks;
mod message;
mod notices;
mod pitfalls;
mod policy_form;
mod request_form;
mod sequence;
mod severity;
mod share;
mod verdict;

pub(crate) use attackers::{attackers, attackers_body};
pub(crate) use browsers::browsers;
pub(crate) use configuration::configuration;
pub(crate) use exchange::{before, exchange};
pub(crate) use export::{export, export_body};
pub(crate) use field_findings::field_finding_lines;
pub(crate) use findings::{finding_list, findings};
pub(crate) use header_bar::header_bar;
pub(crate) use notices::notices;
pub(crate) use pitfalls::{pitfalls, pitfalls_body};
pub(crate) use policy_form::policy_form;
pub(crate) use request_form::request_form;
pub(crate) use verdict::verdict;
