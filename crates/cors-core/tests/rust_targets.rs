//! What the libraries and frameworks in Rust answer, as measured on them: the words below were read off the
//! running servers.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::{App, Authentication, Failure};
use cors_core::targets::{Setup, find};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};
use cors_suffixes::PLATFORM;

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn policy(draft: &PolicyDraft) -> Policy {
    draft.parse(&PLATFORM).whole().unwrap().clone()
}

fn one_origin() -> PolicyDraft {
    PolicyDraft {
        allow_origins: list("https://a.example"),
        allow_methods: list("PUT"),
        allow_headers: list("Content-Type X-Id"),
        expose_headers: list("X-One"),
        allow_credentials: true,
        max_age: "60".to_owned(),
        ..PolicyDraft::default()
    }
}

fn any_origin() -> PolicyDraft {
    PolicyDraft {
        allow_origins: list("*"),
        expose_headers: list("x-one"),
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

/// The answer as text, in the same form: every header, in order, and whether the application ran.
#[track_caller]
fn check((id, version): (&str, &str), draft: &PolicyDraft, asked: &str, app: &App, expected: &str) {
    let target = find(id).unwrap();
    let version = target.version(version).unwrap();
    let policy = policy(draft);
    let reply = (target.respond)(
        &policy.check().unwrap(),
        &Setup::of(version),
        &request(asked),
        app,
    );
    let mut text = match reply.answer {
        Ok(answer) => {
            let mut text = vec![answer.status.to_string()];
            text.extend(
                answer
                    .headers
                    .iter()
                    .map(|header| format!("{}: {}", header.name, header.value)),
            );
            text
        }
        Err(_) => vec!["closed".to_owned()],
    };
    if !reply.reached_app {
        text.push("not reached".to_owned());
    }
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(text, expected);
}

#[track_caller]
fn check_unsupported(id: &str, draft: &PolicyDraft, reason: &str) {
    let target = find(id).unwrap();
    let policy = policy(draft);
    let rendered = (target.render)(
        &policy.check().unwrap(),
        &Setup::of(target.versions[0]),
        None,
    );
    assert_eq!(rendered.unwrap_err().reason, reason);
}

#[track_caller]
fn check_differences((id, version): (&str, &str), draft: &PolicyDraft, expected: &str) {
    let target = find(id).unwrap();
    let policy = policy(draft);
    let version = target.version(version).unwrap();
    let differences = (target.differences)(&policy.check().unwrap(), &Setup::of(version));
    let codes: Vec<&str> = differences.iter().map(|one| one.code).collect();
    assert_eq!(codes, expected.split_whitespace().collect::<Vec<_>>());
}

const PREFLIGHT: &str = "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method: PUT";
const ACTIX_CORS: (&str, &str) = ("actix-cors", "0.7.2");
const ACTIX_WEB: (&str, &str) = ("actix-web", "4.18.1");
const AXUM: (&str, &str) = ("axum", "0.8.9");

#[test]
fn tower_http_varies_on_three_names_before_0_7() {
    let granted = "200
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Allow-Methods: PUT
        Access-Control-Allow-Headers: content-type,x-id
        Access-Control-Max-Age: 60
        ";
    let newest = ("axum-tower-http", "0.7.1");
    let before = ("axum-tower-http", "0.6.11");
    let three = "origin, access-control-request-method, access-control-request-headers";
    check(
        newest,
        &one_origin(),
        PREFLIGHT,
        &App::default(),
        &format!("{granted}Vary: origin\nnot reached"),
    );
    check(
        before,
        &one_origin(),
        PREFLIGHT,
        &App::default(),
        &format!("{granted}Vary: {three}\nnot reached"),
    );
    let shared = "200\nAccess-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: x-one";
    check(newest, &any_origin(), "GET", &App::default(), shared);
    check(
        before,
        &any_origin(),
        "GET",
        &App::default(),
        &format!("{shared}\nVary: {three}"),
    );
}

#[test]
fn actix_cors_grants_with_200_and_lists_what_needs_no_permission() {
    check(
        ACTIX_CORS,
        &one_origin(),
        &format!("{PREFLIGHT}\nAccess-Control-Request-Headers: X-ID ,content-type"),
        &App::default(),
        "200
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Allow-Methods: GET, HEAD, POST, PUT
        Access-Control-Allow-Headers: content-type, x-id
        Access-Control-Max-Age: 60
        Vary: origin, access-control-request-method, access-control-request-headers
        not reached",
    );
}

#[test]
fn actix_cors_refuses_with_400_and_nothing_else() {
    for asked in [
        "OPTIONS\nOrigin: https://b.example\nAccess-Control-Request-Method: PUT",
        "OPTIONS\nOrigin:\nAccess-Control-Request-Method: PUT",
        "OPTIONS\nAccess-Control-Request-Method: PUT",
        "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method: PATCH",
        "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method: put",
        &format!("{PREFLIGHT}\nAccess-Control-Request-Headers: x-other"),
        &format!("{PREFLIGHT}\nAccess-Control-Request-Headers: x-id,,content-type"),
        &format!("{PREFLIGHT}\nAccess-Control-Request-Headers:"),
    ] {
        check(
            ACTIX_CORS,
            &one_origin(),
            asked,
            &App::default(),
            "400\nnot reached",
        );
    }
}

#[test]
fn actix_cors_hands_on_options_that_ask_for_no_method() {
    let shared = "200
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: x-one
        Vary: origin, access-control-request-method, access-control-request-headers";
    for asked in [
        "OPTIONS\nOrigin: https://a.example",
        "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method:",
        "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method: a b",
        "OPTIONS\nOrigin: https://a.example\nAccess-Control-Request-Method: M#",
    ] {
        check(ACTIX_CORS, &one_origin(), asked, &App::default(), shared);
    }
}

#[test]
fn actix_cors_sends_a_wildcard_to_requests_with_an_origin() {
    let vary = "Vary: origin, access-control-request-method, access-control-request-headers";
    check(
        ACTIX_CORS,
        &any_origin(),
        "GET\nOrigin: https://b.example",
        &App::default(),
        &format!(
            "200\nAccess-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: x-one\n{vary}"
        ),
    );
    check(
        ACTIX_CORS,
        &any_origin(),
        "GET",
        &App::default(),
        &format!("200\nAccess-Control-Expose-Headers: x-one\n{vary}"),
    );
}

#[test]
fn actix_cors_leaves_a_handlers_own_headers_and_its_first_vary() {
    let app = App {
        response: HttpResponse::new(Status::OK)
            .with("Vary", "Accept")
            .with("Access-Control-Allow-Origin", "*")
            .with("Vary", "Accept-Encoding"),
        ..App::default()
    };
    check(
        ACTIX_CORS,
        &one_origin(),
        "GET\nOrigin: https://b.example",
        &app,
        "200
        Vary: Accept
        Access-Control-Allow-Origin: *
        Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: x-one
        Vary: origin, access-control-request-method, access-control-request-headers",
    );
}

#[test]
fn by_hand_a_handlers_own_headers_are_replaced_and_its_vary_stays() {
    let app = App {
        response: HttpResponse::new(Status::OK)
            .with("Vary", "Accept")
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Max-Age", "1"),
        ..App::default()
    };
    for target in [AXUM, ACTIX_WEB] {
        check(
            target,
            &one_origin(),
            "GET\nOrigin: https://b.example",
            &app,
            "200\nVary: Accept\nVary: Origin",
        );
        check(
            target,
            &one_origin(),
            "OPTIONS\nOrigin: https://b.example\nAccess-Control-Request-Method: PUT",
            &app,
            "403\nVary: Origin\nnot reached",
        );
    }
}

#[test]
fn a_panic_closes_the_connection() {
    let app = App {
        failure: Some(Failure::Panics),
        ..App::default()
    };
    for target in [AXUM, ACTIX_WEB, ACTIX_CORS, ("axum-tower-http", "0.6.11")] {
        check(target, &one_origin(), "GET", &app, "closed");
    }
}

#[test]
fn axum_0_7_closes_the_connection_after_a_successful_connect() {
    let before = ("axum-tower-http", "0.5.2");
    let failing = App {
        response: HttpResponse::new(Status::NOT_FOUND),
        ..App::default()
    };
    let headers = "Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: x-one
        Vary: origin, access-control-request-method, access-control-request-headers";
    for (target, app, expected) in [
        (before, &App::default(), "closed".to_owned()),
        (before, &failing, format!("404\n{headers}")),
        (
            ("axum-tower-http", "0.6.11"),
            &App::default(),
            format!("200\n{headers}"),
        ),
    ] {
        check(target, &one_origin(), "CONNECT", app, &expected);
    }
}

#[test]
fn actix_cors_0_6_leaves_errors_of_middleware_without_headers() {
    let app = App {
        authentication: Authentication::After,
        ..App::default()
    };
    let get = "GET\nOrigin: https://a.example";
    let before = ("actix-cors", "0.6.5");
    check(before, &one_origin(), get, &app, "401\nnot reached");
    check(
        ACTIX_CORS,
        &one_origin(),
        get,
        &app,
        "401
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: x-one
        Vary: origin, access-control-request-method, access-control-request-headers
        not reached",
    );
}

#[test]
fn a_route_with_get_has_head_in_axum_and_not_in_actix() {
    let app = App {
        methods: Some(vec![Method::get()]),
        ..App::default()
    };
    check(AXUM, &one_origin(), "HEAD", &app, "200\nVary: Origin");
    check(
        ACTIX_WEB,
        &one_origin(),
        "HEAD",
        &app,
        "405\nVary: Origin\nnot reached",
    );
}

#[test]
fn actix_reads_no_method_with_a_number_sign() {
    for target in [ACTIX_WEB, ACTIX_CORS] {
        check(
            target,
            &one_origin(),
            "M#\nOrigin: https://a.example",
            &App::default(),
            "400\nnot reached",
        );
        check_unsupported(
            target.0,
            &PolicyDraft {
                allow_methods: list("PUT M#"),
                ..one_origin()
            },
            "actix-web responds with 400 to the method `M#` before any middleware sees the request, because its parser accepts no #, $, %, & or ' in a method. Remove it.",
        );
    }
}

#[test]
fn actix_cors_cannot_allow_everything() {
    check_unsupported(
        "actix-cors",
        &PolicyDraft {
            allow_methods: list("*"),
            ..one_origin()
        },
        "actix-cors can't allow any method: allow_any_method means nine methods, and a preflight for another gets 400. List the methods, or choose actix-web without a library.",
    );
    check_unsupported(
        "actix-cors",
        &PolicyDraft {
            allow_headers: list("*"),
            ..any_origin()
        },
        "actix-cors never sends `Access-Control-Allow-Headers: *`. It reflects the requested headers, which allows Authorization too. Add Authorization next to *, or list the headers.",
    );
}

#[test]
fn what_differs_is_told_where_it_can_be_seen() {
    check_differences(AXUM, &one_origin(), "panic-closes");
    check_differences(ACTIX_WEB, &one_origin(), "panic-closes");
    check_differences(
        ACTIX_WEB,
        &PolicyDraft {
            allow_methods: list("*"),
            ..one_origin()
        },
        "reads-some-methods-only panic-closes",
    );
    check_differences(
        ACTIX_CORS,
        &one_origin(),
        "blocks-with-400 blocks-unlisted lists-safelisted-methods always-answers-200 takes-preflights-without-origin sends-headers-to-blocked-origins-on-responses handler-fills-in merges-first-vary panic-closes varies-on-all-three reads-the-first-line lists-in-any-order writes-lower-case",
    );
    check_differences(
        ("axum-tower-http", "0.6.11"),
        &any_origin(),
        "handles-every-options always-answers-200 handler-fills-in panic-closes varies-on-all-three",
    );
    check_differences(
        ("axum-tower-http", "0.5.2"),
        &any_origin(),
        "handles-every-options always-answers-200 handler-fills-in panic-closes varies-on-all-three closes-on-connect",
    );
    check_differences(
        ("actix-cors", "0.6.5"),
        &one_origin(),
        "errors-without-headers blocks-with-400 blocks-unlisted lists-safelisted-methods always-answers-200 takes-preflights-without-origin sends-headers-to-blocked-origins-on-responses handler-fills-in merges-first-vary panic-closes varies-on-all-three reads-the-first-line lists-in-any-order writes-lower-case",
    );
}
