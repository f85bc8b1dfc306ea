//! What the core leaves to the page: international hosts, the Public Suffix List, and the page's own address.
//!
//! The list is a lazy module. The core asks for it through a function; while the list isn't loaded, that
//! function says so and notes that it was asked, and [`State`] then loads it.

use std::cell::{Cell, OnceCell};

use cors_http::Platform;
use cors_http::{NotLoaded, PublicSuffix, PublicSuffixList};

use crate::browser;
use crate::later;

thread_local! {
    static LIST: Cell<Option<&'static PublicSuffixList>> = const { Cell::new(None) };
    static WAS_ASKED: Cell<bool> = const { Cell::new(false) };
    static ADDRESS: OnceCell<&'static str> = const { OnceCell::new() };
}

/// What the core is called with.
pub(crate) fn platform() -> Platform {
    Platform {
        host_to_ascii: browser::host_to_ascii,
        suffixes: PublicSuffixList {
            suffix_of,
            suffix_below,
        },
        // A page that is rendered at build time has no address yet.
        base: cfg!(target_family = "wasm").then(address),
    }
}

/// Whether something has asked for the list while it wasn't loaded.
pub(crate) fn misses_the_list() -> bool {
    WAS_ASKED.get() && LIST.get().is_none()
}

/// Loads the list.
pub(crate) async fn load_the_list() -> Result<(), later::NotLoaded> {
    let list = later::load_suffixes().await?;
    LIST.set(Some(list));
    Ok(())
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

/// The page's address doesn't change while it is open: what changes is behind the `#`.
fn address() -> &'static str {
    ADDRESS.with(|address| *address.get_or_init(|| browser::address().leak()))
}
