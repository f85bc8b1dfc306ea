//! What the core leaves to the page: international hosts, the Public Suffix List, and the page's own address.
//!
//! The list is a lazy module. The core asks for it through a function; while the list isn't loaded, that function
//! says so and notes that it was asked, and [`State`](super::State) then loads it.

use std::cell::Cell;

use cors_http::{NotLoaded, Platform, PublicSuffix, PublicSuffixList};

use crate::browser::url;

thread_local! {
    static LIST: Cell<Option<&'static PublicSuffixList>> = const { Cell::new(None) };
    static WAS_ASKED: Cell<bool> = const { Cell::new(false) };
    static BASE: Cell<&'static str> = const { Cell::new("/") };
}

/// What the core is called with.
pub(crate) fn platform() -> Platform {
    Platform {
        host_to_ascii: url::host_to_ascii,
        suffixes: PublicSuffixList {
            suffix_of,
            suffix_below,
        },
        base: Some(BASE.get()),
    }
}

/// Whether something has asked for the list while it wasn't loaded.
pub(crate) fn misses_the_list() -> bool {
    WAS_ASKED.get() && LIST.get().is_none()
}

/// The list was loaded.
pub(crate) fn set_list(list: &'static PublicSuffixList) {
    LIST.set(Some(list));
}

fn list() -> Result<&'static PublicSuffixList, NotLoaded> {
    LIST.get().ok_or_else(|| {
        WAS_ASKED.set(true);
        NotLoaded
    })
}

fn suffix_of(domain: &str) -> Result<PublicSuffix, NotLoaded> {
    (list()?.suffix_of)(domain)
}

fn suffix_below(domain: &str) -> Result<Option<PublicSuffix>, NotLoaded> {
    (list()?.suffix_below)(domain)
}

/// The page's address without query and fragment was read. It is `/` until then, as it is when the page is rendered
/// at build time, because both have to be the same.
pub(crate) fn set_base(base: String) {
    // It doesn't change while the page is open, so this happens once.
    BASE.set(base.leak());
}

/// The page's address without query and fragment.
pub(crate) fn base() -> &'static str {
    BASE.get()
}
