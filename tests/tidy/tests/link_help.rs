//! The help page on the link format agrees with the code.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod golden;

use cors_core::server::Fault;
use cors_core::targets::TARGETS;
use cors_state::link::{KEYS, LinkKey, carries_value, decode_url};
use golden::{between, check_parts, read};

/// Markdown's code marks as HTML.
fn html(markdown: &str) -> String {
    let mut parts = markdown.split('`');
    let mut html = parts.next().unwrap_or_default().to_owned();
    while let (Some(code), Some(text)) = (parts.next(), parts.next()) {
        html.extend(["<code>", code, "</code>", text]);
    }
    html
}

/// A row of the table of keys.
fn key_row(key: &LinkKey) -> String {
    let (values, default) = (html(key.values), html(key.default));
    let name = key.name;
    format!(
        "<tr><th scope=\"row\"><code>{name}</code></th><td>{values}</td><td>{default}</td></tr>\n"
    )
}

#[test]
fn every_example_is_read_without_notices() {
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
}

#[test]
fn headers_whose_values_are_in_links_are_named() {
    let page = read("public/link.html");
    let named = between(&page, "matters for CORS: ", ".").concat();
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
fn keys_targets_and_faults_are_golden() {
    let keys: String = KEYS.iter().map(key_row).collect();
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
    let faults: Vec<String> = Fault::ALL
        .iter()
        .map(|fault| format!("<li><code>{}</code>: {}</li>", fault.id(), fault.label()))
        .collect();
    check_parts(
        "public/link.html",
        &[
            ("keys", keys),
            ("targets", list(&targets)),
            ("faults", list(&faults)),
        ],
    );
}
