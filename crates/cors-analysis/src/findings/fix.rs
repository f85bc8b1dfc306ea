use cors_core::policy::{PolicyDraft, PolicyEdit};
use cors_fetch::{CredentialsMode, Mode, RequestDraft};
use cors_state::Draft;

/// A change that resolves a finding with one click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The label of the button. It has no marks around code.
    pub label: String,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// One change of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Of the policy.
    Policy(PolicyEdit),
    /// Of the test request.
    Request(RequestEdit),
}

/// One change of the test request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestEdit {
    /// The page's origin changes.
    PageOrigin(String),
    /// The URL changes.
    Url(String),
    /// The method changes.
    Method(String),
    /// Every header of that name is removed.
    RemoveHeader(String),
    /// Every header of that name is renamed.
    RenameHeader {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// The credentials mode changes.
    Credentials(CredentialsMode),
    /// The mode changes.
    Mode(Mode),
}

impl Fix {
    /// A fix of one change.
    pub(super) fn new(label: impl Into<String>, change: impl Into<Change>) -> Self {
        Self {
            label: label.into(),
            changes: vec![change.into()],
        }
    }

    /// The same fix with one more change.
    pub(super) fn and(mut self, change: impl Into<Change>) -> Self {
        self.changes.push(change.into());
        self
    }

    /// The state after this fix.
    #[must_use]
    pub fn applied_to(&self, draft: &Draft) -> Draft {
        let mut draft = draft.clone();
        for change in &self.changes {
            match change {
                Change::Policy(edit) => draft.policy = edit.applied_to(&draft.policy),
                Change::Request(edit) => edit.apply(draft.request_mut()),
            }
        }
        draft
    }

    /// The policy after this fix; `None` if it changes the request too.
    pub fn policy(&self, policy: &PolicyDraft) -> Option<PolicyDraft> {
        self.changes
            .iter()
            .try_fold(policy.clone(), |policy, change| match change {
                Change::Policy(edit) => Some(edit.applied_to(&policy)),
                Change::Request(_) => None,
            })
    }
}

impl RequestEdit {
    fn apply(&self, request: &mut RequestDraft) {
        let is = |name: &str, other: &str| name.trim().eq_ignore_ascii_case(other);
        match self {
            Self::PageOrigin(text) => request.page_origin.clone_from(text),
            Self::Url(text) => request.url.clone_from(text),
            Self::Method(text) => request.method.clone_from(text),
            Self::RemoveHeader(removed) => request.headers.retain(|(name, _)| !is(name, removed)),
            Self::RenameHeader { from, to } => {
                for (name, _) in &mut request.headers {
                    if is(name, from) {
                        name.clone_from(to);
                    }
                }
            }
            Self::Credentials(mode) => request.credentials = *mode,
            Self::Mode(mode) => request.mode = *mode,
        }
    }
}

impl From<PolicyEdit> for Change {
    fn from(edit: PolicyEdit) -> Self {
        Self::Policy(edit)
    }
}

impl From<RequestEdit> for Change {
    fn from(edit: RequestEdit) -> Self {
        Self::Request(edit)
    }
}
