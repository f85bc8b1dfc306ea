use cors_http::Origin;
use cors_http::Url;
use cors_http::{HeaderList, Method};
use serde::{Deserialize, Serialize};

/// A request as a page makes it (<https://fetch.spec.whatwg.org/#concept-request>). The unsafe-request
/// flag is always set for `fetch()` and `XMLHttpRequest`, so it is not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The origin of the page.
    pub origin: Origin,
    /// The request URL.
    pub url: Url,
    /// The method as JavaScript wrote it. Normalizing is a step of the fetch.
    pub method: Method,
    /// The headers that JavaScript set.
    pub headers: HeaderList,
    /// When credentials (cookies, HTTP auth, client certificates) are sent.
    pub credentials: CredentialsMode,
    /// How cross-origin responses are handled.
    pub mode: Mode,
    /// What a redirect does.
    pub redirect: RedirectMode,
    /// The body, as far as CORS needs it.
    pub body: Body,
    /// The interface that JavaScript used.
    pub api: Api,
    /// The HTTP cache mode. In some engines it also bypasses the preflight cache.
    pub cache: CacheMode,
    /// The network partition key, the top-level site; empty for the page's own.
    pub partition: String,
}

/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialsMode {
    /// Never.
    Omit,
    /// Only to the page's own origin, the default of `fetch()`.
    #[default]
    SameOrigin,
    /// Always.
    Include,
}

/// <https://fetch.spec.whatwg.org/#concept-request-mode>, for the modes that JavaScript can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The default of `fetch()`.
    #[default]
    Cors,
    /// The response is opaque: JavaScript can't read it.
    NoCors,
    /// A cross-origin URL is an error.
    SameOrigin,
}

/// <https://fetch.spec.whatwg.org/#concept-request-redirect-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RedirectMode {
    /// Follows redirects.
    #[default]
    Follow,
    /// A redirect is an error.
    Error,
    /// JavaScript gets an opaque redirect.
    Manual,
}

/// The body, as far as CORS needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// No body.
    #[default]
    None,
    /// A body whose type implies no `Content-Type`.
    Untyped,
    /// A body whose type implies this `Content-Type`, unless JavaScript sets another
    /// (<https://fetch.spec.whatwg.org/#concept-bodyinit-extract>).
    Typed(String),
    /// A `ReadableStream`, which can't be sent twice and always needs a preflight.
    Stream,
}

/// The interface that JavaScript used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Api {
    /// `fetch()`.
    #[default]
    Fetch,
    /// `XMLHttpRequest`.
    Xhr {
        /// Whether there were listeners on `upload` when it was sent, which need a preflight.
        upload_listeners: bool,
    },
}

/// <https://fetch.spec.whatwg.org/#concept-request-cache-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CacheMode {
    /// As the headers say.
    #[default]
    Default,
    /// The cache is neither read nor written.
    NoStore,
    /// The cache is written but not read.
    Reload,
    /// Cached responses are revalidated.
    NoCache,
    /// A cached response is used even if it is stale.
    ForceCache,
    /// A cached response is used, or the request fails.
    OnlyIfCached,
}

impl CredentialsMode {
    /// The keyword of the standard.
    pub fn id(self) -> &'static str {
        match self {
            Self::Omit => "omit",
            Self::SameOrigin => "same-origin",
            Self::Include => "include",
        }
    }

    /// Whether credentials are sent to any origin. All CORS checks depend only on this.
    pub fn is_include(self) -> bool {
        self == Self::Include
    }

    /// The mode of that keyword.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Omit, Self::SameOrigin, Self::Include]
            .into_iter()
            .find(|mode| mode.id() == id)
    }
}

impl Mode {
    /// The keyword of the standard.
    pub fn id(self) -> &'static str {
        match self {
            Self::Cors => "cors",
            Self::NoCors => "no-cors",
            Self::SameOrigin => "same-origin",
        }
    }

    /// The mode of that keyword.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Cors, Self::NoCors, Self::SameOrigin]
            .into_iter()
            .find(|mode| mode.id() == id)
    }
}
