//! What somebody did: the state, what is being typed, and what came before. The page's one writable value.

use std::sync::Arc;

use cors_analysis::field::Field;
use cors_analysis::findings::Fix;
use cors_core::policy::PolicyDraft;
use cors_fetch::RequestDraft;
use cors_state::{Draft, Presentation};

use super::list::{List, is_example_origin};

/// More steps back than anyone takes; the oldest are forgotten.
const PAST_LIMIT: usize = 100;

/// The state and its history.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    draft: Draft,
    /// Whether the origins are an example's, which the first origin of one's own replaces.
    is_example: bool,
    pending: Option<Pending>,
    past: Vec<Step>,
    future: Vec<Step>,
    /// The field that the last edit typed into, so that typing a word is one step.
    typing: Option<Field>,
    /// What wasn't understood in a link.
    notices: Arc<[String]>,
    /// Whether the address has to follow; a bare address stays bare until the first edit.
    is_edited: bool,
}

/// A text in the field that adds to a list. It counts as an entry as soon as it can be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    list: List,
    text: String,
    counts: bool,
    /// The list without it, as it was before somebody began to type.
    before: Vec<String>,
}

/// What Undo and Redo go back and forth between: the policy and the test request.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    policy: PolicyDraft,
    own_request: Option<RequestDraft>,
    is_example: bool,
    /// All of the state, if the step put another one in its place.
    whole: Option<Box<Draft>>,
}

/// How an edit counts as a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// One of many in the same field that make one step.
    Typing(Field),
    /// A step of its own.
    Step,
}

impl Session {
    /// A session that begins with an example.
    pub(crate) fn of_example(draft: Draft, notices: Vec<String>) -> Self {
        Self {
            is_example: true,
            ..Self::of_link(draft, notices)
        }
    }

    /// A session that begins with what a link holds. The address is that link already, so it stays as it is.
    pub(crate) fn of_link(draft: Draft, notices: Vec<String>) -> Self {
        Self {
            draft,
            is_example: false,
            pending: None,
            past: Vec::new(),
            future: Vec::new(),
            typing: None,
            notices: notices.into(),
            is_edited: false,
        }
    }

    pub(crate) fn draft(&self) -> &Draft {
        &self.draft
    }

    pub(crate) fn is_example(&self) -> bool {
        self.is_example
    }

    pub(crate) fn notices(&self) -> &Arc<[String]> {
        &self.notices
    }

    pub(crate) fn is_edited(&self) -> bool {
        self.is_edited
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty() && !self.is_locked()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty() && !self.is_locked()
    }

    fn is_locked(&self) -> bool {
        self.draft.presentation.readonly
    }

    /// Whether something is being typed into a field that adds to a list.
    pub(crate) fn has_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// The text in the field that adds to a list.
    pub(crate) fn pending(&self, list: List) -> &str {
        let pending = self.pending.as_ref();
        pending
            .filter(|pending| pending.list == list)
            .map_or("", |pending| &pending.text)
    }

    /// The entries of a list without what is being typed.
    pub(crate) fn committed(&self, list: List) -> Vec<String> {
        let mut entries = list.entries(&self.draft);
        if let Some(pending) = &self.pending
            && pending.list == list
            && pending.counts
        {
            entries.pop();
        }
        entries
    }

    /// Edits the policy or the test request.
    pub(crate) fn edit(&mut self, edit: Edit, change: impl FnOnce(&mut Draft)) {
        self.commit();
        self.change(edit, |session| change(&mut session.draft));
    }

    /// Makes a change and a step of it. Nothing happens where the state can only be read.
    fn change(&mut self, edit: Edit, change: impl FnOnce(&mut Self)) {
        if self.is_locked() {
            return;
        }
        let before = self.step();
        change(self);
        if before == self.step() {
            return;
        }
        let typing = match edit {
            Edit::Typing(field) => Some(field),
            Edit::Step => None,
        };
        if typing.is_none() || self.typing != typing {
            self.past.push(before);
            if self.past.len() > PAST_LIMIT {
                self.past.remove(0);
            }
        }
        self.typing = typing;
        self.future.clear();
        self.is_edited = true;
    }

    fn step(&self) -> Step {
        Step {
            policy: self.draft.policy.clone(),
            own_request: self.draft.own_request.clone(),
            is_example: self.is_example,
            whole: None,
        }
    }

    /// The entries that an entry of one's own is added to: without those of the example.
    fn base(&self, list: List, entries: &[String]) -> Vec<String> {
        let is_replaced = |entry: &str| {
            self.is_example && matches!(list, List::Origins) && is_example_origin(entry)
        };
        let kept = entries.iter().filter(|entry| !is_replaced(entry));
        kept.cloned().collect()
    }

    /// The field that adds to a list now holds this text, which may be an entry already.
    pub(crate) fn type_entry(&mut self, list: List, text: &str, counts: bool) {
        if self.is_locked() {
            return;
        }
        if self
            .pending
            .as_ref()
            .is_some_and(|pending| pending.list != list)
        {
            self.commit();
        }
        let before = match self.pending.take() {
            Some(pending) => pending.before,
            None => list.entries(&self.draft),
        };
        let entries = if counts {
            let mut entries = self.base(list, &before);
            entries.push(text.trim().to_owned());
            entries
        } else {
            before.clone()
        };
        self.change(Edit::Typing(list.field()), |session| {
            if entries != list.entries(&session.draft) {
                list.replace(&mut session.draft, entries);
            }
        });
        self.pending = (!text.is_empty()).then(|| Pending {
            list,
            text: text.to_owned(),
            counts,
            before,
        });
    }

    /// What is being typed becomes an entry like the others, whether it can be one or not.
    pub(crate) fn commit(&mut self) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        let items = pending.list.split(&pending.text);
        if items.is_empty() {
            return;
        }
        self.add_to(
            pending.list,
            &pending.before,
            items,
            Edit::Typing(pending.list.field()),
        );
        self.typing = None;
    }

    /// Adds entries in place of what is being typed there.
    pub(crate) fn add(&mut self, list: List, items: Vec<String>) {
        let before = match self.pending.take() {
            Some(pending) if pending.list == list => pending.before,
            other => {
                self.pending = other;
                self.commit();
                list.entries(&self.draft)
            }
        };
        self.add_to(list, &before, items, Edit::Step);
    }

    fn add_to(&mut self, list: List, before: &[String], items: Vec<String>, edit: Edit) {
        let mut entries = self.base(list, before);
        entries.extend(items.into_iter().filter(|item| !item.is_empty()));
        self.change(edit, |session| {
            if matches!(list, List::Origins) {
                session.is_example = false;
            }
            list.replace(&mut session.draft, entries);
        });
    }

    /// Forgets what is being typed.
    pub(crate) fn cancel(&mut self) {
        if let Some(pending) = self.pending.take()
            && pending.counts
        {
            self.change(Edit::Typing(pending.list.field()), |session| {
                pending.list.replace(&mut session.draft, pending.before);
            });
        }
    }

    /// Changes the entries of a list other than by adding.
    pub(crate) fn change_entries(&mut self, list: List, change: impl FnOnce(&mut Vec<String>)) {
        self.commit();
        let mut entries = list.entries(&self.draft);
        change(&mut entries);
        entries.retain(|entry| !entry.is_empty());
        self.change(Edit::Step, |session| {
            let is_own = |entry: &String| !is_example_origin(entry);
            if matches!(list, List::Origins) && entries.iter().any(is_own) {
                session.is_example = false;
            }
            list.replace(&mut session.draft, entries);
        });
    }

    /// Begins with another policy, whose origins are an example's or not.
    pub(crate) fn start_from(&mut self, policy: PolicyDraft, is_example: bool) {
        self.pending = None;
        self.change(Edit::Step, |session| {
            session.draft.policy = policy;
            session.draft.own_request = None;
            session.is_example = is_example;
        });
        self.draft.faults = cors_state::Faults::default();
    }

    /// Fixes something, in one step.
    pub(crate) fn fix(&mut self, fixes: &[Fix]) {
        self.pending = None;
        self.change(Edit::Step, |session| {
            for fix in fixes {
                session.draft = fix.applied_to(&session.draft);
            }
            session.is_example = false;
        });
    }

    /// Puts a whole state in place of this one, as one step. How it is shown stays as it is.
    pub(crate) fn set(&mut self, draft: Draft) {
        self.pending = None;
        let before = Step {
            whole: Some(Box::new(self.draft.clone())),
            ..self.step()
        };
        let presentation = self.draft.presentation;
        let is_another = Draft {
            presentation,
            ..draft.clone()
        } != self.draft;
        self.draft = Draft {
            presentation,
            ..draft
        };
        self.is_example = false;
        self.typing = None;
        if is_another {
            self.past.push(before);
            self.future.clear();
            self.is_edited = true;
        }
    }

    /// Chooses what isn't part of the history: the server, the browser, a simulated failure.
    pub(crate) fn choose(&mut self, change: impl FnOnce(&mut Draft)) {
        if self.is_locked() {
            return;
        }
        let before = self.draft.clone();
        change(&mut self.draft);
        self.is_edited |= before != self.draft;
    }

    /// Changes how the state is shown, which is no edit.
    pub(crate) fn present(&mut self, change: impl FnOnce(&mut Presentation)) {
        change(&mut self.draft.presentation);
    }

    /// One step back.
    pub(crate) fn undo(&mut self) {
        self.pending = None;
        self.travel(|session| session.past.pop(), |session| &mut session.future);
    }

    /// One step forth again.
    pub(crate) fn redo(&mut self) {
        self.pending = None;
        self.travel(|session| session.future.pop(), |session| &mut session.past);
    }

    fn travel(
        &mut self,
        from: impl FnOnce(&mut Self) -> Option<Step>,
        to: impl FnOnce(&mut Self) -> &mut Vec<Step>,
    ) {
        if self.is_locked() {
            return;
        }
        let mut now = self.step();
        if let Some(step) = from(self) {
            if let Some(whole) = step.whole {
                let shown = Draft {
                    presentation: self.draft.presentation,
                    ..*whole
                };
                now.whole = Some(Box::new(std::mem::replace(&mut self.draft, shown)));
            }
            to(self).push(now);
            self.draft.policy = step.policy;
            self.draft.own_request = step.own_request;
            self.is_example = step.is_example;
            self.typing = None;
            self.is_edited = true;
        }
    }

    /// The notices were read.
    pub(crate) fn dismiss_notices(&mut self) {
        self.notices = Arc::new([]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_analysis::findings::Change;
    use cors_core::policy::{PolicyEdit, PolicyField};

    fn example() -> Session {
        let origins = ["https://app.example.com", "http://localhost:3000"];
        Session::of_example(
            Draft::of_policy(PolicyDraft {
                allow_origins: origins.map(str::to_owned).to_vec(),
                ..PolicyDraft::default()
            }),
            Vec::new(),
        )
    }

    fn own() -> Session {
        Session::of_link(example().draft, Vec::new())
    }

    /// Types into the field that adds an origin. What is long enough counts.
    fn type_origin(session: &mut Session, text: &str) {
        session.type_entry(List::Origins, text, text.len() > 8);
    }

    #[track_caller]
    fn check(session: &Session, origins: &[&str], pending: &str) {
        assert_eq!(session.draft.policy.allow_origins, origins);
        assert_eq!(session.pending(List::Origins), pending);
    }

    #[test]
    fn a_text_counts_as_soon_as_it_can_be_an_entry() {
        let mut session = own();
        type_origin(&mut session, "https://");
        check(
            &session,
            &["https://app.example.com", "http://localhost:3000"],
            "https://",
        );
        assert!(!session.is_edited());
        type_origin(&mut session, "https://a");
        check(
            &session,
            &[
                "https://app.example.com",
                "http://localhost:3000",
                "https://a",
            ],
            "https://a",
        );
        assert_eq!(session.committed(List::Origins).len(), 2);
        session.commit();
        assert_eq!(session.committed(List::Origins).len(), 3);
        check(
            &session,
            &[
                "https://app.example.com",
                "http://localhost:3000",
                "https://a",
            ],
            "",
        );
    }

    #[test]
    fn what_cannot_be_an_entry_is_kept_when_it_is_committed() {
        let mut session = own();
        type_origin(&mut session, " oops ");
        session.commit();
        check(
            &session,
            &["https://app.example.com", "http://localhost:3000", "oops"],
            "",
        );
    }

    #[test]
    fn first_own_origin_replaces_those_of_the_example() {
        let mut session = example();
        type_origin(&mut session, "https:");
        assert!(session.is_example());
        type_origin(&mut session, "https://a.dev");
        check(
            &session,
            &["http://localhost:3000", "https://a.dev"],
            "https://a.dev",
        );
        type_origin(&mut session, "");
        check(
            &session,
            &["https://app.example.com", "http://localhost:3000"],
            "",
        );
        assert!(session.is_example());
        session.add(List::Origins, vec!["https://b.dev".to_owned()]);
        check(&session, &["http://localhost:3000", "https://b.dev"], "");
        assert!(!session.is_example());
        session.undo();
        assert!(session.is_example());
    }

    #[test]
    fn typing_a_word_is_one_step() {
        let mut session = own();
        for text in ["https://a", "https://ab", "https://abc"] {
            type_origin(&mut session, text);
        }
        session.commit();
        session.undo();
        check(
            &session,
            &["https://app.example.com", "http://localhost:3000"],
            "",
        );
        assert!(!session.can_undo() && session.can_redo());
        session.redo();
        assert_eq!(session.draft.policy.allow_origins.len(), 3);
        assert!(session.can_undo() && !session.can_redo());
    }

    #[test]
    fn edit_after_undo_forgets_what_was_undone() {
        let mut session = own();
        session.edit(Edit::Step, |draft| draft.policy.allow_credentials = true);
        session.undo();
        session.edit(Edit::Step, |draft| draft.policy.max_age = "5".to_owned());
        assert!(!session.can_redo());
    }

    #[test]
    fn edit_that_changes_nothing_is_none() {
        let mut session = own();
        session.edit(Edit::Step, |draft| draft.policy.allow_credentials = false);
        session.commit();
        assert!(!session.is_edited() && !session.can_undo());
    }

    #[test]
    fn another_field_commits_what_is_being_typed() {
        let mut session = own();
        type_origin(&mut session, "oops");
        session.edit(Edit::Step, |draft| draft.policy.allow_credentials = true);
        check(
            &session,
            &["https://app.example.com", "http://localhost:3000", "oops"],
            "",
        );
    }

    #[test]
    fn what_can_only_be_read_is_not_edited() {
        let mut session = own();
        session.present(|presentation| presentation.readonly = true);
        let draft = session.draft.clone();
        type_origin(&mut session, "https://abc");
        session.add(List::Methods, vec!["PUT".to_owned()]);
        session.change_entries(List::Origins, Vec::clear);
        session.choose(|draft| draft.target = "axum".to_owned());
        session.fix(&[removal(0)]);
        session.undo();
        assert_eq!(session.draft, draft);
        assert!(!session.is_edited());
    }

    #[test]
    fn host_sets_the_state_and_not_how_it_is_shown() {
        let mut session = own();
        session.present(|presentation| {
            presentation.embed = true;
            presentation.readonly = true;
        });
        let presentation = session.draft.presentation;
        session.set(Draft::teaching_example());
        assert_eq!(session.draft.presentation, presentation);
        assert_eq!(session.draft.policy, Draft::teaching_example().policy);
        assert!(session.is_edited());
    }

    fn removal(index: usize) -> Fix {
        Fix {
            label: String::new(),
            changes: vec![Change::Policy(PolicyEdit::Remove {
                field: PolicyField::AllowOrigins,
                index,
            })],
        }
    }

    #[test]
    fn several_fixes_are_one_step() {
        let mut session = own();
        session.fix(&[removal(1), removal(0)]);
        check(&session, &[], "");
        session.undo();
        assert_eq!(session.draft.policy.allow_origins.len(), 2);
    }

    #[test]
    fn choices_and_tabs_are_no_steps() {
        let mut session = own();
        session.choose(|draft| draft.target = "axum".to_owned());
        assert!(session.is_edited() && !session.can_undo());
        session.edit(Edit::Step, |draft| draft.policy.allow_credentials = true);
        session.undo();
        assert_eq!(session.draft.target, "axum");
    }

    #[test]
    fn oldest_steps_are_forgotten() {
        let mut session = own();
        for step in 0..PAST_LIMIT + 20 {
            session.edit(Edit::Step, |draft| draft.policy.max_age = step.to_string());
        }
        assert_eq!(session.past.len(), PAST_LIMIT);
    }

    #[test]
    fn one_undo_takes_back_a_whole_state() {
        let mut session = example();
        let before = session.draft().clone();
        let shown = Draft {
            faults: cors_state::Faults::one("preflight-not-routed"),
            ..Draft::default()
        };
        session.set(shown.clone());
        session.undo();
        assert_eq!(session.draft(), &before);
        session.redo();
        assert_eq!(session.draft(), &shown);
    }
}
