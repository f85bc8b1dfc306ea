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
    /// The URL asked for.
    pub url: Url,
    /// The method, as script gave it; normalising is a step of the fetch.
    pub method: Method,
    /// The headers, as script set them.
    pub headers: HeaderList,
    /// Whether cookies and the like go along.
    pub credentials: CredentialsMode,
    /// How cross-origin answers are treated.
    pub mode: Mode,
    /// What a redirect does.
    pub redirect: RedirectMode,
    /// The body, as far as it matters.
    pub body: Body,
    /// The interface that script used.
    pub api: Api,
    /// The HTTP cache mode, which some engines let bypass the preflight cache too.
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
    /// Only to the page's own origin: the default of `fetch()`.
    #[default]
    SameOrigin,
    /// Always.
    Include,
}

/// <https://fetch.spec.whatwg.org/#concept-request-mode>, as far as script can choose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The default of `fetch()`.
    #[default]
    Cors,
    /// An answer that script cannot look into.
    NoCors,
    /// Anything cross-origin is an error.
    SameOrigin,
}

/// <https://fetch.spec.whatwg.org/#concept-request-redirect-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RedirectMode {
    /// Go where the answer points.
    #[default]
    Follow,
    /// A redirect is an error.
    Error,
    /// A redirect is handed to script, opaque.
    Manual,
}

/// The body, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// None.
    #[default]
    None,
    /// One whose kind implies no `Content-Type`.
    Untyped,
    /// One whose kind implies this `Content-Type` unless script sets another
    /// (<https://fetch.spec.whatwg.org/#concept-bodyinit-extract>).
    Typed(String),
    /// A `ReadableStream`, which cannot be sent twice and always asks for a preflight.
    Stream,
}

/// The interface that script used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Api {
    /// `fetch()`.
    #[default]
    Fetch,
    /// `XMLHttpRequest`.
    Xhr {
        /// Whether listeners on `upload` were there when it was sent; they ask for a preflight.
        upload_listeners: bool,
    },
}

/// <https://fetch.spec.whatwg.org/#concept-request-cache-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CacheMode {
    /// As headers say.
    #[default]
    Default,
    /// Neither read nor written.
    NoStore,
    /// Not read, but written.
    Reload,
    /// Revalidated.
    NoCache,
    /// Used even when stale.
    ForceCache,
    /// Used or an error.
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

    /// Whether credentials go along whatever the origin. Every rule of CORS asks this and nothing finer.
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
