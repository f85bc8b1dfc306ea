//! One file per command.

mod attack;
mod check;
pub(crate) mod chosen;
mod deployable;
mod explain;
mod fetch;
mod link;
mod open;
mod respond;
mod snippet;
mod targets;

use std::io::{Read, Result};

use crate::args::Command;
use crate::exit::Exit;
use crate::help;
use crate::input::Form;
use crate::output::Output;
use crate::platform;
use crate::stream::answer_each;

/// Does what was asked.
pub(crate) fn run(command: Command, input: impl Read, output: &mut Output) -> Result<Exit> {
    match command {
        Command::Help(name) => print(help::text(name), output),
        Command::Version => print(concat!("cors ", env!("CARGO_PKG_VERSION")), output),
        Command::Targets => targets::run(output),
        Command::Snippet {
            target,
            version,
            base,
            out,
        } => match snippet::Snippets::new(target.as_deref(), version, platform::at(base), out) {
            Ok(mut snippets) => {
                answer_each(input, Form::Json, output, |value| snippets.answer(value))
            }
            Err(sentence) => Ok(refuse(&sentence)),
        },
        Command::Respond { target, version } => {
            match respond::Responder::new(&target, version.as_deref()) {
                Ok(responder) => {
                    answer_each(input, Form::Json, output, |value| responder.answer(value))
                }
                Err(sentence) => Ok(refuse(&sentence)),
            }
        }
        Command::Fetch { profile } => answer_each(input, Form::Json, output, |value| {
            fetch::answer(value, profile)
        }),
        Command::Explain {
            format,
            profile,
            base,
        } => {
            let platform = platform::at(base);
            answer_each(input, Form::Json, output, |value| {
                explain::answer(value, format, profile, &platform)
            })
        }
        Command::Attack {
            target,
            version,
            profile,
        } => match attack::Attacks::new(target, version, profile) {
            Ok(attacks) => answer_each(input, Form::Json, output, |value| attacks.answer(value)),
            Err(sentence) => Ok(refuse(&sentence)),
        },
        Command::Check => answer_each(input, Form::Json, output, check::answer),
        Command::Link { base } => answer_each(input, Form::Json, output, |value| {
            link::answer(value, &base)
        }),
        Command::Open => answer_each(input, Form::JsonOrText, output, open::answer),
    }
}

fn print(text: &str, output: &mut Output) -> Result<Exit> {
    output.text(text)?;
    output.flush()?;
    Ok(Exit::Done)
}

/// An option does not fit; one sentence says why.
fn refuse(sentence: &str) -> Exit {
    eprintln!("cors: {sentence}");
    Exit::BadInput
}
