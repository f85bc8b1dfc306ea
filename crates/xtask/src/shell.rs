//! Running other programs, in the background of a command or in its place.

use crate::error::{Error, at};
use crate::project::Project;
use crate::say;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Where the output of a program goes.
#[derive(Clone, Debug)]
pub(crate) enum Sink {
    /// To standard error, as progress; standard output is for results.
    Terminal,
    /// Into a file that is shown if the program fails.
    File(PathBuf),
}

/// Often enough to show that something is alive, seldom enough to read.
const HEARTBEAT: Duration = Duration::from_mins(1);

/// A program with our search path, started at the top of the repository.
pub(crate) fn command(project: &Project, program: &str) -> Result<Command, Error> {
    let file = project.find_program(program).ok_or_else(|| {
        Error::missing(
            format!("the program `{program}` was not found"),
            help(program),
        )
    })?;
    Ok(command_at(project, &file))
}

/// A program at a known place, with our search path, started at the top of the repository.
pub(crate) fn command_at(project: &Project, file: &Path) -> Command {
    let mut command = Command::new(file);
    command
        .current_dir(project.root())
        .env("PATH", project.search_path_variable());
    command
}

/// The Cargo that runs us, so that the pinned toolchain is used throughout.
pub(crate) fn cargo(project: &Project) -> Command {
    let file = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command_at(project, Path::new(&file))
}

/// Runs a program to its end, without standard input; any exit status but success is an error.
pub(crate) fn run(command: &mut Command, sink: &Sink) -> Result<(), Error> {
    let name = name_of(command);
    command.stdin(Stdio::null());
    match sink {
        Sink::Terminal => command.stdout(std::io::stderr()),
        Sink::File(path) => {
            let log = append(path)?;
            let copy = log.try_clone().map_err(at(path.display()))?;
            command.stdout(log).stderr(copy)
        }
    };
    let mut child = command
        .spawn()
        .map_err(at(format!("cannot start `{name}`")))?;
    let started = Instant::now();
    let mut said = started;
    let status = loop {
        match child.try_wait().map_err(at(&name))? {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(15)),
        }
        if matches!(sink, Sink::File(_)) && said.elapsed() >= HEARTBEAT {
            said = Instant::now();
            say::progress(&format!(
                "      … `{name}` has been running for {}",
                say::time(started.elapsed())
            ));
        }
    };
    if status.success() {
        Ok(())
    } else {
        Err(Error::failed(format!("`{name}` failed with {status}")))
    }
}

/// Hands over to a program, as if it had been called directly: it has the standard streams, and on Unix it
/// takes the place of this process, so that signals reach it and its exit status is ours.
#[cfg(unix)]
pub(crate) fn hand_over_to(command: &mut Command) -> Result<ExitCode, Error> {
    use std::os::unix::process::CommandExt as _;
    let name = name_of(command);
    // It returns only if the program could not be started.
    Err(at(format!("cannot start `{name}`"))(command.exec()))
}

/// Hands over to a program, as if it had been called directly: it has the standard streams, and its exit
/// status is ours.
#[cfg(not(unix))]
pub(crate) fn hand_over_to(command: &mut Command) -> Result<ExitCode, Error> {
    let name = name_of(command);
    let status = command
        .status()
        .map_err(at(format!("cannot start `{name}`")))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs a program to its end and returns what it prints on standard output; any exit status but success is
/// an error. Standard error goes to the sink, and what was printed before an error too.
pub(crate) fn output(command: &mut Command, sink: &Sink) -> Result<String, Error> {
    let name = name_of(command);
    match sink {
        Sink::Terminal => command.stderr(Stdio::inherit()),
        Sink::File(path) => command.stderr(append(path)?),
    };
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .map_err(at(format!("cannot start `{name}`")))?;
    if !output.status.success() {
        let printed = &output.stdout;
        match sink {
            Sink::Terminal => std::io::stderr().write_all(printed),
            Sink::File(path) => append(path)?.write_all(printed),
        }
        .map_err(at(&name))?;
        return Err(Error::failed(format!(
            "`{name}` failed with {}",
            output.status
        )));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Error::failed(format!("`{name}` printed something that is not UTF-8")))
}

/// What a program prints on standard output, or nothing if it fails or is not there.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    if output.status.success() {
        String::from_utf8(output.stdout).ok()
    } else {
        None
    }
}

/// The last lines of a log, for a failure that must be understood without opening a file.
pub(crate) fn tail(path: &Path, lines: usize) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let all: Vec<&str> = text.lines().collect();
    let from = all.len().saturating_sub(lines);
    let mut shown = all[from..].join("\n");
    if from > 0 {
        shown.insert_str(
            0,
            &format!("[{from} earlier lines are in {}]\n", path.display()),
        );
    }
    shown
}

fn append(path: &Path) -> Result<File, Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(at(folder.display()))?;
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(at(path.display()))
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    // Up to the program's own arguments, and without paths, which only make a message long.
    let words = command
        .get_args()
        .map(|word| word.to_string_lossy().into_owned())
        .take_while(|word| word != "--")
        .filter(|word| !Path::new(word).is_absolute())
        .take(5);
    std::iter::once(program)
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// How to get the programs that we do not install ourselves.
fn help(program: &str) -> &'static str {
    match program {
        "node" | "npm" => "install Node.js 20 or newer together with npm",
        "rustup" => {
            "install Rust through rustup, or add the target wasm32-unknown-unknown to the Rust in use"
        }
        "git" => "install git",
        "trunk" | "wasm-bindgen" | "wasm-opt" | "wasm-split-cli" | "esbuild" => {
            "delete the folder .tools and run the command again"
        }
        _ => "install it and put it on PATH",
    }
}
