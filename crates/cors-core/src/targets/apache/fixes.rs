use crate::server::Fault;

pub(super) const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Put the config in your API's `<VirtualHost>`. `Redirect 204 /` in its `<If>` handles preflights, so neither the app nor a `<Limit>` has to allow OPTIONS.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Keep `AuthType None` and `Require all granted` in the `<If>` of preflights. A `RewriteRule` in `.htaccess` or `<Location>` runs after auth and can't do this.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Write `Header always set`. Without `always`, Apache's own errors and redirects have no headers. Then look in the error log for the error itself.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "Keep the `Header unset` lines. `Header always set` doesn't replace what the app has set, because Apache keeps two tables of headers.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL. For folders of files, `DirectorySlash Off` turns the redirect off. `Redirect 204 /` handles preflights before that.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Keep `Header always merge Vary Origin`, outside `<If>`. It has to be on every response, even if the request has no `Origin`. Then clear the caches.";
