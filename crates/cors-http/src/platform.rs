//! What the caller has and this crate does not: tables that would be larger than all its code.

use crate::PublicSuffixList;
use crate::ascii_hosts_only;

/// What a caller passes in: the page asks the browser, the command line has libraries.
#[derive(Clone, Copy, Debug)]
pub struct Platform {
    /// Turns a host with characters beyond ASCII into its ASCII form.
    pub host_to_ascii: fn(&str) -> Option<String>,
    /// The Public Suffix List.
    pub suffixes: PublicSuffixList,
    /// The address of the page, to which snippets and exports link; `None` where there is none to link to.
    pub base: Option<&'static str>,
}

impl Platform {
    /// Without any table: hosts beyond ASCII are rejected, and the Public Suffix List is not loaded.
    pub const BARE: Self = Self {
        host_to_ascii: ascii_hosts_only,
        suffixes: PublicSuffixList::NOT_LOADED,
        base: None,
    };
}
