//! `cors import`: reads server config as text.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use cors_import::{Import, Severity, import};

use crate::annotation::{github, sarif};
use crate::args::{ImportArgs, ImportFormat};
use crate::exit::Exit;
use crate::import::{annotations, json, text};
use crate::output::Output;

/// More than any config has; the reader itself says what it leaves out.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Reads one text and writes what it means.
pub(crate) fn run(args: &ImportArgs, stdin: impl Read, output: &mut Output) -> io::Result<Exit> {
    let config = match config(args.file.as_ref(), stdin)? {
        Ok(config) => config,
        Err(error) => {
            eprintln!("error: {error}");
            return Ok(Exit::BadInput);
        }
    };
    let import = import(&config, args.from);
    if import.policy.is_none() && import.findings.is_empty() {
        eprintln!("error: {}", nothing_found(&import));
        return Ok(Exit::BadInput);
    }
    let name = args
        .file
        .as_ref()
        .map_or_else(|| "stdin".to_owned(), |path| path.display().to_string());
    match args.format() {
        ImportFormat::Json => output.value(&json(&import, &args.base))?,
        ImportFormat::Text => output.text(&text(&import, &args.base))?,
        ImportFormat::Sarif => output.value(&sarif(&annotations(&import), &name))?,
        ImportFormat::Github => output.text(&github(&annotations(&import), &name))?,
    }
    output.flush()?;
    let is_error = |severity| severity == Severity::Error;
    let failed = import
        .findings
        .iter()
        .any(|finding| is_error(finding.severity));
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

/// The text of a file, or of standard input; or why there is none.
fn config(file: Option<&PathBuf>, stdin: impl Read) -> io::Result<Result<String, String>> {
    let mut bytes = Vec::new();
    match file.filter(|path| path.as_os_str() != "-") {
        None => {
            stdin.take(LONGEST).read_to_end(&mut bytes)?;
        }
        Some(path) => {
            let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes));
            if let Err(error) = read {
                return Ok(Err(format!("{}: {error}", path.display())));
            }
        }
    }
    Ok(Ok(String::from_utf8_lossy(&bytes).into_owned()))
}

fn nothing_found(import: &Import) -> String {
    match import.system {
        None => {
            "this text isn't a server config that is recognized. Name its format with `--from`."
                .to_owned()
        }
        Some(format) => format!("this config for {} has nothing about CORS.", format.label()),
    }
}
