use cors_core::server::Fault;

/// What tells this fault from others.
pub(super) fn recognise(fault: Fault) -> &'static str {
    match fault {
        Fault::RedirectsToAnotherHost => {
            "There are two requests, and the first has the status 307 and a `Location` on another host. After it the browser may say `Origin: null`."
        }
        Fault::PreflightNotRouted => {
            "Only OPTIONS fails, with 404 or 405. A plain GET of the same URL works and carries the headers."
        }
        Fault::AuthenticationBeforeCors => {
            "The status is 401, and it is there before any token could be: a preflight never carries `Authorization` or cookies, so it can never pass."
        }
        Fault::HeadersMissingOnErrors => {
            "The preflight passes, and the status of the request itself is 500. The console speaks of CORS all the same; the real fault is in the server's log."
        }
        Fault::ProxyStripsHeaders => {
            "Ask the application directly, past the proxy, with an `Origin` header: there the CORS headers are. Through the proxy they are gone."
        }
        Fault::ProxyDoublesHeaders => {
            "The answer has two lines of `Access-Control-Allow-Origin`, even if they say the same. Asked directly, the application sends one."
        }
        Fault::RedirectsToHttps => {
            "The status is 301 or 308, and `Location` is the same address with https. Browsers do not follow a redirect of a preflight."
        }
        Fault::RedirectsToSlash => {
            "The status is 301, 307 or 308, and `Location` is the same path with a slash. Browsers do not follow a redirect of a preflight."
        }
        Fault::VaryMissingOwnCache => {
            "The answer comes from the cache, and the request works in a private window or with “Disable cache” ticked in the network panel."
        }
        Fault::VaryMissingSharedCache => {
            "`Access-Control-Allow-Origin` names another site, or is missing, although the server answers rightly when asked directly. It comes and goes with the cache; an `Age` header gives it away."
        }
        Fault::StalePreflight => {
            "There is no OPTIONS request, although this request needs one, and the server's log shows that the request itself was run. It ends when the max age is over, or in a private window."
        }
        Fault::ServerDown => {
            "There is no status and no header at all. Firefox words it as a fault of CORS, with the status `(null)`; that line alone always means that no answer came."
        }
    }
}
