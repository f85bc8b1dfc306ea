//! Checks: what is wrong or risky in a state, with fixes.
//!
//! One file per check and one line for each in the registry. A code names the bad pattern, so that it reads well after
//! the word "allow".

mod any_origin_with_credentials;
mod any_port_with_credentials;
mod authorization_under_wildcard;
mod blocked_request;
mod chosen_target;
mod cookies_between_sites;
mod cors_header_in_list;
mod cors_header_in_request;
mod cors_is_not_access_control;
mod covered_origin;
mod credentials_for_bearer_token;
mod credentials_not_sent;
mod duplicate_entry;
mod exposed_set_cookie;
mod fix;
mod forbidden_method;
mod forbidden_request_header;
mod insecure_origin;
mod invalid_header_name;
mod invalid_max_age;
mod invalid_method;
mod invalid_origin;
mod invalid_request;
mod ip_address_origin;
mod local_network;
mod long_max_age;
mod loopback_origin;
mod lowercase_method;
mod misplaced_header;
mod near_miss;
mod needless_entry;
mod no_allowed_origin;
mod no_cors_mode;
mod no_max_age;
mod normalized_origin;
mod null_origin;
mod options_method;
mod public_suffix_wildcard;
mod reflected_wildcard;
mod registry;
mod subdomains_with_credentials;
mod support;
mod too_many_origins;
mod unexposed_response_header;
mod unknown_scheme;
mod websocket_url;
mod wildcard_exposed_headers_with_credentials;
mod wildcard_inside_label;

pub use fix::{Change, Fix, RequestEdit};
pub use registry::RULES;
pub(crate) use registry::findings;

use crate::analysis::Analysis;
use crate::field::Field;
use cors_core::policy::{ParsedPolicy, PolicyDraft};
use cors_fetch::{ParsedRequest, RequestDraft};
use cors_http::Platform;

use cors_core::targets::Chosen;

/// One problem that was found, or something worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Names the bad pattern, such as `wildcard-origin-with-credentials`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The field that it is about.
    pub field: Field,
    /// The entry of a list, counted from 0; `None` if it is about the field as a whole.
    pub index: Option<usize>,
    /// The value that it is about, as typed; shortened when overlong.
    pub value: String,
    /// What to do and why, in one or two short sentences. It doesn't name the field.
    pub message: String,
    /// Why it matters and what to do, in a few sentences that add to the message.
    pub explanation: String,
    /// The source.
    pub reference: &'static str,
    /// Changes that resolve it, the best first; empty if only the user can know.
    pub fixes: Vec<Fix>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be deployed.
    Error,
    /// An attacker could read or act.
    Risk,
    /// Worth knowing.
    Tip,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The analysis that the check is part of.
    pub analysis: &'a Analysis,
    /// The policy as typed.
    pub draft: &'a PolicyDraft,
    /// The policy after parsing.
    pub policy: &'a ParsedPolicy,
    /// The test request as typed and after parsing, if there is one.
    pub request: Option<(&'a RequestDraft, &'a ParsedRequest)>,
    /// The target, if one is chosen.
    pub target: Option<&'a Chosen>,
    /// What the caller provides.
    pub platform: Platform,
}

/// A check and the codes that it can report.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The codes.
    pub codes: &'static [&'static str],
    /// The check.
    pub check: fn(&Context<'_>) -> Vec<Finding>,
}

impl Severity {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Risk => "risk",
            Self::Tip => "tip",
        }
    }
}
