//! The files of a snippet in a folder: written there, or compared with those that are there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use cors_core::targets::SnippetFile;
use serde_json::json;
use similar::TextDiff;

use crate::stream::Answer;

/// The use of a snippet's files, besides showing them.
pub(super) enum Files {
    /// None.
    Shown,
    /// They are written to a folder.
    Written {
        folder: PathBuf,
        /// The files written so far, so that one policy doesn't overwrite the files of another.
        written: BTreeMap<PathBuf, String>,
    },
    /// They are compared with those in a folder.
    Compared { folder: PathBuf },
}

impl Files {
    /// `out` and `check` are never both given.
    pub(super) fn new(out: Option<PathBuf>, check: Option<PathBuf>) -> Self {
        match (out, check) {
            (Some(folder), _) => Self::Written {
                folder,
                written: BTreeMap::new(),
            },
            (None, Some(folder)) => Self::Compared { folder },
            (None, None) => Self::Shown,
        }
    }

    /// Writes or compares the files of one policy.
    pub(super) fn take(&mut self, files: &[SnippetFile]) -> Result<(), Answer> {
        match self {
            Self::Shown => Ok(()),
            Self::Written { folder, written } => {
                write(folder, written, files).map_err(Answer::BadInput)
            }
            Self::Compared { folder } => {
                let diff = diff(folder, files).map_err(Answer::BadInput)?;
                if diff.is_empty() {
                    return Ok(());
                }
                // For the log of a CI job, where JSON is hard to read.
                eprint!("{diff}");
                Err(Answer::Failed(json!({
                    "error": format!(
                        "The files in `{folder}` aren't those for the policy. To write them, use `--out {folder}` instead of `--check {folder}`.",
                        folder = folder.display()
                    ),
                    "diff": diff,
                })))
            }
        }
    }
}

fn write(
    folder: &Path,
    written: &mut BTreeMap<PathBuf, String>,
    files: &[SnippetFile],
) -> Result<(), String> {
    for file in files {
        let path = inside(folder, &file.path)?;
        if written.get(&path).is_some_and(|text| *text != file.text) {
            return Err(format!(
                "`{}` was already written for another policy. Pass one policy for each `--out`.",
                path.display()
            ));
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| cannot("written", folder, &error))?;
        }
        fs::write(&path, &file.text).map_err(|error| cannot("written", &path, &error))?;
        written.insert(path, file.text.clone());
    }
    Ok(())
}

/// The changes that would make the files in the folder those of the snippet; a file that isn't there is empty.
fn diff(folder: &Path, files: &[SnippetFile]) -> Result<String, String> {
    let mut diffs = String::new();
    for file in files {
        let path = inside(folder, &file.path)?;
        let actual = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(cannot("read", &path, &error)),
        };
        let (name, diff) = (
            path.display().to_string(),
            TextDiff::from_lines(&actual, &file.text),
        );
        let diff = diff
            .unified_diff()
            .header(&name, "for the policy")
            .to_string();
        diffs.push_str(&diff);
    }
    Ok(diffs)
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("`{}` can't be {what}: {error}", path.display())
}

/// The path of a file inside the folder.
fn inside(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let path = Path::new(path);
    let stays = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if stays {
        Ok(folder.join(path))
    } else {
        Err(format!("`{}` is outside the folder", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::inside;

    #[test]
    fn a_file_stays_in_its_folder() {
        let folder = Path::new("out");
        assert_eq!(inside(folder, "a/b.conf"), Ok(folder.join("a/b.conf")));
        for path in ["../a", "/a", "a/../../b", "./a/.."] {
            assert_eq!(
                inside(folder, path),
                Err(format!("`{path}` is outside the folder"))
            );
        }
    }
}
