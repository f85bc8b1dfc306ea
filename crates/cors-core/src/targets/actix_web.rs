//! actix-web by hand: a function as middleware, with the canonical answer for every application.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::language::{Comment, header_comment};
use super::quirk::{self, Quirk};
use super::{Difference, Group, Setup, Snippet, Target, Unsupported, Version, rust};
use crate::policy::SoundPolicy;
use crate::server::{App, Reply, respond_with};
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    id: "actix-web",
    label: "actix-web by hand",
    group: Group::Rust,
    language: "rust",
    versions: &[Version(rust::actix::ACTIX_WEB)],
    options: &[],
    render,
    respond,
    differences,
};

fn quirks(_version: Version) -> &'static [Quirk] {
    &[Quirk::ReadsSomeMethodsOnly, Quirk::ActixPanicCloses]
}

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    quirk::differences(quirks(setup.version), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(setup.version);
    if quirks.contains(&Quirk::ReadsSomeMethodsOnly)
        && !rust::actix::is_readable(request.method.as_str())
    {
        return Reply::unreached(Status::BAD_REQUEST);
    }
    let app = &rust::actix::with_own_head(app, request);
    respond_with(policy, request, app, rust::actix::conduct(quirks))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    rust::actix::check_methods(policy)?;
    let comment = header_comment(
        Comment::Slashes,
        "CORS for actix-web, by hand.",
        "actix-web",
        version,
        permalink,
    );
    let middleware = rust::middleware(policy, rust::Framework::Actix);
    Ok(rust::package(
        rust::actix::manifest(version.0, ""),
        rust::actix::main("from_fn(cors_policy::cors)"),
        format!("{comment}\n{middleware}"),
        "a module of its own: add `mod cors_policy;`, and make .wrap(actix_web::middleware::from_fn(cors_policy::cors)) the last .wrap on the App, after the one that authenticates",
        &[
            rust::actix::NOTES[0],
            rust::actix::NOTES[1],
            "It needs actix-web 4.15 or newer, which lets a middleware change the answer that an error becomes.",
        ],
    ))
}
