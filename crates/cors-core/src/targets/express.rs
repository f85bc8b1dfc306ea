//! Express without a library for CORS: a middleware that gives the reference response.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference;
use super::language::{Language, header_comment};
use super::node::{self, Module};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::SoundPolicy;
use crate::server::{App, Fault, FrameworkDefaults, OnPanic, Reply, respond_with};
use cors_http::{HttpRequest, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "express",
        label: "Express, no library",
        group: Group::Node,
        server: "Express",
        library: None,
        language: Language::JAVASCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: VERSIONS,
        options: node::OPTIONS,
        search: &["expressjs", "node", "javascript", "middleware", "mern"],
    },
    docs: &[(
        "Middleware",
        "https://expressjs.com/en/guide/using-middleware.html",
    )],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[node::WITHOUT_LIBRARY_MUTATIONS, node::EXPRESS_MUTATIONS],
    render,
    respond,
    differences,
};

/// Those of both targets for Express.
pub(super) const VERSIONS: &[Version] = &[
    Version::pinned("5", "5.3.0"),
    Version::pinned("4", "4.22.3"),
];

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    difference::differences([&node::READS_KNOWN_METHODS_ONLY], policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    let defaults = FrameworkDefaults {
        panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
        // A route that exists for another method does not match, but Express says which there are.
        other_method: if request.method == Method::options() {
            Status::OK
        } else {
            Status::NOT_FOUND
        },
    };
    respond_with(policy, request, app, defaults)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options, "corsPolicy");
    node::check_methods(policy)?;
    module.origins.check(policy)?;
    let function = &module.function;
    let comment = header_comment(
        Language::JAVASCRIPT,
        &format!(
            "CORS for Express {}. Call app.use({function}) before auth and routes.",
            setup.version.line
        ),
        permalink,
    );
    let declaration = format!(
        "{}function {function}(request, response, next) {{",
        module.export()
    );
    let mut text = node::middleware(policy, &module, &comment, &declaration);
    module.end(&mut text);
    let text = text.finish();
    let packages = [("express", setup.version.to_install())];
    Ok(Snippet {
        steps: node::express_steps(&module, policy, &packages),
        example: node::express_example(&module, policy, text.clone(), &packages),
        files: vec![module.snippet_file(node::express_context(&module), text)],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const NOTES: [&str; 2] = [
    "CORS headers that a handler or another middleware sets are replaced, whether with `res.set`, `res.append` or `res.writeHead`, and their `Vary` is kept.",
    "Don't use this together with the `cors` package: the first of the two handles the preflights.",
];

const FIXES: &[(Fault, &str)] = &[
    (Fault::PreflightNotRouted, PREFLIGHT_NOT_ROUTED),
    (Fault::AuthenticationBeforeCors, AUTHENTICATION_BEFORE_CORS),
    (Fault::HeadersMissingOnErrors, HEADERS_MISSING_ON_ERRORS),
    (Fault::RedirectsToSlash, REDIRECTS_TO_SLASH),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

pub(super) const PREFLIGHT_NOT_ROUTED: &str = "Call `app.use(…)` with the policy above the routes. `app.use` handles OPTIONS on every path; `app.get` and `app.put` don't.";
pub(super) const AUTHENTICATION_BEFORE_CORS: &str =
    "Call `app.use(…)` with the policy above the middleware that checks tokens or sessions.";
pub(super) const HEADERS_MISSING_ON_ERRORS: &str = "Call `app.use(…)` with the policy above the routes. The error handler keeps headers that are already set. Then look in the log for the error itself.";
pub(super) const REDIRECTS_TO_SLASH: &str = "Write the slash in your code's URL. Express redirects by itself only for folders of `express.static`; turn that off with `redirect: false`.";
const VARY: &str = "Call `response.vary('Origin')` before you check the origin, so that every response has it. Then clear the caches.";
