//! One file per command.

mod attack;
mod check;
pub(crate) mod chosen;
mod completions;
mod deployable;
pub(crate) mod diagnose;
mod diff;
mod explain;
mod fetch;
mod files;
mod import;
mod link;
mod man;
mod open;
mod probe;
mod respond;
mod snippet;
mod targets;

use std::fs::File;
use std::io::{self, Read};

use serde_json::Value;

use crate::args::{Command, usage_error};
use crate::exit::Exit;
use crate::output::Output;
use crate::platform;
use crate::source::Source;
use crate::stream::answer_each;
use crate::values::Form;

/// An error that ends a command.
pub(crate) enum Failure {
    /// The arguments don't fit together.
    Usage(clap::Error),
    /// Standard input or output failed.
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Runs a command.
pub(crate) fn run(
    command: Command,
    input: impl Read,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let usage = |name| move |message: String| Failure::Usage(usage_error(name, &message));
    Ok(match command {
        Command::Targets => targets::run(output)?,
        Command::Snippet(args) => {
            let mut snippets = snippet::Snippets::new(args).map_err(usage("snippet"))?;
            answer_each(input, Form::Json, output, |value| snippets.answer(value))?
        }
        Command::Respond(args) => {
            let responses = respond::Responses::new(args).map_err(usage("respond"))?;
            answer_each(input, Form::Json, output, |value| responses.answer(value))?
        }
        Command::Fetch(args) => answer_each(input, Form::Json, output, |value| {
            fetch::answer(value, args.profile)
        })?,
        Command::Explain(args) => {
            let platform = platform::at(args.base);
            answer_each(input, Form::Json, output, |value| {
                explain::answer(value, args.format, args.profile, &platform)
            })?
        }
        Command::Attack(args) => {
            let attacks = attack::Attacks::new(args).map_err(usage("attack"))?;
            answer_each(input, Form::Json, output, |value| attacks.answer(value))?
        }
        Command::Check => answer_each(input, Form::Json, output, check::answer)?,
        Command::Diagnose(args) => match &args.file {
            None | Some(Source::StandardInput) => diagnose::run(&args, input, output)?,
            Some(Source::File(path)) => {
                let file = File::open(path)
                    .map_err(|error| usage("diagnose")(format!("{}: {error}", path.display())))?;
                diagnose::run(&args, file, output)?
            }
            Some(Source::Link(link)) => diagnose::run(&args, link.as_bytes(), output)?,
        },
        Command::Diff(args)
            if (&args.a, &args.b) == (&Source::StandardInput, &Source::StandardInput) =>
        {
            return Err(usage("diff")(
                "A and B are both standard input. Name a file or a link for one of them."
                    .to_owned(),
            ));
        }
        Command::Diff(args) => diff::run(&args, input, output)?,
        Command::Import(args) => import::run(&args, input, output)?,
        Command::Probe(args) => probe::run(&args, input, output)?.map_err(usage("probe"))?,
        Command::Link(args) => {
            let answer = |value: &Value| link::answer(value, &args.base);
            match &args.file {
                None | Some(Source::StandardInput) => {
                    answer_each(input, Form::Json, output, answer)?
                }
                Some(Source::File(path)) => {
                    let file = File::open(path)
                        .map_err(|error| usage("link")(format!("{}: {error}", path.display())))?;
                    answer_each(file, Form::Json, output, answer)?
                }
                Some(Source::Link(link)) => {
                    return Err(usage("link")(format!(
                        "`{link}` is a link already. `cors open` reads links."
                    )));
                }
            }
        }
        Command::Open(args) => match &args.link {
            None | Some(Source::StandardInput) => {
                answer_each(input, Form::JsonOrText, output, open::answer)?
            }
            Some(Source::Link(link)) => {
                let json = Value::from(link.as_str()).to_string();
                answer_each(json.as_bytes(), Form::Json, output, open::answer)?
            }
            Some(Source::File(path)) => {
                return Err(usage("open")(format!(
                    "`{path}` isn't a link such as `#origins=https://app.example.com`. To read links from a file, run `cors open < {path}`.",
                    path = path.display()
                )));
            }
        },
        Command::Completions { shell } => completions::run(shell, output)?,
        Command::Man { command } => {
            let page = man::page(command.as_deref()).map_err(usage("man"))?;
            output.bytes(&page)?;
            Exit::Done
        }
    })
}
