//! What each lazy module offers. Nothing but `lazy_modules!` may name these values.

use cors_analysis::findings::{RULES, Rule};
use cors_core::targets::{TARGETS, Target};

use super::host_messages::{self, Command, Event};
use crate::browser::host::RawMessage;
use crate::dom::AnyView;
use crate::{checks, help, share, troubleshoot};

/// The checks.
pub(crate) struct Checks {
    pub(crate) rules: &'static [Rule],
    /// What is in the Checks tab.
    pub(crate) panel: fn() -> AnyView,
}

/// What reads a paste.
pub(crate) struct Troubleshoot {
    /// What is in the Troubleshoot tab.
    pub(crate) panel: fn() -> AnyView,
}

/// All targets, with their full examples.
pub(crate) struct Targets {
    pub(crate) targets: &'static [Target],
}

/// Files and embed code.
pub(crate) struct Exports {
    pub(crate) embed: fn() -> AnyView,
    pub(crate) files: fn() -> AnyView,
}

/// The texts of Help.
pub(crate) struct Help {
    pub(crate) panel: fn() -> AnyView,
}

/// The messages between an embedded page and the page around it.
pub(crate) struct Embed {
    pub(crate) read: fn(&RawMessage) -> Result<Option<Command>, String>,
    pub(crate) write: fn(&Event) -> String,
}

pub(super) const CHECKS: Checks = Checks {
    rules: RULES,
    panel: checks::panel,
};

pub(super) const TROUBLESHOOT: Troubleshoot = Troubleshoot {
    panel: troubleshoot::panel,
};

pub(super) const TARGETS_CONTENT: Targets = Targets { targets: TARGETS };

pub(super) const EXPORTS: Exports = Exports {
    embed: share::embed_panel,
    files: share::files_panel,
};

pub(super) const HELP: Help = Help { panel: help::panel };

pub(super) const EMBED: Embed = Embed {
    read: host_messages::read,
    write: host_messages::write,
};
