//! Any text is read without a panic and without a hang.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::time::{Duration, Instant};

use cors_import::{Format, import};
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};

/// One million bytes.
const LARGE: usize = 1_000_000;

/// Far above what a reading takes without optimization, and far below a hang.
const LONGEST: Duration = Duration::from_secs(20);

fn corpus() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/corpus/import.jsonl"
    );
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            case.get("input").unwrap().as_str().unwrap().to_owned() + "\n"
        })
        .collect()
}

fn repeated(text: &str, length: usize) -> String {
    text.repeat(length / text.len() + 1)
}

/// Cut at a byte, or at the one before it that begins a character.
fn cut(text: &str, at: usize) -> &str {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.get(..at).unwrap()
}

#[track_caller]
fn check(text: &str, hint: Option<Format>) {
    let start = Instant::now();
    let import = import(text, hint);
    let lines = u32::try_from(text.lines().count()).unwrap().max(1) + 1;
    assert!(import.findings.iter().all(|finding| finding.line <= lines));
    assert!(import.not_imported.iter().all(|entry| entry.line <= lines));
    let took = start.elapsed();
    assert!(
        took < LONGEST,
        "{took:?} for {:?} as {hint:?}",
        cut(text, 40)
    );
}

#[test]
fn a_large_text_is_read_wherever_it_is_cut() {
    let whole = repeated(&corpus(), LARGE);
    for at in [LARGE, LARGE - 1, LARGE - 77, LARGE / 2 + 3] {
        check(cut(&whole, at), None);
    }
}

#[test]
fn the_corpus_is_read_in_every_format_wherever_it_is_cut() {
    let corpus = corpus();
    for (index, &format) in Format::ALL.iter().enumerate() {
        check(&corpus, Some(format));
        for at in (index..corpus.len()).step_by(997) {
            check(cut(&corpus, at), Some(format));
        }
    }
}

#[test]
fn repeated_marks_are_read_in_every_format() {
    let marks = [
        "(",
        "[",
        "{",
        "}",
        "\"",
        "'",
        "`",
        "/",
        "\\",
        "<",
        "a:",
        "a=",
        "&&",
        "async ",
        "new ",
        "#",
        "/*",
        "?",
        "=> ",
        "if ($http_origin ~ a) {",
        "location / {",
        "cors(",
        "cors({origin:[",
        "map $http_origin $a {",
        "add_header Access-Control-Allow-Origin $a;\n",
        "set $a $a;\n",
        "origin: a ? b :",
        "a.b(",
        "x = [x,",
        "header Access-Control-Allow-Origin {\n",
        "import a\n(a) {\n",
        "acl a hdr(origin) -m reg (((\n",
        "SetEnvIf Origin \"(a*)*\" A=$0\n",
        "CORS_ALLOWED_ORIGINS = [CORS_ALLOWED_ORIGINS, ",
        "\u{10ffff}",
        "é",
    ];
    for mark in marks {
        let text = repeated(mark, 10_000);
        for &format in Format::ALL {
            check(&text, Some(format));
        }
    }
}

#[test]
fn large_texts_of_one_mark_are_read() {
    for (mark, format) in [
        ("{", Format::Nginx),
        (
            "if ($http_origin ~ a) { add_header Access-Control-Allow-Origin $http_origin; }\n",
            Format::Nginx,
        ),
        ("location / { add_header A b; }\n", Format::Nginx),
        ("cors({ origin: [", Format::ExpressCors),
        (
            "res.header('Access-Control-Allow-Origin', origin);\n",
            Format::ExpressHand,
        ),
        ("res.header(", Format::ExpressHand),
        (
            "@CrossOrigin(origins = \"https://a.example\")\n",
            Format::Spring,
        ),
        ("Header set Access-Control-Allow-Origin *\n", Format::Apache),
        ("header Access-Control-Allow-Origin *\n", Format::Caddy),
    ] {
        check(&repeated(mark, LARGE), Some(format));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mixed_texts_are_read(from in any::<usize>(), length in 0_usize..3_000, noise in ".{0,40}", format in (0..Format::ALL.len()).prop_map(|index| Format::ALL[index])) {
        let corpus = corpus();
        let rest = corpus.get(cut(&corpus, from % corpus.len()).len()..).unwrap();
        let text = format!("{}{noise}{}", cut(rest, length), cut(&corpus, length));
        check(&text, None);
        check(&text, Some(format));
    }
}
