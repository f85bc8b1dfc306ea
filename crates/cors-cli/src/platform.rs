//! Hosts beyond ASCII, which the core leaves to its caller.

use idna::AsciiDenyList;

/// <https://url.spec.whatwg.org/#concept-domain-to-ascii>, not strict, as every browser does it.
pub(crate) fn host_to_ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii_cow(host.as_bytes(), AsciiDenyList::URL)
        .ok()
        .map(std::borrow::Cow::into_owned)
}
