//! What many rules need: quoting of values, and repairs of lists.

use super::{Change, Context, Finding, Fix, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, PolicyEdit};
use cors_fetch::{Profile, Request, cors_unsafe_request_header_names};
use cors_http::Origin;

/// The standard's section on what servers send.
pub(super) const CORS_PROTOCOL: &str = "https://fetch.spec.whatwg.org/#http-cors-protocol";

/// The research on what attackers do with careless policies.
pub(super) const EXPLOITING: &str =
    "https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties";

/// The longest value that is quoted whole.
const QUOTED_LENGTH: usize = 80;

/// A value in quotation marks, shortened when overlong, with control characters made visible.
pub(super) fn quoted(value: &str) -> String {
    format!("“{}”", shortened(value))
}

/// A value fit to be shown in one line.
pub(super) fn shortened(value: &str) -> String {
    let visible: String = value
        .chars()
        .take(QUOTED_LENGTH)
        .map(|c| match c {
            '\n' => '␊',
            '\r' => '␍',
            '\t' => '␉',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect();
    match value.chars().count() {
        length if length > QUOTED_LENGTH => {
            format!("{visible}… ({} characters)", with_thousands(length))
        }
        _ => visible,
    }
}

/// A number as people write it.
fn with_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Items as a sentence lists them.
pub(super) fn listed(items: &[String]) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The parts of a finding that differ from rule to rule.
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
    /// The same finding with one more fix, which is not as good as those before it.
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

    /// The request to try, when there is one that can be sent.
    pub(super) fn request_to_try(&self) -> Option<&Request> {
        self.request.and_then(|(_, parsed)| parsed.request.as_ref())
    }

    /// Whether the request to try sends a header of that name with a value that needs permission.
    pub(super) fn asks_for_header(&self, name: &str) -> bool {
        self.request_to_try().is_some_and(|request| {
            let asked = cors_unsafe_request_header_names(request.headers.iter(), Profile::Standard);
            asked.iter().any(|header| header.name.is(name))
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

/// Takes one entry of a list away.
pub(super) fn without(field: PolicyField, index: usize) -> PolicyEdit {
    PolicyEdit::Remove { field, index }
}

/// Puts a text in the place of one entry of a list.
pub(super) fn with(field: PolicyField, index: usize, value: impl Into<String>) -> PolicyEdit {
    PolicyEdit::Replace {
        field,
        index,
        value: value.into(),
    }
}

/// Puts a text at the end of a list.
pub(super) fn adding(field: PolicyField, value: impl Into<String>) -> PolicyEdit {
    PolicyEdit::Add {
        field,
        value: value.into(),
    }
}
