//! What is documented and not run is never shown as proven.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use cors_core::policy::PolicyDraft;
use cors_core::server::App;
use cors_core::targets::{
    Group, Proof, Release, Setup, Source, StepKind, TARGETS, Target, all_evidence, evidence, find,
    tested_on,
};
use cors_http::{
    HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status, Url,
};
use cors_suffixes::PLATFORM;

fn documented() -> impl Iterator<Item = (&'static Target, &'static Source)> {
    TARGETS
        .iter()
        .filter_map(|target| Some((target, target.source()?)))
}

#[test]
fn documented_targets_have_a_group_of_their_own() {
    assert!(documented().count() > 0);
    for target in TARGETS {
        let is_documented = matches!(target.proof, Proof::Documented(_));
        assert_eq!(
            target.group == Group::Documented,
            is_documented,
            "{}",
            target.id
        );
        assert_eq!(target.source().is_some(), is_documented, "{}", target.id);
    }
}

#[test]
fn documented_targets_name_their_source_and_its_date() {
    for (target, source) in documented() {
        assert!(!source.title.is_empty() && source.url.starts_with("https://"));
        let (year, month) = source.read.split_once('-').unwrap();
        assert!(year.parse::<u16>().unwrap() >= 2026, "{}", target.id);
        assert!(
            (1..=12).contains(&month.parse::<u8>().unwrap()),
            "{}",
            target.id
        );
        assert_eq!(
            source.to_string(),
            format!(
                "From the vendor's documentation, not run: {}, read {}",
                source.title, source.read
            )
        );
    }
}

#[test]
fn documented_targets_have_no_evidence() {
    let evidence_file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence/servers.json");
    let committed = fs::read_to_string(evidence_file).unwrap();
    for (target, _) in documented() {
        assert_eq!(tested_on(target), None, "{}", target.id);
        assert!(
            !committed.contains(&format!("\"{}\"", target.id)),
            "{}",
            target.id
        );
        for &version in target.versions {
            assert_eq!(version.release, Release::NotRun, "{}", target.id);
            assert_eq!(evidence(target, version), None, "{}", target.id);
            assert_eq!(all_evidence(target, version).count(), 0, "{}", target.id);
        }
    }
    for target in TARGETS.iter().filter(|target| target.source().is_none()) {
        let is_run = |version: &cors_core::targets::Version| version.release != Release::NotRun;
        assert!(target.versions.iter().all(is_run), "{}", target.id);
    }
}

#[test]
fn documented_targets_say_how_to_test_them() {
    let draft = PolicyDraft {
        allow_origins: vec!["https://app.example.com".to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: vec!["content-type".to_owned()],
        ..PolicyDraft::default()
    };
    let parsed = draft.parse(&PLATFORM);
    let sound = parsed.whole().unwrap().check().unwrap();
    for (target, _) in documented() {
        let setup = Setup::of(target.versions[0]);
        let snippet = (target.render)(&sound, &setup, None).unwrap();
        let checks = snippet
            .steps
            .iter()
            .filter(|step| step.kind == StepKind::Check);
        let commands: Vec<&str> = checks
            .map(|step| step.command.as_deref().unwrap())
            .collect();
        assert!(
            commands.len() == 3 && commands.iter().all(|command| command.contains("curl -si ")),
            "{}: {commands:?}",
            target.id
        );
        let texts = snippet
            .notes
            .into_iter()
            .chain(snippet.steps.into_iter().map(|step| step.text))
            .chain(snippet.files.into_iter().map(|file| file.text));
        for text in texts {
            let text = text.to_lowercase();
            assert!(
                !["tested on", "proven", "verified", "mismatches"]
                    .iter()
                    .any(|word| text.contains(word)),
                "{}: {text}",
                target.id
            );
        }
    }
}

/// The quoted texts of a line, as JSON and YAML read them, and what is between them.
fn quoted(line: &str) -> (Vec<String>, String) {
    let (mut texts, mut rest) = (Vec::new(), String::new());
    let mut from = line;
    while let Some(start) = from.find('"') {
        rest.push_str(&from[..start]);
        let mut reader = serde_json::Deserializer::from_str(&from[start..]).into_iter::<String>();
        texts.push(reader.next().unwrap().unwrap());
        from = &from[start + reader.byte_offset()..];
    }
    rest.push_str(from);
    (texts, rest)
}

#[test]
fn typed_text_stays_in_its_quotes() {
    let names = ["X-!#$%&'+-.^_`|~", "no", "1e3", "a.b-c", "null"];
    let draft = PolicyDraft {
        allow_origins: vec!["https://app.example.com".to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: names.map(str::to_owned).to_vec(),
        ..PolicyDraft::default()
    };
    let parsed = draft.parse(&PLATFORM);
    let sound = parsed.whole().unwrap().check().unwrap();
    for (target, _) in documented() {
        let setup = Setup::of(target.versions[0]);
        let Ok(snippet) = (target.render)(&sound, &setup, None) else {
            assert_eq!(target.id, "ingress-nginx");
            continue;
        };
        for file in &snippet.files {
            let mut texts = Vec::new();
            for line in file.text.lines().filter(|line| !line.starts_with('#')) {
                let (found, rest) = quoted(line);
                texts.extend(found);
                let is_plain = |c: char| c.is_ascii_alphanumeric() || " :-_.,[]{}".contains(c);
                assert!(rest.chars().all(is_plain), "{}: {line}", target.id);
            }
            let all = texts.join(",");
            for name in names {
                assert!(all.contains(name), "{}: {name} in {texts:?}", target.id);
            }
        }
    }
}

/// The response to a request, in one line: the status and the headers in their order.
fn response(id: &str, credentials: bool, method: &str, headers: &[(&str, &str)]) -> String {
    let draft = PolicyDraft {
        allow_origins: vec![GOOD.to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: vec!["Content-Type".to_owned(), "X-A".to_owned()],
        expose_headers: vec!["ETag".to_owned()],
        allow_credentials: credentials,
        max_age: "600".to_owned(),
        ..PolicyDraft::default()
    };
    let parsed = draft.parse(&PLATFORM);
    let sound = parsed.whole().unwrap().check().unwrap();
    let mut list = HeaderList::new();
    for (name, value) in headers {
        list.append(HeaderName::parse(name).unwrap(), *value);
    }
    let request = HttpRequest {
        method: Method::parse(method).unwrap(),
        url: Url::parse("https://api.example/x", None, &PLATFORM).unwrap(),
        headers: list,
    };
    let app = App {
        response: HttpResponse::new(Status::OK).with("Access-Control-Allow-Origin", "*"),
        ..App::default()
    };
    let target = find(id).unwrap();
    let setup = Setup::of(target.versions[0]);
    match (target.respond)(&sound, &setup, &request, &app).answer {
        Err(NoResponse::NotDocumented(what)) => format!("not documented: {what}"),
        Err(other) => format!("{other:?}"),
        Ok(response) => {
            let mut text = response.status.to_string();
            for header in &response.headers {
                let name = header.name.as_str().replace("Access-Control-", "");
                text.extend(["; ", &name, ": ", &header.value.to_latin1()]);
            }
            text
        }
    }
}

const GOOD: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example";

fn preflight(id: &str, origin: &str, method: &str, names: &str) -> String {
    let headers = [
        ("Origin", origin),
        ("Access-Control-Request-Method", method),
        ("Access-Control-Request-Headers", names),
    ];
    response(id, true, "OPTIONS", &headers)
}

#[test]
fn amazon_s3_responds_as_recorded() {
    let vary = "Vary: Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    let allowed = format!(
        "200; Allow-Origin: {GOOD}; Allow-Methods: GET, HEAD, POST, PUT; Allow-Headers: x-a; Expose-Headers: ETag; Max-Age: 600; Allow-Credentials: true; {vary}"
    );
    assert_eq!(preflight("s3", GOOD, "PUT", "x-a"), allowed);
    for (origin, method, names) in [
        (EVIL, "PUT", "x-a"),
        (GOOD, "DELETE", "x-a"),
        (GOOD, "PUT", "x-a,x-b"),
        ("https://app.example.com/", "PUT", "x-a"),
    ] {
        assert_eq!(preflight("s3", origin, method, names), "403");
    }
    assert_eq!(response("s3", true, "OPTIONS", &[("Origin", GOOD)]), "400");
    assert_eq!(response("s3", true, "OPTIONS", &[]), "400");
    // Credentials are always allowed.
    let actual = format!(
        "200; Allow-Origin: {GOOD}; Allow-Methods: GET, HEAD, POST, PUT; Expose-Headers: ETag; Max-Age: 600; Allow-Credentials: true; {vary}"
    );
    for credentials in [true, false] {
        let sent = response("s3", credentials, "GET", &[("Origin", GOOD)]);
        assert_eq!(sent, actual);
    }
    for (method, headers) in [
        ("GET", &[("Origin", EVIL)][..]),
        ("GET", &[]),
        ("DELETE", &[("Origin", GOOD)]),
    ] {
        let sent = response("s3", true, method, headers);
        assert_eq!(sent, "200; Allow-Origin: *", "the object's own");
    }
}

#[test]
fn gateways_respond_as_their_sources_say() {
    for (id, allowed, blocked) in [
        (
            "istio",
            "200; Allow-Origin: https://app.example.com; Allow-Credentials: true; Allow-Methods: PUT; Allow-Headers: Content-Type,X-A; Max-Age: 600",
            "200; Allow-Origin: *",
        ),
        (
            "kong",
            "200; Vary: Origin; Allow-Origin: https://app.example.com; Allow-Credentials: true; Allow-Headers: Content-Type,X-A; Allow-Methods: GET,HEAD,POST,PUT; Max-Age: 600",
            "200; Vary: Origin; Allow-Credentials: true; Allow-Headers: Content-Type,X-A; Allow-Methods: GET,HEAD,POST,PUT; Max-Age: 600",
        ),
        (
            "ingress-nginx",
            "204; Allow-Origin: https://app.example.com; Allow-Credentials: true; Allow-Methods: GET, HEAD, POST, PUT; Allow-Headers: Content-Type, X-A; Expose-Headers: ETag; Max-Age: 600",
            "200; Allow-Origin: *",
        ),
        (
            "alb",
            "200; Allow-Origin: https://app.example.com; Allow-Methods: PUT; Allow-Headers: Content-Type,X-A; Expose-Headers: ETag; Allow-Credentials: true; Max-Age: 600",
            "200; Allow-Origin: https://app.example.com; Allow-Methods: PUT; Allow-Headers: Content-Type,X-A; Expose-Headers: ETag; Allow-Credentials: true; Max-Age: 600",
        ),
        (
            "gateway-api",
            "204; Allow-Origin: https://app.example.com; Allow-Credentials: true; Allow-Methods: GET, HEAD, POST, PUT; Allow-Headers: Content-Type, X-A; Max-Age: 600",
            "403",
        ),
    ] {
        assert_eq!(preflight(id, GOOD, "PUT", "x-a"), allowed, "{id}");
        assert_eq!(preflight(id, EVIL, "PUT", "x-a"), blocked, "{id}");
    }
}

#[test]
fn what_the_vendors_leave_open_is_no_response() {
    let get = |id: &str, origin: &str| response(id, true, "GET", &[("Origin", origin)]);
    for (id, expected) in [
        (
            "api-gateway-http",
            "what a preflight from an origin that isn't allowed gets",
        ),
        ("lambda-url", "what an origin that isn't allowed gets"),
        (
            "cloudfront",
            "which headers an origin gets that isn't listed",
        ),
    ] {
        let sent = preflight(id, EVIL, "PUT", "x-a");
        assert_eq!(sent, format!("not documented: {expected}"));
    }
    assert_eq!(
        get("api-gateway-http", EVIL),
        "not documented: what an origin that isn't allowed gets"
    );
    assert_eq!(
        get("gateway-api", GOOD),
        "not documented: what becomes of CORS headers that the backend sends"
    );
    // The function's header stays, and browsers block a response with two.
    assert_eq!(
        get("lambda-url", GOOD),
        "200; Allow-Origin: *; Allow-Origin: https://app.example.com; Allow-Credentials: true; Expose-Headers: ETag"
    );
    assert_eq!(
        get("api-gateway-http", GOOD),
        "200; Allow-Origin: https://app.example.com; Allow-Credentials: true; Expose-Headers: ETag"
    );
}

/// Why the target can't express a policy.
fn unsupported(id: &str, origins: &str, methods: &str) -> String {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let draft = PolicyDraft {
        allow_origins: list(origins),
        allow_methods: list(methods),
        ..PolicyDraft::default()
    };
    let parsed = draft.parse(&PLATFORM);
    let sound = parsed.whole().unwrap().check().unwrap();
    let target = find(id).unwrap();
    (target.render)(&sound, &Setup::of(target.versions[0]), None)
        .unwrap_err()
        .reason
}

#[test]
fn gateway_api_rejects_what_its_schema_does() {
    let reason = |headers: &[&str], max_age: &str| {
        let draft = PolicyDraft {
            allow_origins: vec![GOOD.to_owned()],
            allow_headers: headers.iter().map(|&name| name.to_owned()).collect(),
            max_age: max_age.to_owned(),
            ..PolicyDraft::default()
        };
        let parsed = draft.parse(&PLATFORM);
        let sound = parsed.whole().unwrap().check().unwrap();
        let target = find("gateway-api").unwrap();
        (target.render)(&sound, &Setup::of(target.versions[0]), None)
            .err()
            .map(|unsupported| unsupported.reason)
    };
    assert_eq!(reason(&["*"], "1"), None);
    assert!(reason(&["*", "Authorization"], "").is_some());
    assert!(reason(&["x-a"], "0").is_some());
}

#[test]
fn what_a_service_cannot_do_is_rejected_with_the_reason_and_the_way_out() {
    for (id, origins, methods, reason) in [
        (
            "s3",
            GOOD,
            "PATCH",
            "Amazon S3 rejects a rule with the method `PATCH` when you save it: it takes GET, PUT, POST, DELETE and HEAD, and has no operation that uses another. Remove it.",
        ),
        (
            "s3",
            "https://*.vercel.app",
            "",
            "Amazon S3 allows credentials for every origin that is listed, and anyone can get a name under `vercel.app` that `https://*.vercel.app` matches. List the origins.",
        ),
        (
            "s3",
            "https://*.example.com:*",
            "",
            "`https://*.example.com:*` has two wildcards, and Amazon S3 takes one `*` in an origin. List the ports.",
        ),
        (
            "alb",
            "https://a.example https://b.example",
            "",
            "An Application Load Balancer sends one fixed origin to everyone, and this policy lists 2. Let your app send the headers (choose its server here) and set none of them on the listener, or keep `https://a.example` alone.",
        ),
        (
            "api-gateway-http",
            "https://*.example.com",
            "",
            "Amazon API Gateway takes whole origins only, and `https://*.example.com` is a pattern. List the origins, or let your app send the headers.",
        ),
        (
            "lambda-url",
            GOOD,
            "M-SEARCH",
            "The CORS settings of a Lambda URL take GET, PUT, HEAD, POST, PATCH, DELETE and `*`, and `M-SEARCH` is none of them. Remove it, or let your function send the headers.",
        ),
        (
            "gateway-api",
            "http://localhost:*",
            "",
            "Gateway API has no wildcard for ports, and `http://localhost:*` has one. List the ports.",
        ),
        (
            "kong",
            "http://[::1]:3000",
            "",
            "The cors plugin of Kong takes the brackets off an IPv6 address before it compares, so `http://[::1]:3000` never matches. Remove it, or let your app send the headers.",
        ),
        (
            "ingress-nginx",
            "https://*.example.com",
            "",
            "In ingress-nginx `*` means one label, and `https://*.example.com` means more. List the origins, or move to the Gateway API.",
        ),
    ] {
        assert_eq!(unsupported(id, origins, methods), reason);
    }
}
