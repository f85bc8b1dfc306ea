use serde::{Deserialize, Serialize};

/// The browser whose behavior is simulated.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// The text of the Fetch standard.
    #[default]
    Standard,
    /// Chromium, the engine of Chrome and Edge.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit, the engine of Safari.
    Webkit,
}

impl Profile {
    /// All profiles, the standard first.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Chromium, Self::Firefox, Self::Webkit];

    /// The id in links, JSON and options.
    pub fn id(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The name that users know.
    pub fn label(self) -> &'static str {
        match self {
            Self::Standard => "Fetch spec",
            Self::Chromium => "Chrome",
            Self::Firefox => "Firefox",
            Self::Webkit => "Safari",
        }
    }

    /// The name of the engine, for facts about the engine.
    pub fn engine(self) -> &'static str {
        match self {
            Self::Standard => "the Fetch standard",
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Webkit => "WebKit",
        }
    }
    /// The profile of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.id() == id)
    }
}
