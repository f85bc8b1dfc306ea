use cors_core::server::Fault;

/// What is switched on, in one line.
pub(super) fn on(fault: Fault) -> &'static str {
    match fault {
        Fault::RedirectsToAnotherHost => {
            "The application answers with 307 to elsewhere.example, which has the same policy."
        }
        Fault::PreflightNotRouted => {
            "The routes know no OPTIONS, and answer it with 405 before the CORS configuration is asked."
        }
        Fault::AuthenticationBeforeCors => {
            "Whatever comes without `Authorization` gets 401 before the CORS configuration is asked."
        }
        Fault::HeadersMissingOnErrors => {
            "The application fails with 500, and only good answers and redirects carry the CORS headers."
        }
        Fault::ProxyStripsHeaders => {
            "A proxy takes the `Access-Control-*` headers out of every answer."
        }
        Fault::ProxyDoublesHeaders => {
            "A proxy adds the `Access-Control-*` headers that the application has set already."
        }
        Fault::RedirectsToHttps => {
            "Every http address is answered with 301 to https, before the CORS configuration is asked."
        }
        Fault::RedirectsToSlash => {
            "A path without a slash at its end is answered with 301 to the path with one, before the CORS configuration is asked."
        }
        Fault::VaryMissingOwnCache => {
            "The answer may be kept for 600 seconds, has no `Vary: Origin`, and the page has shown an image from the same URL."
        }
        Fault::VaryMissingSharedCache => {
            "The answer may be kept for 600 seconds, has no `Vary: Origin`, and passes through a cache that all visitors share."
        }
        Fault::StalePreflight => {
            "The page is taken off the allow list while the browser still remembers the permission."
        }
        Fault::ServerDown => "Nobody listens at the address of the URL.",
    }
}
