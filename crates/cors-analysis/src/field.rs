//! The fields of the form, which findings and messages refer to.

use cors_core::policy::PolicyField;
use cors_fetch::RequestField;

/// Any field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A field of the policy.
    Policy(PolicyField),
    /// A field of the test request.
    Request(RequestField),
    /// The choice of the target.
    Target,
}

impl Field {
    /// Whether it is a field of the policy.
    pub fn is_policy(self) -> bool {
        match self {
            Self::Policy(_) => true,
            Self::Request(_) | Self::Target => false,
        }
    }

    /// Its position in the form.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Policy(field) => field as u8,
            Self::Request(field) => 20 + field as u8,
            Self::Target => 40,
        }
    }

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Policy(PolicyField::AllowOrigins) => "allow_origins",
            Self::Policy(PolicyField::AllowMethods) => "allow_methods",
            Self::Policy(PolicyField::AllowHeaders) => "allow_headers",
            Self::Policy(PolicyField::ExposeHeaders) => "expose_headers",
            Self::Policy(PolicyField::AllowCredentials) => "allow_credentials",
            Self::Policy(PolicyField::MaxAge) => "max_age",
            Self::Request(RequestField::PageOrigin) => "page_origin",
            Self::Request(RequestField::Url) => "url",
            Self::Request(RequestField::Method) => "method",
            Self::Request(RequestField::Headers) => "headers",
            Self::Request(RequestField::Credentials) => "credentials",
            Self::Request(RequestField::Mode) => "mode",
            Self::Target => "target",
        }
    }

    /// The label on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Policy(PolicyField::AllowOrigins) => "Allowed origins",
            Self::Policy(PolicyField::AllowMethods) => "Allowed methods",
            Self::Policy(PolicyField::AllowHeaders) => "Allowed request headers",
            Self::Policy(PolicyField::ExposeHeaders) => "Exposed response headers",
            Self::Policy(PolicyField::AllowCredentials) => "Allow credentials",
            Self::Policy(PolicyField::MaxAge) => "Max age (seconds)",
            Self::Request(RequestField::PageOrigin) => "Page origin",
            Self::Request(RequestField::Url) => "Request URL",
            Self::Request(RequestField::Method) => "Method",
            Self::Request(RequestField::Headers) => "Request headers",
            Self::Request(RequestField::Credentials) => "Credentials mode",
            Self::Request(RequestField::Mode) => "Mode",
            Self::Target => "Target",
        }
    }
}
