//! The link: literal cases, and what must hold for every draft and every text.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_core::targets::Options;
use cors_fetch::{CredentialsMode, Mode, Profile, RequestDraft};
use cors_state::link::{
    NoticeKind, decode, decode_location, decode_url, encode, encode_url, permalink, shareable,
};
use cors_state::{Draft, Faults, Presentation};
use cors_suffixes::PLATFORM;
use proptest::prelude::*;

mod any;

use any::{any_draft, any_policy};

/// The example of the documentation.
const SAMPLE: &str = "v=1&origins=https://app.example.com,https://*.example.org&methods=GET,PUT\
    &headers=content-type,authorization&credentials=1&max-age=7200&method=PUT\
    &send=content-type:application/json,authorization&cred=include";

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

fn headers(items: &[(&str, &str)]) -> Vec<(String, String)> {
    items
        .iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn sample() -> Draft {
    let mut draft = Draft::of_policy(PolicyDraft {
        allow_origins: list(&["https://app.example.com", "https://*.example.org"]),
        allow_methods: list(&["GET", "PUT"]),
        allow_headers: list(&["content-type", "authorization"]),
        expose_headers: Vec::new(),
        allow_credentials: true,
        max_age: "7200".to_owned(),
        preflight_status: PreflightStatus::NoContent,
    });
    *draft.request_mut() = RequestDraft {
        page_origin: "https://app.example.com".to_owned(),
        url: "https://api.example.com/".to_owned(),
        method: "PUT".to_owned(),
        headers: headers(&[("content-type", "application/json"), ("authorization", "")]),
        credentials: CredentialsMode::Include,
        mode: Mode::Cors,
    };
    draft
}

/// The draft after a change to the default one.
fn draft(change: impl FnOnce(&mut Draft)) -> Draft {
    let mut draft = Draft::default();
    change(&mut draft);
    draft
}

/// Writes and reads back.
#[track_caller]
fn check_both_ways(draft: &Draft, link: &str) {
    assert_eq!(encode(draft), link);
    assert_eq!(decode(link).draft, *draft);
}

/// Reads `link` and expects these origins, which stand for a list in general.
#[track_caller]
fn check_origins(link: &str, origins: &[&str]) {
    assert_eq!(decode(link).draft.policy.allow_origins, list(origins));
}

/// Reads `link` and expects exactly this said about it: key, value, kind.
#[track_caller]
fn check_notices(link: &str, expected: &[(&str, &str, NoticeKind)]) {
    let notices = decode(link).notices;
    let seen: Vec<_> = notices
        .iter()
        .map(|notice| (notice.key.as_str(), notice.value.as_str(), notice.kind))
        .collect();
    assert_eq!(seen, expected);
}

#[test]
fn defaults_are_left_out() {
    check_both_ways(&Draft::default(), "v=1");
    check_both_ways(
        &draft(|draft| {
            draft.policy.allow_origins = list(&["https://shop.example"]);
            draft.request_mut().page_origin = "https://shop.example".to_owned();
        }),
        "v=1&origins=https://shop.example",
    );
}

#[test]
fn the_example_of_the_documentation_reads_and_writes() {
    check_both_ways(&sample(), SAMPLE);
    // What is written there in full, though it is the default, is read all the same.
    let in_full = format!("{SAMPLE}&from=https://app.example.com");
    assert_eq!(decode(&in_full).draft, sample());
    assert_eq!(decode(&in_full).notices, []);
}

#[test]
fn the_teaching_example_writes_itself_in_full() {
    assert_eq!(
        encode(&Draft::teaching_example()),
        "v=1&origins=https://app.example.com&methods=GET,POST,PUT,DELETE\
         &headers=content-type,authorization&max-age=3600&url=https://api.example.com/api/users\
         &method=POST&send=Content-Type:application/json,Authorization"
    );
}

#[test]
fn every_key_is_written_and_read() {
    let mut all = sample();
    all.policy.expose_headers = list(&["x-total-count"]);
    all.policy.preflight_status = PreflightStatus::Ok;
    all.request_mut().page_origin = "https://other.example".to_owned();
    all.request_mut().url = "https://api.example.com/a?b=c&d=e".to_owned();
    all.request_mut().mode = Mode::NoCors;
    all.target = "some-target".to_owned();
    all.version = "1.2".to_owned();
    all.browser = Profile::Firefox;
    all.options = [("name".to_owned(), "shop".to_owned())].into();
    all.faults = Faults::try_from(list(&["proxy-strips-headers", "error:413"])).unwrap();
    all.presentation = Presentation {
        tab: "checks",
        embed: true,
        view: "exchange",
        theme: "dark",
        readonly: true,
    };
    check_both_ways(
        &all,
        "v=1&origins=https://app.example.com,https://*.example.org&methods=GET,PUT\
         &headers=content-type,authorization&expose=x-total-count&credentials=1&max-age=7200\
         &status=200&from=https://other.example&url=https://api.example.com/a?b=c%26d=e&method=PUT\
         &send=content-type:application/json,authorization&cred=include&mode=no-cors\
         &target=some-target&version=1.2&options=name:shop&browser=firefox\
         &fault=proxy-strips-headers,error:413&tab=checks&embed=1\
         &view=exchange&theme=dark&readonly=1",
    );
}

#[test]
fn half_typed_values_survive() {
    check_both_ways(
        &draft(|draft| {
            draft.policy.allow_origins = list(&["https://", "a,b", " x", ""]);
            draft.policy.allow_methods = list(&[""]);
            draft.policy.max_age = "-1 day".to_owned();
            draft.request_mut().page_origin = String::new();
            draft.request_mut().url = String::new();
            draft.request_mut().method = String::new();
            draft.request_mut().headers = headers(&[("", ""), ("a:b", ""), ("Accept", "a, b:c")]);
        }),
        "v=1&origins=https://,a%2Cb,%20x,,&methods=,&max-age=-1%20day&from=&url=&method=\
         &send=,a%3Ab,Accept:a%2C%20b:c",
    );
}

#[test]
fn readable_characters_stay_readable_and_the_rest_is_escaped() {
    check_both_ways(
        &draft(|draft| draft.policy.allow_origins = list(&["http://[::1]:8080/*@$!;=?~_"])),
        "v=1&origins=http://[::1]:8080/*@$!;=?~_&",
    );
    check_both_ways(
        &draft(|draft| draft.policy.allow_origins = list(&["é%&#\"'<>`()+{}|\\^\n"])),
        "v=1&origins=%C3%A9%25%26%23%22%27%3C%3E%60%28%29%2B%7B%7D%7C%5C%5E%0A",
    );
}

#[test]
fn no_link_ends_in_punctuation() {
    let with = |change: fn(&mut Draft)| encode(&draft(change));
    let any = with(|draft| draft.policy.allow_origins = list(&["*"]));
    assert_eq!(any, "v=1&origins=*&");
    let half_typed = with(|draft| draft.request_mut().method = "PUT.".to_owned());
    assert_eq!(half_typed, "v=1&method=PUT.&");
    assert_eq!(
        with(|draft| draft.request_mut().method.clear()),
        "v=1&method="
    );
    assert_eq!(
        with(|draft| draft.request_mut().url = "https://api.example.com/a/".to_owned()),
        "v=1&url=https://api.example.com/a/"
    );
}

#[test]
fn a_comma_at_the_end_of_a_list_is_ignored() {
    check_origins("origins=", &[]);
    check_origins("origins=,", &[""]);
    check_origins("origins=a,", &["a"]);
    check_origins("origins=a,,", &["a", ""]);
    check_origins("origins=a,,b", &["a", "", "b"]);
}

#[test]
fn the_page_origin_follows_the_first_exact_origin() {
    let from = |link: &str| decode(link).draft.request().page_origin.clone();
    assert_eq!(from("v=1"), "https://app.example.com");
    assert_eq!(from("origins=*"), "https://app.example.com");
    assert_eq!(
        from("origins=https://*.a.example,nonsense,null,HTTPS://B.example:443/"),
        "https://b.example"
    );
    assert_eq!(
        from("origins=https://b%C3%BCcher.example"),
        "https://bücher.example"
    );
}

#[test]
fn only_an_address_without_a_known_key_shows_the_teaching_example() {
    for bare in [
        "",
        "#",
        "?",
        "#top",
        "?utm_source=x&fbclid=y",
        "#&&&",
        "#=",
        "%",
    ] {
        assert_eq!(decode(bare).draft, Draft::teaching_example(), "{bare}");
    }
    for default in ["#v=1", "?v=1", "v=", "origins=", "embed=0", "method=GET"] {
        assert_eq!(decode(default).draft, Draft::default(), "{default}");
    }
}

#[test]
fn headers_that_dont_matter_for_cors_have_only_their_name_in_links() {
    let secret = draft(|draft| {
        draft.request_mut().headers = headers(&[
            ("Authorization", "Bearer s3cret"),
            ("X-Api-Key", "s3cret"),
            ("Cookie", "s3cret"),
            (" range ", "bytes=0-1"),
            ("X-HTTP-METHOD-OVERRIDE", "PATCH"),
            ("X-Http-Method", "a"),
            ("x-method-override", "b"),
            ("accept", "c"),
            ("ACCEPT-language", "d"),
            ("content-language", "e"),
        ]);
    });
    assert_eq!(
        encode(&secret),
        "v=1&send=Authorization,X-Api-Key,Cookie,%20range%20:bytes=0-1,\
         X-HTTP-METHOD-OVERRIDE:PATCH,X-Http-Method:a,x-method-override:b,accept:c,\
         ACCEPT-language:d,content-language:e"
    );
    check_notices(
        "send=authorization:Bearer%20s3cret,accept:b",
        &[("authorization", "", NoticeKind::SecretDropped)],
    );
    assert_eq!(
        decode("send=authorization:Bearer%20s3cret,accept:b")
            .draft
            .request()
            .headers,
        headers(&[("authorization", ""), ("accept", "b")])
    );
}

#[test]
fn passwords_in_urls_are_hidden_but_still_visible_as_such() {
    let hidden = |url: &str| {
        let encoded = encode(&draft(|draft| draft.request_mut().url = url.to_owned()));
        encoded.strip_prefix("v=1&url=").map(str::to_owned)
    };
    let some = |url: &str| Some(url.to_owned());
    assert_eq!(
        hidden("https://me:pw@a.example/x"),
        some("https://me:***@a.example/x")
    );
    assert_eq!(
        hidden("https://me:p@w:x@a.example"),
        some("https://me:***@a.example")
    );
    assert_eq!(
        hidden("https:\\\\:pw@a.example"),
        some("https:%5C%5C:***@a.example")
    );
    assert_eq!(hidden("me:pw@a.example"), some("me:***@a.example"));
    assert_eq!(hidden("https://me@a.example"), some("https://me@a.example"));
    assert_eq!(
        hidden("https://a.example/b:c@d"),
        some("https://a.example/b:c@d")
    );
    check_notices(
        "url=https://a:b@c",
        &[("url", "", NoticeKind::SecretDropped)],
    );
    check_notices(
        "from=https://a:b@c",
        &[("from", "", NoticeKind::SecretDropped)],
    );
    check_notices(
        "origins=https://a:b@c",
        &[("origins", "", NoticeKind::SecretDropped)],
    );
}

#[test]
fn unknown_parts_are_reported_and_the_rest_is_kept() {
    use NoticeKind as N;
    let invalid = |taken, allowed| N::InvalidValue { taken, allowed };
    check_notices("v=1&colour=red", &[("colour", "red", N::UnknownKey)]);
    check_notices("Origins=a", &[("Origins", "a", N::UnknownKey)]);
    check_notices("v=2", &[("v", "2", N::LaterVersion)]);
    check_notices("v=one", &[("v", "one", invalid("1", &["1"]))]);
    check_notices(
        "credentials=true",
        &[("credentials", "true", N::OtherWord { taken: "1" })],
    );
    check_notices(
        "readonly=OFF",
        &[("readonly", "OFF", N::OtherWord { taken: "0" })],
    );
    check_notices(
        "credentials=2",
        &[("credentials", "2", invalid("0", &["1", "0"]))],
    );
    check_notices(
        "status=201",
        &[("status", "201", invalid("204", &["204", "200"]))],
    );
    check_notices(
        "mode=CORS",
        &[(
            "mode",
            "CORS",
            invalid("cors", &["cors", "no-cors", "same-origin"]),
        )],
    );
    check_notices(
        "theme=pink",
        &[("theme", "pink", invalid("auto", &["auto", "light", "dark"]))],
    );
    check_notices(
        "status=&cred=&mode=&browser=&view=&theme=&embed=&target=&fault=",
        &[],
    );
    check_notices("embed", &[("embed", "", N::NoValue { taken: "1" })]);
    check_notices("origins", &[("origins", "", N::NoValue { taken: "empty" })]);
    check_notices("methods=A&methods=B", &[("methods", "", N::RepeatedList)]);
    check_notices("max-age=1&max-age=2", &[("max-age", "2", N::RepeatedValue)]);
    check_notices(
        "max-age=50%&url=%zz",
        &[
            ("max-age", "50%", N::BadEscape),
            ("url", "%zz", N::BadEscape),
        ],
    );
    check_notices("method=%FF", &[("method", "\u{FFFD}", N::NotUtf8)]);
    check_notices(
        "target=punched-cards",
        &[("target", "punched-cards", N::UnknownId)],
    );
    check_notices("fault=gremlins", &[("fault", "gremlins", N::UnknownId)]);
}

#[test]
fn a_value_is_read_as_its_notice_says() {
    assert!(decode("credentials=true").draft.policy.allow_credentials);
    assert!(!decode("credentials=2").draft.policy.allow_credentials);
    assert!(decode("embed&view=policy").draft.presentation.embed);
    assert_eq!(decode("max-age=1&max-age=2").draft.policy.max_age, "1");
    assert_eq!(decode("max-age=50%").draft.policy.max_age, "50%");
    assert_eq!(
        decode("methods=A&methods=B,C").draft.policy.allow_methods,
        list(&["A", "B", "C"])
    );
    assert_eq!(decode("target=punched-cards").draft.target, "punched-cards");
    assert_eq!(
        decode("v=2&fault=gremlins").draft.faults.as_slice(),
        ["gremlins"]
    );
    assert_eq!(
        decode("v=1&amp;origins=a&amp;max-age=1"),
        decode("v=1&origins=a&max-age=1")
    );
}

#[test]
fn a_plus_is_a_plus_in_the_fragment_and_a_space_in_the_query() {
    let accept = |link: &str| decode(link).draft.request().headers.clone();
    assert_eq!(
        accept("#send=accept:a+b,accept:+c+"),
        headers(&[("accept", "a+b"), ("accept", "+c+")])
    );
    assert_eq!(
        accept("?send=accept:a+b,accept:;+c"),
        headers(&[("accept", "a+b"), ("accept", "; c")])
    );
    assert_eq!(
        decode("?origins=https%3A%2F%2Fa.example%2C+https%3A%2F%2Fb.example&send=accept%3Ac").draft,
        decode("#origins=https://a.example,https://b.example&send=accept:c").draft
    );
    assert_eq!(decode(&format!("?{SAMPLE}")), decode(&format!("#{SAMPLE}")));
}

#[test]
fn the_fragment_counts_before_the_query() {
    let methods = |decoded: cors_state::link::Decoded| decoded.draft.policy.allow_methods;
    assert_eq!(methods(decode_location("?methods=A", "")), list(&["A"]));
    assert_eq!(methods(decode_location("?methods=A", "#top")), list(&["A"]));
    assert_eq!(
        methods(decode_location("?utm=1", "#methods=B")),
        list(&["B"])
    );
    let both = decode_location("?methods=A", "#methods=B");
    assert_eq!(both.notices.len(), 1);
    assert_eq!(both.notices[0].kind, NoticeKind::QueryIgnored);
    assert_eq!(methods(both), list(&["B"]));
    assert_eq!(decode_location("?utm=1", "").notices, []);
    for address in [
        "https://tool.example/?a=b#methods=C",
        "https://tool.example/x?methods=C",
        "#methods=C",
        "?methods=C",
        "methods=C",
    ] {
        assert_eq!(methods(decode_url(address)), list(&["C"]), "{address}");
    }
    assert_eq!(
        decode_url("https://tool.example/").draft,
        Draft::teaching_example()
    );
    assert_eq!(
        encode_url("https://tool.example/?a=b#old", &Draft::default()),
        "https://tool.example/?a=b#v=1"
    );
}

#[test]
fn overlong_input_is_kept_whole_and_shown_short() {
    let long = "a".repeat(10_000);
    check_origins(&format!("origins={long}"), &[&long]);
    check_notices(
        &format!("{long}={long}"),
        &[(
            &format!("{}…", "a".repeat(80)),
            &format!("{}…", "a".repeat(80)),
            NoticeKind::UnknownKey,
        )],
    );
    let many = "x=1&".repeat(10_000);
    let notices = decode(&many).notices;
    assert_eq!(notices.len(), 21);
    assert_eq!(notices[20].kind, NoticeKind::More(9_980));
    let items = "é,".repeat(100_000);
    assert_eq!(
        decode(&format!("origins={items}"))
            .draft
            .policy
            .allow_origins
            .len(),
        100_000
    );
}

#[test]
fn the_permalink_contains_nothing_of_the_request() {
    let mut typed = sample().policy;
    typed.allow_headers = list(&["authorization", "*"]);
    let parsed = typed.parse(&PLATFORM);
    assert_eq!(
        permalink(
            "https://cors.test/#x",
            parsed.policy(),
            "some-target",
            "1.2",
            &Options::default()
        ),
        "https://cors.test/#v=1&origins=https://app.example.com,https://*.example.org&methods=GET,PUT\
         &headers=*,Authorization&credentials=1&max-age=7200&target=some-target&version=1.2"
    );
}

#[test]
fn every_notice_names_key_and_value() {
    let link = "v=9&shape=round&credentials=yes&status=1&url=%zz&method=%FF&max-age=1&max-age=2&embed&origins\
        &methods=A&methods=B&send=authorization:x&target=abacus&fault=a,b,c";
    let notices = decode(link).notices;
    let messages: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "Ignored unknown key `shape`.",
            "`max-age` occurs more than once. The first value counts, so `2` was ignored.",
            "`embed` has no value, so it was read as 1.",
            "`origins` has no value, so it was read as empty.",
            "`methods` occurs more than once. The lists were joined.",
            "The link has version `9`, which is newer than this version of the builder. Some of it may be ignored.",
            "`credentials=yes` was read as `credentials=1`.",
            "`status=1` is invalid, so 204 was used. Allowed: 204 or 200.",
            "`url=%zz` has a `%` that doesn't start an escape. It was kept; write it as `%25`.",
            "`method=\u{FFFD}` has escapes that aren't UTF-8. They were replaced by `\u{FFFD}`.",
            "Removed a value of `authorization` that may be secret. Secrets stay out of links.",
            "`fault` can have at most 2 items, so `c` was ignored.",
            "`target=abacus` isn't known here. It was kept in the link.",
            "`fault=a` isn't known here. It was kept in the link.",
            "`fault=b` isn't known here. It was kept in the link.",
        ]
    );
    let both = decode_location("?methods=A", "#methods=B").notices;
    assert_eq!(
        both[0].to_string(),
        "The address has a state in its query and another in its fragment. The query was ignored."
    );
    let many = decode(&"x=1&".repeat(30)).notices;
    assert_eq!(
        many[20].to_string(),
        "10 more parts of the link couldn't be read."
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_state_survives_its_link(draft in any_draft()) {
        let link = encode(&draft);
        prop_assert_eq!(&decode(&link).draft, &shareable(&draft));
        // Whatever it holds, a link is ASCII without white space, so no chat and no editor breaks it.
        prop_assert!(link.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert!(!link.ends_with(['.', ',', ':', ';', '!', '?', '*', '_', '~', ']']));
    }

    #[test]
    fn equal_states_have_equal_links(draft in any_draft()) {
        let link = encode(&draft);
        prop_assert_eq!(encode(&shareable(&draft)), link.clone());
        prop_assert_eq!(encode(&decode(&link).draft), link);
    }

    #[test]
    fn any_text_reads_and_reading_settles(text in prop_oneof![any::<String>(), "[#?]?([a-z=&,:%+@/0-9F-]|origins|url|send|from|v=1){0,40}"]) {
        let first = decode(&text).draft;
        prop_assert_eq!(&decode(&encode(&first)).draft, &first);
        let _ = decode_url(&text);
        let _ = decode_location(&text, &text);
    }

    #[test]
    fn the_permalink_reads_as_the_policy(typed in any_policy()) {
        let parsed = typed.parse(&PLATFORM);
        let read = decode_url(&permalink("", parsed.policy(), "", "", &Options::default())).draft.policy;
        let reread = read.parse(&PLATFORM);
        prop_assert_eq!(reread.whole(), Some(parsed.policy()));
    }
}
