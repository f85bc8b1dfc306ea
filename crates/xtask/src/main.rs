//! The project's own commands, called as `cargo xtask NAME`.
//!
//! It installs what is missing, calls the tools in the right order and says how long each step took.
//! It has no rules of CORS, few dependencies (so that it compiles in less than a minute), and never touches
//! anything outside this repository except through `apt-get`, `rustup`, `cargo` and `npm`.

mod bench;
mod command;
mod error;
mod headers_file;
mod install;
mod page;
mod project;
mod say;
mod server;
mod shell;
mod size;
mod steps;
mod version;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match command::run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            say::progress(&format!("\nerror: {error}"));
            ExitCode::FAILURE
        }
    }
}
