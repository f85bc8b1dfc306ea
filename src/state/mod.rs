//! The state of the page, which every component finds in its context: one writable signal for what somebody did, and
//! memos for everything that follows from it. Only what is on the screen follows them, so only that is computed.

pub(crate) mod address;
mod embed;
mod list;
mod platform;
mod preferences;
mod presentation;
mod presets;
mod screen;
mod session;
mod shortcuts;

pub(crate) use list::List;
pub(crate) use platform::{base, platform};
pub(crate) use presentation::{EmbedView, Tab, Theme};
pub(crate) use presets::{PRESETS, Preset, preset_of};
pub(crate) use screen::{Arrangement, Place, Screen};
pub(crate) use session::Edit;
pub(crate) use shortcuts::PASTE_FIELD;

use std::sync::Arc;

use cors_analysis::field::Field;
use cors_analysis::findings::{Finding, Fix};
use cors_analysis::{Analysis, Registry, analyze_with};
use cors_core::policy::PolicyField;
use cors_core::targets::{FIRST_TARGETS, find_info};
use cors_fetch::RequestField;
use cors_state::{Draft, Presentation};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{element, page};
use crate::lazy::Modules;
use session::Session;

/// The state of the page. It is one reference, so that closures can copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct State(&'static Parts);

impl std::ops::Deref for State {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What the state consists of.
pub(crate) struct Parts {
    session: RwSignal<Session>,
    /// Grows when something outside the session has changed that the analysis depends on.
    surroundings: RwSignal<u8>,
    screen: RwSignal<Screen>,
    is_policy_open: RwSignal<bool>,
    /// The theme chosen on this device.
    own_theme: RwSignal<Theme>,
    /// Whether the form of the test request is open.
    pub(crate) is_request_open: RwSignal<bool>,
    /// What is pasted in Troubleshoot.
    pub(crate) pasted: RwSignal<String>,
    /// The parts that are loaded when they are needed.
    pub(crate) modules: Modules,
    presentation: Memo<Presentation>,
    draft: Memo<Arc<Draft>>,
    /// The label of the chosen target while its module isn't loaded.
    pending: Memo<Option<&'static str>>,
    analysis: Memo<Arc<Analysis>>,
    arrangement: Memo<Arrangement>,
}

/// Begins the state of the page and puts it into the context.
pub(crate) fn provide_state(start: Start) -> State {
    let state = State::new(start);
    provide_context(state);
    state
}

/// The state of the page.
pub(crate) fn use_state() -> State {
    expect_context()
}

/// The id of the part below the header. It takes the focus where the element that had it has gone.
pub(crate) const MAIN: &str = "main";

/// What the page begins with.
#[derive(Clone, Copy)]
pub(crate) enum Start {
    /// The first preset, as rendered at build time.
    Example,
    /// What the address holds, or what this device remembers.
    Address,
}

impl State {
    fn new(start: Start) -> Self {
        let session = match start {
            Start::Example => Session::of_example(PRESETS[0].draft(), Vec::new()),
            Start::Address => address::read().0,
        };
        let session = RwSignal::new(session);
        let surroundings = RwSignal::new(0);
        let screen = RwSignal::new(Screen::Unknown);
        let is_policy_open = RwSignal::new(true);
        let modules = Modules::new();
        let presentation = Memo::new(move |_| session.with(|session| session.draft().presentation));
        let draft = Memo::new(move |_| {
            session.with(|session| {
                Arc::new(Draft {
                    presentation: Presentation::default(),
                    ..session.draft().clone()
                })
            })
        });
        let analysis = Memo::new_with_compare(
            move |_| {
                surroundings.track();
                let targets = modules.targets.get();
                let registry = Registry {
                    targets: targets.map_or(FIRST_TARGETS, |targets| targets.targets),
                    rules: modules.checks.get().map_or(&[], |checks| checks.rules),
                };
                draft.with(|draft| Arc::new(analyze_with(draft, &platform(), registry)))
            },
            // It is made only after something has changed, and can't be compared.
            |_, _| true,
        );
        let pending = Memo::new(move |_| {
            let target = draft.with(|draft| find_info(&draft.target))?;
            let analysis = analysis.get();
            let chosen = analysis.chosen().map(|chosen| chosen.target.id);
            (chosen != Some(target.id)).then_some(target.label)
        });
        let arrangement = Memo::new(move |_| {
            let presentation = presentation.get();
            Arrangement {
                screen: screen.get(),
                tab: Tab::of_word(presentation.tab),
                is_policy_open: is_policy_open.get(),
                embed: presentation
                    .embed
                    .then(|| EmbedView::of_word(presentation.view)),
            }
        });
        // There is one for each page, and it is there as long as the page.
        Self(Box::leak(Box::new(Parts {
            session,
            surroundings,
            screen,
            is_policy_open,
            own_theme: RwSignal::new(Theme::Auto),
            is_request_open: RwSignal::new(false),
            pasted: RwSignal::new(String::new()),
            modules,
            presentation,
            draft,
            pending,
            analysis,
            arrangement,
        })))
    }

    /// Begins to follow the address, the window, the page around this one, and the keyboard. For after mounting.
    pub(crate) fn connect(self) {
        address::follow(self);
        screen::follow(self);
        preferences::follow(self);
        embed::follow(self);
        shortcuts::follow(self);
        Effect::new(move |_| {
            self.analysis.track();
            self.load_list_if_asked();
        });
    }

    /// Something that the analysis depends on has changed outside the session.
    fn touch_surroundings(self) {
        self.surroundings
            .update(|count| *count = count.wrapping_add(1));
    }

    /// Loads the Public Suffix List once something has asked for it.
    pub(crate) fn load_list_if_asked(self) {
        if !platform::misses_the_list() {
            return;
        }
        spawn_local(async move {
            if let Ok(list) = self.modules.suffixes.load().await {
                platform::set_list(list);
                self.touch_surroundings();
            }
        });
    }

    /// Everything that follows from the state.
    pub(crate) fn analysis(self) -> Arc<Analysis> {
        self.analysis.get()
    }

    /// A value that is read from the analysis, and followed only when it is another one.
    pub(crate) fn select<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Analysis) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.analysis.with(|analysis| read(analysis)))
    }

    /// The state without how it is shown.
    pub(crate) fn draft(self) -> Arc<Draft> {
        self.draft.get()
    }

    /// A value that is read from the state, and followed only when it is another one.
    pub(crate) fn read<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Draft) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.draft.with(|draft| read(draft)))
    }

    /// The whole state, how it is shown included.
    pub(crate) fn whole_draft(self) -> Draft {
        self.session.with(|session| session.draft().clone())
    }

    /// Whether this is a compact page inside another one.
    pub(crate) fn is_embedded(self) -> bool {
        self.presentation.get().embed
    }

    /// What is on the screen.
    pub(crate) fn arrangement(self) -> Arrangement {
        self.arrangement.get()
    }

    /// Whether this part is on the screen.
    pub(crate) fn shows(self, place: Place) -> Memo<bool> {
        Memo::new(move |_| self.arrangement.get().shows(place))
    }

    /// Whether nothing can be changed.
    pub(crate) fn is_locked(self) -> bool {
        self.presentation.get().readonly
    }

    /// The label of the target that the state names while its module isn't loaded. The analysis is another one's until
    /// then.
    pub(crate) fn pending_target(self) -> Option<&'static str> {
        self.pending.get()
    }

    /// What was found about a field.
    pub(crate) fn findings_at(self, field: Field) -> Memo<Arc<[Finding]>> {
        self.select(move |analysis| {
            let findings = analysis.findings().iter();
            findings
                .filter(|finding| finding.field == field)
                .cloned()
                .collect()
        })
    }

    // Edits of the policy and the test request.

    pub(crate) fn edit(self, edit: Edit, change: impl FnOnce(&mut Draft)) {
        self.session.update(|session| session.edit(edit, change));
    }

    pub(crate) fn type_entry(self, list: List, text: &str) {
        let counts = list.accepts(text, &platform());
        self.session
            .update(|session| session.type_entry(list, text, counts));
    }

    pub(crate) fn commit_entry(self) {
        if self.session.with_untracked(Session::has_pending) {
            self.session.update(Session::commit);
        }
    }

    pub(crate) fn cancel_entry(self) {
        self.session.update(Session::cancel);
    }

    pub(crate) fn add_entries(self, list: List, items: Vec<String>) {
        self.session.update(|session| session.add(list, items));
    }

    pub(crate) fn change_entries(self, list: List, change: impl FnOnce(&mut Vec<String>)) {
        self.session
            .update(|session| session.change_entries(list, change));
    }

    /// The entries of a list without what is being typed.
    pub(crate) fn committed(self, list: List) -> Memo<Vec<String>> {
        Memo::new(move |_| self.session.with(|session| session.committed(list)))
    }

    /// The text in the field that adds to a list.
    pub(crate) fn pending_entry(self, list: List) -> Memo<String> {
        Memo::new(move |_| {
            self.session
                .with(|session| session.pending(list).to_owned())
        })
    }

    pub(crate) fn start_from(self, preset: &Preset) {
        self.session
            .update(|session| session.start_from(preset.policy(), preset.is_example()));
    }

    pub(crate) fn fix(self, fixes: &[Fix]) {
        self.session.update(|session| session.fix(fixes));
    }

    pub(crate) fn undo(self) {
        self.session.update(Session::undo);
    }

    pub(crate) fn redo(self) {
        self.session.update(Session::redo);
    }

    pub(crate) fn can_undo(self) -> bool {
        self.session.with(Session::can_undo)
    }

    pub(crate) fn can_redo(self) -> bool {
        self.session.with(Session::can_redo)
    }

    /// Whether the origins are an example's.
    pub(crate) fn is_example(self) -> bool {
        self.session.with(Session::is_example)
    }

    // Choices that are no edits.

    /// Chooses the server, the browser, or a simulated failure.
    pub(crate) fn choose(self, change: impl FnOnce(&mut Draft)) {
        self.session.update(|session| session.choose(change));
    }

    /// Puts a whole state in place of this one, as one step that Undo takes back.
    pub(crate) fn set(self, draft: Draft) {
        self.session.update(|session| session.set(draft));
    }

    /// Opens a tab. On a phone it takes the place of the policy.
    pub(crate) fn open_tab(self, tab: Tab) {
        self.is_policy_open.set(false);
        if self.presentation.get_untracked().tab != tab.word() {
            self.session
                .update(|session| session.present(|presentation| presentation.tab = tab.word()));
        }
    }

    /// Shows the policy on a phone.
    pub(crate) fn open_policy(self) {
        self.is_policy_open.set(true);
    }

    /// Goes to the part of the page where something is, opens it, and moves the focus there.
    pub(crate) fn go_to(self, place: Place, id: &str) {
        match place {
            Place::Policy => self.open_policy(),
            Place::Panel(tab) => self.open_tab(tab),
            Place::FlowInShort => {}
        }
        let id = id.to_owned();
        // By then the part is there.
        crate::browser::time::after(0, move || element::go_to(&id));
    }

    /// Goes to a field.
    pub(crate) fn go_to_field(self, field: Field) {
        if matches!(field, Field::Request(_)) {
            self.is_request_open.set(true);
        }
        self.go_to(place_of(field), element_id(field));
    }

    /// Whether a place can be gone to. A compact page has only one.
    pub(crate) fn reaches(self, place: Place) -> bool {
        let arrangement = self.arrangement();
        arrangement.embed.is_none_or(|view| view == EmbedView::Full) || arrangement.shows(place)
    }

    /// Whether a field can be gone to.
    pub(crate) fn reaches_field(self, field: Field) -> bool {
        self.reaches(place_of(field))
    }

    /// The theme: the link's, or else this device's.
    pub(crate) fn theme(self) -> Theme {
        match Theme::of_word(self.presentation.get().theme) {
            Some(Theme::Auto) | None => self.own_theme.get(),
            Some(theme) => theme,
        }
    }

    /// Chooses the theme on this device; a link's gives way.
    pub(crate) fn choose_theme(self, theme: Theme) {
        self.own_theme.set(theme);
        preferences::remember_theme(theme);
        self.session.update(|session| {
            session.present(|presentation| presentation.theme = Theme::Auto.word());
        });
    }

    /// What wasn't understood in the link.
    pub(crate) fn notices(self) -> Memo<Arc<[String]>> {
        Memo::new(move |_| self.session.with(|session| session.notices().clone()))
    }

    pub(crate) fn dismiss_notices(self) {
        self.session.update(Session::dismiss_notices);
    }

    /// Loads what is needed soon, when the page has nothing else to do.
    pub(crate) fn load_when_idle(self) {
        crate::browser::time::when_idle(move || {
            spawn_local(async move {
                let _ = self.modules.checks.load().await;
                // With it come the steps of the first server.
                let _ = self.modules.targets.load().await;
                page::mark_whole();
            });
        });
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
        Field::Target => "server",
    }
}

/// The id of what was found about a field.
pub(crate) fn findings_id(field: Field) -> String {
    format!("{}-findings", element_id(field))
}

/// Where a field is.
fn place_of(field: Field) -> Place {
    match field {
        Field::Policy(_) => Place::Policy,
        Field::Request(_) => Place::Panel(Tab::Flow),
        Field::Target => Place::Panel(Tab::Config),
    }
}
