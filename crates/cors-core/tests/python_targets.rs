//! What the frameworks in Python respond, as measured on them: the words below were read off the running servers.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::{App, Failure};
use cors_core::targets::{Setup, find};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, Method};
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
        allow_headers: list("X-Id"),
        expose_headers: list("X-One"),
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

/// The response as text, in the same form: every header, in order, and whether the app ran.
#[track_caller]
fn check((id, version): (&str, &str), asked: &str, app: &App, expected: &str) {
    let target = find(id).unwrap();
    let version = target.version(version).unwrap();
    let policy = policy(&one_origin());
    let sound = policy.check().unwrap();
    let reply = (target.respond)(&sound, &Setup::of(version), &request(asked), app);
    let response = reply.answer.unwrap();
    let mut text = vec![response.status.to_string()];
    let headers = response.headers.iter();
    text.extend(headers.map(|header| format!("{}: {}", header.name, header.value)));
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
    let setup = Setup::of(target.versions[0]);
    let rendered = (target.render)(&policy.check().unwrap(), &setup, None);
    assert_eq!(rendered.unwrap_err().reason, reason);
}

const NEW: (&str, &str) = ("fastapi", "1.10");
const OLD: (&str, &str) = ("fastapi", "1.6");

#[test]
fn starlette_blocks_a_preflight_with_400_and_its_whole_lists() {
    let asked = "OPTIONS\nOrigin: https://b.example\nAccess-Control-Request-Method: PUT";
    let expected = |vary: &str| {
        format!(
            "400
            Access-Control-Allow-Credentials: true
            Access-Control-Allow-Methods: GET, HEAD, POST, PUT
            Access-Control-Allow-Headers: Accept, Accept-Language, Content-Language, Content-Type, X-Id
            Access-Control-Max-Age: 5
            Vary: {vary}
            not reached"
        )
    };
    let all = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network";
    check(NEW, asked, &App::default(), &expected(all));
    check(OLD, asked, &App::default(), &expected("Origin"));
}

#[test]
fn starlette_varies_on_every_response_from_1_7_on() {
    check(NEW, "GET", &App::default(), "200\nVary: Origin");
    check(OLD, "GET", &App::default(), "200");
    let blocked = "200
        Access-Control-Allow-Credentials: true
        Access-Control-Expose-Headers: X-One";
    let asked = "GET\nOrigin: https://b.example";
    check(
        NEW,
        asked,
        &App::default(),
        &format!("{blocked}\nVary: Origin"),
    );
    check(OLD, asked, &App::default(), blocked);
}

#[test]
fn an_exception_that_reaches_the_server_has_no_headers() {
    let app = App {
        failure: Some(Failure::Panics),
        ..App::default()
    };
    check(NEW, "GET\nOrigin: https://a.example", &app, "500");
}

#[test]
fn what_the_middleware_of_starlette_cannot_say_is_unsupported() {
    check_unsupported(
        "fastapi",
        &PolicyDraft {
            allow_methods: list("*"),
            ..one_origin()
        },
        "Starlette can't allow any method: it takes * as eight methods, and a preflight for another gets 400. List the methods.",
    );
    check_unsupported(
        "fastapi",
        &PolicyDraft {
            allow_headers: list("*"),
            allow_credentials: false,
            ..one_origin()
        },
        "Starlette never sends `Access-Control-Allow-Headers: *`. It reflects the requested headers, which allows Authorization too. Add Authorization next to *, or list the headers.",
    );
}

const FLASK: (&str, &str) = ("flask", "6.0");

#[test]
fn flask_cors_sends_the_requested_headers_that_are_listed() {
    let asked = "OPTIONS
        Origin: https://a.example
        Access-Control-Request-Method: put
        Access-Control-Request-Headers: x-id, x-b
        Access-Control-Request-Headers: X-ID
        Access-Control-Request-Private-Network: true";
    let expected = "204
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Expose-Headers: X-One
        Access-Control-Allow-Credentials: true
        Access-Control-Allow-Private-Network: false
        Access-Control-Allow-Headers: X-ID, x-id
        Access-Control-Allow-Methods: GET, HEAD, POST, PUT
        Vary: Origin
        not reached";
    check(FLASK, asked, &App::default(), expected);
}

#[test]
fn flask_cors_gives_way_to_a_view_that_sets_the_origin() {
    let mut app = App::default();
    let name = |text| HeaderName::parse(text).unwrap();
    let headers = &mut app.response.headers;
    headers.append(name("Access-Control-Expose-Headers"), "X-Own");
    let asked = "GET\nOrigin: https://a.example";
    let doubled = "200
        Access-Control-Expose-Headers: X-Own
        Access-Control-Allow-Origin: https://a.example
        Access-Control-Expose-Headers: X-One
        Access-Control-Allow-Credentials: true
        Vary: Origin";
    check(FLASK, asked, &app, doubled);
    let headers = &mut app.response.headers;
    headers.append(name("Access-Control-Allow-Origin"), "*");
    let own = "200
        Access-Control-Expose-Headers: X-Own
        Access-Control-Allow-Origin: *
        Vary: Origin";
    check(FLASK, asked, &app, own);
}

#[test]
fn gunicorn_responds_by_itself_to_methods_that_it_does_not_read() {
    for method in ["patch", "M#", "AB", "ABCDEFGHIJKLMNOPQRSTU"] {
        check(FLASK, method, &App::default(), "400\nnot reached");
    }
    check_unsupported(
        "flask",
        &PolicyDraft {
            allow_methods: list("patch"),
            ..one_origin()
        },
        "gunicorn responds with 400 to the method `patch` before your app sees the request: it accepts 3 to 20 characters, without lowercase letters and #. Remove it, or write it in uppercase.",
    );
}
