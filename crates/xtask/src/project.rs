//! Where things are: the repository, its tools and what is built.

use crate::error::{Error, at};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The repository that the commands work on.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The repository that this program was built in.
    pub(crate) fn locate() -> Result<Self, Error> {
        // Cargo sets the variable while it runs us, so a moved checkout is still found.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.join("../..");
        let root = root.canonicalize().map_err(at(root.display()))?;
        Ok(Self { root })
    }

    /// The top folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that git ignores, for tools that the machine does not have at the pinned version.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// The folder that cargo builds in.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
    }

    /// The page as it is deployed.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The folder of the tests that need more than Rust.
    pub(crate) fn tests(&self) -> PathBuf {
        self.root.join("tests")
    }

    /// The folder of the example sites.
    pub(crate) fn examples(&self) -> PathBuf {
        self.root.join("examples")
    }

    /// The folders in which programs are looked for: ours first, the machine's, and last those of
    /// the system's servers, which are not on an ordinary user's `PATH`.
    pub(crate) fn search_path(&self) -> Vec<PathBuf> {
        let mut folders = vec![
            self.tools().join("bin"),
            self.tools().join("npm/node_modules/.bin"),
        ];
        if let Some(path) = std::env::var_os("PATH") {
            folders.extend(std::env::split_paths(&path));
        }
        if cfg!(unix) {
            for system in ["/usr/local/sbin", "/usr/sbin", "/sbin"] {
                if !folders.iter().any(|folder| folder == Path::new(system)) {
                    folders.push(system.into());
                }
            }
        }
        folders
    }

    /// [`Self::search_path`] in the form of the `PATH` variable.
    pub(crate) fn search_path_variable(&self) -> OsString {
        std::env::join_paths(self.search_path())
            .unwrap_or_else(|_| std::env::var_os("PATH").unwrap_or_default())
    }

    /// The first file of that name in the search path.
    pub(crate) fn find_program(&self, name: &str) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) {
            &[".exe", ".cmd", ".bat"]
        } else {
            &[""]
        };
        self.search_path()
            .iter()
            .flat_map(|folder| {
                endings
                    .iter()
                    .map(move |ending| folder.join(format!("{name}{ending}")))
            })
            .find(|file| is_executable(file))
    }
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}
