//! `cors`: the core on the command line, for documentation builds and for checks. JSON in, JSON out.
//!
//! Every command reads values from standard input and writes one line for each, so that a process can
//! be kept open and asked again. What is wrong with a value is said in its place, and the rest goes on.

mod app;
mod args;
mod case;
mod commands;
mod exit;
mod explain;
mod fields;
mod help;
mod input;
mod message;
mod output;
mod platform;
mod stream;
mod subject;

use std::process::ExitCode;

use exit::Exit;
use output::Output;

fn main() -> ExitCode {
    let command = match args::read(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(usage) => return refuse(&usage.0),
    };
    let mut output = Output::standard();
    let input = std::io::stdin().lock();
    match commands::run(command, input, &mut output) {
        Ok(exit) => exit.code(),
        // Whoever reads has seen enough, as `head` does.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Done.code(),
        Err(error) => refuse(&format!("Standard input or output failed: {error}.")),
    }
}

/// One sentence on standard error.
fn refuse(sentence: &str) -> ExitCode {
    eprintln!("cors: {sentence}");
    Exit::BadInput.code()
}
