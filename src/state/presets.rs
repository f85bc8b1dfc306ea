//! The policies that one can start from. Adding one is a row here.

use cors_core::policy::PolicyDraft;
use cors_state::Draft;

/// A policy to start from.
#[derive(Debug)]
pub(crate) struct Preset {
    /// The name in the list.
    pub(crate) label: &'static str,
    /// What it is for, in a sentence.
    pub(crate) about: &'static str,
    origins: &'static [&'static str],
    methods: &'static [&'static str],
    headers: &'static [&'static str],
    expose: &'static [&'static str],
    credentials: bool,
    max_age: &'static str,
}

/// All of them, as they are offered. The first is what a bare address shows.
pub(crate) static PRESETS: [Preset; 9] = [
    Preset {
        label: "SPA with cookies",
        about: "A single-page app that signs its users in with a cookie.",
        origins: &["https://app.example.com"],
        methods: &["GET", "POST", "PUT", "DELETE"],
        headers: &["content-type"],
        expose: &[],
        credentials: true,
        max_age: "600",
    },
    Preset {
        label: "SPA with bearer token",
        about: "A single-page app that sends a token in Authorization.",
        origins: &["https://app.example.com"],
        methods: &["GET", "POST", "PUT", "DELETE"],
        headers: &["content-type", "authorization"],
        expose: &[],
        credentials: false,
        max_age: "3600",
    },
    Preset {
        label: "Public read-only API",
        about: "Data that any site can read. No cookies, no tokens.",
        origins: &["*"],
        methods: &["GET"],
        headers: &[],
        expose: &["etag"],
        credentials: false,
        max_age: "86400",
    },
    Preset {
        label: "Several customers' domains",
        about: "A widget or an API that runs on the sites of known customers.",
        origins: &[
            "https://www.customer-one.example",
            "https://shop.customer-two.example",
            "https://customer-three.example",
        ],
        methods: &["GET", "POST"],
        headers: &["content-type", "authorization"],
        expose: &[],
        credentials: false,
        max_age: "3600",
    },
    Preset {
        label: "Preview deployments",
        about: "Every branch has a subdomain of a domain that is yours alone.",
        origins: &["https://app.example.com", "https://*.preview.example.com"],
        methods: &["GET", "POST", "PUT", "DELETE"],
        headers: &["content-type", "authorization"],
        expose: &[],
        credentials: false,
        max_age: "600",
    },
    Preset {
        label: "Local development next to production",
        about: "The deployed app, and a development server on your machine.",
        origins: &["https://app.example.com", "http://localhost:5173"],
        methods: &["GET", "POST", "PUT", "DELETE"],
        headers: &["content-type", "authorization"],
        expose: &[],
        credentials: false,
        max_age: "600",
    },
    Preset {
        label: "Mobile web view",
        about: "A Capacitor or Ionic app, whose pages have origins of their own.",
        origins: &["capacitor://localhost", "https://localhost"],
        methods: &["GET", "POST", "PUT", "DELETE"],
        headers: &["content-type", "authorization"],
        expose: &[],
        credentials: false,
        max_age: "3600",
    },
    Preset {
        label: "MCP server",
        about: "A Model Context Protocol server that web clients connect to.",
        origins: &["https://client.example.com", "http://localhost:6274"],
        methods: &["GET", "POST", "DELETE"],
        headers: &[
            "content-type",
            "authorization",
            "mcp-protocol-version",
            "mcp-session-id",
            "last-event-id",
        ],
        expose: &["mcp-session-id", "www-authenticate"],
        credentials: false,
        max_age: "7200",
    },
    Preset {
        label: "Blank",
        about: "Nothing is allowed yet.",
        origins: &[],
        methods: &[],
        headers: &[],
        expose: &[],
        credentials: false,
        max_age: "",
    },
];

impl Preset {
    /// The policy.
    pub(crate) fn policy(&self) -> PolicyDraft {
        let own = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        PolicyDraft {
            allow_origins: own(self.origins),
            allow_methods: own(self.methods),
            allow_headers: own(self.headers),
            expose_headers: own(self.expose),
            allow_credentials: self.credentials,
            max_age: self.max_age.to_owned(),
            ..PolicyDraft::default()
        }
    }

    /// Whether its origins are an example's, to be replaced by one's own.
    pub(crate) fn is_example(&self) -> bool {
        let mut origins = self.origins.iter();
        origins.any(|origin| super::list::is_example_origin(origin))
    }

    /// The policy with a test request that follows it, and all else at its defaults.
    pub(crate) fn draft(&self) -> Draft {
        Draft {
            own_request: None,
            ..Draft::of_policy(self.policy())
        }
    }
}

/// The preset that has this policy.
pub(crate) fn preset_of(policy: &PolicyDraft) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.policy() == *policy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_analysis::findings::Severity;
    use cors_analysis::{VerdictKind, analyze};
    use cors_http::Platform;

    #[test]
    fn every_preset_but_blank_can_be_deployed_without_a_risk() {
        let platform = Platform {
            suffixes: cors_suffixes::PUBLIC_SUFFIXES,
            ..Platform::BARE
        };
        for preset in &PRESETS {
            let analysis = analyze(&preset.draft(), &platform);
            let worst = analysis.findings().first();
            if preset.label == "Blank" {
                assert_eq!(worst.map(|finding| finding.severity), Some(Severity::Error));
                continue;
            }
            let is_tip = worst.is_none_or(|finding| finding.severity == Severity::Tip);
            assert!(is_tip, "{}: {worst:?}", preset.label);
            assert!(analysis.configuration().is_ok(), "{}", preset.label);
            assert_eq!(
                analysis.verdict().kind,
                VerdictKind::Allowed,
                "{}",
                preset.label
            );
        }
    }

    #[test]
    fn presets_are_told_apart() {
        for preset in &PRESETS {
            let found = preset_of(&preset.policy()).map(|found| found.label);
            assert_eq!(found, Some(preset.label));
        }
    }
}
