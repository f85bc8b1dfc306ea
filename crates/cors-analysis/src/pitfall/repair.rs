use cors_core::server::Fault;

/// What to do about a fault where nothing is known of the server, or where the server doesn't matter.
pub(super) fn general(fault: Fault) -> &'static str {
    match fault {
        Fault::RedirectsToAnotherHost => {
            "Call the final address directly. If you can't, the other host needs a policy that allows `null`, without credentials; better none at all."
        }
        Fault::PreflightNotRouted => {
            "Handle preflights in the CORS config, before routing, for every path."
        }
        Fault::AuthenticationBeforeCors => {
            "Move the CORS config in front of authentication: preflights have no credentials."
        }
        Fault::HeadersMissingOnErrors => {
            "Set the headers on every response, whatever its status. Then check the server's log for the cause of the 500."
        }
        Fault::ProxyStripsHeaders => {
            "Set the headers in the outermost server, after whatever drops the app's own."
        }
        Fault::ProxyDoublesHeaders => "Set the headers in one place only.",
        Fault::RedirectsToHttps => {
            "Use https:// in your code. CORS headers on the redirect would not help a preflight, because browsers don't follow redirects of preflights."
        }
        Fault::RedirectsToSlash => {
            "Add the slash to the URL in your code, or serve both paths instead of redirecting."
        }
        Fault::VaryMissingOwnCache | Fault::VaryMissingSharedCache => {
            "Send `Vary: Origin` on every response, also for blocked origins and without `Origin`. Then clear the caches."
        }
        Fault::StalePreflight => {
            "Keep the max age short while the policy still changes: it is how long a withdrawn permission stays in use. And check in the app who may do what, because CORS does not stop the request."
        }
        Fault::ServerDown => {
            "The policy is not the problem. Start the server, check scheme, host and port of the URL, and that the server listens on that address and not on another."
        }
    }
}

/// Whether the fix is the same for every server and library.
pub(super) fn is_general(fault: Fault) -> bool {
    match fault {
        Fault::RedirectsToAnotherHost
        | Fault::RedirectsToHttps
        | Fault::StalePreflight
        | Fault::ServerDown => true,
        Fault::PreflightNotRouted
        | Fault::AuthenticationBeforeCors
        | Fault::HeadersMissingOnErrors
        | Fault::ProxyStripsHeaders
        | Fault::ProxyDoublesHeaders
        | Fault::RedirectsToSlash
        | Fault::VaryMissingOwnCache
        | Fault::VaryMissingSharedCache => false,
    }
}

#[cfg(test)]
mod tests {
    use cors_core::targets::TARGETS;

    use super::*;

    #[test]
    fn every_target_has_a_fix_for_every_fault_that_is_fixed_in_the_server() {
        let mut missing = Vec::new();
        for target in TARGETS {
            for fault in Fault::ALL {
                if target.fix(fault).is_none() != is_general(fault) {
                    missing.push(format!("{}: {}", target.id, fault.id()));
                }
            }
        }
        assert_eq!(missing, [""; 0]);
    }
}
