use crate::server::Fault;

pub(super) const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Put part 2 in `server { }`: its `return` handles preflights before nginx looks for a location, so no location has to handle `OPTIONS`.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Put part 2 in the same `server { }` that requires authentication: its `return` handles preflights before `auth_basic`, `auth_request` and `deny` run.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "End each `add_header` line with `always`, as part 2 does: without it nginx adds headers to 200, 201, 204, 206 and redirects only. Then check the error log for the cause of the 500.",
    ),
    (
        Fault::ProxyStripsHeaders,
        "Set the headers in the outermost server: this nginx, if nothing is in front of it. Where `proxy_hide_header` drops the app's headers, the `add_header` lines of part 2 have to be at the same level.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "Keep the `proxy_hide_header` lines of part 2: they drop the app's own CORS headers before nginx adds its own. Include part 2 only once.",
    ),
    (
        Fault::RedirectsToSlash,
        "Add the slash to the URL in your code. Or add `location = /path { … }` next to `location /path/ { … }`: without it nginx redirects by itself. Part 2 in `server { }` handles preflights before that.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Keep the line `add_header Vary \"Origin\" always;`: the header has to be on every response, including those to requests without `Origin`. Then clear the caches.";
