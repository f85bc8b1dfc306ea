use std::fmt::Display;
use std::io::{BufRead as _, BufReader, Error};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::Trouble;

/// A process that ends when this is dropped, also after a failure.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    child: Child,
}

/// How long a process may take to end when it is told to.
const PATIENCE: Duration = Duration::from_secs(1);

impl Drop for Process {
    fn drop(&mut self) {
        // A server with workers ends them only if it isn't killed.
        if cfg!(unix) && self.has_ended().is_none() {
            let id = self.child.id().to_string();
            drop(Command::new("kill").arg(id).status());
            let began = Instant::now();
            while self.has_ended().is_none() && began.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(5));
            }
        }
        // It may have ended by itself, which is fine here.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// For `map_err`: what it was about, then the error.
pub(crate) fn trouble(about: impl Display) -> impl FnOnce(Error) -> Trouble {
    move |error| format!("{about}: {error}")
}

impl Process {
    /// Starts a program whose output is of no interest unless it fails.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self, Trouble> {
        let name = command.get_program().to_string_lossy().into_owned();
        let file = std::fs::File::create(log).map_err(trouble(log.display()))?;
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .map_err(trouble(&name))?;
        Ok(Self { name, child })
    }

    /// Starts a program and reads lines of its output until one says `ready`.
    pub(crate) fn start_and_read(
        command: &mut Command,
        log: &Path,
    ) -> Result<(Self, Vec<String>), Trouble> {
        let name = command.get_program().to_string_lossy().into_owned();
        let file = std::fs::File::create(log).map_err(trouble(log.display()))?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()
            .map_err(trouble(&name))?;
        let output = child.stdout.take();
        let process = Self { name, child };
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output
                .into_iter()
                .flat_map(|o| BufReader::new(o).lines())
                .flatten()
            {
                if sender.send(line).is_err() {
                    // Nobody reads any more; the pipe must stay empty all the same.
                }
            }
        });
        let mut read = Vec::new();
        loop {
            match lines.recv_timeout(Duration::from_secs(30)) {
                Ok(line) if line == "ready" => return Ok((process, read)),
                Ok(line) => read.push(line),
                Err(_) => {
                    let log = std::fs::read_to_string(log).unwrap_or_default();
                    return Err(format!("{} did not become ready: {log}", process.name));
                }
            }
        }
    }

    /// Whether it has ended by itself, and how.
    pub(crate) fn has_ended(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(status.to_string())
    }

    /// Whether it has ended by itself, and if so, whether it succeeded.
    pub(crate) fn has_succeeded(&mut self) -> Option<bool> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(status.success())
    }

    /// Waits until somebody listens at the port.
    pub(crate) fn wait_for(&mut self, port: u16, log: &Path) -> Result<(), Trouble> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                let log = std::fs::read_to_string(log).unwrap_or_default();
                return Err(format!("{} ended with {status}: {log}", self.name));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(format!("{} does not listen at port {port}", self.name))
    }
}

/// Runs a program to its end; its output when it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<String, Trouble> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(trouble(&name))?;
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if output.status.success() {
        Ok(text)
    } else {
        Err(format!("{name} failed: {text}"))
    }
}

/// The ports from lines such as `port 3 40123`, by number.
pub(crate) fn ports(lines: &[String]) -> Vec<u16> {
    lines
        .iter()
        .filter_map(|line| line.strip_prefix("port "))
        .filter_map(|rest| rest.split_once(' '))
        .filter_map(|(_, port)| port.parse().ok())
        .collect()
}
