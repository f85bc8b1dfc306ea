//! `cors`: the core on the command line, for documentation builds and for CI. JSON in, JSON out.
//!
//! Every command reads values from standard input and writes one line for each, so a process can be kept open and
//! used again. An error about a value is written in its place, and the rest is processed.

mod annotation;
mod app;
mod args;
mod case;
mod commands;
mod exit;
mod explain;
mod http;
mod import;
mod input;
mod message;
mod output;
mod platform;
mod probe;
mod source;
mod stream;
mod values;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Parser;

use args::Arguments;
pub use args::command;
use commands::Failure;
use exit::Exit;
use output::Output;

/// Runs the command that the program's arguments name.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and the version come as errors, too; clap knows where to print them and how to exit.
        Err(error) => return show(&error),
    };
    let mut output = Output::standard();
    let input = std::io::stdin().lock();
    match commands::run(arguments.command, input, &mut output) {
        Ok(exit) => exit.code(),
        Err(Failure::Usage(error)) => show(&error),
        // The reader has seen enough, as `head` does.
        Err(Failure::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Exit::Done.code(),
        Err(Failure::Io(error)) => {
            eprintln!("error: reading or writing failed: {error}");
            Exit::BadInput.code()
        }
    }
}

fn show(error: &clap::Error) -> ExitCode {
    match error.print() {
        Ok(()) => {}
        // Standard error is closed, so there is nowhere to report it.
        Err(_) => return Exit::BadInput.code(),
    }
    u8::try_from(error.exit_code()).map_or_else(|_| Exit::BadInput.code(), ExitCode::from)
}
