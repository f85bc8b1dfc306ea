/// The parts of the page that can be shown alone, the default first.
pub const VIEWS: [&str; 5] = ["full", "exchange", "policy", "configuration", "findings"];
/// The tabs of the full page, the default first.
pub const TABS: [&str; 4] = ["config", "flow", "checks", "troubleshoot"];
/// The page's color schemes, the default first.
pub const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// How the page shows the state. Links carry the words; only the page knows their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Presentation {
    /// One of [`TABS`].
    pub tab: &'static str,
    /// Whether the page is a compact figure without its own header.
    pub embed: bool,
    /// One of [`VIEWS`].
    pub view: &'static str,
    /// One of [`THEMES`].
    pub theme: &'static str,
    /// Whether the fields can't be changed.
    pub readonly: bool,
}

impl Default for Presentation {
    fn default() -> Self {
        Self {
            tab: TABS[0],
            embed: false,
            view: VIEWS[0],
            theme: THEMES[0],
            readonly: false,
        }
    }
}
