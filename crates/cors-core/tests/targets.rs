//! What holds for every target.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::{App, CORS_RESPONSE_HEADERS, Failure};
use cors_core::targets::{Language, Options, Setup, StepKind, TARGETS, Version, find};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, Method};
use cors_suffixes::PLATFORM;

/// The modules of the folder that are not targets.
const SUPPORT: [&str; 13] = [
    "check.rs",
    "difference.rs",
    "environment.rs",
    "evidence.rs",
    "fingerprint.rs",
    "fixes.rs",
    "library.rs",
    "mod.rs",
    "mutation.rs",
    "option.rs",
    "registry.rs",
    "snippet.rs",
    "version.rs",
];

fn policy(origins: &str, methods: &str, headers: &str, credentials: bool) -> Policy {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let draft = PolicyDraft {
        allow_origins: list(origins),
        allow_methods: list(methods),
        allow_headers: list(headers),
        allow_credentials: credentials,
        ..PolicyDraft::default()
    };
    draft.parse(&PLATFORM).whole().unwrap().clone()
}

fn text(id: &str, policy: &Policy) -> String {
    let target = find(id).unwrap();
    let snippet = (target.render)(
        &policy.check().unwrap(),
        &Setup::of(target.versions[0]),
        None,
    )
    .unwrap();
    snippet
        .files
        .iter()
        .map(|file| file.text.as_str())
        .collect()
}

#[track_caller]
fn check_unsupported(id: &str, policy: &Policy, reason: &str) {
    let target = find(id).unwrap();
    let unsupported = (target.render)(
        &policy.check().unwrap(),
        &Setup::of(target.versions[0]),
        None,
    )
    .unwrap_err();
    assert_eq!(unsupported.reason, reason);
}

/// The status and Allow-Origin of the response to a request from `https://a.example`, in every version.
#[track_caller]
fn check_answer(id: &str, method: &str, app: &App, expected: &str) {
    for &version in find(id).unwrap().versions {
        check_answer_of(id, version, method, app, expected);
    }
}

#[track_caller]
fn check_answer_of(id: &str, version: Version, method: &str, app: &App, expected: &str) {
    let target = find(id).unwrap();
    let policy = policy("https://a.example", "PUT", "", false);
    let mut headers = HeaderList::new();
    headers.append(HeaderName::parse("Origin").unwrap(), "https://a.example");
    let request = HttpRequest {
        method: Method::parse(method).unwrap(),
        url: Url::parse("https://api.example/x", None, &PLATFORM).unwrap(),
        headers,
    };
    let reply = (target.respond)(&policy.check().unwrap(), &Setup::of(version), &request, app);
    let said = match reply.answer {
        Err(_) => "closed".to_owned(),
        Ok(answer) => {
            let sent = answer.headers.get("Access-Control-Allow-Origin");
            let sent = sent.map_or_else(|| "nobody".to_owned(), |value| value.to_latin1());
            format!("{} for {sent}", answer.status)
        }
    };
    assert_eq!(said, expected, "{id} {}", version.line);
}

#[test]
fn node_answers_by_itself_what_it_cannot_read() {
    for id in [
        "express-cors",
        "express",
        "node-http",
        "koa",
        "fastify",
        "hono",
        "nestjs",
    ] {
        check_answer(id, "patch", &App::default(), "400 for nobody");
        check_answer(id, "CONNECT", &App::default(), "closed");
        check_answer(id, "TRACE", &App::default(), "200 for https://a.example");
    }
    let nginx = find("nginx").unwrap();
    for (line, expected) in [
        ("1.30", "400 for nobody"),
        ("1.26", "405 for https://a.example"),
    ] {
        let version = nginx.version(line).unwrap();
        check_answer_of("nginx", version, "CONNECT", &App::default(), expected);
    }
}

#[test]
fn a_handler_that_throws_is_answered_by_express_and_ends_a_plain_server() {
    let app = App {
        failure: Some(Failure::Panics),
        ..App::default()
    };
    check_answer("express-cors", "GET", &app, "500 for https://a.example");
    check_answer("express", "GET", &app, "500 for https://a.example");
    check_answer("node-http", "GET", &app, "closed");
    for id in ["koa", "fastify", "hono", "nestjs"] {
        check_answer(id, "GET", &app, "500 for https://a.example");
    }
    check_answer("nginx", "GET", &app, "502 for https://a.example");
}

#[test]
fn express_answers_options_for_a_route_without_it() {
    let app = App {
        methods: Some(vec![Method::get()]),
        ..App::default()
    };
    check_answer("express", "OPTIONS", &app, "200 for https://a.example");
    check_answer("express", "PUT", &app, "404 for https://a.example");
    check_answer("node-http", "OPTIONS", &app, "405 for https://a.example");
    // The package takes it for a preflight.
    check_answer("express-cors", "OPTIONS", &app, "204 for https://a.example");
    check_answer("express-cors", "PUT", &app, "404 for https://a.example");
    // Without a requested method it is no preflight: Koa's package leaves it alone, Fastify's rejects it.
    check_answer("koa", "OPTIONS", &app, "404 for nobody");
    check_answer("fastify", "OPTIONS", &app, "400 for https://a.example");
    check_answer("hono", "OPTIONS", &app, "204 for https://a.example");
}

#[test]
fn a_policy_by_hand_differs_in_nothing_but_what_node_itself_cannot_read() {
    for id in ["express", "node-http"] {
        let target = find(id).unwrap();
        let codes = |methods: &str| -> Vec<&str> {
            let policy = policy("https://a.example", methods, "*", true);
            (target.differences)(&policy.check().unwrap(), &Setup::of(target.versions[0]))
                .iter()
                .map(|difference| difference.code)
                .collect()
        };
        assert_eq!(codes("PUT"), [""; 0]);
        assert_eq!(codes("*"), ["reads-known-methods-only"]);
    }
}

#[test]
fn every_file_of_the_folder_is_a_registered_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/targets");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "rs"))
        .filter(|name| !SUPPORT.contains(&name.as_str()))
        .collect();
    let registered: BTreeSet<String> = TARGETS
        .iter()
        .map(|target| format!("{}.rs", target.id.replace('-', "_")))
        .collect();
    assert_eq!(files, registered);
}

#[test]
fn every_target_has_an_id_of_its_own_and_a_version() {
    let ids: BTreeSet<&str> = TARGETS.iter().map(|target| target.id).collect();
    assert_eq!(ids.len(), TARGETS.len());
    assert!(TARGETS.iter().all(|target| !target.versions.is_empty()));
}

#[test]
fn every_part_begins_with_one_comment_that_names_the_version() {
    let policy = policy("https://a.example", "PUT", "x-a", true);
    for target in TARGETS {
        for &version in target.versions {
            let link = "https://tools.example/cors/?x=1#v=1";
            let sound = policy.check().unwrap();
            let snippet = (target.render)(&sound, &Setup::of(version), Some(link)).unwrap();
            let without = (target.render)(&sound, &Setup::of(version), None).unwrap();
            for (file, without) in snippet.files.iter().zip(&without.files) {
                if file.language.comment.is_none() {
                    continue;
                }
                let first = file.text.lines().next().unwrap();
                assert!(first.starts_with("# CORS for ") || first.starts_with("// CORS for "));
                assert!(first.contains(version.line), "{first}");
                assert!(first.ends_with(link), "{first}");
                assert!(
                    !without.text.contains("://tools.example"),
                    "{}",
                    without.text
                );
                // `caddy fmt` indents with tabs.
                let has_tabs = file.language == Language::CADDYFILE;
                assert_eq!(file.text.contains('\t'), has_tabs, "{}", file.text);
                assert!(!file.text.contains(" \n"));
                assert!(file.text.ends_with('\n') && !file.text.ends_with("\n\n"));
            }
        }
    }
}

#[test]
fn one_origin_is_never_a_constant() {
    let policy = policy("https://a.example", "", "", true);
    assert!(text("nginx", &policy).contains(r#"    "~^https://a\.example$" $http_origin;"#));
    assert!(text("express-cors", &policy).contains(r#"  origin: ["https://a.example"],"#));
    assert!(
        text("axum-tower-http", &policy)
            .contains(r#".allow_origin([HeaderValue::from_static("https://a.example")])"#)
    );
    assert!(
        text("actix-cors", &policy).contains(r#"        .allowed_origin("https://a.example")"#)
    );
    for id in ["axum", "actix-web"] {
        let text = text(id, &policy);
        assert!(text.contains(r#"    origin == "https://a.example""#));
        assert!(
            text.contains(
                "    response.append(header::VARY, HeaderValue::from_static(\"Origin\"));"
            )
        );
    }
}

#[test]
fn policies_by_hand_set_headers_when_the_answer_begins() {
    let policy = policy(
        "https://a.example https://*.b.example null",
        "PUT",
        "x-a",
        false,
    );
    for id in ["express", "node-http"] {
        let text = text(id, &policy);
        let position = |part: &str| text.find(part).unwrap_or_else(|| panic!("{id}: no {part}"));
        assert!(
            position("response.writeHead = (status, message, headers) => {")
                < position("  next();")
        );
        assert!(text.contains(r#"const allowedOrigins = new Set(["https://a.example", "null"]);"#));
        assert!(
            text.contains(r"const allowedPatterns = [/^https:\/\/([a-z0-9_-]+\.)+b\.example$/];")
        );
        assert!(text.contains(r#"response.appendHeader("Vary", "Origin");"#));
        assert!(
            !text.contains("setHeader(\"Vary\""),
            "the application's own Vary stays"
        );
    }
}

#[test]
fn a_policy_for_any_origin_by_hand_refuses_nobody_and_varies_on_nothing() {
    for id in ["express", "node-http"] {
        let text = text(id, &policy("*", "PUT", "x-a", false));
        assert!(text.contains(r#"const allow = { "Access-Control-Allow-Origin": "*" };"#));
        assert!(!text.contains("403") && !text.contains("Vary\"") && !text.contains("isAllowed"));
    }
}

#[test]
fn patterns_are_anchored_at_both_ends() {
    let policy = policy("https://pr-*.a.example:* http://[::1]:80", "", "", true);
    let nginx = text("nginx", &policy);
    assert!(nginx.contains(r#""~^https://pr-[a-z0-9-]+\.a\.example(:[0-9]{1,5})?$""#));
    assert!(nginx.contains(r#""~^http://\[::1\]$""#));
    assert!(
        text("express-cors", &policy)
            .contains(r"    /^https:\/\/pr-[a-z0-9-]+\.a\.example(:[0-9]{1,5})?$/,")
    );
    for id in ["axum-tower-http", "axum", "actix-cors", "actix-web"] {
        let text = text(id, &policy);
        assert!(text.contains(r#"between(without_port(origin), "https://pr-", ".a.example").is_some_and(is_part_of_label)"#));
        assert!(text.contains("    text.strip_prefix(start)?.strip_suffix(end)\n"));
    }
}

#[test]
fn names_of_nginx_variables_differ_between_policies() {
    let variable = |policy: &Policy| {
        let text = text("nginx", policy);
        let start = text.find("$cors_").unwrap();
        text[start..start + 12].to_owned()
    };
    let one = policy("https://a.example", "PUT", "x-a", true);
    let names: BTreeSet<String> = [
        one.clone(),
        policy("https://b.example", "PUT", "x-a", true),
        policy("https://a.example", "PATCH", "x-a", true),
        policy("https://a.example", "PUT", "x-b", true),
        policy("https://a.example", "PUT", "x-a", false),
        policy("https://a.example", "PUT X-A", "", true),
    ]
    .iter()
    .map(variable)
    .collect();
    assert_eq!(names.len(), 6);
    assert_eq!(variable(&one), variable(&one.clone()));
}

/// The text of nginx's parts, and of its full example, in a version.
fn nginx(policy: &Policy, line: &str, options: &[(&str, &str)]) -> (Vec<String>, String) {
    let target = find("nginx").unwrap();
    let (options, errors) = Options::read(target.options, options.iter().copied());
    assert!(errors.is_empty(), "{errors:?}");
    let setup = Setup {
        version: target.version(line).unwrap(),
        options,
    };
    let snippet = (target.render)(&policy.check().unwrap(), &setup, None).unwrap();
    let parts = snippet.files.iter().map(|file| file.text.clone()).collect();
    (parts, snippet.example.files[0].text.clone())
}

#[test]
fn before_1_29_3_the_example_of_nginx_repeats_what_the_snippet_replaces() {
    let policy = policy("https://a.example", "PUT", "x-a", true);
    let hsts = r#"add_header Strict-Transport-Security "max-age=31536000" always;"#;
    for (line, times) in [("1.22", 2), ("1.26", 2), ("1.30", 1)] {
        let (parts, example) = nginx(&policy, line, &[]);
        assert_eq!(example.matches(hsts).count(), times, "{line}");
        let merges = parts[1].contains("\nadd_header_inherit merge;\n");
        assert_eq!(merges, times == 1, "{line}");
    }
}

#[test]
fn nginx_drops_the_apps_headers_of_the_modules_that_are_used() {
    let policy = policy("https://a.example", "PUT", "x-a", true);
    for (upstream, modules) in [
        ("http", &["proxy"][..]),
        ("php-fpm", &["fastcgi"]),
        ("uwsgi", &["uwsgi"]),
        ("scgi", &["scgi"]),
        ("grpc", &["grpc"]),
        ("static", &[]),
        ("several", &["proxy", "fastcgi", "uwsgi", "scgi", "grpc"]),
    ] {
        let (parts, _) = nginx(&policy, "1.30", &[("upstream", upstream)]);
        let dropped: Vec<&str> = parts[1]
            .lines()
            .filter(|line| line.contains("_hide_header "))
            .collect();
        let expected: Vec<String> = modules
            .iter()
            .flat_map(|module| {
                CORS_RESPONSE_HEADERS.map(|header| format!("{module}_hide_header {header};"))
            })
            .collect();
        assert_eq!(dropped, expected, "{upstream}");
    }
}

#[test]
fn the_snippets_of_the_issue_are_short_on_nginx() {
    let one = PolicyDraft {
        allow_origins: vec!["https://app.example.com".to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: vec!["content-type".to_owned()],
        max_age: "600".to_owned(),
        ..PolicyDraft::default()
    };
    let one = one.parse(&PLATFORM).whole().unwrap().clone();
    for (policy, most) in [(one, 40), (policy("*", "", "", false), 15)] {
        for line in ["1.30", "1.26", "1.22"] {
            let (parts, _) = nginx(&policy, line, &[]);
            let lines: usize = parts.iter().map(|part| part.lines().count()).sum();
            assert!(lines <= most, "{line}: {lines} lines");
        }
    }
}

#[test]
fn nginx_gets_one_flat_list_of_headers_for_every_status() {
    let policy = policy("https://a.example http://*.b.example:*", "*", "*", true);
    let (parts, _) = nginx(&policy, "1.30", &[]);
    let mut depth = 0;
    for line in parts[1].lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with("add_header ") {
            assert_eq!(depth, 0, "{line}");
            assert!(line.ends_with(" always;"), "{line}");
        }
        depth += line.matches('{').count();
        depth -= line.matches('}').count();
    }
    assert!(parts[1].contains(r#"    return 403 "CORS: this origin is not allowed.\n";"#));
}

#[test]
fn a_name_is_in_every_file_and_variable_of_its_policy() {
    let policy = policy("https://a.example", "*", "$a", true);
    for target in TARGETS {
        let (options, errors) = Options::read(target.options, [("name", "shop")]);
        if !errors.is_empty() {
            continue;
        }
        let setup = Setup {
            version: target.versions[0],
            options,
        };
        let Ok(snippet) = (target.render)(&policy.check().unwrap(), &setup, None) else {
            continue;
        };
        for file in &snippet.files {
            assert!(file.path.contains("shop"), "{}", file.path);
            for word in file.text.split_whitespace() {
                let is_variable = word.contains("$cors_") || word.contains("${cors_");
                assert!(!is_variable || word.contains("cors_shop_"), "{word}");
            }
        }
    }
}

#[test]
fn every_snippet_and_example_has_steps_in_their_order() {
    let policy = policy("https://a.example", "PUT", "x-a", true);
    for target in TARGETS {
        for &version in target.versions {
            let snippet =
                (target.render)(&policy.check().unwrap(), &Setup::of(version), None).unwrap();
            let mut kinds: Vec<StepKind> = snippet.steps.iter().map(|step| step.kind).collect();
            kinds.dedup();
            assert_eq!(
                kinds,
                [
                    StepKind::Install,
                    StepKind::Place,
                    StepKind::Reload,
                    StepKind::Check,
                    StepKind::Undo,
                ],
                "{}",
                target.id
            );
            let steps = snippet.example.steps.iter();
            let mut kinds: Vec<StepKind> = steps.map(|step| step.kind).collect();
            kinds.dedup();
            assert_eq!(
                kinds,
                [
                    StepKind::Install,
                    StepKind::Reload,
                    StepKind::Check,
                    StepKind::Undo,
                ],
                "{}",
                target.id
            );
            for step in snippet.steps.iter().chain(&snippet.example.steps) {
                assert!(step.text.ends_with('.'), "{}", step.text);
                let is_checked = step.kind != StepKind::Check
                    || step
                        .command
                        .as_ref()
                        .unwrap()
                        .trim_start_matches("! ")
                        .starts_with(if target.source().is_some() {
                            "curl -si "
                        } else {
                            "curl -si -X OPTIONS http"
                        });
                assert!(is_checked, "{:?}", step.command);
            }
        }
    }
}

#[test]
fn options_have_ids_and_defaults_of_their_own() {
    for target in TARGETS {
        let ids: BTreeSet<&str> = target.options.iter().map(|option| option.id).collect();
        assert_eq!(ids.len(), target.options.len(), "{}", target.id);
        for option in target.options {
            assert!(option.takes(option.default), "{} {}", target.id, option.id);
            assert!(
                !option.takes("no such value"),
                "{} {}",
                target.id,
                option.id
            );
        }
    }
}

#[test]
fn only_whole_origins_come_from_the_environment() {
    for target in TARGETS {
        let (options, errors) = Options::read(target.options, [("origins", "environment")]);
        if !errors.is_empty() {
            continue;
        }
        let setup = Setup {
            version: target.versions[0],
            options,
        };
        for (origins, reason) in [
            (
                "*",
                "Any origin is allowed, so there is no list to read from the environment. List the origins, or keep them in the code.",
            ),
            (
                "https://a.example https://*.b.example",
                "`https://*.b.example` is not one origin, and only whole origins can come from the environment. Remove it, or keep the origins in the code.",
            ),
            (
                "null",
                "`null` is not one origin, and only whole origins can come from the environment. Remove it, or keep the origins in the code.",
            ),
        ] {
            let policy = policy(origins, "PUT", "x-a", false);
            let rendered = (target.render)(&policy.check().unwrap(), &setup, None);
            assert_eq!(rendered.unwrap_err().reason, reason, "{}", target.id);
        }
    }
}

#[test]
fn a_dollar_sign_is_no_variable_of_nginx() {
    let text = text(
        "nginx",
        &policy("https://a.example", "", "$http_host", true),
    );
    let value = text
        .lines()
        .find(|line| !line.starts_with('#') && line.contains("}http_host"))
        .unwrap();
    let name = text.lines().find(|line| line.starts_with("geo $")).unwrap();
    let name = &name["geo $".len()..name.len() - " {".len()];
    assert_eq!(value, format!("    preflight \"${{{name}}}http_host\";"));
}

#[test]
fn a_method_that_the_server_cannot_read_is_unsupported() {
    let policy = policy("https://a.example", "GET patch", "", false);
    check_unsupported(
        "nginx",
        &policy,
        "nginx responds with 400 to the method `patch` before it reads any config, because it accepts only the letters A to Z, underscore and hyphen. Remove it, or write it in uppercase.",
    );
    for id in ["express-cors", "express", "node-http"] {
        check_unsupported(
            id,
            &policy,
            "Node responds with 400 to the method `patch` before your app sees the request: its parser knows a fixed list of methods, in uppercase. Remove it, or choose one of that list.",
        );
    }
}

#[test]
fn a_value_that_nginx_hardly_holds_is_noted() {
    let names: Vec<String> = (0..200).map(|i| format!("x-header-{i:03}")).collect();
    let policy = policy("https://a.example", "", &names.join(" "), false);
    let target = find("nginx").unwrap();
    let snippet = (target.render)(
        &policy.check().unwrap(),
        &Setup::of(target.versions[0]),
        None,
    )
    .unwrap();
    assert_eq!(
        snippet.notes.last().unwrap(),
        "`Access-Control-Allow-Headers` has 2798 bytes. Above about 4,000 this policy can't be written for nginx."
    );
}

#[test]
fn a_value_that_nginx_cannot_hold_is_unsupported() {
    let names: Vec<String> = (0..500).map(|i| format!("x-header-{i:03}")).collect();
    let policy = policy("https://a.example", "", &names.join(" "), false);
    check_unsupported(
        "nginx",
        &policy,
        "`Access-Control-Allow-Headers` would have 6998 bytes, and nginx accepts no word of more than about 4,000. Shorten the list, or allow any.",
    );
}

/// An empty list of headers would allow every header in the packages of Koa and Hono.
#[test]
fn no_header_is_never_written_as_every_header() {
    let policy = policy("https://a.example", "PUT", "", false);
    for id in ["koa", "hono"] {
        assert!(
            text(id, &policy).contains("allowHeaders: [\"Origin\"],"),
            "{id}"
        );
    }
    for id in ["fastify", "nestjs"] {
        assert!(text(id, &policy).contains("allowedHeaders: [],"), "{id}");
    }
}
