//! Helpers for checks: quoting values and changing lists.

use super::{Change, Context, Finding, Fix, Severity};
use crate::field::Field;
use crate::format::thousands;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, PolicyEdit};
use cors_fetch::{Profile, Request, cors_unsafe_request_header_names};
use cors_http::{Origin, in_code};

/// The Fetch standard on the CORS headers of requests and responses.
pub(super) const CORS_PROTOCOL: &str = "https://fetch.spec.whatwg.org/#http-cors-protocol";

/// Research on how attackers exploit careless policies.
pub(super) const EXPLOITING: &str =
    "https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties";

/// How many characters of a value are shown.
const SHOWN_LENGTH: usize = 80;

/// A value as code in a sentence, shortened when overlong.
pub(super) fn code(value: &str) -> String {
    match cut(value) {
        (visible, Some(length)) => format!("{} ({length})", in_code(&format!("{visible}…"))),
        (visible, None) => in_code(&visible),
    }
}

/// A value fit to be shown on one line.
pub(super) fn shortened(value: &str) -> String {
    match cut(value) {
        (visible, Some(length)) => format!("{visible}… ({length})"),
        (visible, None) => visible,
    }
}

/// The beginning of a value with its control characters made visible, and the length if something is missing.
fn cut(value: &str) -> (String, Option<String>) {
    let visible = value
        .chars()
        .take(SHOWN_LENGTH)
        .map(|c| match c {
            '\n' => '␊',
            '\r' => '␍',
            '\t' => '␉',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect();
    let length = value.chars().count();
    let is_cut = length > SHOWN_LENGTH;
    let length = is_cut.then(|| format!("{} characters", thousands(length as u64)));
    (visible, length)
}

/// The parts of a finding that differ from check to check.
pub(super) struct Text {
    pub(super) message: String,
    pub(super) explanation: String,
    pub(super) reference: &'static str,
}

/// A finding about one entry of a list or a field as a whole.
pub(super) fn finding(
    (code, severity): (&'static str, Severity),
    (field, index): (Field, Option<usize>),
    value: &str,
    text: Text,
) -> Finding {
    Finding {
        code,
        severity,
        field,
        index,
        value: shortened(value),
        message: text.message,
        explanation: text.explanation,
        reference: text.reference,
        fixes: Vec::new(),
    }
}

impl Finding {
    /// The same finding with one more fix, ranked after those that it has.
    pub(super) fn with_fix(self, label: impl Into<String>, change: impl Into<Change>) -> Self {
        self.with_fixes([Fix::new(label, change)])
    }

    /// The same finding with more fixes.
    pub(super) fn with_fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }
}

impl Context<'_> {
    /// The entries of a list field as typed.
    pub(super) fn list(&self, field: PolicyField) -> &[String] {
        match field {
            PolicyField::AllowOrigins => &self.draft.allow_origins,
            PolicyField::AllowMethods => &self.draft.allow_methods,
            PolicyField::AllowHeaders => &self.draft.allow_headers,
            PolicyField::ExposeHeaders => &self.draft.expose_headers,
            PolicyField::AllowCredentials | PolicyField::MaxAge => &[],
        }
    }

    /// What was typed as one entry of the allow list.
    pub(super) fn typed_origin(&self, index: usize) -> &str {
        self.draft
            .allow_origins
            .get(index)
            .map_or("", String::as_str)
    }

    /// The test request, if there is one that can be sent.
    pub(super) fn request_to_try(&self) -> Option<&Request> {
        self.request.and_then(|(_, parsed)| parsed.request.as_ref())
    }

    /// Whether the test request sends this header with a value that isn't CORS-safelisted.
    pub(super) fn needs_header(&self, name: &str) -> bool {
        self.request_to_try().is_some_and(|request| {
            let unsafe_names =
                cors_unsafe_request_header_names(request.headers.iter(), Profile::Standard);
            unsafe_names.iter().any(|header| header.name.is(name))
        })
    }

    /// The valid entries of the allow list with their indices.
    pub(super) fn origins(&self) -> impl Iterator<Item = (usize, &OriginEntry)> {
        self.policy
            .origin_entries()
            .iter()
            .map(|(index, entry)| (*index, entry))
    }
}

/// The origin of the page in the test request, where a policy can name it.
pub(super) fn page_to_allow(context: &Context<'_>) -> Option<String> {
    match &context.request_to_try()?.origin {
        Origin::Tuple(page) => Some(page.serialize()),
        Origin::Opaque => None,
    }
}

/// Removes one entry of a list.
pub(super) fn without(field: PolicyField, index: usize) -> PolicyEdit {
    PolicyEdit::Remove { field, index }
}

/// Replaces one entry of a list.
pub(super) fn with(field: PolicyField, index: usize, value: impl Into<String>) -> PolicyEdit {
    PolicyEdit::Replace {
        field,
        index,
        value: value.into(),
    }
}

/// Adds an entry at the end of a list.
pub(super) fn adding(field: PolicyField, value: impl Into<String>) -> PolicyEdit {
    PolicyEdit::Add {
        field,
        value: value.into(),
    }
}
