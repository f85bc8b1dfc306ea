//! When a second request asks again, by the standard and in each engine.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_fetch::{
    Api, Body, CacheMode, CredentialsMode, Mode, PreflightCache, Profile, RedirectMode, Request,
    main_fetch,
};
use cors_fetch::{Outcome, Preflight};
use cors_http::Origin;
use cors_http::Url;
use cors_http::{Header, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};
use cors_suffixes::PLATFORM;

/// One request of a sequence, and what its preflight is answered with.
#[derive(Clone, Copy)]
struct Try {
    at: f64,
    origin: &'static str,
    url: &'static str,
    partition: &'static str,
    method: &'static str,
    header: &'static str,
    credentials: CredentialsMode,
    cache: CacheMode,
    allow_methods: &'static str,
    allow_headers: &'static str,
    max_age: &'static str,
    /// Whether the actual answer passes the CORS check.
    shared: bool,
}

const PUT: Try = Try {
    at: 0.0,
    origin: "https://app.example",
    url: "https://api.example/a",
    partition: "",
    method: "PUT",
    header: "",
    credentials: CredentialsMode::Omit,
    cache: CacheMode::Default,
    allow_methods: "PUT, DELETE",
    allow_headers: "X-A",
    max_age: "600",
    shared: true,
};

fn run(course: &Try, cache: &mut PreflightCache, profile: Profile) -> char {
    let request = Request {
        origin: Origin::parse(course.origin, &PLATFORM).unwrap(),
        url: Url::parse(course.url, None, &PLATFORM).unwrap(),
        method: Method::parse(course.method).unwrap(),
        headers: HeaderName::parse(course.header)
            .map(|name| Header {
                name,
                value: HeaderValue::from("1"),
            })
            .into_iter()
            .collect(),
        credentials: course.credentials,
        mode: Mode::Cors,
        redirect: RedirectMode::Follow,
        body: Body::None,
        api: Api::Fetch,
        cache: course.cache,
        partition: course.partition.to_owned(),
    };
    let mut server = |message: &HttpRequest| {
        let mut response = HttpResponse::new(Status::OK);
        let mut add = |name: &str, value: &str| {
            response
                .headers
                .append(HeaderName::parse(name).unwrap(), value);
        };
        let preflight = message.is_cors_preflight_request();
        if preflight || course.shared {
            add("Access-Control-Allow-Origin", course.origin);
            add("Access-Control-Allow-Credentials", "true");
        }
        if preflight {
            add("Access-Control-Allow-Methods", course.allow_methods);
            add("Access-Control-Allow-Headers", course.allow_headers);
            add("Access-Control-Max-Age", course.max_age);
        }
        Ok(response)
    };
    let exchange = main_fetch(
        &request,
        &mut server,
        cache,
        course.at,
        profile,
        &PLATFORM,
        &mut |_| {},
    );
    let asked = match exchange.hops[0].preflight {
        Preflight::NotNeeded => '-',
        Preflight::Cached { .. } => 'c',
        Preflight::Sent { .. } => 'p',
    };
    match exchange.outcome {
        Outcome::Allowed(_) => asked,
        Outcome::NetworkError(_) | Outcome::NotDocumented(_) => asked.to_ascii_uppercase(),
    }
}

/// For each request: `p` a preflight, `c` remembered, `-` none needed; in capitals (or `-`) when it is refused. In the
/// standard, Chromium, Firefox and WebKit.
#[track_caller]
fn check(what: &str, courses: &[Try], expected: [&str; 4]) {
    for (profile, expected) in Profile::ALL.into_iter().zip(expected) {
        let mut cache = PreflightCache::new();
        let seen: String = courses
            .iter()
            .map(|course| run(course, &mut cache, profile))
            .collect();
        assert_eq!(seen, expected, "{what}, {}", profile.label());
    }
}

#[test]
fn permissions_last_as_long_as_each_engine_lets_them() {
    let at = |at, max_age| Try { at, max_age, ..PUT };
    check(
        "600 s",
        &[at(0.0, "600"), at(590.0, "600"), at(610.0, "600")],
        ["pcp"; 4],
    );
    check(
        "a day",
        &[at(0.0, "86400"), at(590.0, "86400"), at(610.0, "86400")],
        ["pcc", "pcc", "pcc", "pcp"],
    );
    check(
        "a day",
        &[at(0.0, "86400"), at(7190.0, "86400"), at(7300.0, "86400")],
        ["pcc", "pcp", "pcc", "ppc"],
    );
    check(
        "two days",
        &[
            at(0.0, "172800"),
            at(86390.0, "172800"),
            at(86500.0, "172800"),
        ],
        ["pcc", "ppc", "pcp", "ppc"],
    );
    check("none", &[at(0.0, "0"), at(0.0, "0")], ["pp"; 4]);
    check(
        "no number",
        &[at(0.0, "1h"), at(4.0, "1h"), at(6.0, "1h")],
        ["pcp", "pcp", "ppp", "pcp"],
    );
    check(
        "negative",
        &[at(0.0, "-1"), at(0.1, "-1")],
        ["pc", "pp", "pp", "pp"],
    );
}

#[test]
fn permissions_belong_to_url_origin_and_partition() {
    let second = |change: fn(&mut Try)| {
        let mut second = Try { at: 1.0, ..PUT };
        change(&mut second);
        [PUT, second]
    };
    check(
        "query",
        &second(|second| second.url = "https://api.example/a?b"),
        ["pp"; 4],
    );
    check(
        "fragment",
        &second(|second| second.url = "https://api.example/a#b"),
        ["pp"; 4],
    );
    check(
        "page",
        &second(|second| second.origin = "https://app2.example"),
        ["pp"; 4],
    );
    check(
        "partition",
        &second(|second| second.partition = "b"),
        ["pp"; 4],
    );
    let opaque = Try {
        origin: "null",
        ..PUT
    };
    check("opaque", &[opaque, opaque], ["pc", "pp", "pc", "pc"]);
}

#[test]
fn permissions_with_credentials_serve_those_without() {
    let include = Try {
        credentials: CredentialsMode::Include,
        ..PUT
    };
    check(
        "include, then omit",
        &[include, PUT],
        ["pc", "pc", "pp", "pc"],
    );
    check("omit, then include", &[PUT, include], ["pp"; 4]);
}

#[test]
fn permissions_add_up_or_replace_one_another() {
    let with_x = Try {
        at: 1.0,
        method: "GET",
        header: "X-A",
        allow_methods: "",
        ..PUT
    };
    let put_only = Try {
        allow_headers: "",
        ..PUT
    };
    let put_later = Try {
        at: 2.0,
        ..put_only
    };
    check(
        "PUT, GET+X-A, PUT",
        &[put_only, with_x, put_later],
        ["ppc", "ppp", "ppc", "ppp"],
    );
    let zero = Try {
        max_age: "0",
        ..with_x
    };
    check(
        "then one with max-age 0",
        &[put_only, zero, put_later],
        ["ppc", "ppp", "ppc", "ppp"],
    );
    let zero_for_put = Try {
        max_age: "0",
        at: 1.0,
        header: "X-B",
        allow_headers: "X-B",
        ..PUT
    };
    check(
        "that lists PUT too",
        &[put_only, zero_for_put, put_later],
        ["ppp", "ppp", "ppc", "ppp"],
    );
    let refused = Try {
        at: 1.0,
        method: "PATCH",
        ..PUT
    };
    check(
        "then a refused one",
        &[PUT, refused, Try { at: 2.0, ..PUT }],
        ["pPp", "pPp", "pPp", "pPc"],
    );
}

#[test]
fn wildcards_are_remembered_differently() {
    let star = Try {
        allow_methods: "*",
        allow_headers: "*",
        ..PUT
    };
    let delete = Try {
        method: "DELETE",
        header: "X-Z",
        ..star
    };
    check("* and another", &[star, delete], ["pc", "pc", "pp", "pc"]);
    let authorization = Try {
        header: "Authorization",
        ..star
    };
    check(
        "* and Authorization",
        &[star, authorization],
        ["pP", "pp", "pp", "pc"],
    );
    let include = Try {
        credentials: CredentialsMode::Include,
        allow_methods: "*, PUT",
        ..PUT
    };
    let other = Try {
        method: "DELETE",
        ..include
    };
    check(
        "* with credentials",
        &[include, other],
        ["pc", "pP", "pP", "pP"],
    );
}

#[test]
fn failures_end_permissions_or_not() {
    let failing = Try {
        at: 1.0,
        shared: false,
        ..PUT
    };
    let again = Try { at: 2.0, ..PUT };
    check(
        "a response that fails",
        &[PUT, failing, again],
        ["pCp", "pCc", "pCp", "pCc"],
    );
    let simple = Try {
        method: "GET",
        ..failing
    };
    check(
        "a simple one that fails",
        &[PUT, simple, again],
        ["p-c", "p-c", "p-p", "p-c"],
    );
}

#[test]
fn cache_modes_and_head_matter_to_some() {
    let mode = |cache| [PUT, Try { cache, ..PUT }];
    check(
        "no-store",
        &mode(CacheMode::NoStore),
        ["pc", "pp", "pp", "pc"],
    );
    check("reload", &mode(CacheMode::Reload), ["pc", "pp", "pp", "pc"]);
    check(
        "no-cache",
        &mode(CacheMode::NoCache),
        ["pc", "pp", "pc", "pc"],
    );
    check("force-cache", &mode(CacheMode::ForceCache), ["pc"; 4]);
    let get = Try {
        method: "GET",
        header: "X-A",
        ..PUT
    };
    check(
        "GET, then HEAD",
        &[
            get,
            Try {
                method: "HEAD",
                ..get
            },
        ],
        ["pc", "pc", "pp", "pc"],
    );
    check(
        "GET, then POST",
        &[
            get,
            Try {
                method: "POST",
                ..get
            },
        ],
        ["pc"; 4],
    );
}
