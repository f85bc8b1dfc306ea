//! The program `cors`. Its code is in the library, so that tests can use the command definition.

use std::process::ExitCode;

fn main() -> ExitCode {
    cors_cli::run()
}
