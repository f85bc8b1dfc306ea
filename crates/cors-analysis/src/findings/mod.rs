//! What is wrong with a policy, or dangerous, or merely worth knowing.
//!
//! One file per finding, and one line for each in the registry. A code names the bad pattern, so that
//! it reads well after the word "allow".

mod any_origin_with_credentials;
mod any_port_with_credentials;
mod authorization_under_wildcard;
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
mod refused_request;
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
    /// One line: the field, the value, what to do.
    pub message: String,
    /// What was seen, why that matters, what to do.
    pub explanation: String,
    /// Where this is written down.
    pub reference: &'static str,
    /// What ends it, the best way first; empty where nobody but the reader can know.
    pub fixes: Vec<Fix>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be deployed.
    Error,
    /// Somebody could read or act who shouldn't, or it surely isn't meant.
    Risk,
    /// Worth knowing.
    Tip,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything else that follows from the state.
    pub analysis: &'a Analysis,
    /// The policy as typed.
    pub draft: &'a PolicyDraft,
    /// The policy as read.
    pub policy: &'a ParsedPolicy,
    /// The request to try, as typed and as read, when there is one.
    pub request: Option<(&'a RequestDraft, &'a ParsedRequest)>,
    /// The target, when one is chosen.
    pub target: Option<&'a Chosen>,
    /// What the caller has.
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
