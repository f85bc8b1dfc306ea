//! The whole Public Suffix List (<https://publicsuffix.org/>), both sections.
//!
//! `list.txt` has the rules of the crate `psl`, in ASCII; `cargo xtask suffixes` writes it. It is a
//! crate of its own, because the page loads it only when a policy or a request needs it.
#![forbid(unsafe_code)]

use std::sync::OnceLock;

use cors_http::Platform;
use cors_http::{NotLoaded, PublicSuffix, PublicSuffixList, Section};
use publicsuffix::{List, Psl, Type};

const TEXT: &str = include_str!("../list.txt");

/// The list, for [`cors_http::Platform`].
pub const PUBLIC_SUFFIXES: PublicSuffixList = PublicSuffixList {
    suffix_of,
    suffix_below,
};

/// A platform with only the list.
pub const PLATFORM: Platform = Platform {
    suffixes: PUBLIC_SUFFIXES,
    ..Platform::BARE
};

/// The version of the crate `psl` that the rules come from, and its date of publication.
pub fn source() -> &'static str {
    let first = TEXT.lines().next().unwrap_or_default();
    first.trim_start_matches("// ")
}

fn list() -> &'static List {
    static LIST: OnceLock<List> = OnceLock::new();
    // A test checks that the text can be parsed.
    LIST.get_or_init(|| TEXT.parse().unwrap_or_default())
}

/// The public suffix of a lowercase ASCII domain.
pub fn suffix_of(domain: &str) -> Result<PublicSuffix, NotLoaded> {
    let found = list().suffix(domain.as_bytes());
    let (suffix, kind) = match &found {
        Some(suffix) => (suffix.as_bytes(), suffix.typ()),
        None => (domain.as_bytes(), None),
    };
    Ok(PublicSuffix {
        domain: String::from_utf8_lossy(suffix).into_owned(),
        section: kind.map(section),
    })
}

/// A public suffix below the domain, so that a wildcard matches names that anyone can get.
pub fn suffix_below(domain: &str) -> Result<Option<PublicSuffix>, NotLoaded> {
    let mut section = Section::Icann;
    for rule in TEXT.lines() {
        if rule.starts_with("//") {
            if rule.contains("BEGIN PRIVATE DOMAINS") {
                section = Section::Private;
            }
            continue;
        }
        // An exception makes a name private.
        let above = rule
            .strip_suffix(domain)
            .and_then(|labels| labels.strip_suffix('.'));
        if above.is_some_and(|labels| !labels.starts_with('!')) {
            return Ok(Some(PublicSuffix {
                domain: rule.to_owned(),
                section: Some(section),
            }));
        }
    }
    Ok(None)
}

fn section(kind: Type) -> Section {
    match kind {
        Type::Icann => Section::Icann,
        Type::Private => Section::Private,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, suffix: &str, section: Option<Section>) {
        let expected = PublicSuffix {
            domain: suffix.to_owned(),
            section,
        };
        assert_eq!(suffix_of(domain), Ok(expected));
    }

    #[test]
    fn suffixes_of_both_sections_are_known() {
        check("example.com", "com", Some(Section::Icann));
        check("a.example.co.ke", "co.ke", Some(Section::Icann));
        check("com.sa", "com.sa", Some(Section::Icann));
        check("a.edu.au", "edu.au", Some(Section::Icann));
        check("a.b.github.io", "github.io", Some(Section::Private));
        check("app.corp", "corp", None);
    }

    #[test]
    fn wildcard_rules_and_exceptions_count() {
        check("a.b.ck", "b.ck", Some(Section::Icann));
        check("www.ck", "ck", Some(Section::Icann));
        check("xn--55qx5d.cn", "xn--55qx5d.cn", Some(Section::Icann));
    }

    #[track_caller]
    fn check_below(domain: &str, expected: Option<&str>) {
        let found = suffix_below(domain).unwrap();
        assert_eq!(found.map(|suffix| suffix.domain).as_deref(), expected);
    }

    #[test]
    fn suffixes_below_a_domain_are_found() {
        check_below("digitaloceanspaces.com", Some("*.digitaloceanspaces.com"));
        check_below("example.com", None);
        // An exception to `*.ck` isn't a suffix.
        check_below("www.ck", None);
        // The end of a label isn't a label.
        check_below("mazonaws.com", None);
    }

    /// The rules match those of the crate `psl`, which is made from the published list.
    #[test]
    fn every_rule_is_that_of_psl() {
        let mut rules = 0;
        for rule in TEXT.lines().filter(|line| !line.starts_with("//")) {
            let bare = rule.trim_start_matches('!');
            let name = format!("a.{}", bare.replace('*', "b"));
            let theirs = psl::suffix(name.as_bytes()).unwrap();
            let ours = suffix_of(&name).unwrap();
            assert_eq!(ours.domain.as_bytes(), theirs.as_bytes(), "{rule}");
            rules += 1;
        }
        assert!(rules > 10_000, "{rules} rules");
        assert!(
            source().starts_with("psl 2.1.247, published 2026-11-05"),
            "{}",
            source()
        );
    }
}
