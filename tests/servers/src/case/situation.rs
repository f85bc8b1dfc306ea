//! Applications that are put behind every policy.

use std::fmt::Write as _;

use cors_core::server::{App, Authentication, Failure};
use cors_http::{HttpResponse, Method, Status};

/// An application, and where it is.
pub(crate) struct Situation {
    pub(crate) name: &'static str,
    pub(crate) target: String,
    pub(crate) app: App,
    pub(crate) handler_tells: bool,
}

/// A handler that answers with this status and these headers.
pub(crate) fn says(
    name: &'static str,
    status: u16,
    headers: &[(&'static str, &'static str)],
) -> Situation {
    let mut target = format!("/say?status={status}");
    let mut response = HttpResponse::new(Status::new(u64::from(status)).unwrap_or(Status::OK));
    for (header, value) in headers {
        target.push_str("&header=");
        let line = format!("{header}:{value}");
        for byte in line.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'/' | b'.') {
                target.push(char::from(byte));
            } else {
                let _ = write!(target, "%{byte:02X}");
            }
        }
        response = response.with(header, *value);
    }
    Situation {
        name,
        target,
        app: App {
            response,
            ..App::default()
        },
        handler_tells: true,
    }
}

fn fails(name: &'static str, path: &str, failure: Failure) -> Situation {
    Situation {
        name,
        target: path.to_owned(),
        app: App {
            failure: Some(failure),
            ..App::default()
        },
        handler_tells: false,
    }
}

fn demands(name: &'static str, path: &str, authentication: Authentication) -> Situation {
    Situation {
        name,
        target: path.to_owned(),
        app: App {
            authentication,
            ..App::default()
        },
        handler_tells: true,
    }
}

/// A path whose route has these methods.
pub(crate) fn routes(name: &'static str, path: &str, methods: &[&str], status: u16) -> Situation {
    Situation {
        name,
        target: path.to_owned(),
        app: App {
            response: HttpResponse::new(Status::new(u64::from(status)).unwrap_or(Status::OK)),
            methods: Some(
                methods
                    .iter()
                    .filter_map(|m| Method::parse(m).ok())
                    .collect(),
            ),
            ..App::default()
        },
        handler_tells: false,
    }
}

/// A path with this status.
pub(crate) fn answers(name: &'static str, path: &str, status: u16) -> Situation {
    let mut situation = routes(name, path, &[], status);
    situation.app.methods = None;
    situation
}

/// A path that demands authentication behind the policy.
pub(crate) fn demands_behind(name: &'static str, path: &str) -> Situation {
    demands(name, path, Authentication::After)
}

/// All but the plain one.
pub(super) fn situations() -> Vec<Situation> {
    vec![
        answers("unknown path", "/missing", 404),
        routes("only GET", "/get-only", &["GET"], 200),
        demands("authentication behind", "/auth", Authentication::After),
        demands("authentication in front", "/before", Authentication::Before),
        fails("handler throws", "/panics", Failure::Panics),
        fails("dead upstream", "/dead", Failure::Unreachable),
        fails("body too large", "/large", Failure::BodyTooLarge),
        says(
            "all CORS headers of its own",
            200,
            &[
                ("Access-Control-Allow-Origin", "*"),
                ("Access-Control-Allow-Credentials", "true"),
                ("Access-Control-Allow-Methods", "GET, OWN"),
                ("Access-Control-Allow-Headers", "x-own"),
                ("Access-Control-Allow-Private-Network", "true"),
                ("Access-Control-Expose-Headers", "X-Own"),
                ("Access-Control-Max-Age", "1"),
            ],
        ),
        says(
            "own Allow-Origin",
            200,
            &[("Access-Control-Allow-Origin", "*")],
        ),
        says(
            "own Allow-Origin on an error",
            403,
            &[("Access-Control-Allow-Origin", "https://evil.example")],
        ),
        says("own Vary", 200, &[("Vary", "Accept-Encoding")]),
        says("own Vary with Origin", 200, &[("Vary", "Accept, Origin")]),
        says("own Vary of everything", 200, &[("Vary", "*")]),
        says("redirect", 301, &[("Location", "/elsewhere")]),
    ]
}
