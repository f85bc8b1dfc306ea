//! The whole state of the page: everything else is derived from it.

use crate::fetch::{CredentialsMode, Mode, Profile, RequestDraft};
use crate::platform::Platform;
use crate::policy::{OriginEntry, OriginPattern, PolicyDraft, PreflightStatus, parse_origin};

/// Everything that a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What is allowed.
    pub policy: PolicyDraft,
    /// What the page sends.
    pub request: RequestDraft,
    /// The id of the target shown.
    pub target: String,
    /// The version of the target; empty for the newest verified.
    pub version: String,
    /// Whose behaviour is predicted.
    pub browser: Profile,
    /// The id of the fault that is played; empty for none. Ids that are not known here are carried all
    /// the same, so that a link written by a later version survives being opened by this one.
    pub fault: String,
    /// How the page shows all this.
    pub presentation: Presentation,
}

/// How the page shows the state: for figures in other people's documentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Presentation {
    /// A compact figure without the page's own header.
    pub embed: bool,
    /// Which part is shown.
    pub view: View,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the fields can be changed.
    pub readonly: bool,
}

/// Which part of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// All of it.
    #[default]
    Full,
    /// The exchange.
    Exchange,
    /// The policy form.
    Policy,
    /// The configuration.
    Configuration,
    /// The findings.
    Findings,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the reader's system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl View {
    /// All of them, the default first.
    pub const ALL: [Self; 5] = [
        Self::Full,
        Self::Exchange,
        Self::Policy,
        Self::Configuration,
        Self::Findings,
    ];

    /// The id in links and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Exchange => "exchange",
            Self::Policy => "policy",
            Self::Configuration => "configuration",
            Self::Findings => "findings",
        }
    }

    /// The view of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.id() == id)
    }
}

impl Theme {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The id in links and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.id() == id)
    }
}

/// The page's origin when the allow list has no exact origin to take.
const PAGE_ORIGIN: &str = "https://app.example.com";
/// The URL asked for when nothing is said.
const URL: &str = "https://api.example.com/";
/// The method when nothing is said.
const METHOD: &str = "GET";

impl Default for Draft {
    /// What a link with no key but the version means: an empty policy and the plainest request.
    fn default() -> Self {
        Self::of_policy(PolicyDraft::default())
    }
}

impl Draft {
    /// This policy with the request, the target and everything else at their defaults.
    pub fn of_policy(policy: PolicyDraft) -> Self {
        Self {
            request: default_request(&policy),
            policy,
            target: default_target().to_owned(),
            version: String::new(),
            browser: Profile::default(),
            fault: String::new(),
            presentation: Presentation::default(),
        }
    }

    /// What a bare address shows: the classic case, whole and correct.
    pub fn teaching_example() -> Self {
        let list = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        let policy = PolicyDraft {
            allow_origins: list(&["https://app.example.com"]),
            allow_methods: list(&["GET", "POST", "PUT", "DELETE"]),
            allow_headers: list(&["content-type", "authorization"]),
            expose_headers: Vec::new(),
            allow_credentials: false,
            max_age: "3600".to_owned(),
            preflight_status: PreflightStatus::NoContent,
        };
        Self {
            request: RequestDraft {
                page_origin: "https://app.example.com".to_owned(),
                url: "https://api.example.com/api/users".to_owned(),
                method: "POST".to_owned(),
                headers: vec![
                    ("Content-Type".to_owned(), "application/json".to_owned()),
                    ("Authorization".to_owned(), String::new()),
                ],
                credentials: CredentialsMode::SameOrigin,
                mode: Mode::Cors,
            },
            ..Self::of_policy(policy)
        }
    }
}

/// The target shown when nothing is said. It is part of the meaning of every link that names none, so it
/// does not depend on the order of the registry.
pub fn default_target() -> &'static str {
    "nginx"
}

/// The request to try when nothing is said: a plain `GET` from the first exact origin of the allow list.
pub fn default_request(policy: &PolicyDraft) -> RequestDraft {
    RequestDraft {
        page_origin: default_page_origin(policy),
        url: URL.to_owned(),
        method: METHOD.to_owned(),
        headers: Vec::new(),
        credentials: CredentialsMode::default(),
        mode: Mode::default(),
    }
}

fn default_page_origin(policy: &PolicyDraft) -> String {
    policy
        .allow_origins
        .iter()
        .find_map(|entry| exact_origin(entry))
        .unwrap_or_else(|| PAGE_ORIGIN.to_owned())
}

/// The entry as an exact origin. There are no tables here for hosts beyond ASCII: such an entry is taken
/// as typed when it is an origin but for that host, so the default does not depend on who computes it.
fn exact_origin(entry: &str) -> Option<String> {
    let stand_in = Platform {
        host_to_ascii: |_| Some("host.invalid".to_owned()),
        ..Platform::BARE
    };
    match parse_origin(entry, &stand_in) {
        Ok((OriginEntry::Pattern(pattern @ OriginPattern::Exact(_)), _)) => {
            Some(if entry.is_ascii() {
                pattern.to_string()
            } else {
                entry.trim().trim_end_matches('/').to_owned()
            })
        }
        _ => None,
    }
}
