//! Entries of the allow list: what they are taken for, what is refused, and which origins they match.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use cors_core::policy::{
    LibraryWord, OriginEntry, OriginError, OriginNormalization as N, parse_origin,
};
use cors_http::HostError;
use cors_http::Platform;

const PLATFORM: Platform = Platform {
    host_to_ascii,
    ..cors_suffixes::PLATFORM
};

/// Stands in for the tables of UTS 46 with the two hosts that the tests use.
fn host_to_ascii(host: &str) -> Option<String> {
    match host {
        "bücher.example" | "Bücher.example" => Some("xn--bcher-kva.example".to_owned()),
        "example。com" => Some("example.com".to_owned()),
        _ => None,
    }
}

#[track_caller]
fn check_taken(typed: &str, taken: &str, changes: &[N]) {
    let (entry, seen) = parse_origin(typed, &PLATFORM).unwrap_or_else(|e| panic!("{typed}: {e:?}"));
    assert_eq!(entry.to_string(), taken, "{typed}");
    assert_eq!(seen, changes, "{typed}");
}

fn missing_scheme(meant: &str) -> OriginError {
    OriginError::MissingScheme {
        meant: meant.to_owned(),
    }
}

#[track_caller]
fn check_refused(typed: &str, error: &OriginError) {
    assert_eq!(
        parse_origin(typed, &PLATFORM).as_ref(),
        Err(error),
        "{typed}"
    );
}

#[test]
fn origins_are_normalized_to_what_browsers_send() {
    for (typed, taken, changes) in [
        ("*", "*", &[][..]),
        ("null", "null", &[]),
        ("https://app.example.com", "https://app.example.com", &[]),
        (
            " https://app.example.com ",
            "https://app.example.com",
            &[N::SurroundingSpace],
        ),
        (
            "HTTPS://App.Example.com",
            "https://app.example.com",
            &[N::Case, N::Case],
        ),
        (
            "https://app.example.com/",
            "https://app.example.com",
            &[N::TrailingSlash],
        ),
        (
            "https://app.example.com:443",
            "https://app.example.com",
            &[N::DefaultPort],
        ),
        (
            "http://app.example.com:80",
            "http://app.example.com",
            &[N::DefaultPort],
        ),
        (
            "http://app.example.com:443",
            "http://app.example.com:443",
            &[],
        ),
        (
            "https://app.example.com:08443",
            "https://app.example.com:8443",
            &[N::Address],
        ),
        (
            "https://app.example.com.",
            "https://app.example.com.",
            &[N::TrailingDot],
        ),
        (
            "https://bücher.example",
            "https://xn--bcher-kva.example",
            &[N::UnicodeHost],
        ),
        (
            "https://example。com",
            "https://example.com",
            &[N::UnicodeHost],
        ),
        ("http://127.1", "http://127.0.0.1", &[N::Address]),
        (
            "http://0x7f.0.0.1:3000",
            "http://127.0.0.1:3000",
            &[N::Address],
        ),
        (
            "https://[2001:DB8:0:0:0:0:0:1]",
            "https://[2001:db8::1]",
            &[N::Address],
        ),
        (
            "https://[::ffff:192.0.2.1]:8443",
            "https://[::ffff:c000:201]:8443",
            &[N::Address],
        ),
        ("http://localhost:3000", "http://localhost:3000", &[]),
        ("capacitor://localhost", "capacitor://localhost", &[]),
        (
            "chrome-extension://abcdefghijklmnop",
            "chrome-extension://abcdefghijklmnop",
            &[],
        ),
        ("tauri://localhost:1430", "tauri://localhost:1430", &[]),
        ("https://*.example.com", "https://*.example.com", &[]),
        ("https://*.Example.com", "https://*.example.com", &[N::Case]),
        (
            "https://*.example.com:8443",
            "https://*.example.com:8443",
            &[],
        ),
        ("https://*.example.com:*", "https://*.example.com:*", &[]),
        ("http://localhost:*", "http://localhost:*", &[]),
        ("http://[::1]:*", "http://[::1]:*", &[]),
        (
            "https://deploy-preview-*--site.example",
            "https://deploy-preview-*--site.example",
            &[],
        ),
        ("https://app-*.vercel.app", "https://app-*.vercel.app", &[]),
        (
            "https://*.bücher.example",
            "https://*.xn--bcher-kva.example",
            &[N::UnicodeHost],
        ),
    ] {
        check_taken(typed, taken, changes);
    }
}

#[test]
fn invalid_origins_are_rejected_with_the_reason() {
    let text = str::to_owned;
    for (typed, error) in [
        ("", OriginError::Empty),
        ("   ", OriginError::Empty),
        ("app.example.com", missing_scheme("https://app.example.com")),
        ("localhost:3000", missing_scheme("http://localhost:3000")),
        (
            "//app.example.com",
            missing_scheme("https://app.example.com"),
        ),
        ("*.example.com", missing_scheme("https://*.example.com")),
        (
            "https:/app.example.com",
            missing_scheme("https://app.example.com"),
        ),
        (
            "://app.example.com",
            missing_scheme("https://app.example.com"),
        ),
        (
            "htps://app.example.com",
            OriginError::MisspelledScheme {
                scheme: "htps".to_owned(),
                meant: "https",
            },
        ),
        (
            r"^https://.*\.example\.com$",
            OriginError::RegularExpression {
                meant: Some("https://*.example.com".to_owned()),
            },
        ),
        (
            "https://{tenant}.example.com",
            OriginError::Template {
                placeholder: "{tenant}".to_owned(),
                meant: "https://*.example.com".to_owned(),
            },
        ),
        ("true", OriginError::Word(LibraryWord::Any)),
        ("'self'", OriginError::Word(LibraryWord::OwnOrigin)),
        ("false", OriginError::Word(LibraryWord::None)),
        (
            "ht tp://app.example.com",
            OriginError::Scheme(text("ht tp")),
        ),
        ("*://app.example.com", OriginError::Scheme(text("*"))),
        (
            "https://app.example.com/api",
            OriginError::Path(text("/api")),
        ),
        ("https://app.example.com//", OriginError::Path(text("//"))),
        ("https://app.example.com\\x", OriginError::Path(text("\\x"))),
        (
            "https://app.example.com?x=1",
            OriginError::Query(text("?x=1")),
        ),
        (
            "https://app.example.com#top",
            OriginError::Fragment(text("#top")),
        ),
        (
            "https://user:pass@app.example.com",
            OriginError::Userinfo(text("user:pass")),
        ),
        ("https://", OriginError::Host(HostError::Empty)),
        ("https://:8080", OriginError::Host(HostError::Empty)),
        (
            "https://app..example.com",
            OriginError::Host(HostError::EmptyLabel),
        ),
        (
            "https://.example.com",
            OriginError::Host(HostError::EmptyLabel),
        ),
        (
            "https://app example.com",
            OriginError::Host(HostError::ForbiddenCharacter(' ')),
        ),
        ("https://a.example,https://b.example", OriginError::Several),
        (
            "https://a.example, b.example",
            OriginError::Host(HostError::ForbiddenCharacter(',')),
        ),
        (
            "https://exa\"mple.com",
            OriginError::Host(HostError::ForbiddenCharacter('"')),
        ),
        (
            "https://exa$mple.com",
            OriginError::Host(HostError::ForbiddenCharacter('$')),
        ),
        (
            "https://exa{mple.com",
            OriginError::Host(HostError::ForbiddenCharacter('{')),
        ),
        (
            "https://exa\nmple.com",
            OriginError::Host(HostError::ForbiddenCharacter('\n')),
        ),
        (
            "https://999.1.2.3",
            OriginError::Host(HostError::NotAnIpv4Address),
        ),
        (
            "https://app.123",
            OriginError::Host(HostError::NotAnIpv4Address),
        ),
        (
            "https://[::zz]",
            OriginError::Host(HostError::NotAnIpv6Address),
        ),
        (
            "https://☃.example",
            OriginError::Host(HostError::NoAsciiForm),
        ),
        ("https://app.example.com:", OriginError::Port(text(""))),
        ("https://app.example.com:0", OriginError::Port(text("0"))),
        (
            "https://app.example.com:65536",
            OriginError::Port(text("65536")),
        ),
        (
            "https://app.example.com:http",
            OriginError::Port(text("http")),
        ),
        (
            "https://app.example.com:80*",
            OriginError::Port(text("80*")),
        ),
        ("https://*", OriginError::WildcardHost),
        ("https://app.*.example.com", OriginError::Wildcard),
        ("https://*.*.example.com", OriginError::Wildcard),
        ("https://a*b*c.example.com", OriginError::Wildcard),
        ("https://app.example.*", OriginError::Wildcard),
        ("https://app*", OriginError::Wildcard),
        ("https://*.192.0.2.1", OriginError::WildcardBeforeAddress),
        ("capacitor://*.localhost", OriginError::Wildcard),
        ("NULL", OriginError::NullMisspelled),
        ("file://", OriginError::OpaqueScheme(text("file"))),
        ("data:text/html,x", OriginError::OpaqueScheme(text("data"))),
        (
            "blob:https://app.example.com/1",
            OriginError::OpaqueScheme(text("blob")),
        ),
        (
            "wss://app.example.com",
            OriginError::WebSocketScheme(text("wss")),
        ),
    ] {
        check_refused(typed, &error);
    }
    check_refused(
        &format!("https://{}.example", "a".repeat(64)),
        &OriginError::Host(HostError::TooLong),
    );
    let long = "x".repeat(10_000);
    check_refused(&long, &missing_scheme(&format!("https://{long}")));
}

#[track_caller]
fn check_match(pattern: &str, origin: &str, expected: bool) {
    match parse_origin(pattern, &PLATFORM).unwrap().0 {
        OriginEntry::Any => panic!("{pattern} is any origin"),
        OriginEntry::Pattern(entry) => {
            assert_eq!(
                entry.matches(origin.as_bytes()),
                expected,
                "{pattern} against {origin}"
            );
        }
    }
}

#[test]
fn an_exact_origin_matches_only_itself() {
    let exact = "https://app.example.com";
    check_match(exact, "https://app.example.com", true);
    for other in [
        "http://app.example.com",
        "https://app.example.com:443",
        "https://app.example.com/",
        "https://APP.example.com",
        "https://app.example.com.evil.io",
        "https://evil-app.example.com",
        "https://appXexample.com",
        "null",
        "",
    ] {
        check_match(exact, other, false);
    }
}

#[test]
fn subdomains_match_whole_labels_and_never_the_base() {
    let pattern = "https://*.example.com";
    for member in [
        "https://a.example.com",
        "https://a.b.example.com",
        "https://a_b.example.com",
    ] {
        check_match(pattern, member, true);
    }
    for other in [
        "https://example.com",
        "https://.example.com",
        "https://a..example.com",
        "https://evilexample.com",
        "https://evil-example.com",
        "https://a.example.com.evil.io",
        "https://evil.io/.example.com",
        "https://evil.io@a.example.com",
        "https://aXexample.com",
        "https://A.example.com",
        "http://a.example.com",
        "https://a.example.com:8443",
        "https://a.example.com:",
        "https://a.example.com/",
        "null",
    ] {
        check_match(pattern, other, false);
    }
}

#[test]
fn any_port_means_one_to_five_digits_or_none() {
    let pattern = "http://localhost:*";
    for member in [
        "http://localhost",
        "http://localhost:1",
        "http://localhost:65535",
    ] {
        check_match(pattern, member, true);
    }
    for other in [
        "http://localhost:",
        "http://localhost:123456",
        "http://localhost:x",
        "http://localhost:1:2",
    ] {
        check_match(pattern, other, false);
    }
}

#[test]
fn a_wildcard_inside_a_label_does_not_cross_the_dot() {
    let pattern = "https://deploy-preview-*--site.example";
    for member in [
        "https://deploy-preview-7--site.example",
        "https://deploy-preview-a-b--site.example",
    ] {
        check_match(pattern, member, true);
    }
    for other in [
        "https://deploy-preview---site.example",
        "https://deploy-preview-7.evil--site.example",
        "https://deploy-preview-A--site.example",
        "https://deploy-preview-7_8--site.example",
        "https://x-deploy-preview-7--site.example",
    ] {
        check_match(pattern, other, false);
    }
}
