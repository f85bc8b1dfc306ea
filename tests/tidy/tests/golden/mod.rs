//! Parts of files that are written by `UPDATE_GOLDEN=1 cargo test -p tidy`, and compared otherwise.

use std::fs;
use std::path::{Path, PathBuf};

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(file)
}

/// The text of a file of the repository.
pub(crate) fn read(file: &str) -> String {
    fs::read_to_string(path(file)).unwrap()
}

/// The text between two texts, each time.
pub(crate) fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(end)?.0))
        .collect()
}

/// Compares the parts between the comments `<!-- name -->` and `<!-- end of name -->`, or writes them. One call has
/// all parts of a file: tests run side by side and must not write the same file.
#[track_caller]
pub(crate) fn check_parts(file: &str, parts: &[(&str, String)]) {
    let mut text = read(file);
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    for (name, expected) in parts {
        let (start, end) = (
            format!("<!-- {name} -->\n"),
            format!("<!-- end of {name} -->"),
        );
        let shown = between(&text, &start, &end);
        assert_eq!(shown.len(), 1, "{file}: {start}");
        if update {
            let was = format!("{start}{}{end}", shown[0]);
            text = text.replace(&was, &format!("{start}{expected}{end}"));
        } else {
            assert_eq!(
                shown[0], expected,
                "{file}: run `UPDATE_GOLDEN=1 cargo test -p tidy`"
            );
        }
    }
    if update {
        fs::write(path(file), text).unwrap();
    }
}
