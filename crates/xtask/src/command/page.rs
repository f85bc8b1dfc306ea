//! Building the page with Trunk.

use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::{self, Sink};
use crate::split;
use crate::styles;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Trunk, ready for its arguments.
pub(super) fn trunk(project: &Project) -> Result<Command, Error> {
    let mut command = shell::command(project, "trunk")?;
    // Trunk reads this variable as a flag and refuses the usual value `1`.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Builds the page as it is deployed, into `dist`.
pub(super) fn build(project: &Project, sink: &Sink) -> Result<(), Error> {
    let mut trunk = trunk(project)?;
    trunk.args(["build", "--release", "--features", "split"]);
    shell::run(&mut trunk, sink)?;
    refuse_imports(&project.dist())?;
    split::run(project, sink)?;
    styles::join(project)?;
    refuse_snippets(&project.dist())
}

/// Whatever lies in `assets` is cached for ever, and this is the only thing there whose name does
/// not change with its content.
fn refuse_snippets(dist: &Path) -> Result<(), Error> {
    let folder = dist.join("assets/snippets");
    if folder.exists() {
        return Err(Error::failed(format!(
            "a crate brings along JavaScript without a hash in its name, in {} (give it a rule of its own in public/_headers)",
            folder.display()
        )));
    }
    Ok(())
}

/// Trunk does not follow `@import`, so the file that one names would be missing on the host.
fn refuse_imports(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(at(folder.display()))? {
        let path = entry.map_err(at(folder.display()))?.path();
        if path.is_dir() {
            refuse_imports(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "css") {
            let text = fs::read_to_string(&path).map_err(at(path.display()))?;
            if text.contains("@import") {
                return Err(Error::failed(format!(
                    "{} uses @import, which is not bundled (link the file in index.html)",
                    path.display()
                )));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with one file, which is looked at and removed.
    fn check(name: &str, file: &str, text: &str, expected: Result<(), &str>) {
        let dist = std::env::temp_dir().join(format!("xtask-page-{name}-{}", std::process::id()));
        let path = dist.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let found = refuse_imports(&dist).and_then(|()| refuse_snippets(&dist));
        fs::remove_dir_all(&dist).unwrap();
        match (found.map_err(|error| error.to_string()), expected) {
            (Ok(()), Ok(())) => {}
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, _) => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn style_sheet_must_not_import_another() {
        check(
            "import",
            "assets/main.css",
            "@import url(a.css);",
            Err("uses @import, which is not bundled"),
        );
        check("layer", "assets/main.css", "@layer a, b;", Ok(()));
        check("other", "a.txt", "@import", Ok(()));
    }

    #[test]
    fn file_without_a_hash_must_not_be_cached_for_ever() {
        check(
            "snippet",
            "assets/snippets/a-1/inline0.js",
            "",
            Err("JavaScript without a hash in its name"),
        );
    }
}
