//! Applications that are put behind every policy.

use std::fmt::Write as _;

use cors_core::server::{App, Authentication, Failure};
use cors_http::{HttpResponse, Method, Status};

/// An application, and where it is.
pub(super) struct Situation {
    pub(super) name: &'static str,
    pub(super) target: String,
    pub(super) app: App,
    pub(super) handler_tells: bool,
    pub(super) only: Option<&'static str>,
}

/// A handler that answers with this status and these headers.
pub(super) fn says(
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
        only: None,
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
        only: None,
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
        only: None,
    }
}

fn routes(name: &'static str, path: &str, methods: &[&str], status: u16) -> Situation {
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
        only: None,
    }
}

fn answers(name: &'static str, path: &str, status: u16) -> Situation {
    let mut situation = routes(name, path, &[], status);
    situation.app.methods = None;
    situation
}

fn on_nginx(situation: Situation) -> Situation {
    Situation {
        only: Some("nginx"),
        ..situation
    }
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
        Situation {
            only: Some("actix-cors"),
            ..says(
                "own Vary in two lines",
                200,
                &[("Vary", "Accept"), ("Vary", "Accept-Encoding")],
            )
        },
        says("own Vary of everything", 200, &[("Vary", "*")]),
        says("redirect", 301, &[("Location", "/elsewhere")]),
        on_nginx(routes("static file", "/static/file.txt", &["GET"], 200)),
        on_nginx(routes(
            "static folder without slash",
            "/static/folder",
            &["GET", "POST"],
            301,
        )),
        on_nginx(routes(
            "missing static file",
            "/static/none",
            &["GET", "POST"],
            404,
        )),
        on_nginx(demands(
            "password of nginx",
            "/protected",
            Authentication::After,
        )),
        on_nginx(answers("error page", "/error-page", 404)),
        on_nginx(answers("named location", "/fallback", 200)),
    ]
}
