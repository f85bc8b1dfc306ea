//! Express with the `cors` package: one middleware, configured with arrays and regular expressions.
//!
//! Never a function for `origin` (it would lose `Vary` for refused origins, and an error becomes a 500),
//! and never a single string (it would be sent to everybody).
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::language::{Comment, Text, header_comment, javascript as language};
use super::quirk::{self, Quirk};
use super::{
    Difference, ExampleFile, Group, Setup, Snippet, SnippetFile, Target, Unsupported, Version,
    library, node,
};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy,
    PreflightStatus, SoundPolicy,
};
use crate::server::{App, Conduct, OnPanic, Reply};
use cors_http::{HeaderName, HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    id: "express-cors",
    label: "Express with cors",
    group: Group::Node,
    language: "javascript",
    versions: &[Version("5.3.0"), Version("4.22.3")],
    options: &[],
    render,
    respond,
    differences,
};

/// The version of the `cors` package that every version of Express here is run with.
const CORS_VERSION: &str = "2.8.6";

fn quirks(_version: Version) -> &'static [Quirk] {
    &[
        Quirk::AnswersEveryOptions,
        Quirk::AnswersRefusedPreflights,
        Quirk::TellsRefusedOrigins,
        Quirk::HandlerWins,
        Quirk::ReadsKnownMethodsOnly,
        Quirk::ExposesOnPreflights,
        Quirk::VariesOnRequestHeadersWhenRefused,
        Quirk::OmitsRequestMethodFromVary,
        Quirk::SendsLengthOfNothing,
        Quirk::JoinsTightly,
    ]
}

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    quirk::differences(quirks(setup.version), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(setup.version);
    if quirks.contains(&Quirk::ReadsKnownMethodsOnly)
        && let Some(reply) = node::own_reply(&request.method)
    {
        return reply;
    }
    let conduct = Conduct {
        panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
        // A route that exists for another method does not match.
        other_method: Status::NOT_FOUND,
    };
    library::respond(policy, request, app, quirks, conduct)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    node::check_methods(policy)?;
    let text = middleware(policy, version, permalink);
    Ok(Snippet {
        example: vec![
            ExampleFile {
                path: "package.json".to_owned(),
                text: PACKAGE.replace("EXPRESS", version.0).replace("CORS", CORS_VERSION),
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
        notes: notes(version),
    })
}

fn middleware(policy: &Policy, version: Version, permalink: Option<&str>) -> String {
    let credentials = policy.credentials == AllowCredentials::Yes;
    // With credentials `*` means nothing, and the method asked for is known only to a function.
    let reflects_method = credentials && policy.methods == AllowMethods::Any;
    let indent = if reflects_method { "    " } else { "  " };
    let mut text = Text::default();
    text.line(header_comment(
        Comment::Slashes,
        "CORS for Express with the cors package.",
        &format!("cors {CORS_VERSION} and Express"),
        version,
        permalink,
    ));
    text.line("import cors from 'cors';");
    text.line("");
    text.line("// Use it before authentication and routes: app.use(corsPolicy).");
    if reflects_method {
        text.line("export const corsPolicy = cors((request, callback) => {");
        text.line("  callback(null, {");
    } else {
        text.line("export const corsPolicy = cors({");
    }
    match &policy.origins {
        AllowOrigin::Any => text.line(format!("{indent}origin: '*',")),
        AllowOrigin::Listed(patterns) => {
            let items: Vec<String> = patterns.iter().map(language::origin).collect();
            text.line(language::array_property(indent, "origin", &items));
        }
    }
    match &policy.methods {
        AllowMethods::Any if reflects_method => {
            text.line(format!("{indent}// Any: the one that was asked for."));
            text.line(format!(
                "{indent}methods: request.get('Access-Control-Request-Method') ?? '',"
            ));
        }
        AllowMethods::Any => text.line(format!("{indent}methods: ['*'],")),
        AllowMethods::Listed(methods) => {
            let items: Vec<String> = methods
                .iter()
                .map(|method| language::quote(method.as_str()))
                .collect();
            text.line(language::array_property(indent, "methods", &items));
        }
    }
    match &policy.headers {
        AllowHeaders::Any { .. } if credentials => {
            text.line(format!(
                "{indent}// Without allowedHeaders, those that were asked for are allowed."
            ));
        }
        AllowHeaders::Any {
            and_authorization: true,
        } => text.line(format!("{indent}allowedHeaders: ['*', 'Authorization'],")),
        AllowHeaders::Any {
            and_authorization: false,
        } => text.line(format!("{indent}allowedHeaders: ['*'],")),
        AllowHeaders::Listed(names) => {
            text.line(language::array_property(
                indent,
                "allowedHeaders",
                &quoted(names),
            ));
        }
    }
    match &policy.expose {
        ExposeHeaders::Any => text.line(format!("{indent}exposedHeaders: ['*'],")),
        ExposeHeaders::Listed(names) if names.is_empty() => {}
        ExposeHeaders::Listed(names) => {
            text.line(language::array_property(
                indent,
                "exposedHeaders",
                &quoted(names),
            ));
        }
    }
    if credentials {
        text.line(format!("{indent}credentials: true,"));
    }
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("{indent}maxAge: {seconds},"));
    }
    if policy.preflight_status == PreflightStatus::Ok {
        text.line(format!("{indent}optionsSuccessStatus: 200,"));
    }
    if reflects_method {
        text.line("  });");
    }
    text.line("});");
    text.finish()
}

fn quoted(names: &[HeaderName]) -> Vec<String> {
    names
        .iter()
        .map(|name| language::quote(name.as_str()))
        .collect()
}

fn notes(version: Version) -> Vec<String> {
    let no_options =
        "No app.options line is needed, the middleware answers preflights of every path.";
    let throws = " In Express 5 app.options('*') throws when the application starts.";
    vec![
        "Call app.use(corsPolicy) before authentication: a preflight carries no credentials, and after authentication it would get 401.".to_owned(),
        if version.0.starts_with("5.") {
            [no_options, throws].concat()
        } else {
            no_options.to_owned()
        },
        "In a CommonJS project the first line is const cors = require('cors'), and the last part module.exports.".to_owned(),
    ]
}

const PACKAGE: &str = r#"{
  "private": true,
  "type": "module",
  "scripts": {
    "start": "node server.mjs"
  },
  "dependencies": {
    "cors": "CORS",
    "express": "EXPRESS"
  }
}
"#;

/// The application that the policy is put in front of; it is the same for a policy written by hand.
pub(super) const SERVER: &str = r"// A whole application: `npm install`, then `npm start`.
import express from 'express';
import { corsPolicy } from './cors-policy.mjs';

const app = express();

// First, so that preflights are answered and errors carry the headers too.
app.use(corsPolicy);

app.use((request, response, next) => {
  if (request.get('Authorization') === undefined) {
    response.sendStatus(401);
  } else {
    next();
  }
});

app.get('/', (request, response) => {
  response.json({ hello: 'world' });
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${port}/`);
});
";
