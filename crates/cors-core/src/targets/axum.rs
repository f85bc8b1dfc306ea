//! axum without a library: a function as middleware, with the reference response for every application.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference;
use super::language::{Language, header_comment};
use super::rust::{self, Module, Usage};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::SoundPolicy;
use crate::server::{App, Fault, Reply, respond_with};
use cors_http::HttpRequest;

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "axum",
        label: "axum, no library",
        group: Group::Rust,
        server: "axum",
        library: None,
        language: Language::RUST,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[Version::pinned("0.8", "0.8.9")],
        options: rust::OPTIONS,
        search: &["rust", "tokio", "tower", "hyper"],
    },
    docs: &[(
        "axum::middleware::from_fn",
        "https://docs.rs/axum/latest/axum/middleware/fn.from_fn.html",
    )],
    fixes: &[
        rust::axum::PREFLIGHT_NOT_ROUTED,
        rust::axum::AUTHENTICATION_BEFORE_CORS,
        rust::axum::HEADERS_MISSING_ON_ERRORS,
        rust::axum::REDIRECTS_TO_SLASH,
        (Fault::VaryMissingOwnCache, super::fixes::VARY),
        (Fault::VaryMissingSharedCache, super::fixes::VARY),
    ],
    #[cfg(feature = "proof")]
    mutations: &[
        rust::MUTATIONS,
        rust::WITHOUT_LIBRARY_MUTATIONS,
        &[super::Mutation::example(
            "the layer inside auth",
            "preflight is allowed",
            |text| {
                super::mutation::moved(
                    text,
                    "        .layer(middleware::from_fn(cors_policy::cors))",
                    "        .layer(middleware::from_fn(authenticate))",
                )
            },
        )],
    ],
    render,
    respond,
    differences,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    difference::differences([&rust::axum::PANIC_CLOSES], policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let reply = respond_with(policy, request, app, rust::axum::DEFAULTS);
    rust::axum::with_length(request, reply)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options).read_at_start();
    module.origins.check(policy)?;
    let name = &module.name;
    let comment = header_comment(
        Language::RUST,
        &format!("CORS for axum {}, without a library.", setup.version.line),
        permalink,
    );
    let middleware = rust::middleware(policy, module.origins, rust::Framework::Axum);
    let version = setup.version.to_install();
    let usage = Usage {
        add: &format!("axum@{version}"),
        manifest: &rust::axum::manifest(version, ""),
        main: &rust::axum::main(&module, &format!("middleware::from_fn({name}::cors)")),
        call: &format!(".layer(axum::middleware::from_fn({name}::cors))"),
        place: rust::axum::PLACE,
        one_path: rust::axum::ONE_PATH,
    };
    Ok(module.snippet(
        policy,
        format!("{comment}\n{middleware}"),
        usage,
        &rust::axum::NOTES,
    ))
}
