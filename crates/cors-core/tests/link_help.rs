//! The help page on links and the README say what the code does.
//!
//! `UPDATE_GOLDEN=1 cargo test golden` writes the lists of targets and faults.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use cors_core::link::{carries_value, decode_url, encode};
use cors_core::server::Fault;
use cors_core::targets::TARGETS;

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(file)
}

fn read(file: &str) -> String {
    fs::read_to_string(path(file)).unwrap()
}

/// What stands between two texts, each time.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(end)?.0))
        .collect()
}

/// The keys of a link that has them all, in the order in which they are written.
fn keys() -> Vec<String> {
    let draft = decode_url(
        "#origins=a&methods=a&headers=a&expose=a&credentials=1&max-age=1&status=200&from=a&url=a&method=a&send=a\
         &cred=omit&mode=no-cors&target=a&version=a&browser=firefox&fault=a&embed=1&view=policy&theme=dark&readonly=1",
    )
    .draft;
    let link = encode(&draft);
    let pairs = link.split('&');
    pairs
        .map(|pair| pair.split_once('=').unwrap().0.to_owned())
        .collect()
}

#[test]
fn every_key_is_documented_in_its_order() {
    let keys = keys();
    assert_eq!(keys.len(), 22);
    assert_eq!(
        between(
            &read("public/link.html"),
            "<th scope=\"row\"><code>",
            "</code>"
        ),
        keys
    );
    assert_eq!(
        between(&read("crates/cors-core/src/link.rs"), "//! | `", "`"),
        keys
    );
    let readme = read("README.md");
    let table = between(
        &readme,
        "| key | value | default |\n|---|---|---|\n",
        "\n\n",
    )
    .concat();
    let rows: Vec<&str> = table
        .lines()
        .map(|row| between(row, "| `", "`")[0])
        .collect();
    assert_eq!(rows, keys);
}

#[test]
fn every_example_is_understood() {
    let page = read("public/link.html");
    let examples = between(&page, "<p class=\"example\"><a href=\"./", "\"");
    assert!(examples.len() >= 8);
    for example in examples {
        let link = example.replace("&amp;", "&");
        assert_eq!(decode_url(&link).notices, [], "{link}");
        assert!(
            page.contains(&format!("<code>{example}</code>")),
            "{link} is shown as it is"
        );
    }
    let readme = read("README.md");
    for example in between(&readme, "```\n#", "\n```") {
        assert_eq!(decode_url(&format!("#{example}")).notices, [], "{example}");
    }
}

#[test]
fn headers_whose_values_travel_are_named() {
    let page = read("public/link.html");
    let named = between(&page, "decides something about CORS: ", ".").concat();
    let named = between(&named, "<code>", "</code>");
    assert!(named.len() >= 8);
    assert!(named.iter().all(|name| carries_value(name)), "{named:?}");
    for secret in ["Authorization", "X-Api-Key", "Cookie"] {
        assert!(!carries_value(secret));
    }
}

/// Replaces what stands between the marks by what there is, and compares.
#[track_caller]
fn check_golden(list: &str, items: &[String]) {
    let file = "public/link.html";
    let page = read(file);
    let (start, end) = (
        format!("<!-- {list} -->\n"),
        format!("<!-- end of {list} -->"),
    );
    let expected = format!("<ul>\n{}\n</ul>\n", items.join("\n"));
    let shown = between(&page, &start, &end).concat();
    if std::env::var_os("UPDATE_GOLDEN").is_some() && shown != expected {
        let page = page.replace(
            &format!("{start}{shown}{end}"),
            &format!("{start}{expected}{end}"),
        );
        fs::write(path(file), page).unwrap();
        return;
    }
    assert_eq!(shown, expected);
}

#[test]
fn targets_and_faults_are_the_golden_lists() {
    let targets: Vec<String> = TARGETS
        .iter()
        .map(|target| {
            let versions: Vec<&str> = target.versions.iter().map(|version| version.0).collect();
            format!(
                "<li><code>{}</code>: {} {}</li>",
                target.id,
                target.label,
                versions.join(", ")
            )
        })
        .collect();
    check_golden("targets", &targets);
    let faults =
        Fault::ALL.map(|fault| format!("<li><code>{}</code>: {}</li>", fault.id(), fault.label()));
    check_golden("faults", &faults);
}
