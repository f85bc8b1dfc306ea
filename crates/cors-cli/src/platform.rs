//! Tables that the core takes from its caller: Unicode and the Public Suffix List.

use cors_http::Platform;
use cors_suffixes::PUBLIC_SUFFIXES;
use idna::AsciiDenyList;

/// The functions of this program.
pub(crate) const PLATFORM: Platform = Platform {
    host_to_ascii,
    suffixes: PUBLIC_SUFFIXES,
    base: None,
};

/// The same with an address that snippets and exports link to.
pub(crate) fn at(base: Option<String>) -> Platform {
    Platform {
        // There is only one, and it is needed for as long as the program runs.
        base: base.map(|base| &*base.leak()),
        ..PLATFORM
    }
}

/// <https://url.spec.whatwg.org/#concept-domain-to-ascii>, not strict, as every browser does it.
fn host_to_ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii_cow(host.as_bytes(), AsciiDenyList::URL)
        .ok()
        .map(std::borrow::Cow::into_owned)
}
