//! `cargo xtask serve`: the page as it is deployed, on this machine.

use super::{expect_none, page, take_port};
use crate::error::{Error, at};
use crate::install;
use crate::project::Project;
use crate::say;
use crate::server::{Server, Site};
use crate::shell::Sink;
use std::io::ErrorKind;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// The port that people know from other tools of this kind.
const PORT: u16 = 8080;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let (port, mut rest) = take_port(arguments)?;
    let open = rest.contains(&"--open");
    rest.retain(|&word| word != "--open");
    expect_none(&rest)?;

    let started = Instant::now();
    say::progress("1/3  install what is missing …");
    install::ensure_all(project, install::FOR_PAGE)?;
    say::progress(&format!(
        "1/3  installed after {}",
        say::time(started.elapsed())
    ));

    let started = Instant::now();
    say::progress("2/3  build the page …");
    page::build(project, &Sink::Terminal)?;
    say::progress(&format!("2/3  built in {}", say::time(started.elapsed())));

    let server = bind(project, port.unwrap_or(PORT))?;
    let url = server.url();
    say::progress("3/3  serving until Ctrl+C, at");
    say::line(&url);
    if open {
        open_browser(&url);
    }
    server.run()?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the port, or any free one if another program has it.
fn bind(project: &Project, port: u16) -> Result<Server, Error> {
    match Server::bind(Site::open(&project.dist())?, port) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let server =
                Server::bind(Site::open(&project.dist())?, 0).map_err(at("no port is free"))?;
            say::progress(&format!(
                "     port {port} is taken, so this is port {}",
                server.port()
            ));
            Ok(server)
        }
        other => other.map_err(at(format!("port {port}"))),
    }
}

/// Opens the person's own browser; if there is none, the printed address will do.
fn open_browser(url: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start"])
    } else {
        ("xdg-open", &[])
    };
    if Command::new(program).args(first).arg(url).spawn().is_err() {
        say::progress("     no browser could be opened: open the address yourself");
    }
}
