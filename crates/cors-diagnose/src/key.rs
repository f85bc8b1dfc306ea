//! The keys of what a diagnosis can say: causes, roots, stages and kinds of input.

use cors_fetch::Stage;

macro_rules! keys {
    (
        $(#[doc = $doc:literal])+
        $name:ident {
            $($(#[doc = $item_doc:literal])+ $item:ident = $id:literal,)+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $item_doc])+ $item,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$item,)+];

            /// The key in JSON.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$item => $id,)+
                }
            }

            /// The one with this key.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id() == id)
            }
        }
    };
}

keys! {
    /// Why a request failed, or what there is to say about one that did not.
    Cause {
        /// The response has no `Access-Control-Allow-Origin`.
        AllowOriginMissing = "allow-origin-missing",
        /// It names another origin.
        AllowOriginMismatch = "allow-origin-mismatch",
        /// Its value isn't an origin.
        AllowOriginInvalid = "allow-origin-invalid",
        /// It has several values.
        AllowOriginMultiple = "allow-origin-multiple",
        /// It is `*` and the request carries credentials.
        WildcardWithCredentials = "wildcard-with-credentials",
        /// `Access-Control-Allow-Credentials` isn't exactly `true`.
        CredentialsNotTrue = "credentials-not-true",
        /// The preflight response has a status outside 200 to 299.
        PreflightStatus = "preflight-status",
        /// The preflight was redirected.
        PreflightRedirect = "preflight-redirect",
        /// The method isn't in `Access-Control-Allow-Methods`.
        MethodNotAllowed = "method-not-allowed",
        /// A request header isn't in `Access-Control-Allow-Headers`.
        HeaderNotAllowed = "header-not-allowed",
        /// `Access-Control-Allow-Methods` isn't a list of methods.
        MethodsUnparsable = "methods-unparsable",
        /// `Access-Control-Allow-Headers` isn't a list of names.
        HeadersUnparsable = "headers-unparsable",
        /// `*` doesn't cover `Authorization`.
        WildcardDoesNotCoverAuthorization = "wildcard-does-not-cover-authorization",
        /// `*` isn't a wildcard when credentials are sent.
        WildcardIsLiteralWithCredentials = "wildcard-is-literal-with-credentials",
        /// The request can't follow this redirect.
        RedirectNotAllowed = "redirect-not-allowed",
        /// A redirect leads to a URL with a username and password.
        RedirectWithCredentials = "redirect-with-credentials",
        /// The page or the URL isn't http or https in the way that CORS needs.
        SchemeNotSupported = "scheme-not-supported",
        /// The code has `mode: 'same-origin'`.
        ModeSameOrigin = "mode-same-origin",
        /// The code has `mode: 'no-cors'`.
        NoCorsOpaque = "no-cors-opaque",
        /// A response header isn't in `Access-Control-Expose-Headers`.
        ExposeMissing = "expose-missing",
        /// An element would have to load with CORS and doesn't say so.
        CrossoriginAttributeMissing = "crossorigin-attribute-missing",
        /// CORS passes, but no cookie is sent, because the code doesn't say so.
        CookiesNotSent = "cookies-not-sent",
        /// It works, but a cache can give the response to someone else.
        VaryMissing = "vary-missing",
        /// The server's own check rejects the origin, in the server's log.
        OriginRefusedByServer = "origin-refused-by-server",
        /// There is no connection, or it broke off.
        Network = "network",
        /// The name can't be resolved.
        Dns = "dns",
        /// The certificate or the protocol of TLS.
        Tls = "tls",
        /// An extension or a rule in the browser.
        BlockedByClient = "blocked-by-client",
        /// An https page requests http.
        MixedContent = "mixed-content",
        /// The page's Content-Security-Policy.
        Csp = "csp",
        /// `Cross-Origin-Resource-Policy`.
        Corp = "corp",
        /// Opaque Response Blocking, formerly CORB.
        Orb = "orb",
        /// Local Network Access.
        LocalNetwork = "local-network",
        /// CORS passed; the status or the body says what is wrong.
        HttpError = "http-error",
        /// The code does what no page can do.
        InvalidRequest = "invalid-request",
        /// An image without CORS was drawn.
        TaintedCanvas = "tainted-canvas",
        /// `WebSocket`s don't use CORS.
        NotCorsWebsocket = "not-cors-websocket",
        /// CORS is switched off in this browser.
        CorsDisabled = "cors-disabled",
        /// The browser could not add the `Origin` header.
        OriginNotAdded = "origin-not-added",
        /// Nothing is blocked.
        Ok = "ok",
        /// A request without its response.
        RequestOnly = "request-only",
        /// What was pasted doesn't say.
        CannotTell = "cannot-tell",
    }
}

keys! {
    /// What is behind a cause.
    Root {
        /// No route handles `OPTIONS`.
        PreflightNotRouted = "preflight-not-routed",
        /// Auth runs before the CORS code.
        AuthenticationBeforeCors = "authentication-before-cors",
        /// Error responses have no CORS headers.
        HeadersMissingOnErrors = "headers-missing-on-errors",
        /// A proxy removes the headers.
        ProxyStripsHeaders = "proxy-strips-headers",
        /// Two layers add the headers.
        ProxyDoublesHeaders = "proxy-doubles-headers",
        /// A redirect to https.
        RedirectsToHttps = "redirects-to-https",
        /// A redirect that adds or removes a slash.
        RedirectsToSlash = "redirects-to-slash",
        /// A redirect to another host.
        RedirectsToAnotherHost = "redirects-to-another-host",
        /// A copy in the browser's own cache.
        VaryMissingOwnCache = "vary-missing-own-cache",
        /// A copy in a shared cache.
        VaryMissingSharedCache = "vary-missing-shared-cache",
        /// Nothing is listening.
        ServerDown = "server-down",
        /// The origin isn't in the server's list.
        OriginNotAllowed = "origin-not-allowed",
        /// A list was written into the header.
        ListInHeader = "list-in-header",
        /// The code sets a response header.
        ResponseHeaderSetByScript = "response-header-set-by-script",
        /// The header has a wrong name.
        HeaderNameMisspelt = "header-name-misspelt",
        /// What looks like the header is in the body.
        HeaderInBody = "header-in-body",
        /// An inner block drops the headers of the outer one.
        HeaderInheritedLost = "header-inherited-lost",
        /// The storage service's rule doesn't list the method.
        MethodNotInRule = "method-not-in-rule",
        /// An entry that never matches.
        OriginNotExact = "origin-not-exact",
        /// The CORS layer is at a place where it doesn't cover everything.
        LayerOrder = "layer-order",
        /// Another layer responded.
        OtherLayerResponded = "other-layer-responded",
        /// The URL isn't the API.
        WrongAddress = "wrong-address",
        /// The headers are on the preflight response only.
        PreflightOnly = "preflight-only",
        /// The headers are on some responses only.
        OneKindOfResponse = "one-kind-of-response",
        /// Something else adds a request header.
        RequestHeaderAdded = "request-header-added",
        /// The browser keeps the cookie back.
        CookieWithheld = "cookie-withheld",
        /// The browser changes the request.
        ChangedByBrowser = "changed-by-browser",
        /// The server rejects the request before its CORS code runs.
        PathRejected = "path-rejected",
        /// The page's origin is opaque.
        OpaquePage = "opaque-page",
        /// What was tested isn't a preflight.
        NotAPreflight = "not-a-preflight",
        /// A cache returned a copy made for another origin.
        StaleCopy = "stale-copy",
    }
}

keys! {
    /// Where a request failed.
    At {
        /// The preflight.
        Preflight = "preflight",
        /// The request itself.
        Actual = "actual",
        /// A redirect, or the response after one.
        Redirect = "redirect",
        /// CORS was not reached.
        None = "none",
        /// The text doesn't say.
        Unknown = "unknown",
    }
}

keys! {
    /// How sure a diagnosis is of a cause.
    Certainty {
        /// No other cause fits.
        Certain = "certain",
        /// Others fit, this one best.
        Likely = "likely",
        /// It fits, as others do.
        Possible = "possible",
    }
}

keys! {
    /// What a part of a paste was taken for.
    Kind {
        /// Lines of a browser's console, or of a library or server log.
        Console = "console",
        /// Chromium's issue objects.
        Issue = "issue",
        /// Headers without a command.
        Headers = "headers",
        /// What curl, `HTTPie` or wget printed.
        CurlOutput = "curl-output",
        /// A command that has not been run, or whose output isn't there.
        CurlCommand = "curl-command",
        /// A call of `fetch()`.
        FetchCommand = "fetch-command",
        /// A HAR.
        Har = "har",
        /// What our code for the console printed.
        ProbeScript = "probe-script",
        /// Server config.
        Config = "config",
        /// A list of origins.
        Origins = "origins",
        /// A policy as JSON.
        Policy = "policy",
        /// A link of this product.
        Link = "link",
    }
}

impl Kind {
    /// What to call it in a sentence.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Console => "console message",
            Self::Issue => "Chrome issue (JSON)",
            Self::Headers => "HTTP headers",
            Self::CurlOutput => "output of a command-line client",
            Self::CurlCommand => "command",
            Self::FetchCommand => "fetch() call",
            Self::Har => "HAR file",
            Self::ProbeScript => "result of the console code",
            Self::Config => "server config",
            Self::Origins => "list of origins",
            Self::Policy => "policy (JSON)",
            Self::Link => "link to the builder",
        }
    }
}

impl Cause {
    /// The cause for a code of the browser's half.
    pub(crate) fn from_code(code: &str) -> Self {
        match code {
            // Codes that the browser's half distinguishes, and that are one and the same for a person.
            "bad-port" | "not-in-http-cache" => Self::InvalidRequest,
            "invalid-response-header" => Self::Network,
            code => Self::from_id(code).unwrap_or(Self::CannotTell),
        }
    }

    /// Whether this is something that blocks a request, or keeps its response from JavaScript.
    #[must_use]
    pub fn is_failure(self) -> bool {
        !matches!(
            self,
            Self::Ok | Self::RequestOnly | Self::CannotTell | Self::VaryMissing
        )
    }
}

impl From<Stage> for At {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::BeforeSending => Self::None,
            Stage::Preflight => Self::Preflight,
            Stage::Actual => Self::Actual,
            Stage::Redirect => Self::Redirect,
        }
    }
}
