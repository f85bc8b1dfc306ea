//! actix-web without a library: a function as middleware, with the reference response for every application.
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
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "actix-web",
        label: "actix-web, no library",
        group: Group::Rust,
        server: "actix-web",
        library: None,
        language: Language::RUST,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[VERSION],
        options: rust::OPTIONS,
        search: &["rust", "actix"],
    },
    docs: &[(
        "actix_web::middleware::from_fn",
        "https://docs.rs/actix-web/latest/actix_web/middleware/fn.from_fn.html",
    )],
    fixes: &[
        rust::actix::PREFLIGHT_NOT_ROUTED,
        rust::actix::AUTHENTICATION_BEFORE_CORS,
        rust::actix::HEADERS_MISSING_ON_ERRORS,
        rust::actix::REDIRECTS_TO_SLASH,
        (Fault::VaryMissingOwnCache, super::fixes::VARY),
        (Fault::VaryMissingSharedCache, super::fixes::VARY),
    ],
    #[cfg(feature = "proof")]
    mutations: &[
        rust::MUTATIONS,
        rust::WITHOUT_LIBRARY_MUTATIONS,
        &[
            super::Mutation::snippet(
                "errors of other middleware left alone",
                "access-control-allow-origin",
                |text| {
                    text.replace(
                        "share(response.headers_mut(), origin.clone());",
                        "let _ = (&mut response, &origin);",
                    )
                },
            ),
            super::Mutation::example(
                "the middleware inside auth",
                "preflight is allowed",
                |text| {
                    super::mutation::moved(
                        text,
                        "            .wrap(from_fn(cors_policy::cors))",
                        "            .wrap(from_fn(authenticate))",
                    )
                },
            ),
        ],
    ],
    render,
    respond,
    differences,
};

/// The version that both targets for actix-web are run with.
pub(super) const VERSION: Version = Version::pinned("4", "4.18.1");

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &rust::actix::READS_SOME_METHODS_ONLY,
        &rust::actix::PANIC_CLOSES,
    ];
    difference::differences(rules, policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if !rust::actix::is_readable(request.method.as_str()) {
        return Reply::unreached(Status::BAD_REQUEST);
    }
    let app = &rust::actix::with_own_head(app, request);
    respond_with(policy, request, app, rust::actix::DEFAULTS)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options).read_at_start();
    rust::actix::check_methods(policy)?;
    module.origins.check(policy)?;
    let name = &module.name;
    let comment = header_comment(
        Language::RUST,
        &format!(
            "CORS for actix-web {}, without a library.",
            setup.version.line
        ),
        permalink,
    );
    let middleware = rust::middleware(policy, module.origins, rust::Framework::Actix);
    let version = setup.version.to_install();
    let usage = Usage {
        add: &format!("actix-web@{version}"),
        manifest: &rust::actix::manifest(version, ""),
        main: &rust::actix::main(&module, &format!("from_fn({name}::cors)")),
        call: &format!(".wrap(actix_web::middleware::from_fn({name}::cors))"),
        place: rust::actix::PLACE,
        one_path: rust::actix::ONE_PATH,
    };
    let [order, scope] = rust::actix::NOTES;
    Ok(module.snippet(
        policy,
        format!("{comment}\n{middleware}"),
        usage,
        &[
            order,
            scope,
            "It needs actix-web 4.15 or newer, in which a middleware can change the response that an error becomes.",
        ],
    ))
}
