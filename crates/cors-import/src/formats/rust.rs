//! tower-http and actix-cors.

use crate::code::Call;
use crate::finding::Code;
use crate::options;
use crate::reading::{AnyWithCredentials, Reading};

use super::builder::{Field, Table, program, read};

const AXUM: Table = &[
    ("allow_origin", Field::Origins),
    ("allow_methods", Field::Methods),
    ("allow_headers", Field::Headers),
    ("expose_headers", Field::Expose),
    ("allow_credentials", Field::Credentials),
    ("max_age", Field::MaxAge),
    ("permissive", Field::Everything),
    ("very_permissive", Field::Everything),
];

const ACTIX: Table = &[
    ("allowed_origin", Field::Origins),
    ("allowed_origin_fn", Field::Decides),
    ("allowed_methods", Field::Methods),
    ("allowed_headers", Field::Headers),
    ("allowed_header", Field::Headers),
    ("expose_headers", Field::Expose),
    ("supports_credentials", Field::Credentials),
    ("max_age", Field::MaxAge),
    ("allow_any_origin", Field::AnyOrigin),
    ("allow_any_method", Field::AnyMethod),
    ("allow_any_header", Field::AnyHeader),
    ("expose_any_header", Field::AnyExpose),
    ("permissive", Field::Everything),
];

pub(super) fn axum(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`allow_origin`";
    options::preflight_status(reading, 1, "200");
    let calls = read(reading, &program, AXUM, (0, usize::MAX));
    let wildcard = "tower-http panics for credentials together with any origin, method or header, when the layer is added.";
    reading.any_with_credentials = AnyWithCredentials::Rejected(Code::StartupError, wildcard);
    reading.sends_wildcards = false;
    let policy = &reading.policy;
    let is_any = |list: &[String]| list == ["*"];
    if policy.allow_credentials && !calls.iter().any(|call| call.name == "very_permissive") {
        let line = if is_any(&policy.allow_methods) {
            reading.lines.methods
        } else if is_any(&policy.allow_headers) {
            reading.lines.headers
        } else {
            None
        };
        let mirrors = program
            .tokens
            .iter()
            .any(|token| token.word() == Some("mirror_request"));
        if let (Some(line), false) = (line, mirrors) {
            reading.find(
                Code::StartupError,
                line,
                wildcard,
                "List the names, or use `mirror_request()`.",
            );
        }
    }
    let layers = program.calls(&["layer", "route_layer"]);
    let routes = program.calls(&["route", "nest", "merge"]);
    let cors_names = ["cors", "cors_layer", "CorsLayer"];
    let is_cors = |call: &&Call| {
        (call.open..call.close.min(call.open + 4)).any(|index| {
            cors_names.contains(&program.word(index)) || program.word(index).contains("cors")
        })
    };
    if let Some(layer) = layers.iter().find(is_cors)
        && routes.iter().any(|route| route.open > layer.close)
    {
        let line = reading.line_at(layer.at);
        reading.find(
            Code::LayerOrder,
            line,
            "`.layer` covers only the routes that were added before it. Preflights for the routes below it get 405.",
            "Move `.layer(cors)` behind the last `.route`.",
        );
    } else if layers.is_empty() && !routes.is_empty() {
        let line = calls.first().map_or(1, |call| reading.line_at(call.at));
        reading.find(
            Code::RuleNotUsed,
            line,
            "The layer isn't added to the router.",
            "Add `.layer(cors)` behind the last `.route`.",
        );
    }
}

pub(super) fn actix(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`allowed_origin`";
    reading.sends_wildcards = false;
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    options::preflight_status(reading, 1, "200");
    read(reading, &program, ACTIX, (0, usize::MAX));
}
