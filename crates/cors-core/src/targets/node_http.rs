//! A plain server of Node, wrapped by hand, which gives the canonical answer.
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
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    id: "node-http",
    label: "Node by hand",
    group: Group::Node,
    language: "javascript",
    versions: &[Version("20")],
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
        // The process ends, unless the listener catches the error itself.
        panic: OnPanic::Closes,
        other_method: Status::METHOD_NOT_ALLOWED,
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
        "CORS for a server of Node, by hand.",
        "Node",
        version,
        permalink,
    );
    let mut text = node::middleware(policy, &comment, USAGE);
    text.push_str(WRAPPER);
    Ok(Snippet {
        example: vec![
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
            context: "a module beside the one that makes the server: import { withCors } from './cors-policy.mjs', and call createServer(withCors(listener)), so that authentication stands inside the listener".to_owned(),
            text,
        }],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const USAGE: &str = "function corsPolicy(request, response, next) {";

const WRAPPER: &str = "
// Wrap everything: createServer(withCors(listener)).
export const withCors = (listener) => (request, response) =>
  corsPolicy(request, response, () => listener(request, response));
";

const NOTES: [&str; 5] = [
    "Authentication belongs into the listener that is wrapped: a preflight carries no credentials, and in front of the wrapper it would get 401.",
    "CORS headers that the listener sets are replaced, whether with setHeader, appendHeader or writeHead, and its Vary is kept.",
    "An error that the listener throws ends the process of a plain server, and scripts see a network error. Catch it in the listener and answer 500: that answer has the CORS headers.",
    "An answer that Node gives by itself, such as 400 to what is no HTTP and 431 to headers that are too long, has no CORS headers.",
    "In a CommonJS project the function is exported with module.exports = { withCors }.",
];

const SERVER: &str = r"// A whole application without packages: `node server.mjs`.
import { createServer } from 'node:http';
import { withCors } from './cors-policy.mjs';

function listener(request, response) {
  if (request.headers.authorization === undefined) {
    response.writeHead(401).end();
  } else if (request.url !== '/') {
    response.writeHead(404).end();
  } else {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ hello: 'world' }));
  }
}

const port = Number(process.env.PORT ?? 3000);
// Outermost, so that preflights are answered and errors carry the headers too.
createServer(withCors(listener)).listen(port, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${port}/`);
});
";
