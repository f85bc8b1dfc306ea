//! `WebKitGTK` with its small browser, for the comparison of predicted and real exchanges.

use super::{Need, apt};
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const NEED: Need = Need {
    name: "WebKitGTK",
    is_ready: |_| std::env::var_os("MINIBROWSER").is_some() || has_browser(),
    install: |project, sink| apt::install(project, &["webkit2gtk-driver"], sink),
};

/// Its browser is no command of its own, but lies in the library's folder.
const FOLDERS: &[&str] = &["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];

/// Looks where `tests/browsers/drivers/find.mjs` looks.
fn has_browser() -> bool {
    ["/usr/lib", "/usr/libexec"].into_iter().any(|root| {
        let below = fs::read_dir(root)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()));
        std::iter::once(PathBuf::from(root))
            .chain(below)
            .any(|folder| holds_browser(&folder))
    })
}

fn holds_browser(folder: &Path) -> bool {
    FOLDERS
        .iter()
        .any(|name| folder.join(name).join("MiniBrowser").is_file())
}
