//! The files of a site: those in its folder, wherever symbolic links lead, and without its header rules.

use std::io;
use std::path::{Path, PathBuf};
use tower_http::services::fs::{Backend, TokioBackend};

/// Reads files only if they are in the folder.
#[derive(Clone, Debug)]
pub(super) struct Inside {
    folder: PathBuf,
}

impl Inside {
    /// Takes a folder without symbolic links in its path.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The file that a path leads to.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let path = path.canonicalize()?;
        if path.starts_with(&self.folder) && path != self.folder.join("_headers") {
            Ok(path)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
}

impl Backend for Inside {
    type File = <TokioBackend as Backend>::File;
    type Metadata = <TokioBackend as Backend>::Metadata;
    type OpenFuture = <TokioBackend as Backend>::OpenFuture;
    type MetadataFuture = <TokioBackend as Backend>::MetadataFuture;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let path = self.resolve(&path);
        Box::pin(async move { TokioBackend.open(path?).await })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let path = self.resolve(&path);
        Box::pin(async move { TokioBackend.metadata(path?).await })
    }
}
