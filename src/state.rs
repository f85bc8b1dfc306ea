//! What the page is derived from: one writable signal; everything else is a memo.

use std::sync::Arc;

use cors_core::analysis::{Analysis, Verdict, analyze};
use cors_core::diagnostic::{Finding, Severity};
use cors_core::draft::Draft;
use cors_core::field::{Field, PolicyField, RequestField};
use cors_core::policy::PolicyEdit;
use leptos::prelude::*;

use crate::browser;
use crate::session::{Edit, Session, entries};
use crate::widgets::list_change::ListChange;

/// The state of the page. It is copied freely: it holds only handles.
#[derive(Clone, Copy)]
pub(crate) struct State {
    session: RwSignal<Session>,
    draft: Memo<Draft>,
    analysis: Memo<Arc<Analysis>>,
    findings: Memo<Vec<Finding>>,
    verdict: Memo<Verdict>,
}

impl State {
    pub(crate) fn new() -> Self {
        let session = RwSignal::new(Session::new());
        let draft = Memo::new(move |_| session.with(|session| session.draft().clone()));
        let analysis = Memo::new_with_compare(
            move |_| Arc::new(draft.with(|draft| analyze(draft, &browser::host_to_ascii))),
            // It is computed only after the draft has changed, and comparing costs more than showing.
            |_, _| true,
        );
        Self {
            session,
            draft,
            analysis,
            findings: Memo::new(move |_| analysis.with(|analysis| analysis.findings.clone())),
            verdict: Memo::new(move |_| analysis.with(|analysis| analysis.verdict.clone())),
        }
    }

    pub(crate) fn draft(self) -> Memo<Draft> {
        self.draft
    }

    pub(crate) fn analysis(self) -> Memo<Arc<Analysis>> {
        self.analysis
    }

    pub(crate) fn findings(self) -> Memo<Vec<Finding>> {
        self.findings
    }

    pub(crate) fn verdict(self) -> Memo<Verdict> {
        self.verdict
    }

    pub(crate) fn notices(self) -> Memo<Vec<String>> {
        Memo::new(move |_| self.session.with(|session| session.notices().to_vec()))
    }

    pub(crate) fn can_undo(self) -> Memo<bool> {
        Memo::new(move |_| self.session.with(Session::can_undo))
    }

    /// The draft once it was edited; the address follows it.
    pub(crate) fn edited_draft(self) -> Option<Draft> {
        let is_edited = self.session.with(Session::is_edited);
        is_edited.then(|| self.draft.get())
    }

    /// The text of a field that holds one.
    pub(crate) fn text(self, read: fn(&Draft) -> &str) -> Memo<String> {
        Memo::new(move |_| self.draft.with(|draft| read(draft).to_owned()))
    }

    /// The entries of a list of the policy.
    pub(crate) fn entries(self, field: PolicyField) -> Memo<Vec<String>> {
        Memo::new(move |_| {
            self.draft
                .with(|draft| entries(&draft.policy, field).to_vec())
        })
    }

    /// The headers of the request.
    pub(crate) fn headers(self) -> Memo<Vec<(String, String)>> {
        Memo::new(move |_| self.draft.with(|draft| draft.request.headers.clone()))
    }

    /// Whether the last entry of a list is still in the field that adds.
    pub(crate) fn adding(self, field: Field) -> Memo<bool> {
        Memo::new(move |_| self.session.with(|session| session.is_adding(field)))
    }

    /// What was found about a field.
    pub(crate) fn findings_at(self, field: Field) -> Memo<Vec<Finding>> {
        Memo::new(move |_| {
            self.findings.with(|findings| {
                let here = findings.iter().filter(|finding| finding.field == field);
                here.cloned().collect()
            })
        })
    }

    /// The numbers of a list's entries that cannot be used.
    pub(crate) fn invalid_entries(self, field: Field) -> Memo<Vec<usize>> {
        Memo::new(move |_| {
            self.findings.with(|findings| {
                let errors = findings
                    .iter()
                    .filter(|finding| is_error_at(finding, field));
                errors.filter_map(|finding| finding.index).collect()
            })
        })
    }

    /// Whether a field as a whole cannot be used.
    pub(crate) fn is_invalid(self, field: Field) -> Memo<bool> {
        Memo::new(move |_| {
            self.findings
                .with(|findings| findings.iter().any(|finding| is_error_at(finding, field)))
        })
    }

    pub(crate) fn edit(self, edit: Edit, change: impl FnOnce(&mut Draft)) {
        self.session.update(|session| session.edit(edit, change));
    }

    /// Takes every change of a field that holds one text.
    pub(crate) fn on_text(
        self,
        field: Field,
        place: fn(&mut Draft) -> &mut String,
    ) -> Callback<String> {
        Callback::new(move |text| {
            self.edit(Edit::Typing(field), |draft| *place(draft) = text);
        })
    }

    /// Takes every change of a list of the policy.
    pub(crate) fn on_list(self, field: PolicyField) -> Callback<ListChange<String>> {
        Callback::new(move |change| {
            self.session
                .update(|session| session.change_list(field, change));
        })
    }

    /// Takes every change of the request's headers.
    pub(crate) fn on_headers(self) -> Callback<ListChange<(String, String)>> {
        Callback::new(move |change| {
            self.session
                .update(|session| session.change_headers(change));
        })
    }

    pub(crate) fn repair(self, edit: &PolicyEdit) {
        self.session.update(|session| session.repair(edit));
    }

    pub(crate) fn undo(self) {
        self.session.update(Session::undo);
    }

    pub(crate) fn open(self, draft: Draft, notices: Vec<String>) {
        self.session.update(|session| session.open(draft, notices));
    }

    pub(crate) fn dismiss_notices(self) {
        self.session.update(Session::dismiss_notices);
    }
}

fn is_error_at(finding: &Finding, field: Field) -> bool {
    finding.severity == Severity::Error && finding.field == field
}

/// The id of the element that takes the focus for a field.
pub(crate) fn element_id(field: Field) -> &'static str {
    match field {
        Field::Policy(PolicyField::AllowOrigins) => "allow-origins",
        Field::Policy(PolicyField::AllowMethods) => "allow-methods",
        Field::Policy(PolicyField::AllowHeaders) => "allow-headers",
        Field::Policy(PolicyField::ExposeHeaders) => "expose-headers",
        Field::Policy(PolicyField::AllowCredentials) => "allow-credentials",
        Field::Policy(PolicyField::MaxAge) => "max-age",
        Field::Request(RequestField::PageOrigin) => "page-origin",
        Field::Request(RequestField::Url) => "request-url",
        Field::Request(RequestField::Method) => "request-method",
        Field::Request(RequestField::Headers) => "request-headers",
        Field::Request(RequestField::Credentials) => "credentials-mode",
        Field::Request(RequestField::Mode) => "request-mode",
        Field::Target => "target",
    }
}

/// The id of the list of what was found about a field.
pub(crate) fn findings_id(field: Field) -> String {
    format!("{}-findings", element_id(field))
}
