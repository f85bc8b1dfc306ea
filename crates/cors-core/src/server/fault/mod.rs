//! What goes wrong in practice, as a wrapper around a server.
//!
//! A fault changes the application, the answers on their way out, or what lies between server and browser.
//! Crate `cors-analysis` plays it and explains it.

mod http_cache;
mod play;

pub use http_cache::HttpCache;

/// Something that goes wrong between a browser and a server and that can be watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The application answers with a redirect to the same path on another host, whose server has the
    /// same policy.
    RedirectsToAnotherHost,
    /// Something in front of the CORS configuration answers `OPTIONS` with 405.
    PreflightNotRouted,
    /// Authentication is demanded in front of the CORS configuration.
    AuthenticationBeforeCors,
    /// The application fails with 500, and errors leave the server without the headers.
    HeadersMissingOnErrors,
    /// A proxy takes the CORS headers out of every answer.
    ProxyStripsHeaders,
    /// A proxy adds the CORS headers that are there already.
    ProxyDoublesHeaders,
    /// Something in front of the CORS configuration redirects `http` to `https`.
    RedirectsToHttps,
    /// Something in front of the CORS configuration redirects a path to the same path with a slash.
    RedirectsToSlash,
    /// `Vary` is missing, and the browser's own cache holds the answer to an image load.
    VaryMissingOwnCache,
    /// `Vary` is missing, and a shared cache holds the answer to somebody else.
    VaryMissingSharedCache,
    /// The policy no longer allows the page, and the browser remembers that it did.
    StalePreflight,
    /// Nobody listens at the address.
    ServerDown,
}

/// Where answers are kept on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePlace {
    /// In the browser, for this person alone.
    Browser,
    /// Between browsers and server, for everybody.
    Shared,
}

impl Fault {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::PreflightNotRouted,
        Self::AuthenticationBeforeCors,
        Self::HeadersMissingOnErrors,
        Self::ProxyStripsHeaders,
        Self::ProxyDoublesHeaders,
        Self::RedirectsToHttps,
        Self::RedirectsToSlash,
        Self::RedirectsToAnotherHost,
        Self::VaryMissingOwnCache,
        Self::VaryMissingSharedCache,
        Self::StalePreflight,
        Self::ServerDown,
    ];

    /// The id in links and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::RedirectsToAnotherHost => "redirects-to-another-host",
            Self::PreflightNotRouted => "preflight-not-routed",
            Self::AuthenticationBeforeCors => "authentication-before-cors",
            Self::HeadersMissingOnErrors => "headers-missing-on-errors",
            Self::ProxyStripsHeaders => "proxy-strips-headers",
            Self::ProxyDoublesHeaders => "proxy-doubles-headers",
            Self::RedirectsToHttps => "redirects-to-https",
            Self::RedirectsToSlash => "redirects-to-slash",
            Self::VaryMissingOwnCache => "vary-missing-own-cache",
            Self::VaryMissingSharedCache => "vary-missing-shared-cache",
            Self::StalePreflight => "stale-preflight",
            Self::ServerDown => "server-down",
        }
    }

    /// The fault of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.id() == id)
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::RedirectsToAnotherHost => "The answer redirects to another host",
            Self::PreflightNotRouted => "OPTIONS is not routed (405)",
            Self::AuthenticationBeforeCors => "Authentication comes before CORS (401)",
            Self::HeadersMissingOnErrors => "Errors lack the headers (500)",
            Self::ProxyStripsHeaders => "A proxy strips the headers",
            Self::ProxyDoublesHeaders => "A proxy doubles the headers",
            Self::RedirectsToHttps => "http redirects to https",
            Self::RedirectsToSlash => "The path redirects to one with a slash",
            Self::VaryMissingOwnCache => "Vary is missing, and the browser has a cache",
            Self::VaryMissingSharedCache => "Vary is missing, and a cache is shared",
            Self::StalePreflight => "The policy changed, the preflight is remembered",
            Self::ServerDown => "The server is down",
        }
    }
}
