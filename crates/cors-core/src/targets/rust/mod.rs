//! What the targets in Rust have in common: the test of an origin, the middleware written by hand, and the
//! programs of the complete examples.

pub(super) mod actix;
pub(super) mod axum;
mod by_hand;
mod origins;

pub(super) use by_hand::{Framework, middleware};
pub(super) use origins::{exact, families, may_read};

use super::{ExampleFile, Snippet, SnippetFile};

/// A snippet that is one module, and the package around it.
pub(super) fn package(
    manifest: String,
    main: String,
    module: String,
    context: &str,
    notes: &[&str],
) -> Snippet {
    const MODULE: &str = "src/cors_policy.rs";
    let file = |path: &str, text: String| ExampleFile {
        path: path.to_owned(),
        text,
    };
    Snippet {
        example: vec![
            file("Cargo.toml", manifest),
            file(MODULE, module.clone()),
            file("src/main.rs", main),
        ],
        files: vec![SnippetFile {
            path: MODULE.to_owned(),
            context: context.to_owned(),
            text: module,
        }],
        notes: notes.iter().copied().map(str::to_owned).collect(),
    }
}
