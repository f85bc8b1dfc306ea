//! What is on the screen: the panes by the width of the window and the open tab.

use leptos::prelude::*;

use super::State;
use super::presentation::{EmbedView, Tab};
use crate::browser::screen::{matches, on_change};

/// How much room there is. The widths are those of `style/layout.css`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// Not measured yet: everything is there that any width may show first, and the style sheet chooses.
    Unknown,
    /// One pane at a time, with a bar at the bottom.
    Phone,
    /// The policy above the tabs.
    Stacked,
    /// The policy next to the tabs.
    TwoPanes,
    /// The policy, the config, and the other tabs.
    ThreePanes,
}

/// The media query of each width but the first, the narrowest first.
const WIDTHS: [(&str, Screen); 3] = [
    ("(min-width: 768px)", Screen::Stacked),
    ("(min-width: 1200px)", Screen::TwoPanes),
    ("(min-width: 1440px)", Screen::ThreePanes),
];

/// A part of the page that is shown or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Policy,
    /// The request flow in short, above the tabs.
    FlowInShort,
    Panel(Tab),
}

/// Everything that decides what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrangement {
    pub(crate) screen: Screen,
    pub(crate) tab: Tab,
    /// Whether a phone shows the policy instead of the tab.
    pub(crate) is_policy_open: bool,
    /// What an embedded page shows.
    pub(crate) embed: Option<EmbedView>,
}

/// Follows the width of the window.
pub(super) fn follow(state: State) {
    let measure = move || {
        let fits = WIDTHS.iter().rev().find(|(query, _)| matches(query));
        let screen = fits.map_or(Screen::Phone, |(_, screen)| *screen);
        if state.screen.get_untracked() != screen {
            state.screen.set(screen);
        }
    };
    measure();
    for (query, _) in WIDTHS {
        on_change(query, measure);
    }
}

impl Arrangement {
    /// Whether this part is shown.
    pub(crate) fn shows(self, place: Place) -> bool {
        match self.embed {
            Some(EmbedView::Exchange) => place == Place::Panel(Tab::Flow),
            Some(EmbedView::Policy) => place == Place::Policy,
            Some(EmbedView::Configuration) => place == Place::Panel(Tab::Config),
            Some(EmbedView::Findings) => place == Place::Panel(Tab::Checks),
            Some(EmbedView::Full) | None => self.page_shows(place),
        }
    }

    fn page_shows(self, place: Place) -> bool {
        match (self.screen(), place) {
            (
                Screen::Unknown | Screen::Stacked | Screen::TwoPanes | Screen::ThreePanes,
                Place::Policy,
            )
            | (Screen::Unknown, Place::FlowInShort) => true,
            (Screen::Unknown, Place::Panel(tab)) => {
                tab == self.tab || matches!(tab, Tab::Config | Tab::Flow)
            }
            (Screen::Phone, Place::Policy) => self.is_policy_open,
            (Screen::Phone, Place::Panel(tab)) => !self.is_policy_open && tab == self.tab,
            (Screen::Phone | Screen::Stacked | Screen::ThreePanes, Place::FlowInShort) => false,
            (Screen::TwoPanes, Place::FlowInShort) => self.tab != Tab::Flow,
            (Screen::Stacked | Screen::TwoPanes, Place::Panel(tab)) => tab == self.tab,
            (Screen::ThreePanes, Place::Panel(tab)) => tab == Tab::Config || tab == self.selected(),
        }
    }

    /// An embedded page has no bar at the bottom, so it shows the policy above the tabs.
    fn screen(self) -> Screen {
        match self.screen {
            Screen::Phone if self.embed.is_some() => Screen::Stacked,
            screen => screen,
        }
    }

    /// The tab that is selected. Where the config has a pane of its own, that is never Config.
    pub(crate) fn selected(self) -> Tab {
        match (self.screen, self.tab) {
            (Screen::ThreePanes, Tab::Config) => Tab::Flow,
            (_, tab) => tab,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: [(Place, &str); 6] = [
        (Place::Policy, "policy"),
        (Place::FlowInShort, "short"),
        (Place::Panel(Tab::Config), "config"),
        (Place::Panel(Tab::Flow), "flow"),
        (Place::Panel(Tab::Checks), "checks"),
        (Place::Panel(Tab::Troubleshoot), "troubleshoot"),
    ];

    #[track_caller]
    fn check(screen: Screen, tab: Tab, embed: Option<EmbedView>, expected: &str) {
        let arrangement = Arrangement {
            screen,
            tab,
            is_policy_open: false,
            embed,
        };
        let shown = PLACES.iter().filter(|(place, _)| arrangement.shows(*place));
        let shown: Vec<&str> = shown.map(|(_, name)| *name).collect();
        assert_eq!(shown.join(" "), expected, "{screen:?} {tab:?} {embed:?}");
    }

    #[test]
    fn panes_by_width() {
        check(Screen::ThreePanes, Tab::Config, None, "policy config flow");
        check(
            Screen::ThreePanes,
            Tab::Checks,
            None,
            "policy config checks",
        );
        check(Screen::TwoPanes, Tab::Config, None, "policy short config");
        check(Screen::TwoPanes, Tab::Flow, None, "policy flow");
        check(Screen::Stacked, Tab::Config, None, "policy config");
        check(
            Screen::Stacked,
            Tab::Troubleshoot,
            None,
            "policy troubleshoot",
        );
        check(Screen::Phone, Tab::Config, None, "config");
        check(
            Screen::Unknown,
            Tab::Config,
            None,
            "policy short config flow",
        );
    }

    #[test]
    fn embedded_pages_show_their_view() {
        let tab = Tab::Config;
        for (view, expected) in [
            (EmbedView::Exchange, "flow"),
            (EmbedView::Policy, "policy"),
            (EmbedView::Configuration, "config"),
            (EmbedView::Findings, "checks"),
        ] {
            check(Screen::ThreePanes, tab, Some(view), expected);
            check(Screen::Phone, tab, Some(view), expected);
        }
        check(Screen::Phone, tab, Some(EmbedView::Full), "policy config");
    }

    #[test]
    fn phones_begin_with_the_policy() {
        let arrangement = Arrangement {
            screen: Screen::Phone,
            tab: Tab::Config,
            is_policy_open: true,
            embed: None,
        };
        assert!(arrangement.shows(Place::Policy));
        assert!(!arrangement.shows(Place::Panel(Tab::Config)));
    }
}
