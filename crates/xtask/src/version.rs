//! Version numbers as tools print them and as Cargo.lock pins them.

/// The first `major.minor…` number in what a tool prints, such as `0.21.14` in `trunk 0.21.14`.
pub(crate) fn printed(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.trim_start_matches('v').trim_end_matches([',', ';']))
        .find(|word| word.contains('.') && is_version(word))
}

/// The number in the answer of `wasm-opt --version`, which has one part only: `wasm-opt version 132 (version_132)`.
pub(crate) fn printed_by_binaryen(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("version ")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// The major part of a version.
pub(crate) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// The version of a package in the text of a Cargo.lock.
pub(crate) fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    let name = format!("name = \"{package}\"");
    lines.find(|line| *line == name)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

fn is_version(word: &str) -> bool {
    word.split('.').enumerate().all(|(place, part)| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        // The last part may carry a pre-release such as `-rc1`; the first two are plain numbers.
        digits > 0 && (digits == part.len() || (place >= 2 && part.as_bytes()[digits] == b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_printed(text: &str, expected: Option<&str>) {
        assert_eq!(printed(text), expected, "{text}");
    }

    #[test]
    fn version_is_found_among_other_words() {
        check_printed("trunk 0.21.14\n", Some("0.21.14"));
        check_printed("wasm-bindgen 0.2.129 (a1b2c3d4e)\n", Some("0.2.129"));
        check_printed("v20.20.2\n", Some("20.20.2"));
        check_printed("rustc 1.95.0 (59807616e 2026-04-14)", Some("1.95.0"));
        check_printed("tool 1.2.3-rc1", Some("1.2.3-rc1"));
    }

    #[test]
    fn text_without_a_version_has_none() {
        check_printed("", None);
        check_printed("trunk", None);
        check_printed("error: no such file …", None);
        check_printed("1..2", None);
        check_printed("version_132", None);
        check_printed("12", None);
    }

    #[test]
    fn binaryen_prints_one_number() {
        assert_eq!(
            printed_by_binaryen("wasm-opt version 132 (version_132)\n"),
            Some(132)
        );
        assert_eq!(printed_by_binaryen("wasm-opt version 108\n"), Some(108));
        assert_eq!(printed_by_binaryen("wasm-opt: not found"), None);
    }

    #[test]
    fn major_part_is_a_number() {
        assert_eq!(major("20.20.2"), Some(20));
        assert_eq!(major("x.1"), None);
    }

    #[test]
    fn locked_version_belongs_to_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(locked(lock, "wasm"), None);
    }
}
