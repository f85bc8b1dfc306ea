//! The keys of a link: one row each.

use std::collections::BTreeMap;

use crate::{Draft, Faults, TABS, THEMES, VIEWS, default_target};
use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_fetch::{CredentialsMode, Mode, Profile, RequestDraft};

/// A key of a link.
#[derive(Debug)]
pub struct LinkKey {
    /// The name as written.
    pub name: &'static str,
    /// The possible values, for the docs.
    pub values: &'static str,
    /// The default, for the docs.
    pub default: &'static str,
    pub(super) part: Part,
}

/// The part of the state that a key belongs to.
#[derive(Debug)]
pub(super) enum Part {
    /// The version of this grammar.
    Version,
    Policy(Kind<PolicyDraft>),
    /// Whether the request follows the policy.
    Follow,
    Request(Kind<RequestDraft>),
    Rest(Kind<Draft>),
}

/// The kind of value, and how to read it from and write it to its part of the state.
#[derive(Debug)]
pub(super) enum Kind<T> {
    /// Any text.
    Text {
        get: fn(&T) -> &str,
        set: fn(&mut T, String),
    },
    /// A text whose password is removed.
    Url {
        get: fn(&T) -> &str,
        set: fn(&mut T, String),
    },
    /// `1` or `0`.
    Flag {
        get: fn(&T) -> bool,
        set: fn(&mut T, bool),
    },
    /// One of a few words, the default first.
    Word {
        words: &'static [&'static str],
        get: fn(&T) -> &'static str,
        set: fn(&mut T, &'static str),
    },
    /// Items joined by commas.
    List {
        get: fn(&T) -> Vec<String>,
        set: fn(&mut T, Vec<String>),
    },
    /// The same, with passwords removed from each item.
    Urls {
        get: fn(&T) -> Vec<String>,
        set: fn(&mut T, Vec<String>),
    },
    /// Items `name` or `name:value`. Some of the values may be secret.
    Headers {
        get: fn(&T) -> Vec<(String, String)>,
        set: fn(&mut T, Vec<(String, String)>),
    },
    /// Items `id:value`.
    Pairs {
        get: fn(&T) -> Vec<(String, String)>,
        set: fn(&mut T, Vec<(String, String)>),
    },
    /// The simulated failures.
    Faults {
        get: fn(&T) -> &Faults,
        set: fn(&mut T, Faults),
    },
}

/// The keys in the order in which they are written.
pub static KEYS: [LinkKey; 25] = [
    LinkKey {
        name: "v",
        values: "`1`, the version of this grammar; always written, first",
        default: "`1`",
        part: Part::Version,
    },
    LinkKey {
        name: "origins",
        values: "list: the allow list",
        default: "empty",
        part: Part::Policy(Kind::Urls {
            get: |policy| policy.allow_origins.clone(),
            set: |policy, origins| policy.allow_origins = origins,
        }),
    },
    LinkKey {
        name: "methods",
        values: "list: allowed methods",
        default: "empty",
        part: Part::Policy(Kind::List {
            get: |policy| policy.allow_methods.clone(),
            set: |policy, methods| policy.allow_methods = methods,
        }),
    },
    LinkKey {
        name: "headers",
        values: "list: allowed request headers",
        default: "empty",
        part: Part::Policy(Kind::List {
            get: |policy| policy.allow_headers.clone(),
            set: |policy, headers| policy.allow_headers = headers,
        }),
    },
    LinkKey {
        name: "expose",
        values: "list: exposed response headers",
        default: "empty",
        part: Part::Policy(Kind::List {
            get: |policy| policy.expose_headers.clone(),
            set: |policy, headers| policy.expose_headers = headers,
        }),
    },
    LinkKey {
        name: "credentials",
        values: "`1` or `0`",
        default: "`0`",
        part: Part::Policy(Kind::Flag {
            get: |policy| policy.allow_credentials,
            set: |policy, allowed| policy.allow_credentials = allowed,
        }),
    },
    LinkKey {
        name: "max-age",
        values: "seconds, or the text as typed",
        default: "not set",
        part: Part::Policy(Kind::Text {
            get: |policy| &policy.max_age,
            set: |policy, seconds| policy.max_age = seconds,
        }),
    },
    LinkKey {
        name: "status",
        values: "`204` or `200`: the status of preflight responses",
        default: "`204`",
        part: Part::Policy(Kind::Word {
            words: &["204", "200"],
            get: |policy| match policy.preflight_status {
                PreflightStatus::NoContent => "204",
                PreflightStatus::Ok => "200",
            },
            set: |policy, status| {
                policy.preflight_status = match status {
                    "200" => PreflightStatus::Ok,
                    _ => PreflightStatus::NoContent,
                };
            },
        }),
    },
    LinkKey {
        name: "follow",
        values: "`1` or `0`: the test request is derived from the policy; a key of the request turns it off",
        default: "`0`",
        part: Part::Follow,
    },
    LinkKey {
        name: "from",
        values: "the page's origin",
        default: "first exact origin of `origins`, or `https://app.example.com`",
        part: Part::Request(Kind::Url {
            get: |request| &request.page_origin,
            set: |request, origin| request.page_origin = origin,
        }),
    },
    LinkKey {
        name: "url",
        values: "the request URL",
        default: "`https://api.example.com/`",
        part: Part::Request(Kind::Url {
            get: |request| &request.url,
            set: |request, url| request.url = url,
        }),
    },
    LinkKey {
        name: "method",
        values: "the method",
        default: "`GET`",
        part: Part::Request(Kind::Text {
            get: |request| &request.method,
            set: |request, method| request.method = method,
        }),
    },
    LinkKey {
        name: "send",
        values: "list of `name` or `name:value`: headers that JavaScript sets",
        default: "empty",
        part: Part::Request(Kind::Headers {
            get: |request| request.headers.clone(),
            set: |request, headers| request.headers = headers,
        }),
    },
    LinkKey {
        name: "cred",
        values: "`omit`, `same-origin` or `include`",
        default: "`same-origin`",
        part: Part::Request(Kind::Word {
            words: &["same-origin", "omit", "include"],
            get: |request| request.credentials.id(),
            set: |request, id| {
                request.credentials = CredentialsMode::from_id(id).unwrap_or_default();
            },
        }),
    },
    LinkKey {
        name: "mode",
        values: "`cors`, `no-cors` or `same-origin`",
        default: "`cors`",
        part: Part::Request(Kind::Word {
            words: &["cors", "no-cors", "same-origin"],
            get: |request| request.mode.id(),
            set: |request, id| request.mode = Mode::from_id(id).unwrap_or_default(),
        }),
    },
    LinkKey {
        name: "target",
        values: "the id of a target (a server, framework or platform)",
        default: "`nginx`",
        part: Part::Rest(Kind::Text {
            get: |draft| &draft.target,
            set: |draft, id| {
                draft.target = if id.is_empty() {
                    default_target().to_owned()
                } else {
                    id
                };
            },
        }),
    },
    LinkKey {
        name: "version",
        values: "a version of the target",
        default: "newest verified",
        part: Part::Rest(Kind::Text {
            get: |draft| &draft.version,
            set: |draft, version| draft.version = version,
        }),
    },
    LinkKey {
        name: "options",
        values: "list of `option:value`: options of the target",
        default: "each option's default",
        part: Part::Rest(Kind::Pairs {
            get: |draft| draft.options.clone().into_iter().collect(),
            set: |draft, options| draft.options = BTreeMap::from_iter(options),
        }),
    },
    LinkKey {
        name: "browser",
        values: "`standard`, `chromium`, `firefox` or `webkit`",
        default: "`standard`",
        part: Part::Rest(Kind::Word {
            words: &["standard", "chromium", "firefox", "webkit"],
            get: |draft| draft.browser.id(),
            set: |draft, id| draft.browser = Profile::from_id(id).unwrap_or_default(),
        }),
    },
    LinkKey {
        name: "fault",
        values: "list of at most two simulated failures, the outer one first, each `id` or `id:argument`",
        default: "none",
        part: Part::Rest(Kind::Faults {
            get: |draft| &draft.faults,
            set: |draft, faults| draft.faults = faults,
        }),
    },
    LinkKey {
        name: "tab",
        values: "`config`, `flow`, `checks` or `troubleshoot`: the open tab",
        default: "`config`",
        part: Part::Rest(Kind::Word {
            words: &TABS,
            get: |draft| draft.presentation.tab,
            set: |draft, tab| draft.presentation.tab = tab,
        }),
    },
    LinkKey {
        name: "embed",
        values: "`1` or `0`: a compact figure",
        default: "`0`",
        part: Part::Rest(Kind::Flag {
            get: |draft| draft.presentation.embed,
            set: |draft, embed| draft.presentation.embed = embed,
        }),
    },
    LinkKey {
        name: "view",
        values: "`full`, `exchange`, `policy`, `configuration` or `findings`",
        default: "`full`",
        part: Part::Rest(Kind::Word {
            words: &VIEWS,
            get: |draft| draft.presentation.view,
            set: |draft, view| draft.presentation.view = view,
        }),
    },
    LinkKey {
        name: "theme",
        values: "`auto`, `light` or `dark`",
        default: "`auto`",
        part: Part::Rest(Kind::Word {
            words: &THEMES,
            get: |draft| draft.presentation.theme,
            set: |draft, theme| draft.presentation.theme = theme,
        }),
    },
    LinkKey {
        name: "readonly",
        values: "`1` or `0`",
        default: "`0`",
        part: Part::Rest(Kind::Flag {
            get: |draft| draft.presentation.readonly,
            set: |draft, readonly| draft.presentation.readonly = readonly,
        }),
    },
];

impl LinkKey {
    /// The key of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// Whether the value is a list, so that repeated keys are joined.
    pub(super) fn is_list(&self) -> bool {
        match &self.part {
            Part::Version | Part::Follow => false,
            Part::Policy(kind) => kind.is_list(),
            Part::Request(kind) => kind.is_list(),
            Part::Rest(kind) => kind.is_list(),
        }
    }

    /// Whether the value is `1` or `0`.
    pub(super) fn is_flag(&self) -> bool {
        match &self.part {
            Part::Version => false,
            Part::Follow => true,
            Part::Policy(kind) => kind.is_flag(),
            Part::Request(kind) => kind.is_flag(),
            Part::Rest(kind) => kind.is_flag(),
        }
    }
}

impl<T> Kind<T> {
    fn is_list(&self) -> bool {
        match self {
            Self::List { .. }
            | Self::Urls { .. }
            | Self::Headers { .. }
            | Self::Pairs { .. }
            | Self::Faults { .. } => true,
            Self::Text { .. } | Self::Url { .. } | Self::Flag { .. } | Self::Word { .. } => false,
        }
    }

    fn is_flag(&self) -> bool {
        match self {
            Self::Flag { .. } => true,
            Self::Text { .. }
            | Self::Url { .. }
            | Self::Word { .. }
            | Self::List { .. }
            | Self::Urls { .. }
            | Self::Headers { .. }
            | Self::Pairs { .. }
            | Self::Faults { .. } => false,
        }
    }
}
