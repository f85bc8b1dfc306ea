//! What the page is derived from: one writable signal, and one memo of everything that follows from it.

use std::rc::Rc;
use std::sync::Arc;

use crate::presentation::Theme;
use cors_analysis::field::Field;
use cors_analysis::findings::{Finding, Fix, Severity};
use cors_analysis::{Analysis, Registry, Verdict, VerdictKind, analyze_with};
use cors_core::policy::PolicyField;
use cors_core::targets::{FIRST_TARGETS, TargetInfo, find_info};
use cors_fetch::RequestField;
use cors_state::Draft;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::dom::{Live, Text, Told, flag};
use crate::later::{self, Later};
use crate::platform::{self, platform};
use crate::session::{Edit, Session, entries};
use crate::widgets::list_change::ListChange;

/// The state of the page. It is copied freely: it holds only handles.
#[derive(Clone, Copy)]
pub(crate) struct State {
    session: RwSignal<Session>,
    later: RwSignal<Later>,
    /// How often the Public Suffix List has arrived: never or once.
    lists: RwSignal<u8>,
    shown: Memo<Arc<Shown>>,
}

/// Everything that the page shows.
pub(crate) struct Shown {
    pub(crate) draft: Draft,
    pub(crate) analysis: Analysis,
    /// The chosen target while it, or the chosen fault, is not loaded; the analysis is then another.
    pub(crate) awaits: Option<&'static TargetInfo>,
    pub(crate) notices: Vec<String>,
    pub(crate) can_undo: bool,
    /// Whether the address has to follow.
    pub(crate) is_edited: bool,
    adding: Vec<Field>,
}

/// What the page has in its first moment: nginx without its full example, and no checks.
const FIRST: Registry = Registry {
    targets: FIRST_TARGETS,
    rules: &[],
};

/// How much of a part is unfolded at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// What a figure has to show; the rest at a click.
    Compact,
}

impl Shown {
    fn new(session: &Session, later: Later) -> Arc<Self> {
        let draft = session.draft().clone();
        let registry = match later {
            Later::Here(part) => *part.registry,
            Later::Coming | Later::Failed => FIRST,
        };
        let is_loaded =
            |target: &&TargetInfo| registry.targets.iter().any(|known| known.id == target.id);
        let awaits = find_info(&draft.target).filter(|target| !is_loaded(target));
        let analysis = analyze_with(&draft, &platform(), registry);
        Arc::new(Self {
            analysis,
            awaits,
            draft,
            notices: session.notices().to_vec(),
            can_undo: session.can_undo(),
            is_edited: session.is_edited(),
            adding: session.adding().to_vec(),
        })
    }

    /// How the request to try ends.
    pub(crate) fn verdict(&self) -> Verdict {
        match self.awaits {
            Some(target) => Verdict {
                kind: VerdictKind::Unknown,
                sentence: format!("Loading {}…", target.label),
            },
            None => self.analysis.verdict(),
        }
    }

    /// How much is unfolded.
    pub(crate) fn extent(&self) -> Extent {
        if self.draft.presentation.embed {
            Extent::Compact
        } else {
            Extent::Whole
        }
    }

    /// What was found about a field.
    pub(crate) fn findings_at(&self, field: Field) -> impl Iterator<Item = &Finding> {
        let findings = self.analysis.findings().iter();
        findings.filter(move |finding| finding.field == field)
    }

    /// What makes a field unusable.
    fn errors_at(&self, field: Field) -> impl Iterator<Item = &Finding> {
        self.findings_at(field)
            .filter(|finding| finding.severity == Severity::Error)
    }
}

impl State {
    pub(crate) fn new() -> Self {
        let session = RwSignal::new(Session::new());
        let later = RwSignal::new(Later::Coming);
        let lists = RwSignal::new(0);
        let shown = Memo::new_with_compare(
            move |_| {
                lists.track();
                let later = later.get();
                session.with(|session| Shown::new(session, later))
            },
            // It is computed only after a change, and comparing costs more than showing.
            |_, _| true,
        );
        let state = Self {
            session,
            later,
            lists,
            shown,
        };
        Effect::new(move |_| {
            shown.track();
            state.load_list_if_asked();
        });
        state
    }

    /// Whether the later part is there.
    pub(crate) fn later(self) -> Later {
        self.later.get()
    }

    /// Loads the later part, unless it is there.
    pub(crate) fn load_later(self) {
        if matches!(self.later.get_untracked(), Later::Here(_)) {
            return;
        }
        if matches!(self.later.get_untracked(), Later::Failed) {
            self.later.set(Later::Coming);
        }
        spawn_local(async move {
            self.later.set(match later::load().await {
                Ok(part) => Later::Here(part),
                Err(later::NotLoaded) => Later::Failed,
            });
            browser::mark_whole();
        });
    }

    /// Loads the Public Suffix List once something has asked for it.
    pub(crate) fn load_list_if_asked(self) {
        if !platform::misses_the_list() {
            return;
        }
        spawn_local(async move {
            if platform::load_the_list().await.is_ok() {
                self.lists.update(|lists| *lists += 1);
            }
        });
    }

    pub(crate) fn shown(self) -> Arc<Shown> {
        self.shown.get()
    }

    /// The text of a field that holds one.
    pub(crate) fn text(self, read: fn(&Draft) -> &str) -> Live<String> {
        Rc::new(move || read(&self.shown().draft).to_owned())
    }

    /// The entries of a list of the policy.
    pub(crate) fn entries(self, field: PolicyField) -> Live<Vec<String>> {
        Rc::new(move || entries(&self.shown().draft.policy, field).to_vec())
    }

    /// Whether the last entry of a list is still in the field that adds.
    pub(crate) fn adding(self, field: Field) -> Live<bool> {
        Rc::new(move || self.shown().adding.contains(&field))
    }

    /// The numbers of a list's entries that cannot be used.
    pub(crate) fn invalid_entries(self, field: Field) -> Live<Vec<usize>> {
        Rc::new(move || {
            let shown = self.shown();
            let errors = shown.errors_at(field);
            errors.filter_map(|finding| finding.index).collect()
        })
    }

    /// Whether a field as a whole cannot be used.
    pub(crate) fn is_invalid(self, field: Field) -> Live<bool> {
        Rc::new(move || self.shown().errors_at(field).next().is_some())
    }

    fn update(self, change: &mut dyn FnMut(&mut Session)) {
        self.session.update(|session| change(session));
    }

    pub(crate) fn edit(self, edit: Edit, mut change: impl FnMut(&mut Draft)) {
        let change: &mut dyn FnMut(&mut Draft) = &mut change;
        self.update(&mut |session| session.edit(edit, &mut *change));
    }

    /// Takes every change of a field that holds one text.
    pub(crate) fn on_text(
        self,
        field: Field,
        place: fn(&mut Draft) -> &mut String,
    ) -> Told<String> {
        Rc::new(move |text| {
            self.edit(Edit::Typing(field), |draft| {
                place(draft).clone_from(&text);
            });
        })
    }

    /// Takes every change of a list of the policy.
    pub(crate) fn on_list(self, field: PolicyField) -> Told<ListChange<String>> {
        Rc::new(move |change| {
            self.update(&mut |session| session.change_list(field, change.clone()));
        })
    }

    /// Takes every change of the request's headers.
    pub(crate) fn on_headers(self) -> Told<ListChange<(String, String)>> {
        Rc::new(move |change| {
            self.update(&mut |session| session.change_headers(change.clone()));
        })
    }

    pub(crate) fn fix(self, fix: &Fix) {
        self.update(&mut |session| session.fix(fix));
    }

    pub(crate) fn undo(self) {
        self.update(&mut Session::undo);
    }

    pub(crate) fn open(self, draft: &Draft, notices: &[String]) {
        self.update(&mut |session| session.open(draft.clone(), notices.to_vec()));
    }

    pub(crate) fn set(self, draft: &Draft) {
        self.update(&mut |session| session.set(draft.clone()));
    }

    pub(crate) fn set_theme(self, theme: Theme) {
        self.update(&mut |session| session.set_theme(theme));
    }

    /// What makes a part of the page unusable that would change the state, when the state may only be read.
    pub(crate) fn locked(self) -> Option<Text> {
        flag(self.shown().draft.presentation.readonly)
    }

    pub(crate) fn dismiss_notices(self) {
        self.update(&mut Session::dismiss_notices);
    }
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
