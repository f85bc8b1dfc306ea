//! One word for one thing: words that the glossary replaces don't occur in any text.
//!
//! A word is banned in one sense only. [`Row::but`] has phrases in which it means something else everywhere, and
//! [`EXCEPTIONS`] has single places. The test also fails on entries of both that aren't used.
//!
//! To cover more texts, add a folder to [`COMMENTS`], [`STRINGS`] or [`FILES`].
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod text;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use text::{Kind, Piece, of_lines, of_rust};

/// Rust folders whose comments are covered.
const COMMENTS: &[&str] = &[
    "crates/cors-analysis/src",
    "crates/cors-bench/src",
    "crates/cors-cli/src",
    "crates/cors-core/src/policy",
    "crates/cors-core/src/server",
    "crates/cors-core/src/targets",
    "crates/cors-diagnose/src",
    "crates/cors-fetch/src",
    "crates/cors-http/src",
    "crates/cors-import/src",
    "crates/cors-probe/src",
    "crates/cors-report/src",
    "crates/cors-state/src",
    "crates/cors-suffixes/src",
];

/// Rust folders whose strings are covered.
const STRINGS: &[&str] = &[
    "crates/cors-analysis/src",
    "crates/cors-bench/src",
    "crates/cors-cli/src",
    "crates/cors-core/src/policy",
    "crates/cors-core/src/server",
    "crates/cors-core/src/targets",
    "crates/cors-diagnose/src",
    "crates/cors-fetch/src",
    "crates/cors-http/src",
    "crates/cors-import/src",
    "crates/cors-probe/src",
    "crates/cors-report/src",
    "crates/cors-state/src",
    "crates/cors-suffixes/src",
    "crates/xtask/src",
];

/// Other files and folders that are covered as a whole.
const FILES: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs",
    "public/link.html",
    "tests/corpus/attack-tricks.json",
    "tests/corpus/attackers.json",
    "tests/corpus/console.json",
    "tests/corpus/explain",
    // The values in `export/hostile` are attacks on the formats.
    "tests/corpus/export/blocked",
    "tests/corpus/export/teaching-example",
    "tests/corpus/findings.json",
    "tests/corpus/links.json",
    "tests/corpus/no-findings.json",
];

/// Lines of covered files that come from Rust folders which aren't covered.
const GENERATED: &[(&str, &str)] = &[
    // Texts of targets.
    ("README.md", "| javascript |"),
    ("README.md", "| rust |"),
    ("public/link.html", "<li><code>actix-web</code>"),
    ("public/link.html", "<li><code>axum</code>"),
    ("public/link.html", "<li><code>express</code>"),
    ("public/link.html", "<li><code>node-http</code>"),
    ("tests/corpus/findings.json", "\"code\":\"target-differs\""),
    (
        "tests/corpus/findings.json",
        "\"code\":\"unsupported-by-target\"",
    ),
];

/// A row of the glossary.
struct Row {
    /// What to write.
    write: &'static str,
    /// Words and phrases not to write, lowercase. A `*` at the end stands for any ending.
    not: &'static [&'static str],
    /// Phrases in which these words mean something else, lowercase.
    but: &'static [&'static str],
    /// Texts that the row applies to.
    texts: Texts,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    All,
    /// Strings in the crates that the page shows text from.
    Page,
    /// Strings, not comments or other files.
    Strings,
}

const GLOSSARY: &[Row] = &[
    Row {
        write: "response (of a server); handles, returns, responds",
        not: &["answer*"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "JavaScript, your code",
        not: &["script", "scripts", "script's"],
        but: &[
            "shell script",
            "completion script",
            "runs the script",
            "script element",
            "<script",
            "script[",
            "\"scripts\":",
            "</script",
            "trusted-types-for 'script'",
        ],
        texts: Texts::All,
    },
    Row {
        write: "allowed, blocked, rejected",
        not: &[
            "refuse*", "refusal*", "shared", "shares", "let in", "lets in", "gets in", "got in",
        ],
        but: &["connection refused", "shared cache", "shared hosting"],
        texts: Texts::All,
    },
    Row {
        write: "sends a preflight, a preflight is required; CORS-safelisted",
        not: &[
            "ask",
            "asks",
            "asked",
            "needs no permission",
            "need no permission",
            "without asking",
        ],
        but: &["asks the user"],
        texts: Texts::All,
    },
    Row {
        write: "caches, cached",
        not: &["remember*"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "capped at",
        not: &["cut to"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "fix",
        not: &[
            "repair*", "mend", "mends", "mended", "cure", "cures", "cured",
        ],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "expected, actual",
        not: &["wanted"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "without a library",
        not: &["by hand"],
        but: &[
            "write by hand",
            "write it by hand",
            "write one by hand",
            "written by hand",
        ],
        texts: Texts::All,
    },
    Row {
        write: "attacker, attack origin; anyone, someone, no one",
        not: &[
            "stranger*",
            "hostile",
            "somebody*",
            "anybody*",
            "everybody*",
            "nobody*",
            "whoever",
        ],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "finding, check; fault, failure",
        not: &["diagnostic*", "pitfall*", "what goes wrong in practice"],
        // The names of a test and its folder.
        but: &[
            "tests/browsers/pitfalls",
            "pitfalls.mjs",
            "`pitfalls`",
            "test pitfalls",
            "pitfalls-",
        ],
        texts: Texts::All,
    },
    Row {
        write: "trace; names, says, reports",
        not: &["tell", "tells", "told", "telling"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "is in, goes in, belongs in; next to",
        not: &["stands", "belong into", "belongs into", "beside"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "lazy module",
        not: &["later part*"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "full example",
        not: &["complete example*"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "config",
        not: &["configuration*"],
        but: &[],
        texts: Texts::Page,
    },
    Row {
        write: "lowercase, uppercase, username",
        not: &["lower case", "upper case", "user name", "user names"],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "American spelling",
        not: &[
            "behaviour*",
            "colour*",
            "serialis*",
            "normalis*",
            "recognis*",
            "favour*",
            "honour*",
        ],
        but: &[],
        texts: Texts::All,
    },
    Row {
        write: "backticks around code",
        not: &["“*"],
        but: &["“disable cache”"],
        texts: Texts::Strings,
    },
];

/// Crates that the page shows text from.
const PAGE: &[&str] = &[
    "crates/cors-analysis/",
    "crates/cors-core/",
    "crates/cors-fetch/",
    "crates/cors-report/",
    "crates/cors-state/",
];

/// A single place where a banned word is right.
struct Exception {
    /// The end of the file's path.
    file: &'static str,
    /// The words around it.
    phrase: &'static str,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "ARCHITECTURE.md",
        phrase: "tests/embed/hostile.test.mjs",
        reason: "the name of a file",
    },
    Exception {
        file: "CHANGELOG.md",
        phrase: "the verdict `refused` is `blocked`, and `shared`",
        reason: "it lists the old words",
    },
    Exception {
        file: "CHANGELOG.md",
        phrase: "`answers-every-options` and `answers-blocked-preflights`",
        reason: "it lists the old words",
    },
    Exception {
        file: "CHANGELOG.md",
        phrase: "the trick `stranger`",
        reason: "it lists the old words",
    },
    Exception {
        file: "CHANGELOG.md",
        phrase: "instead of `shared` or `refused`",
        reason: "it lists the old words",
    },
    Exception {
        file: "cors-diagnose/src/console/chromium.rs",
        phrase: "script from origin '",
        reason: "a line of Chromium",
    },
    Exception {
        file: "cors-diagnose/src/console/mod.rs",
        phrase: "refused to",
        reason: "a line of Chromium",
    },
    Exception {
        file: "cors-diagnose/src/console/policy.rs",
        phrase: "refused to",
        reason: "a line of Chromium",
    },
    Exception {
        file: "cors-import/src/finding.rs",
        phrase: "refusal-is-an-error",
        reason: "a code in JSON",
    },
    Exception {
        file: "cors-core/src/targets/express_cors.rs",
        phrase: "#configuration-options",
        reason: "an address",
    },
    Exception {
        file: "cors-report/src/explanation_json.rs",
        phrase: "refused",
        reason: "JSON for a connection that was refused",
    },
    Exception {
        file: "cors-state/src/link/table.rs",
        phrase: "`configuration`",
        reason: "a value in links, which keep working",
    },
    Exception {
        file: "cors-state/src/presentation.rs",
        phrase: "configuration",
        reason: "a value in links, which keep working",
    },
    Exception {
        file: "tests/corpus/links.json",
        phrase: "&colour=red",
        reason: "a link that has to keep working",
    },
    Exception {
        file: "tests/corpus/links.json",
        phrase: "[\"colour\",",
        reason: "the unknown key of a link that has to keep working",
    },
];

/// Finds a word or phrase in a text that is normalized.
fn occurs(text: &str, pattern: &str) -> Vec<usize> {
    let (word, is_prefix) = match pattern.strip_suffix('*') {
        Some(word) => (word, true),
        None => (pattern, false),
    };
    // Identifiers in kebab-case are code.
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(word)
        .filter(|(at, _)| {
            let before = text[..*at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !before.is_some_and(is_letter) && (is_prefix || !after.is_some_and(is_letter))
        })
        .map(|(at, _)| at)
        .collect()
}

/// Lowercase, with single spaces.
fn normalized(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of a folder, or the file itself, by their path in the workspace.
fn files(path: &str) -> Vec<String> {
    let full = workspace().join(path);
    if full.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(&full).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut found: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .flat_map(|name| files(&format!("{path}/{name}")))
        .collect();
    found.sort();
    found
}

/// All covered texts by file.
fn texts() -> Vec<(String, Vec<Piece>)> {
    let read = |file: &str| fs::read_to_string(workspace().join(file));
    let mut texts = Vec::new();
    let mut rust: Vec<&str> = STRINGS.to_vec();
    rust.extend(COMMENTS.iter().filter(|folder| !STRINGS.contains(folder)));
    for folder in rust {
        let is_rust = |file: &String| Path::new(file).extension().is_some_and(|end| end == "rs");
        for file in files(folder).into_iter().filter(is_rust) {
            let mut pieces = of_rust(&read(&file).unwrap());
            pieces.retain(|piece| match piece.kind {
                Kind::Comment => COMMENTS.contains(&folder),
                Kind::String | Kind::Line => STRINGS.contains(&folder),
            });
            texts.push((file, pieces));
        }
    }
    for file in FILES.iter().flat_map(|path| files(path)) {
        // Images aren't text.
        if let Ok(text) = read(&file) {
            let is_generated = |piece: &Piece| {
                let mut lines = GENERATED.iter().filter(|(name, _)| *name == file);
                lines.any(|(_, part)| piece.text.contains(part))
            };
            let mut pieces = of_lines(&text);
            pieces.retain(|piece| !is_generated(piece));
            texts.push((file, pieces));
        }
    }
    texts
}

impl Row {
    fn applies(&self, file: &str, kind: Kind) -> bool {
        match self.texts {
            Texts::All => true,
            Texts::Strings => kind == Kind::String,
            Texts::Page => kind == Kind::String && PAGE.iter().any(|start| file.starts_with(start)),
        }
    }
}

#[test]
fn texts_use_the_words_of_the_glossary() {
    let used_phrases: Vec<Vec<Cell<bool>>> = GLOSSARY
        .iter()
        .map(|row| row.but.iter().map(|_| Cell::new(false)).collect())
        .collect();
    let used_exceptions: Vec<Cell<bool>> = EXCEPTIONS.iter().map(|_| Cell::new(false)).collect();
    let mut problems = Vec::new();
    for (file, pieces) in texts() {
        for piece in pieces {
            let text = normalized(&piece.text);
            for (row, used) in GLOSSARY.iter().zip(&used_phrases) {
                if !row.applies(&file, piece.kind) {
                    continue;
                }
                for pattern in row.not {
                    for at in occurs(&text, pattern) {
                        let covers = |phrase: &str| {
                            text.match_indices(phrase)
                                .any(|(start, _)| (start..start + phrase.len()).contains(&at))
                        };
                        let phrase = row.but.iter().zip(used).find(|(phrase, _)| covers(phrase));
                        if let Some((_, used)) = phrase {
                            used.set(true);
                            continue;
                        }
                        let exception =
                            EXCEPTIONS
                                .iter()
                                .zip(&used_exceptions)
                                .find(|(exception, _)| {
                                    file.ends_with(exception.file) && covers(exception.phrase)
                                });
                        if let Some((_, used)) = exception {
                            used.set(true);
                            continue;
                        }
                        let line = piece.line;
                        problems.push(format!(
                            "{file}:{line}: “{pattern}” (write {}): {}",
                            row.write,
                            around(&text, at)
                        ));
                    }
                }
            }
        }
    }
    for (row, used) in GLOSSARY.iter().zip(&used_phrases) {
        for (phrase, _) in row.but.iter().zip(used).filter(|(_, used)| !used.get()) {
            problems.push(format!(
                "“{phrase}” occurs nowhere, so the row “{}” doesn't need it",
                row.write
            ));
        }
    }
    for (exception, _) in EXCEPTIONS
        .iter()
        .zip(&used_exceptions)
        .filter(|(_, used)| !used.get())
    {
        problems.push(format!(
            "the exception “{}” in {} isn't used ({})",
            exception.phrase, exception.file, exception.reason
        ));
    }
    assert!(
        problems.is_empty(),
        "{} problems:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

/// The words around a place in a text.
fn around(text: &str, at: usize) -> String {
    let start = text[..at]
        .char_indices()
        .rev()
        .nth(40)
        .map_or(0, |(start, _)| start);
    text[start..].chars().take(110).collect()
}

#[test]
fn words_are_found_as_words() {
    assert_eq!(occurs("the answer", "answer*"), [4]);
    assert_eq!(occurs("answers", "answer*"), [0]);
    assert_eq!(occurs("the_answer", "answer*"), []);
    assert_eq!(occurs("shell scripts", "script"), []);
    assert_eq!(occurs("told, twice told", "told"), [0, 12]);
}

#[test]
fn comments_and_strings_are_found() {
    let source = [
        "// one",
        "// two",
        "let a = 'x'; let b = \"a \\",
        "    b \\\"c\\\"\";",
        "let c = r#\"d \"e\"\"#; // 'f",
        "fn g<'a>() {}",
    ]
    .join("\n");
    let pieces: Vec<(usize, Kind, String)> = of_rust(&source)
        .into_iter()
        .map(|piece| (piece.line, piece.kind, piece.text))
        .collect();
    let expected = [
        (1, Kind::Comment, "one\ntwo"),
        (3, Kind::String, "a b \"c\""),
        (5, Kind::String, "d \"e\""),
        (5, Kind::Comment, "'f"),
    ];
    let expected: Vec<(usize, Kind, String)> = expected
        .into_iter()
        .map(|(line, kind, text)| (line, kind, text.to_owned()))
        .collect();
    assert_eq!(pieces, expected);
}
