use crate::server::Fault;

pub(super) const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Put part 2 in `server { }`. Its `return` handles preflights before nginx looks for a location, so no location has to allow OPTIONS.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Put part 2 in the `server { }` that requires auth. Its `return` handles preflights before `auth_basic`, `auth_request` and `deny` apply.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "End each `add_header` line with `always`, as part 2 does. Without it, nginx adds headers only to 200, 201, 204, 206 and redirects. Then look in the error log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL. Or add `location = /path { … }` next to `location /path/ { … }`, because without it nginx redirects by itself. Part 2 in `server { }` handles preflights before that.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Keep `add_header Vary \"Origin\" always;`. It has to be on every response, even if the request has no `Origin`. Then clear the caches.";
