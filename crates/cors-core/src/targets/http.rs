//! Plain HTTP: what any server has to send, to hand to those who run it. It is made from the reference responses.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

mod table;
mod write;

use table::Table;

use super::language::Language;
use super::option::Choice;
use super::{
    Example, ExampleFile, Group, OptionValue, Proof, Setup, Snippet, SnippetFile, Step, StepKind,
    Target, TargetInfo, TargetOption, Unsupported, Version, VersionsOf, check,
};
use crate::policy::{Policy, SoundPolicy};
use crate::server::{self, App, Reply};
use cors_http::HttpRequest;

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "http",
        label: "Plain HTTP (any server)",
        group: Group::AnyServer,
        server: "Plain HTTP",
        library: None,
        language: Language::MARKDOWN,
        proof: Proof::Reference,
        versions_of: VersionsOf::Server,
        versions: &[Version::pinned("1.1", "1.1")],
        options: &[FORMAT_OPTION],
        search: &[
            "any server",
            "other server",
            "reference",
            "headers",
            "table",
            "hand over",
            "team",
            "backend",
        ],
    },
    docs: &[(
        "CORS protocol",
        "https://fetch.spec.whatwg.org/#http-cors-protocol",
    )],
    fixes: &[],
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences: |_, _| Vec::new(),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Table,
    Text,
}

const FORMAT: Choice<Format, 2> = Choice {
    id: "format",
    label: "Format",
    values: [
        ("table", "a table in Markdown", Format::Table),
        ("text", "plain text", Format::Text),
    ],
};
const FORMAT_VALUES: [OptionValue; 2] = FORMAT.option_values();
const FORMAT_OPTION: TargetOption = FORMAT.option(&FORMAT_VALUES);

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    server::respond(policy, request, app)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "other targets can't express every policy"
)]
fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let table = Table::of(policy);
    let (path, language, text) = match FORMAT.of(&setup.options) {
        Format::Table => (
            "cors.md",
            Language::MARKDOWN,
            write::markdown(&table, permalink),
        ),
        Format::Text => ("cors.txt", Language::TEXT, write::plain(&table, permalink)),
    };
    let steps = steps(policy, path);
    Ok(Snippet {
        example: Example {
            files: vec![ExampleFile {
                path: path.to_owned(),
                language,
                text: text.clone(),
            }],
            steps: steps
                .iter()
                .filter(|step| step.kind != StepKind::Place)
                .cloned()
                .collect(),
        },
        steps,
        files: vec![SnippetFile {
            path: path.to_owned(),
            language,
            context: "Hand this to the team that runs the server.".to_owned(),
            text,
        }],
        notes: vec![
            "If your server or framework is in the list, choose it: its config is tested on the running server.".to_owned(),
            "CORS protects no endpoint. It only says which pages a browser lets read the response.".to_owned(),
        ],
    })
}

fn steps(policy: &Policy, path: &str) -> Vec<Step> {
    const URL: &str = "https://api.example.com/";
    vec![
        Step::text(
            StepKind::Install,
            "Nothing has to be installed. Any server that can set response headers per request will do.",
        ),
        Step::text(
            StepKind::Place,
            format!("Send `{path}` to the team that runs the server, or put it in an issue."),
        ),
        Step::text(
            StepKind::Reload,
            "When the server sends these responses, reload or deploy it.",
        ),
        Step::command(
            StepKind::Check,
            "Check it: this prints the header that allows the origin. Put your own address in.",
            check::preflight(policy, URL),
        ),
        Step::text(
            StepKind::Undo,
            "To take it out again, remove the headers and the response to preflights from the server.",
        ),
    ]
}

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::without_lines;

    const ALLOW_ORIGIN: &str = "access-control-allow-origin";

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
            text.replace("$`", "`")
        }),
        Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
            text.replace("- `^https", "- `https")
        }),
        Mutation::snippet("any character between labels", "attackers", |text| {
            text.replace("+\\.)+", "+.)+")
        }),
        Mutation::snippet("no `Vary`", "vary", |text| {
            text.replace("<br>`Vary: Origin`", "")
                .replace("`Vary: Origin`", "")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| text.replace("<br>`Access-Control-Allow-Credentials: true`", ""),
        ),
        Mutation::snippet("a blocked preflight that succeeds", "status", |text| {
            text.replace("| 403 |", "| 204 |")
        }),
        Mutation::snippet("a constant origin", ALLOW_ORIGIN, |text| {
            text.replace("{Origin}", "https://app.example.com")
        }),
        Mutation::snippet("no `Vary` in the text", "vary", |text| {
            without_lines(text, "Vary: Origin")
        })
        .with(&[("format", "text")]),
    ];
}
