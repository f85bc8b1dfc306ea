//! The table of commands. A new command is one file and one row here.

mod accept;
mod bench;
mod browsers;
mod dev;
mod hook;
mod page;
mod serve;
mod servers;
mod suffixes;
mod test;

use crate::error::Error;
use crate::project::Project;
use crate::say;
use std::fmt::Write as _;
use std::process::ExitCode;

struct Command {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&Project, &[String]) -> Result<ExitCode, Error>,
}

/// In the order in which a newcomer needs them.
const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        arguments: "[--port N] [--open]",
        about: "build the page as it is deployed and serve it on this machine",
        run: serve::run,
    },
    Command {
        name: "dev",
        arguments: "[--port N]",
        about: "serve the page and build it again on every change",
        run: dev::run,
    },
    Command {
        name: "page",
        arguments: "",
        about: "build the page as it is deployed into the folder dist; SITE_URL is its address",
        run: page::run,
    },
    Command {
        name: "test",
        arguments: "[STEP…]",
        about: "run all tests, or only the steps named",
        run: test::run,
    },
    Command {
        name: "ci",
        arguments: "",
        about: "the same as test",
        run: test::run,
    },
    Command {
        name: "servers",
        arguments: "[ARGUMENT…]",
        about: "compare the predicted responses with those of real servers",
        run: servers::run,
    },
    Command {
        name: "browsers",
        arguments: "[ARGUMENT…]",
        about: "compare the predicted exchanges with those of real browsers",
        run: browsers::run,
    },
    Command {
        name: "bench",
        arguments: "[--check | page [--peer DIR] | NAME]",
        about: "measure the core or the page; with --check, compare the core with an earlier commit",
        run: bench::run,
    },
    Command {
        name: "accept",
        arguments: "[golden | size]",
        about: "take the present output and the present size as what is expected",
        run: accept::run,
    },
    Command {
        name: "suffixes",
        arguments: "[DAY]",
        about: "write the Public Suffix List of the pinned crate psl, published on that day",
        run: suffixes::run,
    },
    Command {
        name: "hook",
        arguments: "pre_build | post_build",
        about: "called by Trunk: prepare the build of the page, and finish it",
        run: hook::run,
    },
];

/// Runs the command that the first argument names.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode, Error> {
    let Some((name, rest)) = arguments.split_first() else {
        say::line(&usage());
        return Ok(ExitCode::FAILURE);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        say::line(&usage());
        return Ok(ExitCode::SUCCESS);
    }
    let command = COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(|| {
            Error::missing(
                format!("there is no command `{name}`"),
                "`cargo xtask help` lists them",
            )
        })?;
    (command.run)(&Project::locate()?, rest)
}

fn usage() -> String {
    let mut text = "The commands of this project:\n".to_owned();
    for Command {
        name,
        arguments,
        about,
        ..
    } in COMMANDS
    {
        let call = format!("cargo xtask {name} {arguments}");
        let _ = write!(text, "\n  {call:38}  {about}");
    }
    text.push_str("\n\nThe steps of `test`:\n");
    for step in test::STEPS {
        let _ = write!(text, "\n  {:38}  {}", step.key, step.title);
    }
    text
}

/// A port given as `--port N`, and the arguments that are left.
fn take_port(arguments: &[String]) -> Result<(Option<u16>, Vec<&str>), Error> {
    let (mut port, mut rest) = (None, Vec::new());
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--port") {
            Some("") => words.next().unwrap_or_default(),
            Some(value) => value.strip_prefix('=').unwrap_or_default(),
            None => {
                rest.push(word);
                continue;
            }
        };
        port = Some(value.parse().map_err(|_| {
            Error::failed(format!(
                "the port `{value}` is invalid (use a number from 0 to 65535)"
            ))
        })?);
    }
    Ok((port, rest))
}

/// Refuses arguments that a command does not know.
fn expect_none(rest: &[&str]) -> Result<(), Error> {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(Error::missing(
            format!("the argument `{word}` is unknown"),
            "`cargo xtask help` lists the commands",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], expected: Result<(Option<u16>, &[&str]), &str>) {
        let owned: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        let found = take_port(&owned).map_err(|error| error.to_string());
        match (&found, expected) {
            (Ok((port, rest)), Ok((expected, left))) => {
                assert_eq!((*port, rest.as_slice()), (expected, left));
            }
            (Err(found), Err(expected)) => assert_eq!(found, expected),
            _ => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn port_is_taken_in_both_spellings() {
        check(&[], Ok((None, &[])));
        check(&["--port", "81", "--open"], Ok((Some(81), &["--open"])));
        check(&["--open", "--port=0"], Ok((Some(0), &["--open"])));
    }

    #[test]
    fn invalid_port_is_quoted() {
        check(
            &["--port", "65536"],
            Err("the port `65536` is invalid (use a number from 0 to 65535)"),
        );
        check(
            &["--port"],
            Err("the port `` is invalid (use a number from 0 to 65535)"),
        );
        check(
            &["--port=-1"],
            Err("the port `-1` is invalid (use a number from 0 to 65535)"),
        );
    }

    #[test]
    fn commands_have_names_of_their_own() {
        let mut names: Vec<_> = COMMANDS.iter().map(|command| command.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
    }
}
