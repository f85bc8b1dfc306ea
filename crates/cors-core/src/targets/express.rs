//! Express without any package: a middleware that is written by hand and gives the canonical answer.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::language::{Comment, header_comment};
use super::quirk::{self, Quirk};
use super::{
    Difference, ExampleFile, Group, Setup, Snippet, SnippetFile, Target, Unsupported, Version, node,
};
use crate::policy::SoundPolicy;
use crate::server::{App, Conduct, OnPanic, Reply, respond_with};
use cors_http::{HttpRequest, Method, Status};

pub(super) const TARGET: Target = Target {
    id: "express",
    label: "Express by hand",
    group: Group::Node,
    language: "javascript",
    versions: &[Version("5.3.0"), Version("4.22.3")],
    options: &[],
    render,
    respond,
    differences,
};

const QUIRKS: &[Quirk] = &[Quirk::ReadsKnownMethodsOnly];

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    quirk::differences(QUIRKS, policy)
}

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    let conduct = Conduct {
        panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
        // A route that exists for another method does not match, but Express says which there are.
        other_method: if request.method == Method::options() {
            Status::OK
        } else {
            Status::NOT_FOUND
        },
    };
    respond_with(policy, request, app, conduct)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    node::check_methods(policy)?;
    let comment = header_comment(
        Comment::Slashes,
        "CORS for Express, by hand.",
        "Express",
        version,
        permalink,
    );
    let text = node::middleware(policy, &comment, USAGE);
    Ok(Snippet {
        example: vec![
            ExampleFile {
                path: "package.json".to_owned(),
                text: PACKAGE.replace("EXPRESS", version.0),
            },
            ExampleFile {
                path: "cors-policy.mjs".to_owned(),
                text: text.clone(),
            },
            ExampleFile {
                path: "server.mjs".to_owned(),
                text: SERVER.to_owned(),
            },
        ],
        files: vec![SnippetFile {
            path: "cors-policy.mjs".to_owned(),
            context: "a module beside the one that makes the app: import { corsPolicy } from './cors-policy.mjs', and call app.use(corsPolicy) right after express(), before authentication, body parsers and routes".to_owned(),
            text,
        }],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const USAGE: &str = "// Use it before authentication and routes: app.use(corsPolicy).
export function corsPolicy(request, response, next) {";

const NOTES: [&str; 4] = [
    "Call app.use(corsPolicy) before authentication: a preflight carries no credentials, and after authentication it would get 401.",
    "CORS headers that a handler or another middleware sets are replaced, whether with res.set, res.append or res.writeHead, and their Vary is kept.",
    "app.use('/api', corsPolicy) governs the paths below /api alone. Use one policy for each path, and not beside the cors package: the first of two answers the preflights.",
    "In a CommonJS project the function is exported with module.exports = { corsPolicy }. It needs Node 18.3 or newer.",
];

const PACKAGE: &str = r#"{
  "private": true,
  "type": "module",
  "scripts": {
    "start": "node server.mjs"
  },
  "dependencies": {
    "express": "EXPRESS"
  }
}
"#;

const SERVER: &str = super::express_cors::SERVER;
