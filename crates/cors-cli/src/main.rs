//! The program `cors`; everything is in the library, so that tests can ask for the command definition.

use std::process::ExitCode;

fn main() -> ExitCode {
    cors_cli::run()
}
