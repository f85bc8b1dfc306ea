//! Lines of each engine, word for word.

use super::*;
use cors_http::{Method, Status};

const PAGE: &str = "https://app.example";

fn context(api: Api, headers: &HeaderList) -> ConsoleContext<'_> {
    ConsoleContext {
        api,
        url: "https://api.example/x".to_owned(),
        redirected_from: None,
        page: PAGE.to_owned(),
        origin: PAGE.to_owned(),
        location: None,
        preflight_redirected: false,
        headers,
    }
}

#[track_caller]
fn check(error: &NetworkError, api: Api, [chromium, firefox, webkit]: [&str; 3]) {
    let headers = HeaderList::new();
    let context = context(api, &headers);
    let message = |profile| error.console_message(profile, &context).unwrap_or_default();
    assert_eq!(message(Profile::Standard), "");
    assert_eq!(message(Profile::Chromium), chromium);
    assert_eq!(message(Profile::Firefox), firefox);
    assert_eq!(message(Profile::Webkit), webkit);
}

fn error(stage: Stage, status: Option<Status>, cause: Cause) -> NetworkError {
    NetworkError {
        stage,
        status,
        cause,
    }
}

#[test]
fn a_missing_header_is_told_in_the_words_of_each_engine() {
    let missing = Cause::AllowOriginMissing {
        expected: PAGE.to_owned(),
    };
    check(
        &error(Stage::Actual, Some(Status::OK), missing.clone()),
        Api::Fetch,
        [
            "Access to fetch at 'https://api.example/x' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
            "Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 200",
        ],
    );
    check(
        &error(Stage::Preflight, Some(Status::METHOD_NOT_ALLOWED), missing),
        Api::Xhr {
            upload_listeners: false,
        },
        [
            "Access to XMLHttpRequest at 'https://api.example/x' from origin 'https://app.example' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 405.",
            "Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 405",
        ],
    );
}

#[test]
fn a_refused_method_is_told_in_the_words_of_each_engine() {
    check(
        &error(
            Stage::Preflight,
            Some(Status::OK),
            Cause::MethodNotAllowed {
                method: Method::parse("PUT").unwrap(),
                listed: None,
            },
        ),
        Api::Fetch,
        [
            "Access to fetch at 'https://api.example/x' from origin 'https://app.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
            "Method PUT is not allowed by Access-Control-Allow-Methods.",
        ],
    );
}

#[test]
fn a_closed_connection_is_told_by_firefox_only() {
    check(
        &error(Stage::Actual, None, Cause::Network(NetworkFailure::Closed)),
        Api::Fetch,
        [
            "",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS request did not succeed). Status code: (null).",
            "",
        ],
    );
}

#[test]
fn a_refused_connection_is_no_matter_of_cors_except_in_firefox() {
    let firefox = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS request did not succeed). Status code: (null).";
    check(
        &error(Stage::Actual, None, Cause::Network(NetworkFailure::Refused)),
        Api::Fetch,
        [
            "Failed to load resource: net::ERR_CONNECTION_REFUSED",
            firefox,
            "",
        ],
    );
    check(
        &error(
            Stage::Preflight,
            None,
            Cause::Network(NetworkFailure::Refused),
        ),
        Api::Fetch,
        [
            "Failed to load resource: net::ERR_CONNECTION_REFUSED",
            firefox,
            "Could not connect to api.example: Connection refused",
        ],
    );
}

#[test]
fn chromium_tells_three_kinds_of_mismatch_apart() {
    let kind = |actual: &str| {
        let cause = Cause::AllowOriginMismatch {
            actual: actual.to_owned(),
            expected: PAGE.to_owned(),
        };
        let headers = HeaderList::new();
        error(Stage::Actual, Some(Status::OK), cause)
            .console_message(Profile::Chromium, &context(Api::Fetch, &headers))
            .unwrap()
    };
    assert!(
        kind("https://app.example/")
            .contains("has a value 'https://app.example/' that is not equal")
    );
    assert!(kind("null").contains("that is not equal"));
    assert!(kind("localhost").contains("contains the invalid value 'localhost'"));
    assert!(kind("a, b").contains("contains multiple values 'a, b'"));
}
