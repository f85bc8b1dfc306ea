//! A plain server of Node: a wrapper around its listener that gives the reference response.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference;
use super::language::{Language, header_comment};
use super::node::{self, Module};
use super::{
    Difference, Group, Proof, Setup, Snippet, Step, StepKind, Target, TargetInfo, Unsupported,
    Version, VersionsOf,
};
use crate::policy::SoundPolicy;
use crate::server::{App, Fault, FrameworkDefaults, OnPanic, Reply, respond_with};
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "node-http",
        label: "Node, no library",
        group: Group::Node,
        server: "Node",
        library: None,
        language: Language::JAVASCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[
            Version::pinned("26", "26.12.1"),
            Version::pinned("24", "24.22.3"),
            Version::pinned("22", "22.23.5"),
            Version::pinned("20", "20.20.2"),
        ],
        options: node::OPTIONS,
        search: &["nodejs", "javascript", "createserver", "http module"],
    },
    docs: &[(
        "http",
        "https://nodejs.org/api/http.html#responsewriteheadstatuscode-statusmessage-headers",
    )],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[node::WITHOUT_LIBRARY_MUTATIONS, MUTATIONS],
    render,
    respond,
    differences,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    difference::differences([&node::READS_KNOWN_METHODS_ONLY], policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    let defaults = FrameworkDefaults {
        // The process ends, unless the listener catches the error itself.
        panic: OnPanic::Closes,
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    respond_with(policy, request, app, defaults)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options, "withCors");
    node::check_methods(policy)?;
    module.origins.check(policy)?;
    let function = &module.function;
    let comment = header_comment(
        Language::JAVASCRIPT,
        &format!(
            "CORS for Node {}. Use it as createServer({function}(listener)).",
            setup.version.line
        ),
        permalink,
    );
    let mut text = node::middleware(
        policy,
        &module,
        &comment,
        "function corsPolicy(request, response, next) {",
    );
    text.line("");
    text.line(format!(
        "{}const {function} = (listener) => (request, response) =>",
        module.export()
    ));
    text.line("  corsPolicy(request, response, () => listener(request, response));");
    module.end(&mut text);
    let text = text.finish();
    let import = module.import_policy();
    let path = module.path();
    Ok(Snippet {
        steps: module.steps(
            policy,
            Step::command(
                StepKind::Install,
                "Node is all this needs. See which one runs.",
                "node --version",
            ),
            format!("Save `{path}` next to the file that creates your server, add `{import}` and call `createServer({function}(listener))`, so that auth runs inside the listener. For one path only, wrap the part of the listener that handles it. A second policy needs a name of its own."),
            format!("To take it out again, call `createServer(listener)`, and remove the import and `{path}`."),
        ),
        example: module.example(policy, text.clone(), &[], &[("{ createServer }", "node:http")], SERVER),
        files: vec![module.snippet_file(
            format!("Save this next to the file that creates your server, add `{import}` and call `createServer({function}(listener))`, so that auth runs inside the listener."),
            text,
        )],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const NOTES: [&str; 4] = [
    "Auth belongs inside the listener that is wrapped: preflights have no credentials, and outside the wrapper they would get 401.",
    "CORS headers that the listener sets are replaced, whether with `setHeader`, `appendHeader` or `writeHead`, and its `Vary` is kept.",
    "An error that the listener throws ends the process of a plain server, which your code sees as a network error. Catch it in the listener and respond with 500: that response has the CORS headers.",
    "Responses that Node sends by itself, such as 400 to what isn't HTTP and 431 to headers that are too long, have no CORS headers.",
];

const SERVER: &str = r#"IMPORTS

function listener(request, response) {
  if (request.headers.authorization === undefined) {
    response.writeHead(401).end();
  } else if (request.url !== "/") {
    response.writeHead(404).end();
  } else {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ hello: "world" }));
  }
}

const port = Number(process.env.PORT ?? 3000);
// Outermost, so that preflights are handled before auth and errors get the headers too.
createServer(POLICY(listener)).listen(port, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${port}/`);
});
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Wrap the whole listener in `withCors`, and route inside it. Preflights are then handled before any route.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Check the token or session inside the listener that you pass to `withCors`, not around it.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Catch errors inside the listener that you pass to `withCors`, and send the error response there. The headers are already set. Then look in the log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL, or route both paths the same way.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Append `Vary: Origin` before you check the origin, so that every response has it. Then clear the caches.";

#[cfg(feature = "proof")]
const MUTATIONS: &[super::Mutation] = &[super::Mutation::example(
    "auth around the policy",
    "preflight is allowed",
    |text| {
        text.replace(
            "createServer(withCors(listener))",
            "createServer((q, s) => (q.headers.authorization ? withCors(listener)(q, s) : s.writeHead(401).end()))",
        )
    },
)];
