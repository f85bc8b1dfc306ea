//! The canonical answer, row by row.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_core::policy::{Policy, PolicyDraft, PreflightStatus};
use cors_core::server::{App, Authentication, Failure, respond};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};
use cors_suffixes::PLATFORM;

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn policy(draft: &PolicyDraft) -> Policy {
    draft.parse(&PLATFORM).whole().unwrap().clone()
}

fn any_origin() -> PolicyDraft {
    PolicyDraft {
        allow_origins: list("*"),
        allow_methods: list("GET POST"),
        allow_headers: list("content-type"),
        expose_headers: list("x-one"),
        max_age: "60".to_owned(),
        ..PolicyDraft::default()
    }
}

fn one_origin() -> PolicyDraft {
    PolicyDraft {
        allow_origins: list("https://a.example"),
        allow_methods: list("GET PUT"),
        allow_headers: list("Content-Type X-Id"),
        expose_headers: list("X-One X-Two"),
        allow_credentials: true,
        ..PolicyDraft::default()
    }
}

/// A request as text: the method, then header lines.
fn request(text: &str) -> HttpRequest {
    let mut lines = text.lines().map(str::trim);
    let mut headers = HeaderList::new();
    let method = Method::parse(lines.next().unwrap()).unwrap();
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        headers.append(
            HeaderName::parse(name).unwrap(),
            HeaderValue::parse(value).unwrap(),
        );
    }
    HttpRequest {
        method,
        url: Url::parse("https://api.example/x", None, &PLATFORM).unwrap(),
        headers,
    }
}

/// The answer as text, in the same form; every header, in order, and whether the application ran.
#[track_caller]
fn check(draft: &PolicyDraft, asked: &str, app: &App, expected: &str) {
    let reply = respond(&policy(draft), &request(asked), app);
    let answer = reply.answer.unwrap();
    let mut text = vec![answer.status.to_string()];
    text.extend(
        answer
            .headers
            .iter()
            .map(|header| format!("{}: {}", header.name, header.value)),
    );
    text.push(
        (if reply.reached_app {
            "reached"
        } else {
            "not reached"
        })
        .to_owned(),
    );
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(text, expected);
}

const PREFLIGHT: &str = "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method: PUT";
const REFUSED_PREFLIGHT: &str =
    "OPTIONS\nOrigin: https://b.example\nAccess-Control-Request-Method: PUT";

fn says(status: Status) -> App {
    App {
        response: HttpResponse::new(status),
        ..App::default()
    }
}

#[test]
fn an_allowed_preflight_gets_the_whole_lists() {
    check(
        &one_origin(),
        PREFLIGHT,
        &App::default(),
        "204
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Allow-Methods: GET, PUT
        Access-Control-Allow-Headers: Content-Type, X-Id
        Vary: Origin
        not reached",
    );
    check(
        &any_origin(),
        PREFLIGHT,
        &App::default(),
        "204
        Access-Control-Allow-Origin: *
        Access-Control-Allow-Methods: GET, POST
        Access-Control-Allow-Headers: content-type
        Access-Control-Max-Age: 60
        not reached",
    );
}

#[test]
fn the_policy_sets_the_status_of_preflight_responses() {
    let draft = PolicyDraft {
        allow_origins: list("https://a.example"),
        preflight_status: PreflightStatus::Ok,
        max_age: "0".to_owned(),
        ..PolicyDraft::default()
    };
    check(
        &draft,
        PREFLIGHT,
        &App::default(),
        "200
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Max-Age: 0
        Vary: Origin
        not reached",
    );
}

#[test]
fn a_blocked_preflight_gets_403_and_no_cors_header() {
    check(
        &one_origin(),
        REFUSED_PREFLIGHT,
        &App::default(),
        "403\nVary: Origin\nnot reached",
    );
    let nothing = "OPTIONS\nOrigin: 0\nAccess-Control-Request-Method: x";
    check(
        &one_origin(),
        nothing,
        &App::default(),
        "403\nVary: Origin\nnot reached",
    );
}

#[test]
fn two_origins_match_nothing() {
    check(
        &one_origin(),
        "GET\nOrigin: https://a.example\nOrigin: https://b.example",
        &App::default(),
        "200\nVary: Origin\nreached",
    );
}

#[test]
fn options_that_is_not_a_preflight_reaches_the_app() {
    for asked in [
        "OPTIONS",
        "OPTIONS\nOrigin:\nAccess-Control-Request-Method: PUT",
        "OPTIONS\nAccess-Control-Request-Method: PUT",
    ] {
        check(
            &one_origin(),
            asked,
            &says(Status::NOT_FOUND),
            "404\nVary: Origin\nreached",
        );
    }
    check(
        &one_origin(),
        "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method:",
        &App::default(),
        "200
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: X-One, X-Two
        Vary: Origin
        reached",
    );
}

#[test]
fn every_status_of_the_app_has_the_headers() {
    for status in [200_u16, 301, 304, 401, 404, 405, 413, 500, 502] {
        check(
            &one_origin(),
            "GET\nOrigin: https://a.example",
            &says(Status::new(u64::from(status)).unwrap()),
            &format!(
                "{status}
                Access-Control-Allow-Origin: https://a.example
                Access-Control-Allow-Credentials: true
                Access-Control-Expose-Headers: X-One, X-Two
                Vary: Origin
                reached"
            ),
        );
    }
}

#[test]
fn any_origin_is_on_every_response_with_and_without_origin() {
    for asked in [
        "GET",
        "GET\nOrigin:",
        "GET\nOrigin: https://b.example",
        "OPTIONS",
    ] {
        check(
            &any_origin(),
            asked,
            &App::default(),
            "200\nAccess-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: x-one\nreached",
        );
    }
}

#[test]
fn the_apps_cors_headers_are_replaced_and_its_vary_stays() {
    let app = App {
        response: HttpResponse::new(Status::OK)
            .with("Vary", "Accept")
            .with("Access-Control-Allow-Origin", "*")
            .with("X-One", "1")
            .with("Access-Control-Allow-Methods", "PURGE"),
        ..App::default()
    };
    check(
        &one_origin(),
        "GET\nOrigin: https://b.example",
        &app,
        "200\nVary: Accept\nX-One: 1\nVary: Origin\nreached",
    );
    check(
        &one_origin(),
        "GET\nOrigin: https://a.example",
        &app,
        "200
        Vary: Accept
        X-One: 1
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: X-One, X-Two
        Vary: Origin
        reached",
    );
}

#[test]
fn any_method_and_header_are_a_wildcard_without_credentials() {
    let mut draft = PolicyDraft {
        allow_origins: list("https://a.example"),
        allow_methods: list("*"),
        allow_headers: list("*"),
        ..PolicyDraft::default()
    };
    check(
        &draft,
        PREFLIGHT,
        &App::default(),
        "204
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Methods: *
        Access-Control-Allow-Headers: *
        Vary: Origin
        not reached",
    );
    draft.allow_headers = list("* authorization");
    check(
        &draft,
        PREFLIGHT,
        &App::default(),
        "204
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Methods: *
        Access-Control-Allow-Headers: *, Authorization
        Vary: Origin
        not reached",
    );
}

#[test]
fn any_method_and_header_are_reflected_with_credentials() {
    let draft = PolicyDraft {
        allow_origins: list("https://a.example"),
        allow_methods: list("*"),
        allow_headers: list("*"),
        allow_credentials: true,
        ..PolicyDraft::default()
    };
    check(
        &draft,
        &format!("{PREFLIGHT}\nAccess-Control-Request-Headers: x-b,X-A"),
        &App::default(),
        "204
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Allow-Methods: PUT
        Access-Control-Allow-Headers: x-b,X-A
        Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
        not reached",
    );
    check(
        &draft,
        PREFLIGHT,
        &App::default(),
        "204
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Allow-Methods: PUT
        Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
        not reached",
    );
    check(
        &draft,
        REFUSED_PREFLIGHT,
        &App::default(),
        "403\nVary: Origin\nnot reached",
    );
    check(
        &draft,
        "GET\nOrigin: https://b.example",
        &App::default(),
        "200\nVary: Origin\nreached",
    );
}

#[test]
fn an_unsound_policy_has_responses_too() {
    let draft = PolicyDraft {
        allow_origins: list("*"),
        allow_credentials: true,
        ..PolicyDraft::default()
    };
    assert!(policy(&draft).check().is_err());
    check(
        &draft,
        "GET\nOrigin: https://b.example",
        &App::default(),
        "200\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true\nreached",
    );
}

#[test]
fn auth_before_cors_rejects_preflights_with_401() {
    let app = App {
        authentication: Authentication::Before,
        ..App::default()
    };
    check(&one_origin(), PREFLIGHT, &app, "401\nnot reached");
    let app = App {
        authentication: Authentication::After,
        ..App::default()
    };
    check(
        &one_origin(),
        REFUSED_PREFLIGHT,
        &app,
        "403\nVary: Origin\nnot reached",
    );
    check(
        &one_origin(),
        "GET\nOrigin: https://b.example",
        &app,
        "401\nVary: Origin\nnot reached",
    );
    check(
        &any_origin(),
        "GET\nAuthorization: x",
        &app,
        "200\nAccess-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: x-one\nreached",
    );
}

#[test]
fn error_responses_have_the_headers() {
    for (failure, status, reached) in [
        (Failure::Unreachable, 502, "not reached"),
        (Failure::BodyTooLarge, 413, "not reached"),
        (Failure::Panics, 500, "reached"),
    ] {
        let app = App {
            failure: Some(failure),
            ..App::default()
        };
        check(
            &any_origin(),
            "POST\nOrigin: https://b.example",
            &app,
            &format!(
                "{status}\nAccess-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: x-one\n{reached}"
            ),
        );
    }
}

#[test]
fn a_method_without_a_route_is_405() {
    let app = App {
        methods: Some(vec![Method::get()]),
        ..App::default()
    };
    let expected = "Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: x-one";
    check(
        &any_origin(),
        "PUT",
        &app,
        &format!("405\n{expected}\nnot reached"),
    );
    check(
        &any_origin(),
        "HEAD",
        &app,
        &format!("200\n{expected}\nreached"),
    );
}
