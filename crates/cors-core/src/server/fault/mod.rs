//! Common deployment problems, as wrappers around a server: one file each.
//!
//! A fault changes the app, the responses on their way out, or what is between the server and the browser. Adding one
//! takes a new file, its line in the list below, and a case for the tests in browsers. Tests fail on what is missing.

mod http_cache;
mod layers;

pub use http_cache::HttpCache;
pub use layers::{FaultError, Layer, Layers};

use crate::server::{App, Reply, is_cors_response_header};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Status, Url};

macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $name:ident: $module:ident,)+) => {
        $(mod $module;)+

        /// Something that goes wrong between a browser and a server, and that can be simulated.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Fault {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Everything about it.
            pub fn row(self) -> &'static FaultRow {
                match self {
                    $(Self::$name => &$module::ROW,)+
                }
            }
        }
    };
}

faults! {
    /// No route handles `OPTIONS`.
    PreflightNotRouted: preflight_not_routed,
    /// Auth runs before the CORS code.
    AuthenticationBeforeCors: authentication_before_cors,
    /// The app fails, and error responses have no CORS headers.
    HeadersMissingOnErrors: headers_missing_on_errors,
    /// A proxy removes the CORS headers.
    ProxyStripsHeaders: proxy_strips_headers,
    /// A proxy adds the CORS headers a second time.
    ProxyDoublesHeaders: proxy_doubles_headers,
    /// Something before the CORS code redirects `http` to `https`.
    RedirectsToHttps: redirects_to_https,
    /// Something before the CORS code redirects a path to the same path with a slash.
    RedirectsToSlash: redirects_to_slash,
    /// The app redirects to the same path on another host, whose server has the same policy.
    RedirectsToAnotherHost: redirects_to_another_host,
    /// `Vary` is missing, and the browser's own cache has the response to an image load.
    VaryMissingOwnCache: vary_missing_own_cache,
    /// `Vary` is missing, and a shared cache has the response to another visitor.
    VaryMissingSharedCache: vary_missing_shared_cache,
    /// The policy no longer allows the page, and the browser has an old preflight cached.
    StalePreflight: stale_preflight,
    /// Nothing is listening at the URL.
    ServerDown: server_down,
}

/// Everything about a fault.
#[derive(Clone, Copy, Debug)]
pub struct FaultRow {
    /// The id in links, JSON and options.
    pub id: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What is wrong, in a sentence.
    pub description: &'static str,
    /// How to spot it.
    pub symptoms: &'static str,
    /// The fix, unless the target has a better one.
    pub fix: &'static str,
    /// The status, if it can be chosen.
    pub status: Option<StatusArgument>,
    /// What has to happen before.
    pub before: Before,
    /// Where responses are cached, if that matters.
    pub cache: Option<CachePlace>,
    /// Why it has no effect on a request, and what to try instead.
    pub no_effect: fn(&Circumstances<'_>) -> Option<&'static str>,
    /// Changes an app that works into the one that the fault needs.
    app: fn(App, &Url, Status) -> App,
    /// What a server with this fault sends. The last argument is the server without it.
    respond: Respond,
}

/// A server behind a fault.
type Respond = fn(&HttpRequest, Status, &dyn Fn(&HttpRequest) -> Reply) -> Reply;

/// A status that is the argument of a fault.
#[derive(Clone, Copy, Debug)]
pub struct StatusArgument {
    /// The status if none is given.
    pub default: u16,
    /// Other statuses that it can be.
    pub others: &'static [u16],
}

/// What has to happen before the request for a fault to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// The page loads an image from the same URL.
    ImageLoaded,
    /// Another visitor requests the same URL.
    OtherVisitor,
    /// The page makes the same request, and then the policy is changed.
    PolicyChanged,
}

/// Where responses are cached on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePlace {
    /// In the browser, for one user.
    Browser,
    /// Between browsers and server, for all users.
    Shared,
}

/// What is known about a request that a fault has no effect on.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "these are independent facts")]
pub struct Circumstances<'a> {
    /// Whether the browser sends a preflight.
    pub sends_preflight: bool,
    /// The method.
    pub method: &'a str,
    /// Whether the policy allows any origin.
    pub any_origin: bool,
    /// Whether the request has an `Authorization` header.
    pub has_authorization: bool,
    /// Whether the browser caches images separately from other requests.
    pub keeps_images_apart: bool,
}

impl FaultRow {
    /// A fault that does nothing, which the files fill in.
    const NONE: Self = Self {
        id: "",
        label: "",
        description: "",
        symptoms: "",
        fix: "",
        status: None,
        before: Before::Nothing,
        cache: None,
        no_effect: |_| None,
        app: |app, _, _| app,
        respond: |request, _, server| server(request),
    };
}

impl Fault {
    /// The fault of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.id() == id)
    }

    /// The id in links, JSON and options.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Its name on the page.
    pub fn label(self) -> &'static str {
        self.row().label
    }
}

fn changed(mut reply: Reply, change: impl FnOnce(&mut HttpResponse)) -> Reply {
    if let Ok(response) = &mut reply.answer {
        change(response);
    }
    reply
}

fn strip(headers: &mut HeaderList) {
    headers.retain(|header| !is_cors_response_header(&header.name));
}

fn redirect(location: String) -> Reply {
    changed(Reply::unreached(Status::MOVED_PERMANENTLY), |response| {
        response
            .headers
            .append(HeaderName::literal("Location"), location);
    })
}

/// An app whose responses may be cached.
fn cacheable(works: App) -> App {
    App {
        response: works.response.with("Cache-Control", "max-age=600"),
        ..works
    }
}

/// Why no cache has a response that another origin could get.
fn nothing_cached(circumstances: &Circumstances<'_>) -> Option<&'static str> {
    if circumstances.method != "GET" {
        Some("Caches store responses to GET only. Try the method GET.")
    } else if circumstances.any_origin {
        Some(
            "The policy allows any origin, so the response is the same for all and needs no `Vary`. Try an allow list with the page's origin.",
        )
    } else {
        None
    }
}
