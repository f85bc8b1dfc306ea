//! `FastAPI` and Starlette.

use crate::code::{Call, Language, Program};
use crate::finding::Code;
use crate::options;
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::Anchoring;

use super::common::{self, nearest, unknown_option, written};
use super::python::{list, regexes};

const STARLETTE: &[&str] = &[
    "allow_origins",
    "allow_origin_regex",
    "allow_methods",
    "allow_headers",
    "allow_credentials",
    "allow_private_network",
    "expose_headers",
    "max_age",
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Python);
    reading.origins_name = "`allow_origins`";
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    reading.sends_wildcards = false;
    let calls = program.calls(&["add_middleware", "Middleware", "CORSMiddleware"]);
    let is_cors = |call: &&Call| {
        call.name == "CORSMiddleware"
            || call
                .positional(0)
                .is_some_and(|value| written(value).contains("CORSMiddleware"))
    };
    let Some(call) = calls.iter().find(is_cors) else {
        let imports = program
            .tokens
            .iter()
            .find(|token| token.word() == Some("CORSMiddleware"));
        if let Some(token) = imports {
            reading.find(
                Code::RuleNotUsed,
                reading.line_at(token.at),
                "`CORSMiddleware` isn't added to the app.",
                "Call `app.add_middleware(CORSMiddleware, …)`.",
            );
        }
        return;
    };
    reading.seen = true;
    options::preflight_status(reading, 1, "200");
    for argument in &call.arguments {
        let Some(name) = &argument.name else { continue };
        if STARLETTE.contains(&name.as_str()) || name == "app" {
            continue;
        }
        unknown_option(reading, argument.value.at, name, nearest(name, STARLETTE));
    }
    let option = |name: &str| {
        call.named(name).or_else(|| {
            call.arguments
                .iter()
                .filter(|argument| {
                    argument.name.as_deref().is_some_and(|given| {
                        !STARLETTE.contains(&given)
                            && nearest(given, STARLETTE)
                                == Some(
                                    STARLETTE
                                        .iter()
                                        .find(|known| **known == name)
                                        .copied()
                                        .unwrap_or_default(),
                                )
                    })
                })
                .map(|argument| &argument.value)
                .next()
        })
    };
    if let Some(value) = option("allow_credentials") {
        common::credentials(reading, &program, value.at, value);
    }
    if let Some(value) = option("allow_origins") {
        list(reading, &program, value);
    }
    if let Some(value) = option("allow_origin_regex") {
        regexes(reading, &program, value, Anchoring::Whole);
    }
    match option("allow_methods") {
        Some(value) => common::methods(reading, &program, value.at, value),
        None => reading.policy.allow_methods = vec!["GET".to_owned()],
    }
    if let Some(value) = option("allow_headers") {
        common::headers(reading, &program, value.at, value);
    }
    if let Some(value) = option("expose_headers") {
        common::expose(reading, &program, value.at, value);
    }
    match option("max_age") {
        Some(value) => common::max_age(reading, &program, value.at, value),
        None => "600".clone_into(&mut reading.policy.max_age),
    }
    starlette_order(reading, &calls, call);
}

/// Middleware that is added later runs earlier.
fn starlette_order(reading: &mut Reading<'_>, calls: &[Call], cors: &Call) {
    for call in calls
        .iter()
        .filter(|call| call.at > cors.at && call.name == "add_middleware")
    {
        let name = call.positional(0).map(written).unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        if lower.contains("auth") || lower.contains("jwt") {
            reading.find(
                Code::PreflightAfterAuth,
                reading.line_at(call.at),
                "Middleware that is added later runs earlier: authentication responds to preflights, which carry no token, before CORS.",
                "Add `CORSMiddleware` last.",
            );
        } else if lower.contains("httpsredirect") {
            reading.find(
                Code::RedirectBeforeCors,
                reading.line_at(call.at),
                "Middleware that is added later runs earlier: preflights over http are redirected, which browsers block.",
                "Add `CORSMiddleware` last.",
            );
        }
    }
}
