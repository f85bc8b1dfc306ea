use crate::server::Fault;

pub(super) const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Import the file at the top of `route { }`. Its `respond` handles preflights before `reverse_proxy`, so the app never sees OPTIONS.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Put `basic_auth` or `forward_auth` in the same `route { }`, below the import. Outside a `route`, Caddy runs them before `respond`.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Import the file in `handle_errors { }` too. Caddy's own errors don't have the headers of the site's directives. Then look in the log for the error itself.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "Keep `header -Access-Control-*` and `defer`. Without `defer`, Caddy sets its headers first and adds those of the app to them.",
    ),
    (
        Fault::RedirectsToHttps,
        "Write https:// in your code. Caddy redirects http by itself, and preflights can't follow redirects.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Keep `+Vary Origin` in a `header` without a matcher. It has to be on every response, even if the request has no `Origin`. Then clear the caches.";
