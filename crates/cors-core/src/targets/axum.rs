//! axum by hand: a function as middleware, with the canonical answer for every application.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::language::{Comment, header_comment};
use super::quirk::{self, Quirk};
use super::{Difference, Group, Setup, Snippet, Target, Unsupported, Version, rust};
use crate::policy::SoundPolicy;
use crate::server::{App, Conduct, OnPanic, Reply, respond_with};
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    id: "axum",
    label: "axum by hand",
    group: Group::Rust,
    language: "rust",
    versions: &[Version("0.8.9")],
    options: &[],
    render,
    respond,
    differences,
};

fn quirks(_version: Version) -> &'static [Quirk] {
    &[Quirk::PanicCloses]
}

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    quirk::differences(quirks(setup.version), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let conduct = Conduct {
        panic: if quirks(setup.version).contains(&Quirk::PanicCloses) {
            OnPanic::Closes
        } else {
            OnPanic::Answers(Status::INTERNAL_SERVER_ERROR)
        },
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    respond_with(policy, request, app, conduct)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "other targets cannot express every sound policy"
)]
fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    let comment = header_comment(
        Comment::Slashes,
        "CORS for axum, by hand.",
        "axum",
        version,
        permalink,
    );
    let middleware = rust::middleware(policy, rust::Framework::Axum);
    Ok(rust::package(
        rust::axum::manifest(version.0, ""),
        rust::axum::main("middleware::from_fn(cors_policy::cors)"),
        format!("{comment}\n{middleware}"),
        "a module of its own: add `mod cors_policy;`, and make .layer(axum::middleware::from_fn(cors_policy::cors)) the last call on the whole router, after its routes, its fallback and the layer that authenticates",
        &rust::axum::NOTES,
    ))
}
