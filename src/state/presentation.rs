//! How the page shows the state: the words that links carry, with their meaning.

/// A tab of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Config,
    Flow,
    Checks,
    Troubleshoot,
}

/// What an embedded page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmbedView {
    Full,
    Exchange,
    Policy,
    Configuration,
    Findings,
}

/// The colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// Those of the system.
    Auto,
    Light,
    Dark,
}

impl Tab {
    pub(crate) const ALL: [Self; 4] = [Self::Config, Self::Flow, Self::Checks, Self::Troubleshoot];

    /// The word in links.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Flow => "flow",
            Self::Checks => "checks",
            Self::Troubleshoot => "troubleshoot",
        }
    }

    pub(crate) fn of_word(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|tab| tab.word() == word);
        known.unwrap_or(Self::Config)
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Config => "Config",
            Self::Flow => "Request flow",
            Self::Checks => "Checks",
            Self::Troubleshoot => "Troubleshoot",
        }
    }
}

impl EmbedView {
    pub(crate) const ALL: [Self; 5] = [
        Self::Full,
        Self::Exchange,
        Self::Policy,
        Self::Configuration,
        Self::Findings,
    ];

    /// The word in links.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Exchange => "exchange",
            Self::Policy => "policy",
            Self::Configuration => "configuration",
            Self::Findings => "findings",
        }
    }

    pub(crate) fn of_word(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|view| view.word() == word);
        known.unwrap_or(Self::Full)
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Full => "Everything",
            Self::Exchange => "Request flow",
            Self::Policy => "Policy",
            Self::Configuration => "Config",
            Self::Findings => "Checks",
        }
    }
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in links.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Auto => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the Theme button chooses next.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_state::{TABS, THEMES, VIEWS};

    #[test]
    fn links_carry_the_same_words() {
        assert_eq!(Tab::ALL.map(Tab::word), TABS);
        assert_eq!(Theme::ALL.map(Theme::word), THEMES);
        let mut views = EmbedView::ALL.map(EmbedView::word);
        let mut words = VIEWS;
        views.sort_unstable();
        words.sort_unstable();
        assert_eq!(views, words);
        assert_eq!(EmbedView::of_word("").word(), VIEWS[0]);
        assert_eq!(Tab::of_word("").word(), TABS[0]);
    }
}
