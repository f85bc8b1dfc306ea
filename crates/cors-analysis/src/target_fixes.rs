use cors_core::server::Fault;
use cors_core::targets::{Group, Target};

/// Where a fix is made. Targets with the same fixes share a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nginx,
    /// Another server in front of an app.
    Proxy,
    /// Express with the `cors` package.
    ExpressCors,
    /// Express, or another framework on Node with middleware.
    Express,
    /// Node without a framework.
    Node,
    /// axum with tower-http.
    TowerHttp,
    /// axum without a library.
    Axum,
    /// actix-web with actix-cors.
    ActixCors,
    /// actix-web without a library.
    Actix,
    /// Any other target.
    Elsewhere,
}

impl Place {
    fn of(target: &Target) -> Self {
        let ids = [
            ("nginx", Self::Nginx),
            ("express-cors", Self::ExpressCors),
            ("node", Self::Node),
            ("axum-tower-http", Self::TowerHttp),
            ("axum", Self::Axum),
            ("actix-cors", Self::ActixCors),
            ("actix", Self::Actix),
        ];
        let by_id = ids
            .into_iter()
            .find(|(start, _)| target.id.starts_with(start));
        match by_id {
            Some((_, place)) => place,
            None if target.group == Group::Proxy => Self::Proxy,
            None if target.group == Group::Node => Self::Express,
            None => Self::Elsewhere,
        }
    }
}

/// The fix of a fault for one target, if it has one of its own.
pub(crate) fn fix(target: &Target, fault: Fault) -> Option<&'static str> {
    let place = Place::of(target);
    match fault {
        Fault::PreflightNotRouted => Some(preflight_not_routed(place)),
        Fault::AuthenticationBeforeCors => Some(authentication_before_cors(place)),
        Fault::HeadersMissingOnErrors => Some(headers_missing_on_errors(place)),
        Fault::RedirectsToSlash => Some(redirects_to_slash(place)),
        Fault::VaryMissingOwnCache | Fault::VaryMissingSharedCache => Some(vary_missing(place)),
        Fault::ProxyStripsHeaders
        | Fault::ProxyDoublesHeaders
        | Fault::RedirectsToHttps
        | Fault::RedirectsToAnotherHost
        | Fault::StalePreflight
        | Fault::ServerDown => None,
    }
}

fn preflight_not_routed(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Put part 2 in `server { }`. Its `return` handles preflights before nginx looks for a location, so no location has to allow OPTIONS."
        }
        Place::Proxy | Place::Elsewhere => {
            "Handle preflights in the CORS config, before routing, for every path."
        }
        Place::ExpressCors | Place::Express => {
            "Call `app.use(…)` with the policy above the routes. `app.use` handles OPTIONS on every path; `app.get` and `app.put` don't."
        }
        Place::Node => {
            "Wrap the whole listener in `withCors`, and route inside it. Preflights are then handled before any route."
        }
        Place::TowerHttp | Place::Axum => {
            "Move `.layer(…)` below the last `.route(…)`. A layer covers only the routes above it, and handles OPTIONS before the router returns 405."
        }
        Place::ActixCors | Place::Actix => {
            "Call `.wrap(…)` on the `App`, not on a resource or scope. There it handles OPTIONS before the routes do."
        }
    }
}

fn authentication_before_cors(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Put part 2 in the `server { }` that requires auth. Its `return` handles preflights before `auth_basic`, `auth_request` and `deny` apply."
        }
        Place::Proxy | Place::Elsewhere => {
            "Run the CORS config before auth. Preflights carry no credentials."
        }
        Place::ExpressCors | Place::Express => {
            "Call `app.use(…)` with the policy above the middleware that checks tokens or sessions."
        }
        Place::Node => {
            "Check the token or session inside the listener that you pass to `withCors`, not around it."
        }
        Place::TowerHttp | Place::Axum => {
            "Move the CORS `.layer(…)` below the one for auth. The last layer is the first to see a request."
        }
        Place::ActixCors | Place::Actix => {
            "Move the CORS `.wrap(…)` below the one for auth. The last one is the first to see a request."
        }
    }
}

fn headers_missing_on_errors(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "End each `add_header` line with `always`, as part 2 does. Without it, nginx adds headers only to 200, 201, 204, 206 and redirects. Then look in the error log for the error itself."
        }
        Place::Proxy | Place::Elsewhere => {
            "Set the headers on every response, whatever its status. Then look in the server log for the error itself."
        }
        Place::ExpressCors | Place::Express => {
            "Call `app.use(…)` with the policy above the routes. The error handler keeps headers that are already set. Then look in the log for the error itself."
        }
        Place::Node => {
            "Catch errors inside the listener that you pass to `withCors`, and send the error response there. The headers are already set. Then look in the log for the error itself."
        }
        Place::TowerHttp | Place::Axum => {
            "Keep the CORS layer last, and put `CatchPanicLayer` above it. A panic that isn't caught closes the connection. Then look in the log for the error itself."
        }
        Place::ActixCors | Place::Actix => {
            "Keep the CORS `.wrap(…)` last, and return errors instead of panicking. A panic closes the connection. Then look in the log for the error itself."
        }
    }
}

fn redirects_to_slash(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Write the slash in your code's URL. Or add `location = /path { … }` next to `location /path/ { … }`, because without it nginx redirects by itself. Part 2 in `server { }` handles preflights before that."
        }
        Place::Proxy | Place::Elsewhere => {
            "Write the slash in your code's URL, or serve both paths without a redirect."
        }
        Place::ExpressCors | Place::Express => {
            "Write the slash in your code's URL. Express redirects by itself only for folders of `express.static`; turn that off with `redirect: false`."
        }
        Place::Node => "Write the slash in your code's URL, or route both paths the same way.",
        Place::TowerHttp | Place::Axum => {
            "Write the slash in your code's URL, or wrap the router in `NormalizePathLayer::trim_trailing_slash()`, which serves both paths without a redirect."
        }
        Place::ActixCors | Place::Actix => {
            "Write the slash in your code's URL, or use `NormalizePath::trim()`, which serves both paths without a redirect."
        }
    }
}

fn vary_missing(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Keep `add_header Vary \"Origin\" always;`. It has to be on every response, even if the request has no `Origin`. Then clear the caches."
        }
        Place::Proxy | Place::Axum | Place::Actix | Place::Elsewhere => {
            "Send `Vary: Origin` on every response, including those to requests without `Origin` or from other origins. Then clear the caches."
        }
        Place::ExpressCors => {
            "Pass `origin` as a list, as the config does. The package then sends `Vary: Origin` on every response; with a function that returns `false` it sends none. Then clear the caches."
        }
        Place::Express => {
            "Call `response.vary('Origin')` before you check the origin, so that every response has it. Then clear the caches."
        }
        Place::Node => {
            "Append `Vary: Origin` before you check the origin, so that every response has it. Then clear the caches."
        }
        Place::TowerHttp => {
            "Send `Vary: Origin` on every response. tower-http does so for a list, but not for one constant origin. Then clear the caches."
        }
        Place::ActixCors => {
            "Send `Vary: Origin` on every response. actix-cors does so unless you call `disable_vary_header()`. Then clear the caches."
        }
    }
}
