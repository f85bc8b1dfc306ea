use cors_core::server::Fault;
use cors_core::targets::{Group, Target};

/// Where a repair is made: targets that are repaired alike are one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nginx,
    /// Another server in front of an application.
    Proxy,
    /// Express with the `cors` package.
    ExpressCors,
    /// Express, or another framework on Node with middleware.
    Express,
    /// Node alone.
    Node,
    /// axum with tower-http.
    TowerHttp,
    /// axum with a middleware written by hand.
    Axum,
    /// actix-web with actix-cors.
    ActixCors,
    /// actix-web with a middleware written by hand.
    Actix,
    /// Anything else.
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

/// The fix of a fault for one target, where it has one of its own.
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
            "Put part 2 into `server { }`: its `return` answers preflights before any location is looked for, so none has to know OPTIONS."
        }
        Place::Proxy | Place::Elsewhere => {
            "Let the CORS configuration answer preflights before routing, for every path."
        }
        Place::ExpressCors | Place::Express => {
            "Write `app.use(…)` with the policy above the routes. `app.use` sees OPTIONS on every path; `app.get` and `app.put` do not."
        }
        Place::Node => {
            "Give the whole listener to `withCors` and route inside it: preflights are answered before any route is looked for."
        }
        Place::TowerHttp | Place::Axum => {
            "Write `.layer(…)` below the last `.route(…)`: a layer covers what was added above it, and answers OPTIONS before the router says 405."
        }
        Place::ActixCors | Place::Actix => {
            "Write `.wrap(…)` on the `App`, not on a resource or scope: there it sees OPTIONS before the routes do."
        }
    }
}

fn authentication_before_cors(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Put part 2 into the very `server { }` that demands authentication: its `return` answers preflights before `auth_basic`, `auth_request` and `deny` are asked."
        }
        Place::Proxy | Place::Elsewhere => {
            "Move the CORS configuration in front of authentication: preflights carry no credentials."
        }
        Place::ExpressCors | Place::Express => {
            "Write `app.use(…)` with the policy above the middleware that checks tokens or sessions."
        }
        Place::Node => {
            "Check the token or session inside the listener that `withCors` gets, not around it."
        }
        Place::TowerHttp | Place::Axum => {
            "Write the CORS `.layer(…)` below the one that authenticates: the last layer is the first that a request meets."
        }
        Place::ActixCors | Place::Actix => {
            "Write the CORS `.wrap(…)` below the one that authenticates: the last is the first that a request meets."
        }
    }
}

fn headers_missing_on_errors(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "End each `add_header` line with `always`, as part 2 does: without it nginx adds headers to 200, 201, 204, 206 and redirects only. Then read the error log for the 500 itself."
        }
        Place::Proxy | Place::Elsewhere => {
            "Set the headers on every answer, whatever its status. Then read the server's log for the 500 itself."
        }
        Place::ExpressCors | Place::Express => {
            "Write `app.use(…)` with the policy above the routes: headers that are set stay on the error handler's answer. Then read the log for the 500 itself."
        }
        Place::Node => {
            "Catch what goes wrong inside the listener that `withCors` gets, and send the 500 there: the headers are set already. Then read the log for the 500 itself."
        }
        Place::TowerHttp | Place::Axum => {
            "Keep the CORS layer the last, and put `CatchPanicLayer` above it: a panic that nobody catches closes the connection. Then read the log for the 500 itself."
        }
        Place::ActixCors | Place::Actix => {
            "Keep the CORS `.wrap(…)` the last, and return errors rather than panic: a panic closes the connection. Then read the log for the 500 itself."
        }
    }
}

fn redirects_to_slash(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Write the slash in the script's URL. Or add `location = /path { … }` beside `location /path/ { … }`: without it nginx redirects by itself. Part 2 in `server { }` answers preflights before that."
        }
        Place::Proxy | Place::Elsewhere => {
            "Write the slash in the script's URL, or serve both paths instead of redirecting."
        }
        Place::ExpressCors | Place::Express => {
            "Write the slash in the script's URL. Express redirects by itself only for folders of `express.static`, which `redirect: false` ends."
        }
        Place::Node => "Write the slash in the script's URL, or route both paths alike.",
        Place::TowerHttp | Place::Axum => {
            "Write the slash in the script's URL, or wrap the router in `NormalizePathLayer::trim_trailing_slash()`, which serves both paths without a redirect."
        }
        Place::ActixCors | Place::Actix => {
            "Write the slash in the script's URL, or use `NormalizePath::trim()`, which serves both paths without a redirect."
        }
    }
}

fn vary_missing(place: Place) -> &'static str {
    match place {
        Place::Nginx => {
            "Keep `add_header Vary \"Origin\" always;`: it must be on every answer, also on those to requests without `Origin`. Then empty the caches."
        }
        Place::Proxy | Place::Axum | Place::Actix | Place::Elsewhere => {
            "Send `Vary: Origin` on every answer, also on those to requests without `Origin` or from refused origins. Then empty the caches."
        }
        Place::ExpressCors => {
            "Give `origin` as a list, as the configuration does: then the package sends `Vary: Origin` on every answer. A function that says `false` sends none. Then empty the caches."
        }
        Place::Express => {
            "Call `response.vary('Origin')` before the origin is looked at, so that every answer has it, refused or without `Origin`. Then empty the caches."
        }
        Place::Node => {
            "Append `Vary: Origin` before the origin is looked at, so that every answer has it, refused or without `Origin`. Then empty the caches."
        }
        Place::TowerHttp => {
            "Send `Vary: Origin` on every answer: tower-http does for a list, and not for one constant origin. Then empty the caches."
        }
        Place::ActixCors => {
            "Send `Vary: Origin` on every answer: actix-cors does unless `disable_vary_header()` is called. Then empty the caches."
        }
    }
}
