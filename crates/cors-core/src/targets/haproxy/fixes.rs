use crate::server::Fault;

pub(super) const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Put the rules in the `frontend` of your API. `http-request return` handles preflights before HAProxy chooses a backend, so the app never sees OPTIONS.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Move the rules above `http-request auth` and `http-request deny`. HAProxy runs them in their order.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Set the headers with `http-after-response`. HAProxy's own errors don't run `http-response`. Then look in the log for the error itself.",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "Keep `http-response del-header Access-Control- -m beg`, and use `set-header` instead of `add-header`.",
    ),
    (
        Fault::RedirectsToHttps,
        "Write https:// in your code. Preflights can't follow `http-request redirect scheme https`.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Keep `http-after-response add-header Vary Origin`, without a condition. It has to be on every response, even if the request has no `Origin`. Then clear the caches.";
