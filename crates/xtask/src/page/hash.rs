//! Names that change with the content of a file, so that browsers may cache the file for ever.

use crate::error::{Error, at};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::Path;

/// Writes a file as `STEM-HASH.ENDING` into a folder, and returns that name.
pub(super) fn write(
    folder: &Path,
    stem: &str,
    ending: &str,
    content: &[u8],
) -> Result<String, Error> {
    let name = name(stem, ending, content);
    let path = folder.join(&name);
    fs::write(&path, content).map_err(at(path.display()))?;
    Ok(name)
}

fn name(stem: &str, ending: &str, content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    let start = hash
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{stem}-{start:016x}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_depends_on_the_content() {
        assert_eq!(name("page", "css", b""), "page-e3b0c44298fc1c14.css");
        assert_eq!(name("page", "css", b"a"), "page-ca978112ca1bbdca.css");
    }
}
