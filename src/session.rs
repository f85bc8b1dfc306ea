//! What a person did: the draft, and what lies behind it. The page's one writable value.

use crate::presentation::Theme;
use cors_analysis::field::Field;
use cors_analysis::findings::Fix;
use cors_core::policy::PolicyDraft;
use cors_core::policy::PolicyField;
use cors_fetch::RequestField;
use cors_state::Draft;

use crate::widgets::list_change::{Entry, ListChange};

/// More steps back than anybody takes; the oldest are forgotten.
const PAST_LIMIT: usize = 100;

/// The draft and its history.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    draft: Draft,
    past: Vec<Draft>,
    /// The field that the last change typed into, so that typing a word is one step back.
    typing: Option<Field>,
    /// The lists whose last entry is still in the field that adds.
    adding: Vec<Field>,
    /// What a link said that was not understood.
    notices: Vec<String>,
    /// Whether the address has to follow; a bare address stays bare until the first change.
    edited: bool,
}

/// How a change counts as a step back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// One of many that belong together.
    Typing(Field),
    /// A step of its own.
    Step,
}

impl Session {
    /// What a bare address shows.
    pub(crate) fn new() -> Self {
        Self {
            draft: Draft::teaching_example(),
            past: Vec::new(),
            typing: None,
            adding: Vec::new(),
            notices: Vec::new(),
            edited: false,
        }
    }

    pub(crate) fn draft(&self) -> &Draft {
        &self.draft
    }

    pub(crate) fn notices(&self) -> &[String] {
        &self.notices
    }

    pub(crate) fn is_edited(&self) -> bool {
        self.edited
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(crate) fn adding(&self) -> &[Field] {
        &self.adding
    }

    pub(crate) fn is_adding(&self, field: Field) -> bool {
        self.adding.contains(&field)
    }

    /// Changes the draft and remembers how it was; by hand, so not when it may only be read.
    pub(crate) fn edit(&mut self, edit: Edit, change: impl FnOnce(&mut Draft)) {
        if self.draft.presentation.readonly {
            return;
        }
        let before = self.draft.clone();
        change(&mut self.draft);
        self.remember(edit, before);
    }

    fn remember(&mut self, edit: Edit, before: Draft) {
        let typing = match edit {
            Edit::Typing(field) => Some(field),
            Edit::Step => None,
        };
        if before == self.draft {
            return;
        }
        if typing.is_none() || self.typing != typing {
            self.past.push(before);
            if self.past.len() > PAST_LIMIT {
                self.past.remove(0);
            }
        }
        self.typing = typing;
        self.edited = true;
    }

    /// Changes a list of the policy.
    pub(crate) fn change_list(&mut self, field: PolicyField, change: ListChange<String>) {
        self.change_entries(Field::Policy(field), change, |draft| {
            entries_mut(&mut draft.policy, field)
        });
    }

    /// Changes the headers of the request.
    pub(crate) fn change_headers(&mut self, change: ListChange<(String, String)>) {
        self.change_entries(Field::Request(RequestField::Headers), change, |draft| {
            Some(&mut draft.request_mut().headers)
        });
    }

    fn change_entries<T: Entry>(
        &mut self,
        field: Field,
        change: ListChange<T>,
        entries: impl FnOnce(&mut Draft) -> Option<&mut Vec<T>>,
    ) {
        let edit = if change.is_typing() {
            Edit::Typing(field)
        } else {
            Edit::Step
        };
        if self.draft.presentation.readonly {
            return;
        }
        let before = self.draft.clone();
        let mut adding = self.is_adding(field);
        if let Some(entries) = entries(&mut self.draft) {
            change.apply(entries, &mut adding);
        }
        self.adding.retain(|other| *other != field);
        if adding {
            self.adding.push(field);
        }
        self.remember(edit, before);
    }

    /// Mends the policy.
    pub(crate) fn fix(&mut self, fix: &Fix) {
        let fixed = fix.applied_to(&self.draft);
        self.adding.clear();
        self.edit(Edit::Step, |draft| *draft = fixed);
    }

    /// One step back.
    pub(crate) fn undo(&mut self) {
        if self.draft.presentation.readonly {
            return;
        }
        if let Some(draft) = self.past.pop() {
            self.draft = draft;
            self.adding.clear();
            self.typing = None;
            self.edited = true;
        }
    }

    /// Shows what a link holds. The address is that link already, so it stays as it is.
    pub(crate) fn open(&mut self, mut draft: Draft, notices: Vec<String>) {
        // The fields edit a request that is written out.
        draft.request_mut();
        *self = Self {
            draft,
            notices,
            ..Self::new()
        };
    }

    /// Shows what the page around this one wants to be shown, also when it may only be read here.
    pub(crate) fn set(&mut self, draft: Draft) {
        let presentation = self.draft.presentation;
        let draft = Draft {
            presentation,
            ..draft
        };
        let before = core::mem::replace(&mut self.draft, draft);
        self.adding.clear();
        self.remember(Edit::Step, before);
    }

    /// Is light or dark; that is not a part of what was done.
    pub(crate) fn set_theme(&mut self, theme: Theme) {
        self.draft.presentation.theme = theme.id();
    }

    /// The notices were read.
    pub(crate) fn dismiss_notices(&mut self) {
        self.notices.clear();
    }
}

/// The list behind a field of the policy, if it is one.
pub(crate) fn entries(policy: &PolicyDraft, field: PolicyField) -> &[String] {
    match field {
        PolicyField::AllowOrigins => &policy.allow_origins,
        PolicyField::AllowMethods => &policy.allow_methods,
        PolicyField::AllowHeaders => &policy.allow_headers,
        PolicyField::ExposeHeaders => &policy.expose_headers,
        PolicyField::AllowCredentials | PolicyField::MaxAge => &[],
    }
}

fn entries_mut(policy: &mut PolicyDraft, field: PolicyField) -> Option<&mut Vec<String>> {
    match field {
        PolicyField::AllowOrigins => Some(&mut policy.allow_origins),
        PolicyField::AllowMethods => Some(&mut policy.allow_methods),
        PolicyField::AllowHeaders => Some(&mut policy.allow_headers),
        PolicyField::ExposeHeaders => Some(&mut policy.expose_headers),
        PolicyField::AllowCredentials | PolicyField::MaxAge => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_core::policy::PolicyEdit;

    const ORIGINS: PolicyField = PolicyField::AllowOrigins;

    fn typed(session: &mut Session, text: &str) {
        session.change_list(ORIGINS, ListChange::Type(text.to_owned()));
    }

    #[test]
    fn typing_a_word_is_one_step_back() {
        let mut session = Session::new();
        for text in ["h", "ht", "htt"] {
            typed(&mut session, text);
        }
        assert_eq!(
            session.draft().policy.allow_origins,
            ["https://app.example.com", "htt"]
        );
        assert!(session.is_adding(Field::Policy(ORIGINS)));
        session.undo();
        assert_eq!(*session.draft(), Draft::teaching_example());
        assert!(!session.is_adding(Field::Policy(ORIGINS)));
        assert!(!session.can_undo());
    }

    #[test]
    fn change_that_changes_nothing_is_no_edit() {
        let mut session = Session::new();
        session.edit(Edit::Step, |draft| draft.policy.allow_credentials = false);
        session.change_list(ORIGINS, ListChange::Commit);
        assert!(!session.is_edited());
        assert!(!session.can_undo());
    }

    #[test]
    fn opened_link_is_not_an_edit() {
        let mut session = Session::new();
        typed(&mut session, "x");
        session.open(Draft::teaching_example(), vec!["what".to_owned()]);
        assert!(!session.is_edited());
        assert_eq!(session.notices(), ["what"]);
        session.dismiss_notices();
        assert!(session.notices().is_empty());
    }

    #[test]
    fn what_may_only_be_read_is_not_changed_by_hand() {
        let mut session = Session::new();
        typed(&mut session, "x");
        let mut draft = session.draft().clone();
        draft.presentation.readonly = true;
        session.open(draft.clone(), Vec::new());
        typed(&mut session, "y");
        session.change_headers(ListChange::Add(vec![("x-a".to_owned(), String::new())]));
        session.edit(Edit::Step, |draft| {
            draft.target = "axum-tower-http".to_owned();
        });
        session.fix(&removal(ORIGINS, 0));
        session.undo();
        assert_eq!(*session.draft(), draft);
        assert!(!session.is_edited());
    }

    #[test]
    fn page_around_sets_the_state_and_not_how_it_is_shown() {
        let mut session = Session::new();
        let mut draft = Draft::default();
        draft.presentation.embed = true;
        draft.presentation.readonly = true;
        session.open(draft.clone(), Vec::new());
        session.set(Draft::teaching_example());
        assert_eq!(session.draft().presentation, draft.presentation);
        assert_eq!(session.draft().policy, Draft::teaching_example().policy);
        assert!(session.is_edited());
        session.set_theme(Theme::Dark);
        assert_eq!(session.draft().presentation.theme, "dark");
    }

    fn removal(field: PolicyField, index: usize) -> Fix {
        Fix {
            label: String::new(),
            changes: vec![PolicyEdit::Remove { field, index }.into()],
        }
    }

    #[test]
    fn fix_is_undone_in_one_step() {
        let mut session = Session::new();
        typed(&mut session, "x");
        session.fix(&removal(ORIGINS, 1));
        assert_eq!(
            session.draft().policy.allow_origins,
            ["https://app.example.com"]
        );
        assert!(!session.is_adding(Field::Policy(ORIGINS)));
        session.undo();
        assert_eq!(
            session.draft().policy.allow_origins,
            ["https://app.example.com", "x"]
        );
    }

    #[test]
    fn oldest_steps_are_forgotten() {
        let mut session = Session::new();
        for step in 0..PAST_LIMIT + 20 {
            session.edit(Edit::Step, |draft| draft.policy.max_age = step.to_string());
        }
        assert_eq!(session.past.len(), PAST_LIMIT);
    }
}
