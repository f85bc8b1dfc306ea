use cors_core::server::Fault;
use cors_core::targets::{Group, Target};

/// Where a repair is made: targets that are repaired alike are one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
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
    pub(super) fn of(target: &Target) -> Self {
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

/// What to do, for whoever runs a server or library of that kind.
pub(super) fn repair(fault: Fault, place: Place) -> &'static str {
    match fault {
        Fault::RedirectsToAnotherHost => {
            "Call the final address directly. Where that cannot be, the other host needs a policy that allows `null`, without credentials, and better none at all."
        }
        Fault::PreflightNotRouted => preflight_not_routed(place),
        Fault::AuthenticationBeforeCors => authentication_before_cors(place),
        Fault::HeadersMissingOnErrors => headers_missing_on_errors(place),
        Fault::ProxyStripsHeaders => match place {
            Place::Nginx => {
                "Let the outermost server set the headers: this nginx if nothing stands in front of it. Where `proxy_hide_header` takes the application's headers out, the `add_header` lines of part 2 must stand at the same level."
            }
            Place::Proxy => {
                "Let this proxy, as the outermost server, set the headers as in the configuration, after whatever takes the application's own out."
            }
            _ => {
                "Nothing is wrong here, but in the proxy in front: let it pass the `Access-Control-*` headers (in nginx, take out the `proxy_hide_header` lines for them), or set them there and nowhere else."
            }
        },
        Fault::ProxyDoublesHeaders => match place {
            Place::Nginx => {
                "Keep the `proxy_hide_header` lines of part 2: they take out the application's own CORS headers before nginx adds its own. Include part 2 once at each level."
            }
            Place::Proxy => {
                "Take the application's own CORS headers out before adding others, as the configuration does, or set them in one place only."
            }
            _ => {
                "One layer sets the headers: take them out of the proxy in front (in nginx, `add_header Access-Control-…`), or take them out here and let the proxy do all of it."
            }
        },
        Fault::RedirectsToHttps => {
            "Write https:// in the script. CORS headers on the redirect would not help a preflight, because browsers do not follow it anywhere."
        }
        Fault::RedirectsToSlash => redirects_to_slash(place),
        Fault::VaryMissingOwnCache | Fault::VaryMissingSharedCache => vary_missing(place),
        Fault::StalePreflight => {
            "Keep the max age short while the policy still changes: it is how long a withdrawn permission lives on. And let the application check who may do what, because CORS does not stop the request."
        }
        Fault::ServerDown => {
            "Nothing in the policy is wrong. Start the server, and check scheme, host and port of the URL, and that the server listens on that address and not on another."
        }
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
