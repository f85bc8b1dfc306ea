//! nginx: maps for the `http` level and a flat list of headers for the `server` level.
//!
//! The form avoids what is known to go wrong: no `add_header` inside `if` (it would drop the outer ones),
//! no string keys (compared without case), no bare `return 403` (it would follow the site's
//! `error_page`), and every value is empty where the header must not be sent.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use std::borrow::Cow;

use super::fingerprint::fingerprint;
use super::language::{Comment, Text, header_comment, nginx as language};
use super::quirk::{self, Quirk};
use super::{Difference, ExampleFile, Group, Snippet, SnippetFile, Target, Unsupported, Version};
use crate::http::{HttpRequest, HttpResponse, Method, Status};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy,
};
use crate::server::{App, CORS_RESPONSE_HEADERS, Conduct, OnPanic, Reply, respond_with, share};

pub(super) const TARGET: Target = Target {
    id: "nginx",
    label: "nginx",
    group: Group::Proxy,
    language: "nginx",
    versions: &[Version("1.22.1")],
    render,
    respond,
    differences,
};

/// The same, for whoever shows the parts only and does not want to carry the text of the example.
pub(super) const WITHOUT_EXAMPLE: Target = Target {
    render: render_parts,
    ..TARGET
};

/// nginx reads its configuration through a buffer of 4,096 bytes, and a word must fit into it.
const LONGEST_VALUE: usize = 4_000;

/// What the upstream modules are called. All of them are in the packages of nginx and of Debian.
const UPSTREAM_MODULES: [&str; 5] = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc"];

fn quirks(_version: Version) -> &'static [Quirk] {
    &[
        Quirk::ReadsUpperCaseMethodsOnly,
        Quirk::RefusesTraceAndConnect,
        Quirk::ReadsTheFirstLine,
    ]
}

fn differences(policy: &SoundPolicy<'_>, version: Version) -> Vec<Difference> {
    quirk::differences(quirks(version), policy)
}

fn respond(policy: &SoundPolicy<'_>, version: Version, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(version);
    if quirks.contains(&Quirk::ReadsUpperCaseMethodsOnly) && !is_readable(&request.method) {
        return own_answer(policy, Status::BAD_REQUEST, None);
    }
    let seen = if quirks.contains(&Quirk::ReadsTheFirstLine) {
        quirk::first_lines(request)
    } else {
        Cow::Borrowed(request)
    };
    if quirks.contains(&Quirk::RefusesTraceAndConnect)
        && matches!(seen.method.as_str(), "TRACE" | "CONNECT")
    {
        let origin = seen.origin();
        return own_answer(
            policy,
            Status::METHOD_NOT_ALLOWED,
            origin.as_ref().map(crate::http::HeaderValue::as_bytes),
        );
    }
    let conduct = Conduct {
        // nginx sees its upstream close the connection.
        panic: OnPanic::Answers(Status::BAD_GATEWAY),
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    respond_with(policy, &seen, app, conduct)
}

/// An answer that nginx gives before it looks at any location.
fn own_answer(policy: &Policy, status: Status, origin: Option<&[u8]>) -> Reply {
    let mut response = HttpResponse::new(status);
    share(policy, policy.allow_origin_for(origin), &mut response);
    Reply {
        answer: Ok(response),
        reached_app: false,
    }
}

/// `ngx_http_parse_request_line`.
fn is_readable(method: &Method) -> bool {
    method
        .as_str()
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'))
}

/// The values that are written, before quoting; `None` for a header that is never sent.
struct Values {
    /// What the policy's variables are told from another policy's by.
    fingerprint: String,
    methods: Option<Value>,
    headers: Option<Value>,
    max_age: Option<Value>,
    expose: Option<Value>,
}

enum Value {
    /// Always this text.
    Fixed(String),
    /// What the request's header of that variable says.
    Reflected(&'static str),
}

impl Values {
    fn of(policy: &Policy) -> Self {
        let credentials = policy.credentials == AllowCredentials::Yes;
        let fixed = |text: &str| Some(Value::Fixed(text.to_owned()));
        Self {
            fingerprint: fingerprint(policy),
            methods: match &policy.methods {
                AllowMethods::Any if credentials => {
                    Some(Value::Reflected("$http_access_control_request_method"))
                }
                AllowMethods::Any => fixed("*"),
                AllowMethods::Listed(_) => policy.methods.joined().map(Value::Fixed),
            },
            headers: match &policy.headers {
                AllowHeaders::Any { .. } if credentials => {
                    Some(Value::Reflected("$http_access_control_request_headers"))
                }
                AllowHeaders::Any {
                    and_authorization: true,
                } => fixed("*, Authorization"),
                AllowHeaders::Any {
                    and_authorization: false,
                } => fixed("*"),
                AllowHeaders::Listed(_) => policy.headers.joined().map(Value::Fixed),
            },
            max_age: policy
                .max_age
                .seconds()
                .map(|seconds| Value::Fixed(seconds.to_string())),
            expose: policy.expose.value().map(Value::Fixed),
        }
    }

    /// A variable's name, which no other policy on the same nginx has: of two maps for one variable nginx
    /// takes the last, silently.
    fn name(&self, suffix: &str) -> String {
        format!("cors_{}_{suffix}", self.fingerprint)
    }

    /// By the header's name, the suffix of its variable, and the case in which it is sent.
    fn rows(&self) -> [(&'static str, &'static str, &'static str, Option<&Value>); 4] {
        [
            (
                "Access-Control-Allow-Methods",
                "methods",
                "preflight",
                self.methods.as_ref(),
            ),
            (
                "Access-Control-Allow-Headers",
                "headers",
                "preflight",
                self.headers.as_ref(),
            ),
            (
                "Access-Control-Max-Age",
                "max_age",
                "preflight",
                self.max_age.as_ref(),
            ),
            (
                "Access-Control-Expose-Headers",
                "expose",
                "shared",
                self.expose.as_ref(),
            ),
        ]
    }
}

fn render(policy: &SoundPolicy<'_>, version: Version) -> Result<Snippet, Unsupported> {
    let mut snippet = render_parts(policy, version)?;
    if let [maps, server] = snippet.files.as_slice() {
        snippet.example.push(ExampleFile {
            path: "nginx.conf".to_owned(),
            text: example(&maps.text, &server.text),
        });
    }
    Ok(snippet)
}

/// The parts to paste, without the complete example.
fn render_parts(policy: &SoundPolicy<'_>, version: Version) -> Result<Snippet, Unsupported> {
    if let AllowMethods::Listed(methods) = &policy.methods
        && let Some(method) = methods.iter().find(|method| !is_readable(method))
    {
        return Err(Unsupported {
            reason: format!(
                "nginx answers 400 to the method `{method}` before it reads any configuration, because it takes only the letters A to Z, underscore and hyphen. Remove it, or write it so."
            ),
        });
    }
    let values = Values::of(policy);
    for (header, _, _, value) in values.rows() {
        if let Some(Value::Fixed(text)) = value
            && language::quote(text, &values.name("dollar")).len() > LONGEST_VALUE
        {
            return Err(Unsupported {
                reason: format!(
                    "{header} would have {} bytes, and nginx takes no word of more than about 4,000. Shorten the list, or allow any.",
                    text.len()
                ),
            });
        }
    }
    let maps = maps(policy, version, &values);
    let server = server(policy, version, &values);
    Ok(Snippet {
        example: Vec::new(),
        files: vec![
            SnippetFile {
                path: "cors-maps.conf".to_owned(),
                context: "in http { }, outside every server { }: nginx takes a map nowhere else".to_owned(),
                text: maps,
            },
            SnippetFile {
                path: "cors-server.conf".to_owned(),
                context: "in the server { } of the API, above its own return and rewrite lines; authentication may stand anywhere, because this answers a preflight before it".to_owned(),
                text: server,
            },
        ],
        notes: notes(policy, &values),
    })
}

fn maps(policy: &Policy, version: Version, values: &Values) -> String {
    let variable = |suffix: &str| format!("${}", values.name(suffix));
    let mut text = Text::default();
    text.line(header_comment(
        Comment::Hash,
        "CORS for nginx, part 1 of 2, for http { }.",
        TARGET.id,
        "nginx",
        version,
        policy,
    ));
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        text.line("");
        text.line("# The origin of the request, if it may read.");
        text.line(format!("map $http_origin {} {{", variable("origin")));
        text.line("    default \"\";");
        for pattern in patterns {
            text.line(format!("    {} $http_origin;", language::map_key(pattern)));
        }
        text.line("}");
    }
    text.line("");
    text.line("# The method, if an Origin was sent.");
    text.line(format!("map $http_origin {} {{", variable("method")));
    text.line("    default $request_method;");
    text.line("    \"\" \"\";");
    text.line("}");
    text.line("");
    let question = format!(
        "\"{} $http_access_control_request_method\"",
        variable("method")
    );
    match &policy.origins {
        AllowOrigin::Any => {
            text.line("# What kind of answer this is.");
            text.line(format!("map {question} {} {{", variable("case")));
            text.line("    default shared;");
            text.line("    \"~^OPTIONS .\" preflight;");
            text.line("}");
        }
        AllowOrigin::Listed(_) => {
            text.line("# Whether this is a preflight.");
            text.line(format!("map {question} {} {{", variable("asks")));
            text.line("    default \"\";");
            text.line("    \"~^OPTIONS .\" preflight;");
            text.line("}");
            text.line("");
            text.line("# What kind of answer this is.");
            text.line(format!(
                "map \"{}:{}\" {} {{",
                variable("asks"),
                variable("origin"),
                variable("case")
            ));
            text.line("    default \"\";");
            text.line("    \"~^preflight:.\" preflight;");
            text.line("    \"~^preflight:$\" refused;");
            text.line("    \"~^:.\" shared;");
            text.line("}");
        }
    }
    let rows = values.rows();
    let needs_dollar = rows.iter().any(|(_, _, _, value)| {
        matches!(value, Some(Value::Fixed(text)) if language::needs_dollar(text))
    });
    let dollar = values.name("dollar");
    if needs_dollar {
        text.line("");
        text.line("# nginx has no other way to write a dollar sign.");
        text.line(format!("geo ${dollar} {{"));
        text.line("    default \"$\";");
        text.line("}");
    }
    text.line("");
    text.line("# The values of the headers; an empty one is not sent.");
    for (_, suffix, case, value) in rows {
        let value = match value {
            None => continue,
            Some(Value::Fixed(text)) => language::quote(text, &dollar),
            Some(Value::Reflected(variable)) => (*variable).to_owned(),
        };
        map_of_case(&mut text, values, suffix, case, &value);
    }
    if policy.credentials == AllowCredentials::Yes {
        text.line(format!(
            "map {} {} {{",
            variable("origin"),
            variable("credentials")
        ));
        text.line("    default \"true\";");
        text.line("    \"\" \"\";");
        text.line("}");
    }
    if let Some(reflected) = reflected(values) {
        text.line(format!("map {} {} {{", variable("case"), variable("vary")));
        let origin = vary_on_origin(policy);
        text.line(format!("    default \"{origin}\";"));
        let separator = if origin.is_empty() { "" } else { ", " };
        text.line(format!("    preflight \"{origin}{separator}{reflected}\";"));
        text.line("}");
    }
    text.finish()
}

fn map_of_case(text: &mut Text, values: &Values, suffix: &str, case: &str, value: &str) {
    text.line(format!(
        "map ${} ${} {{",
        values.name("case"),
        values.name(suffix)
    ));
    text.line("    default \"\";");
    text.line(format!("    {case} {value};"));
    text.line("}");
}

fn vary_on_origin(policy: &Policy) -> &'static str {
    if policy.varies_on_origin() {
        "Origin"
    } else {
        ""
    }
}

/// The names of the request headers whose values are sent back.
fn reflected(values: &Values) -> Option<String> {
    let mut names = Vec::new();
    if matches!(values.methods, Some(Value::Reflected(_))) {
        names.push("Access-Control-Request-Method");
    }
    if matches!(values.headers, Some(Value::Reflected(_))) {
        names.push("Access-Control-Request-Headers");
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn server(policy: &Policy, version: Version, values: &Values) -> String {
    let variable = |suffix: &str| format!("${}", values.name(suffix));
    let mut text = Text::default();
    text.line(header_comment(
        Comment::Hash,
        "CORS for nginx, part 2 of 2, for server { }.",
        TARGET.id,
        "nginx",
        version,
        policy,
    ));
    text.line("");
    let origin = match policy.origins {
        AllowOrigin::Any => "\"*\"".to_owned(),
        AllowOrigin::Listed(_) => variable("origin"),
    };
    text.line(format!(
        "add_header Access-Control-Allow-Origin {origin} always;"
    ));
    if policy.credentials == AllowCredentials::Yes {
        text.line(format!(
            "add_header Access-Control-Allow-Credentials {} always;",
            variable("credentials")
        ));
    }
    for (header, suffix, _, value) in values.rows() {
        if value.is_some() {
            text.line(format!("add_header {header} {} always;", variable(suffix)));
        }
    }
    if reflected(values).is_some() {
        text.line(format!("add_header Vary {} always;", variable("vary")));
    } else if policy.varies_on_origin() {
        text.line("add_header Vary \"Origin\" always;");
    }
    text.line("");
    text.line("# The application's own CORS headers would be a second, contradicting set.");
    for module in UPSTREAM_MODULES {
        for header in CORS_RESPONSE_HEADERS {
            text.line(format!("{module}_hide_header {header};"));
        }
    }
    text.line("");
    text.line("# Preflights are answered here, before authentication and the application.");
    if matches!(policy.origins, AllowOrigin::Listed(_)) {
        text.line(format!("if ({} = refused) {{", variable("case")));
        text.line("    return 403 \"CORS: this origin is not allowed.\\n\";");
        text.line("}");
    }
    text.line(format!("if ({} = preflight) {{", variable("case")));
    text.line(format!(
        "    return {};",
        policy.preflight_status.status().code()
    ));
    text.line("}");
    text.finish()
}

fn notes(policy: &Policy, values: &Values) -> Vec<String> {
    let mut notes: Vec<String> = NOTES.iter().map(|&note| note.to_owned()).collect();
    let lengths = values.rows().map(|(header, _, _, value)| match value {
        Some(Value::Fixed(text)) => (text.len(), header),
        _ => (0, header),
    });
    if let Some((length, header)) = lengths.into_iter().max()
        && length > LONGEST_VALUE / 2
    {
        notes.push(format!(
            "{header} has {length} bytes. Over about 4,000 the policy is refused here, because nginx takes no longer word."
        ));
    }
    let odd = |name: &&crate::http::HeaderName| {
        !name
            .as_str()
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if let AllowHeaders::Listed(names) = &policy.headers
        && let Some(name) = names.iter().find(odd)
    {
        notes.push(format!(
            "The browser may send `{name}`, but nginx drops request headers whose names hold anything but letters, digits and hyphens unless underscores_in_headers is on or ignore_invalid_headers is off."
        ));
    }
    if policy.expose == ExposeHeaders::Any {
        notes.push(
            "Exposing every header includes those that nginx adds itself, such as Server."
                .to_owned(),
        );
    }
    notes
}

/// Each of these was tried on a running nginx.
const NOTES: [&str; 5] = [
    "Pasting part 2 into server { } cancels every add_header line (such as Strict-Transport-Security and Content-Security-Policy) and every *_hide_header line that the server inherited from http { }: repeat those lines beside part 2, as the complete example does.",
    "A location { } or if { } with an add_header line of its own inherits none of these: repeat the add_header lines of part 2 there. The same holds for *_hide_header lines, or the application's CORS headers come through beside these.",
    "Part 2 covers the whole server, its 401, 404 and 502 answers too. In a location { } it works as well, but a location nested in that one inherits the headers and not the answer to the preflight, and what error_page, try_files or rewrite send to another location loses the headers.",
    "One policy per server { }, and part 2 once at any level: pasted twice it doubles the headers.",
    "Policies of several servers stand beside each other in one http { }. From the third on nginx may warn of variables_hash: variables_hash_bucket_size 128; in http { } is the cure.",
];

/// What the example's server would inherit, if part 2 did not cancel it.
const INHERITED: [&str; 3] = [
    "add_header Strict-Transport-Security \"max-age=31536000\" always;",
    "add_header Content-Security-Policy \"default-src 'none'\" always;",
    "proxy_hide_header X-Powered-By;",
];

fn example(maps: &str, server: &str) -> String {
    let mut text = Text::default();
    text.line("# A whole nginx.conf: CORS in front of an application on port 3000.");
    text.line("# Start it in this folder with `nginx -p . -c nginx.conf`, end it with Ctrl+C.");
    text.line("daemon off;");
    text.line("pid nginx.pid;");
    text.line("error_log stderr;");
    text.line("");
    text.line("events {}");
    text.line("");
    text.line("http {");
    text.line("    # Kept in this folder, so that any user can start it.");
    text.line("    access_log access.log;");
    for module in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        text.line(format!("    {module}_temp_path {module}_temp;"));
    }
    text.line("");
    text.line("    # Inherited only by servers without such lines of their own.");
    for line in INHERITED {
        text.line(format!("    {line}"));
    }
    text.line("");
    text.line(maps.trim_end());
    text.line("");
    text.line("    server {");
    text.line("        listen 127.0.0.1:8080;");
    text.line("");
    text.line("        # Repeated, because the next lines cancel what was inherited.");
    for line in INHERITED {
        text.line(format!("        {line}"));
    }
    text.line("");
    text.line(server.trim_end());
    text.line("");
    text.line("        location / {");
    text.line("            proxy_pass http://127.0.0.1:3000;");
    text.line("            proxy_set_header Host $host;");
    text.line("        }");
    text.line("    }");
    text.line("}");
    text.finish()
}
