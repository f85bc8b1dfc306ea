use std::io::Result;

use clap_complete::Shell;

use crate::args;
use crate::exit::Exit;
use crate::output::Output;

/// Writes the shell script that completes commands, options and their values.
pub(crate) fn run(shell: Shell, output: &mut Output) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "cors", &mut script);
    output.bytes(&script)?;
    Ok(Exit::Done)
}
