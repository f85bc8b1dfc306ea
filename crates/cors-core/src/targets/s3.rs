//! Amazon S3: the CORS rules of a bucket as JSON. Known from the user guide and from responses that Amazon S3
//! gave and others recorded.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::{self, silent};
use super::language::{Language, Text, json as language};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::option::Choice;
use super::{
    Difference, Example, ExampleFile, Group, OptionValue, Proof, Setup, Snippet, SnippetFile,
    Source, Step, StepKind, Target, TargetInfo, TargetOption, Unsupported, Version, VersionsOf,
};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, HostPattern,
    OriginFamily, OriginPattern, Policy, PortPattern, SoundPolicy, Unsound,
};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "s3",
        label: "Amazon S3 bucket",
        group: Group::Documented,
        server: "Amazon S3",
        library: None,
        language: Language::JSON,
        proof: Proof::Documented(Source {
            title: "Amazon S3 User Guide, Using CORS",
            url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
            read: documented::READ,
        }),
        versions_of: VersionsOf::Documentation,
        versions: &[Version::documented(documented::READ)],
        options: &[FORMAT_OPTION],
        search: &[
            "aws",
            "bucket",
            "object storage",
            "put-bucket-cors",
            "corsrules",
            "presigned url",
            "upload",
        ],
    },
    docs: &[
        (
            "Using CORS",
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
        ),
        (
            "Troubleshooting CORS",
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html",
        ),
    ],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "Amazon S3";

/// The methods that a rule can list.
const METHODS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/// The size that a configuration can have.
const MOST_BYTES: usize = 64 * 1024;

/// Where the JSON goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A file for the command line of AWS.
    CommandLine,
    /// The editor in the console, which takes the rules alone.
    Console,
}

const FORMAT: Choice<Place, 2> = Choice {
    id: "format",
    label: "Format",
    values: [
        ("aws-cli", "a file for the AWS CLI", Place::CommandLine),
        ("console", "the editor in the S3 console", Place::Console),
    ],
};
const FORMAT_VALUES: [OptionValue; 2] = FORMAT.option_values();
const FORMAT_OPTION: TargetOption = FORMAT.option(&FORMAT_VALUES);

const ALWAYS_ALLOWS_CREDENTIALS: Rule = Rule {
    code: "always-allows-credentials",
    text: "Amazon S3 sends `Access-Control-Allow-Credentials: true` to every origin that is listed, and it can't be switched off. A page of a listed origin can send cookies or HTTP auth along and read the response. List no origin that you wouldn't trust with that.",
    noticed_by: NoticedBy::Attacker,
    shows: |policy| policy.varies_on_origin() && !library::has_credentials(policy),
};

const BLOCKS_WITHOUT_VARY: Rule = Rule {
    code: "blocks-without-vary",
    text: "A blocked preflight gets 403 with XML (`AccessForbidden`) and no `Vary`.",
    noticed_by: NoticedBy::Nobody,
    shows: Policy::varies_on_origin,
};

const REJECTS_OTHER_OPTIONS: Rule = Rule {
    code: "rejects-other-options",
    text: "An `OPTIONS` request that isn't a preflight gets 400.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const BLOCKS_BY_METHOD_AND_HEADER: Rule = Rule {
    code: "blocks-unlisted",
    text: "A preflight for a method or header that isn't listed gets 403 instead of the lists, so browsers name the status and not the method or header.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const SENDS_REQUESTED_HEADERS: Rule = Rule {
    code: "sends-requested-headers",
    text: "`Access-Control-Allow-Headers` has the requested names only, in lowercase.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const SENDS_EVERYTHING_ALWAYS: Rule = Rule {
    code: "sends-preflight-headers-on-responses",
    text: "Allow-Methods and Max-Age are also sent on responses that aren't preflight responses, and Expose-Headers on those that are. Neither has an effect.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const WILDCARD_TO_ORIGINS_ONLY: Rule = Rule {
    code: "sends-wildcard-to-origins-only",
    text: "`Access-Control-Allow-Origin: *` is sent only if the request has an `Origin`.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| !policy.varies_on_origin(),
};

const STAR_NOT_DOCUMENTED: Rule = Rule {
    code: "star-not-documented",
    text: "Not documented: whether `*` in an allowed origin covers more than one label of a host name, such as `a.b` in `https://a.b.example.com`.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| {
        documented::families(policy)
            .any(|family| matches!(family.host(), HostPattern::Subdomains { .. }))
    },
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &ALWAYS_ALLOWS_CREDENTIALS,
        &documented::VARIES_WITH_ORIGIN_ONLY,
        &STAR_NOT_DOCUMENTED,
        &documented::LISTS_SAFELISTED_METHODS,
        &BLOCKS_BY_METHOD_AND_HEADER,
        &BLOCKS_WITHOUT_VARY,
        &REJECTS_OTHER_OPTIONS,
        &SENDS_REQUESTED_HEADERS,
        &SENDS_EVERYTHING_ALWAYS,
        &WILDCARD_TO_ORIGINS_ONLY,
        &library::ALWAYS_ANSWERS_200,
    ];
    difference::differences(rules, policy)
}

const LIST: Format = Format {
    separator: ", ",
    name: |name| name.as_str().to_owned(),
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let origin = request.origin();
    let is_options = request.method == Method::options();
    let asked_method = if is_options {
        request
            .headers
            .get(REQUEST_METHOD)
            .map(|value| value.to_latin1())
    } else {
        Some(request.method.as_str().to_owned())
    };
    let (Some(origin), Some(asked_method)) = (origin, asked_method) else {
        if is_options {
            return Reply::unreached(Status::BAD_REQUEST);
        }
        return app.answer(request, documented::DEFAULTS);
    };
    let matched = match matched(&policy.origins, origin.as_bytes()) {
        Matched::Open(what) => return silent(what, !is_options),
        Matched::No => None,
        Matched::Yes => Some(origin),
    };
    let listed = library::with_safelisted(&policy.methods);
    let matched = matched.filter(|_| listed.iter().any(|one| one.as_str() == asked_method));
    if is_options {
        let headers = matched.and_then(|origin| {
            let names = allowed_names(policy, request)?;
            Some(cors_headers(policy, &origin, names))
        });
        return match headers {
            None => Reply::unreached(Status::FORBIDDEN),
            Some(headers) => {
                let mut response = HttpResponse::new(Status::OK);
                response.headers = headers;
                Reply {
                    answer: Ok(response),
                    reached_app: false,
                }
            }
        };
    }
    let mut reply = app.answer(request, documented::DEFAULTS);
    if let (Ok(response), Some(origin)) = (&mut reply.answer, matched) {
        library::replace(&mut response.headers, cors_headers(policy, &origin, None));
    }
    reply
}

/// The requested names as they are sent back; `None` if one isn't allowed.
#[expect(
    clippy::option_option,
    reason = "without requested names there is no header, which blocks nothing"
)]
fn allowed_names(policy: &Policy, request: &HttpRequest) -> Option<Option<String>> {
    let Some(value) = request.headers.get(REQUEST_HEADERS) else {
        return Some(None);
    };
    let value = value.to_latin1().to_ascii_lowercase();
    let names: Vec<&str> = value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let is_allowed = |name: &&str| match &policy.headers {
        AllowHeaders::Any { .. } => true,
        AllowHeaders::Listed(listed) => listed.iter().any(|one| one.is(name)),
    };
    if !names.iter().all(is_allowed) {
        return None;
    }
    Some((!names.is_empty()).then(|| names.join(", ")))
}

fn cors_headers(policy: &Policy, origin: &HeaderValue, names: Option<String>) -> HeaderList {
    let mut headers = HeaderList::new();
    let (allow_origin, credentials) = match policy.origins {
        AllowOrigin::Any => ("*".into(), None),
        AllowOrigin::Listed(_) => (origin.clone(), Some("true")),
    };
    append(
        &mut headers,
        "Access-Control-Allow-Origin",
        Some(allow_origin),
    );
    let methods = library::with_safelisted(&policy.methods);
    append(
        &mut headers,
        "Access-Control-Allow-Methods",
        LIST.methods(&methods),
    );
    append(&mut headers, "Access-Control-Allow-Headers", names);
    let exposed = match &policy.expose {
        ExposeHeaders::Any => None,
        ExposeHeaders::Listed(names) => LIST.names(names),
    };
    append(&mut headers, "Access-Control-Expose-Headers", exposed);
    append(
        &mut headers,
        "Access-Control-Max-Age",
        library::max_age(policy),
    );
    append(
        &mut headers,
        "Access-Control-Allow-Credentials",
        credentials,
    );
    append(
        &mut headers,
        "Vary",
        Some("Origin, Access-Control-Request-Headers, Access-Control-Request-Method"),
    );
    headers
}

/// Whether a rule fits an origin.
enum Matched {
    Yes,
    No,
    /// The documentation leaves it open.
    Open(&'static str),
}

const MANY_LABELS: &str =
    "whether `*` in an allowed origin covers this one, which has more than one label in its place";
const OTHER_TEXT: &str = "which characters `*` in an allowed origin covers";
const CASE: &str = "whether origins are compared without regard to case";

fn matched(origins: &AllowOrigin, origin: &[u8]) -> Matched {
    let AllowOrigin::Listed(patterns) = origins else {
        return Matched::Yes;
    };
    let mut open = None;
    for pattern in patterns {
        match matched_by(pattern, origin) {
            Matched::Yes => return Matched::Yes,
            Matched::No => {}
            Matched::Open(what) => open = Some(what),
        }
    }
    open.map_or(Matched::No, Matched::Open)
}

fn matched_by(pattern: &OriginPattern, origin: &[u8]) -> Matched {
    let family = match pattern {
        OriginPattern::Family(family) => family,
        OriginPattern::Null | OriginPattern::Exact(_) => {
            let text = pattern.to_string();
            return match () {
                () if text.as_bytes() == origin => Matched::Yes,
                () if text.as_bytes().eq_ignore_ascii_case(origin) => Matched::Open(CASE),
                () => Matched::No,
            };
        }
    };
    let entries = entries_of(family);
    let covered = entries
        .iter()
        .find_map(|entry| match entry.split_once('*') {
            None => (entry.as_bytes() == origin).then_some(&b""[..]),
            Some((before, after)) => origin
                .strip_prefix(before.as_bytes())?
                .strip_suffix(after.as_bytes()),
        });
    match covered {
        None => Matched::No,
        Some(_) if !pattern.matches(origin) => Matched::Open(OTHER_TEXT),
        Some(covered) if covered.contains(&b'.') => Matched::Open(MANY_LABELS),
        Some(_) => Matched::Yes,
    }
}

/// A family as entries with at most one star each. The star of a port covers no empty port, hence the second.
fn entries_of(family: &OriginFamily) -> Vec<String> {
    let text = family.to_string();
    match (family.port(), text.strip_suffix(":*")) {
        (PortPattern::Any, Some(without)) => vec![without.to_owned(), text],
        (PortPattern::Any | PortPattern::Default | PortPattern::Exact(_), _) => vec![text],
    }
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "Amazon S3 can't allow any method, because a rule takes GET, PUT, POST, DELETE and HEAD only. List the methods.",
        );
    }
    if let Some(method) =
        documented::method_that(policy, |method| !METHODS.contains(&method.as_str()))
    {
        return Unsupported::because(format!(
            "Amazon S3 rejects a rule with the method `{method}` when you save it: it takes GET, PUT, POST, DELETE and HEAD, and has no operation that uses another. Remove it."
        ));
    }
    if policy.headers
        == (AllowHeaders::Any {
            and_authorization: false,
        })
        && !library::has_credentials(policy)
    {
        return Unsupported::because(
            "Amazon S3 never sends `Access-Control-Allow-Headers: *`. It sends the requested names back, which allows Authorization too. Add Authorization next to *, or list the headers.",
        );
    }
    if policy.expose == ExposeHeaders::Any {
        return Unsupported::because(
            "Amazon S3 takes no wildcard in `ExposeHeaders`. List the headers.",
        );
    }
    documented::rejects_null(policy, SERVER)?;
    documented::rejects_stars_in_names(policy, SERVER)?;
    for family in documented::families(policy) {
        let is_any_port = family.port() == PortPattern::Any;
        match family.host() {
            HostPattern::Subdomains { .. } if is_any_port => {
                return Unsupported::because(format!(
                    "`{family}` has two wildcards, and Amazon S3 takes one `*` in an origin. List the ports."
                ));
            }
            HostPattern::Exact(_) | HostPattern::Subdomains { .. } => {}
            HostPattern::InLabel { .. } => {
                return Unsupported::because(format!(
                    "The `*` of `{family}` is a part of a label, and the documentation of Amazon S3 doesn't say that it covers no dot there. List the origins."
                ));
            }
        }
    }
    check_with_credentials(policy)
}

/// Credentials are always allowed, so the policy has to be sound with them.
fn check_with_credentials(policy: &Policy) -> Result<(), Unsupported> {
    if !policy.varies_on_origin() {
        return Ok(());
    }
    let with_credentials = Policy {
        credentials: AllowCredentials::Yes,
        ..policy.clone()
    };
    let Err(reasons) = with_credentials.check() else {
        return Ok(());
    };
    let why = reasons.iter().find_map(|reason| match reason {
        Unsound::PublicSuffixWithCredentials { pattern, suffix } => Some(format!(
            "anyone can get a name under `{}` that `{pattern}` matches",
            suffix.domain
        )),
        Unsound::UncheckedWithCredentials { pattern } => Some(format!(
            "it isn't known yet who can get a name that `{pattern}` matches"
        )),
        Unsound::NoOrigin
        | Unsound::AnyOriginWithCredentials
        | Unsound::NullOriginWithCredentials
        | Unsound::AnyExposedWithCredentials => None,
    });
    Unsupported::because(format!(
        "Amazon S3 allows credentials for every origin that is listed, and {}. List the origins.",
        why.as_deref()
            .unwrap_or("this policy can't be deployed with them")
    ))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    _permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    check(policy)?;
    let place = FORMAT.of(&setup.options);
    let text = rules(policy, place);
    if text.len() > MOST_BYTES {
        return Unsupported::because(
            "Amazon S3 takes at most 64 KB of CORS rules. Shorten the lists.",
        );
    }
    let context = match place {
        Place::CommandLine => "Save this next to your other AWS files.",
        Place::Console => {
            "Paste this into your bucket's Permissions, Cross-origin resource sharing (CORS), Edit."
        }
    };
    Ok(Snippet {
        steps: steps(policy, place),
        example: example(policy),
        files: vec![SnippetFile {
            path: FILE.to_owned(),
            language: Language::JSON,
            context: context.to_owned(),
            text,
        }],
        notes: notes(policy),
    })
}

const FILE: &str = "cors.json";

fn rules(policy: &Policy, place: Place) -> String {
    let (indent, before, after): (_, &[&str], &[&str]) = match place {
        Place::CommandLine => (
            "      ",
            &["{", "  \"CORSRules\": [", "    {"],
            &["    }", "  ]", "}"],
        ),
        Place::Console => ("    ", &["[", "  {"], &["  }", "]"]),
    };
    let mut text = Text::default();
    for line in before {
        text.line(line);
    }
    let members = members(policy, indent);
    let last = members.len().saturating_sub(1);
    for (index, member) in members.iter().enumerate() {
        let comma = if index < last { "," } else { "" };
        text.line(format!("{member}{comma}"));
    }
    for line in after {
        text.line(line);
    }
    text.finish()
}

fn members(policy: &Policy, indent: &str) -> Vec<String> {
    let origins: Vec<String> = match &policy.origins {
        AllowOrigin::Any => vec![language::quote("*")],
        AllowOrigin::Listed(patterns) => patterns
            .iter()
            .flat_map(|pattern| match pattern {
                OriginPattern::Null | OriginPattern::Exact(_) => vec![pattern.to_string()],
                OriginPattern::Family(family) => entries_of(family),
            })
            .map(|entry| language::quote(&entry))
            .collect(),
    };
    let methods: Vec<String> = library::with_safelisted(&policy.methods)
        .iter()
        .map(|method| language::quote(method.as_str()))
        .collect();
    let quoted = |names: &[cors_http::HeaderName]| -> Vec<String> {
        names
            .iter()
            .map(|name| language::quote(name.as_str()))
            .collect()
    };
    let headers = match &policy.headers {
        AllowHeaders::Any { .. } => vec![language::quote("*")],
        AllowHeaders::Listed(names) => quoted(names),
    };
    let exposed = match &policy.expose {
        ExposeHeaders::Any => Vec::new(),
        ExposeHeaders::Listed(names) => quoted(names),
    };
    let mut members = vec![
        language::array(indent, "AllowedOrigins", &origins),
        language::array(indent, "AllowedMethods", &methods),
    ];
    for (name, items) in [("AllowedHeaders", headers), ("ExposeHeaders", exposed)] {
        if !items.is_empty() {
            members.push(language::array(indent, name, &items));
        }
    }
    let max_age = policy.max_age.seconds();
    members.extend(max_age.map(|seconds| format!("{indent}\"MaxAgeSeconds\": {seconds}")));
    members
}

const URL: &str = "https://my-bucket.s3.amazonaws.com/photo.jpg";

fn steps(policy: &Policy, place: Place) -> Vec<Step> {
    let mut steps = vec![
        Step::command(
            StepKind::Install,
            "The AWS CLI is all this needs. See whether it may change the bucket.",
            "aws s3api get-bucket-location --bucket my-bucket",
        ),
        match place {
            Place::CommandLine => Step::text(
                StepKind::Place,
                format!(
                    "Save `{FILE}`. It replaces all rules that the bucket has, so add yours to it first."
                ),
            ),
            Place::Console => Step::text(
                StepKind::Place,
                "Open the bucket's Permissions, and under Cross-origin resource sharing (CORS) choose Edit. The rules replace those that are there.",
            ),
        },
        match place {
            Place::CommandLine => Step::command(
                StepKind::Reload,
                "Save the rules in the bucket. Put its name in.",
                PUT,
            ),
            Place::Console => Step::text(StepKind::Reload, "Choose Save changes."),
        },
    ];
    steps.extend(documented::check_steps(policy, URL));
    steps.push(Step::command(
        StepKind::Undo,
        "To take it out again, remove the rules from the bucket.",
        "aws s3api delete-bucket-cors --bucket my-bucket",
    ));
    steps
}

const PUT: &str =
    "aws s3api put-bucket-cors --bucket my-bucket --cors-configuration file://cors.json";

/// A bucket of its own.
fn example(policy: &Policy) -> Example {
    let mut steps = vec![
        Step::command(
            StepKind::Install,
            "Create a bucket. Its name has to be unique in all of AWS.",
            "aws s3api create-bucket --bucket my-bucket",
        ),
        Step::command(StepKind::Reload, "Save the rules in the bucket.", PUT),
    ];
    steps.extend(documented::check_steps(policy, URL));
    steps.push(Step::command(
        StepKind::Undo,
        "To end it, delete the bucket.",
        "aws s3api delete-bucket --bucket my-bucket",
    ));
    Example {
        files: vec![ExampleFile {
            path: FILE.to_owned(),
            language: Language::JSON,
            text: rules(policy, Place::CommandLine),
        }],
        steps,
    }
}

fn notes(policy: &Policy) -> Vec<String> {
    let mut notes = vec![
        "CORS protects nothing in a bucket: anyone who may read an object without a browser still may. Set the bucket policy and Block Public Access for that.".to_owned(),
        "Behind CloudFront, the distribution has to pass `Origin`, `Access-Control-Request-Method` and `Access-Control-Request-Headers` to the bucket: choose the managed origin request policy CORS-S3Origin.".to_owned(),
    ];
    if policy.expose.value().is_none() {
        notes.push(
            "Code that uploads in parts reads `ETag`: add it to the exposed headers.".to_owned(),
        );
    }
    notes
}

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::HeadersMissingOnErrors,
        "Amazon S3 sends the headers on errors too. If they are missing, no rule fits the origin and the method, or the response isn't the bucket's.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Amazon S3 sends no `Vary` if a request has no `Origin`. Request the object with `crossorigin` everywhere, or include `Origin` in the cache key (in CloudFront, with a cache policy). Then clear the caches.";
