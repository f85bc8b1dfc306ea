//! What the caller provides: tables that would be larger than all the code of this crate.

use crate::PublicSuffixList;
use crate::ascii_hosts_only;

/// Functions and tables from the caller. The page uses the browser's, the command line uses libraries.
#[derive(Clone, Copy, Debug)]
pub struct Platform {
    /// Converts a host with characters beyond ASCII to its ASCII form.
    pub host_to_ascii: fn(&str) -> Option<String>,
    /// The Public Suffix List.
    pub suffixes: PublicSuffixList,
    /// The address of the page, for links in snippets and exports; `None` if they have no link.
    pub base: Option<&'static str>,
}

impl Platform {
    /// No tables: hosts beyond ASCII are rejected, and the Public Suffix List isn't loaded.
    pub const BARE: Self = Self {
        host_to_ascii: ascii_hosts_only,
        suffixes: PublicSuffixList::NOT_LOADED,
        base: None,
    };
}
