//! The help page on links and the README say what the code does.
//!
//! `UPDATE_GOLDEN=1 cargo test -p tidy golden` writes the tables and lists.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use cors_core::server::Fault;
use cors_core::targets::TARGETS;
use cors_state::link::{KEYS, LinkKey, carries_value, decode_url};

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

/// Replaces what stands between two texts of a file by what there should be, or compares.
#[track_caller]
fn check_between(file: &str, start: &str, end: &str, expected: &str) {
    let text = read(file);
    let shown = between(&text, start, end);
    assert_eq!(shown.len(), 1, "{file}: {start}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text = text.replace(
            &format!("{start}{}{end}", shown[0]),
            &format!("{start}{expected}{end}"),
        );
        fs::write(path(file), text).unwrap();
        return;
    }
    assert_eq!(shown[0], expected, "{file}");
}

/// Markdown's code marks as HTML.
fn html(markdown: &str) -> String {
    let mut parts = markdown.split('`');
    let mut html = parts.next().unwrap_or_default().to_owned();
    while let (Some(code), Some(text)) = (parts.next(), parts.next()) {
        html.extend(["<code>", code, "</code>", text]);
    }
    html
}

#[test]
fn the_tables_of_keys_are_golden() {
    let rows = KEYS.iter().map(|key| {
        let LinkKey {
            name,
            values,
            default,
            ..
        } = key;
        format!("| `{name}` | {values} | {default} |\n")
    });
    check_between(
        "README.md",
        "| key | value | default |\n|---|---|---|\n",
        "\n\n",
        rows.collect::<String>().trim_end_matches('\n'),
    );
    let rows = KEYS.iter().map(|key| {
        let (values, default) = (html(key.values), html(key.default));
        let name = key.name;
        format!(
            "<tr><th scope=\"row\"><code>{name}</code></th><td>{values}</td><td>{default}</td></tr>\n"
        )
    });
    check_between(
        "public/link.html",
        "<!-- keys -->\n",
        "<!-- end of keys -->",
        &rows.collect::<String>(),
    );
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

fn list(items: &[String]) -> String {
    format!("<ul>\n{}\n</ul>\n", items.join("\n"))
}

#[test]
fn targets_and_faults_are_the_golden_lists() {
    let targets: Vec<String> = TARGETS
        .iter()
        .map(|target| {
            let versions: Vec<&str> = target.versions.iter().map(|version| version.line).collect();
            format!(
                "<li><code>{}</code>: {} {}</li>",
                target.id,
                target.label,
                versions.join(", ")
            )
        })
        .collect();
    check_between(
        "public/link.html",
        "<!-- targets -->\n",
        "<!-- end of targets -->",
        &list(&targets),
    );
    let faults =
        Fault::ALL.map(|fault| format!("<li><code>{}</code>: {}</li>", fault.id(), fault.label()));
    check_between(
        "public/link.html",
        "<!-- faults -->\n",
        "<!-- end of faults -->",
        &list(&faults),
    );
}
