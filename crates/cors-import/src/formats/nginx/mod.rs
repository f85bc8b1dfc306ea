//! nginx.

mod parse;
mod variables;

use cors_http::in_code;

use crate::finding::{Code, Severity};
use crate::headers::{self, Sent};
use crate::options;
use crate::reading::Reading;
use crate::source::Source;
use parse::Directive;
use variables::{Condition, Variables};

/// More headers or conditions at one place than anyone has.
const MOST: usize = 100;

/// A place where requests end: a location, or a server without any.
struct Scope<'a> {
    path: String,
    line: u32,
    directives: &'a [Directive],
    /// The levels around it, the outermost first.
    outer: Vec<&'a [Directive]>,
}

/// An `if` and what it does.
struct If<'a> {
    directive: &'a Directive,
    condition: Condition,
    own: Vec<Sent>,
}

/// What a scope's responses carry.
struct Responses<'a> {
    /// Set in the scope, or inherited.
    effective: Vec<Sent>,
    own_line: Option<u32>,
    inherited_lost: bool,
    ifs: Vec<If<'a>>,
}

pub(super) fn read(reading: &mut Reading<'_>) {
    let directives = parse::parse(reading.source);
    let variables = Variables::read(&directives);
    let mut scopes = Vec::new();
    collect(&directives, &mut Vec::new(), "", 1, &mut scopes);
    remarks(reading, &directives);
    let mut main: Option<(&Scope<'_>, Responses<'_>)> = None;
    for scope in &scopes {
        let responses = responses(scope, &variables);
        if responses.inherited_lost {
            lost(reading, scope, responses.own_line);
        }
        if !responses.allows_an_origin() {
            continue;
        }
        match &main {
            None => main = Some((scope, responses)),
            Some((_, known)) => {
                if origin_text(known) != origin_text(&responses) {
                    let what = if scope.path.is_empty() {
                        "this block"
                    } else {
                        scope.path.as_str()
                    };
                    reading.not_imported_line(
                        scope.line,
                        &format!(
                            "{} has another policy; only the first one is imported",
                            in_code(what)
                        ),
                    );
                }
            }
        }
    }
    if let Some((scope, responses)) = main {
        scope_policy(reading, scope, &responses, &variables);
    }
}

impl Responses<'_> {
    fn allows_an_origin(&self) -> bool {
        let in_ifs = self.ifs.iter().flat_map(|inner| &inner.own);
        self.effective.iter().chain(in_ifs).any(Sent::is_cors)
    }
}

fn origin_text(responses: &Responses<'_>) -> String {
    let in_ifs = responses.ifs.iter().flat_map(|inner| &inner.own);
    let found = responses
        .effective
        .iter()
        .chain(in_ifs)
        .find(|sent| sent.is_allow_origin());
    found.map_or_else(String::new, |sent| format!("{:?}", sent.value))
}

/// Finds the scopes below some directives.
fn collect<'a>(
    directives: &'a [Directive],
    outer: &mut Vec<&'a [Directive]>,
    path: &str,
    line: u32,
    scopes: &mut Vec<Scope<'a>>,
) {
    if scopes.len() > MOST {
        return;
    }
    let blocks = directives.iter().filter(|directive| {
        matches!(directive.name(), "http" | "server" | "location") && directive.block.is_some()
    });
    let mut has_inner = false;
    outer.push(directives);
    for block in blocks {
        has_inner = true;
        let inner_path = if block.name() == "location" {
            block.arguments()
        } else {
            path.to_owned()
        };
        collect(block.block(), outer, &inner_path, block.line, scopes);
    }
    outer.pop();
    let is_scope = path.is_empty() || !has_inner || directives.iter().any(is_handler);
    if !has_inner || (is_scope && !path.is_empty()) {
        scopes.push(Scope {
            path: path.to_owned(),
            line,
            directives,
            outer: outer.clone(),
        });
    }
}

fn is_handler(directive: &Directive) -> bool {
    matches!(
        directive.name(),
        "proxy_pass" | "fastcgi_pass" | "uwsgi_pass" | "scgi_pass" | "grpc_pass"
    )
}

/// The headers that are set at a level itself.
fn sent(
    directives: &[Directive],
    variables: &Variables,
    condition: Option<&Condition>,
) -> Vec<Sent> {
    let mut all = Vec::new();
    for directive in directives {
        if all.len() > MOST {
            break;
        }
        match directive.name() {
            "add_header" => {
                let name = directive.word(1);
                all.push(Sent {
                    line: directive.line,
                    name: name.to_owned(),
                    value: variables.value(name, directive.word(2), condition),
                    on_errors: directive.word(3) == "always",
                });
            }
            "more_set_headers" => {
                for header in directive.words.get(1..).unwrap_or_default() {
                    if let Some((name, value)) = header.split_once(':') {
                        all.push(Sent {
                            line: directive.line,
                            name: name.trim().to_owned(),
                            value: variables.value(name.trim(), value, condition),
                            on_errors: true,
                        });
                    }
                }
            }
            _ => {}
        }
    }
    all
}

fn responses<'a>(scope: &Scope<'a>, variables: &Variables) -> Responses<'a> {
    let own = sent(scope.directives, variables, None);
    let inherited = scope
        .outer
        .iter()
        .rev()
        .map(|level| sent(level, variables, None))
        .find(|sent| !sent.is_empty())
        .unwrap_or_default();
    let as_if = |directive: &'a Directive| {
        let condition = variables.condition(directive);
        let own = sent(directive.block(), variables, Some(&condition));
        If {
            directive,
            condition,
            own,
        }
    };
    let is_if = |directive: &&Directive| directive.name() == "if";
    // Preflights are often handled for the whole server.
    let around = scope.outer.iter().flat_map(|level| level.iter());
    let outer = around
        .filter(is_if)
        .take(MOST)
        .map(as_if)
        .filter(|outer| outer.condition.preflight && outer.own.iter().any(Sent::is_cors));
    let own_ifs = scope.directives.iter().filter(is_if).take(MOST).map(as_if);
    let ifs: Vec<If<'_>> = own_ifs.chain(outer).collect();
    let has_origin = |list: &[Sent]| list.iter().any(Sent::is_allow_origin);
    let in_ifs = ifs.iter().any(|inner| has_origin(&inner.own));
    Responses {
        own_line: own.first().map(|header| header.line),
        inherited_lost: !own.is_empty() && has_origin(&inherited) && !has_origin(&own) && !in_ifs,
        effective: if own.is_empty() { inherited } else { own },
        ifs,
    }
}

fn lost(reading: &mut Reading<'_>, scope: &Scope<'_>, line: Option<u32>) {
    let path = in_code(&scope.path);
    reading.seen = true;
    reading.find(
        Code::HeaderInheritedLost,
        line.unwrap_or(scope.line),
        &format!("A location with an `add_header` of its own inherits none from outside: {path} responds without CORS headers, so only below {path} requests are blocked."),
        "Repeat the CORS headers in this location, for example with an `include`.",
    );
}

fn scope_policy(
    reading: &mut Reading<'_>,
    scope: &Scope<'_>,
    responses: &Responses<'_>,
    variables: &Variables,
) {
    reading.origins_name = "a `map` of `$http_origin`";
    let mut actual = responses.effective.clone();
    let mut preflight = Vec::new();
    for inner in &responses.ifs {
        let to = if inner.condition.preflight {
            &mut preflight
        } else {
            &mut actual
        };
        to.extend(inner.own.iter().cloned());
    }
    let missing = |list: &[Sent], sent: &Sent| !list.iter().any(|other| other.is(&sent.name));
    let mut all: Vec<Sent> = Vec::new();
    for header in actual.iter().chain(&preflight) {
        let conditional =
            matches!(header.value, headers::Value::Origins(_)) && header.is_allow_origin();
        if missing(&all, header)
            || (conditional && !preflight.iter().any(|p| p.line == header.line))
        {
            all.push(header.clone());
        }
    }
    headers::read(reading, &all);
    headers::doubled(reading, &responses.effective);
    for inner in &responses.ifs {
        headers::doubled(reading, &inner.own);
    }
    headers::vary(
        reading,
        &actual,
        "Add `add_header Vary Origin always;` next to it.",
    );
    on_errors(reading, &actual);
    ifs(reading, scope, responses, &actual);
    preflights(reading, scope, responses, variables);
}

fn on_errors(reading: &mut Reading<'_>, actual: &[Sent]) {
    if let Some(header) = actual
        .iter()
        .find(|header| header.is_allow_origin() && !header.on_errors)
    {
        reading.find(
            Code::HeadersMissingOnErrors,
            header.line,
            "Without `always`, nginx adds the header to the statuses 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308 only. A 401, 404, 405 or 500 then looks like a CORS error.",
            "Write `always` at the end of each CORS `add_header`.",
        );
    }
}

fn ifs(reading: &mut Reading<'_>, scope: &Scope<'_>, responses: &Responses<'_>, actual: &[Sent]) {
    let outside = headers::allow_origin_line(&responses.effective).is_some();
    for inner in &responses.ifs {
        let has_origin = inner.own.iter().any(Sent::is_allow_origin);
        if let (true, false, Some(first)) = (outside, has_origin, inner.own.first()) {
            reading.find(
                Code::HeaderLostInIf,
                first.line,
                "An `if` with an `add_header` of its own inherits none from outside, so this response has no `Access-Control-Allow-Origin`.",
                "Repeat the CORS headers inside the `if`.",
            );
        }
        let changes = scope
            .directives
            .iter()
            .any(|directive| directive.name() == "try_files")
            && !inner
                .directive
                .block()
                .iter()
                .any(|directive| directive.name() == "return");
        if changes {
            reading.find(
                Code::IfChangesContent,
                inner.directive.line,
                "Where this `if` applies, `try_files` no longer does.",
                "Set the header outside the `if`, with a `map` that gives an empty value otherwise.",
            );
        }
        if inner.condition.preflight && has_origin && headers::allow_origin_line(actual).is_none() {
            let line = headers::allow_origin_line(&inner.own).unwrap_or(inner.directive.line);
            reading.find(
                Code::HeadersMissingOnActual,
                line,
                "Only the preflight response has CORS headers. The actual response has no `Access-Control-Allow-Origin`, so it is blocked.",
                "Add the header outside the `if` too, with `always`.",
            );
        }
    }
}

/// The status and line of a `return`.
fn returned(directives: &[Directive]) -> Option<(u32, &str)> {
    directives
        .iter()
        .find(|directive| directive.name() == "return")
        .map(|directive| (directive.line, directive.word(1)))
}

fn preflights(
    reading: &mut Reading<'_>,
    scope: &Scope<'_>,
    responses: &Responses<'_>,
    variables: &Variables,
) {
    // The outer levels respond first.
    for (index, level) in scope.outer.iter().enumerate() {
        for directive in level.iter().filter(|directive| directive.name() == "if") {
            let condition = variables.condition(directive);
            let Some((line, status)) = returned(directive.block()) else {
                continue;
            };
            if status.starts_with('3') && !condition.preflight {
                redirect(reading, line);
            }
            if !condition.preflight {
                continue;
            }
            let own = sent(directive.block(), variables, Some(&condition));
            let around = scope.outer.get(..=index).unwrap_or_default().iter().rev();
            let inherited = around
                .map(|level| sent(level, variables, None))
                .find(|sent| !sent.is_empty());
            let effective = if own.is_empty() {
                inherited.unwrap_or_default()
            } else {
                own
            };
            answered(reading, line, status, &effective, "at this level");
            return;
        }
    }
    let preflight = responses
        .ifs
        .iter()
        .filter(|inner| inner.condition.preflight);
    for inner in preflight {
        if let Some((line, status)) = returned(inner.directive.block()) {
            let effective = if inner.own.is_empty() {
                &responses.effective
            } else {
                &inner.own
            };
            answered(reading, line, status, effective, "here");
            return;
        }
    }
    not_answered(reading, scope);
}

fn answered(reading: &mut Reading<'_>, line: u32, status: &str, effective: &[Sent], at: &str) {
    if effective.iter().any(Sent::is_allow_origin) {
        options::preflight_status(reading, line, status);
    } else if !reading.has_finding(Code::HeaderLostInIf) {
        reading.find(
            Code::PreflightWithoutHeaders,
            line,
            &format!("No CORS `add_header` applies {at}: the preflight response has the status {status} and no CORS headers."),
            "Move the `if` to where the CORS headers are, or repeat them inside it.",
        );
    }
}

fn redirect(reading: &mut Reading<'_>, line: u32) {
    reading.find(
        Code::RedirectBeforeCors,
        line,
        "This redirect comes before the location with the CORS headers, and preflights must not be redirected.",
        "Handle preflights above the redirect, or let pages use the final address.",
    );
}

fn not_answered(reading: &mut Reading<'_>, scope: &Scope<'_>) {
    let levels = || scope.outer.iter().copied().chain([scope.directives]).rev();
    let find = |wanted: &dyn Fn(&Directive) -> bool| {
        levels().find_map(|level| level.iter().find(|directive| wanted(directive)))
    };
    let fix = "Respond to preflights in nginx: `if ($request_method = OPTIONS) { return 204; }`, with the CORS headers repeated inside.";
    let auth = find(&|directive| {
        matches!(directive.name(), "auth_basic" | "auth_request" | "auth_jwt")
            && directive.word(1) != "off"
    });
    if let Some(auth) = auth {
        reading.find(
            Code::PreflightAfterAuth,
            auth.line,
            "Preflights carry no credentials, so this responds to them with 401.",
            fix,
        );
        return;
    }
    let policy = &reading.policy;
    let needed = !policy.allow_methods.is_empty() || !policy.allow_headers.is_empty();
    match find(&is_handler) {
        Some(handler) => reading.find_as(
            Code::PreflightNotAnswered,
            if needed { Severity::Error } else { Severity::Tip },
            handler.line,
            "`OPTIONS` is passed on. Whether the preflight gets a 2xx status is up to the application.",
            fix,
        ),
        None => reading.find(
            Code::PreflightNotAnswered,
            scope.line,
            "Nothing here handles `OPTIONS`: for files, nginx responds with 405.",
            fix,
        ),
    }
}

/// The headers that a piece of nginx config sets, which begins behind a line.
pub(super) fn snippet(line: u32, text: &str) -> Vec<Sent> {
    let directives = parse::parse(&Source::new(text));
    let variables = Variables::read(&directives);
    let mut sent = sent(&directives, &variables, None);
    for header in &mut sent {
        header.line = header.line.saturating_add(line);
    }
    sent
}

/// What is remarkable wherever it is.
fn remarks(reading: &mut Reading<'_>, directives: &[Directive]) {
    for directive in directives {
        match directive.name() {
            "proxy_set_header" if headers::is_cors(directive.word(1)) && !directive.word(1).to_ascii_lowercase().contains("-request-") => {
                reading.seen = true;
                reading.find(
                    Code::HeaderOnRequest,
                    directive.line,
                    "`proxy_set_header` sets a header on the request to the application. Browsers never see it.",
                    "Use `add_header … always`.",
                );
            }
            "include" if !is_usual_include(directive.word(1)) => {
                reading.not_imported_line(directive.line, "included files aren't read");
            }
            "proxy_hide_header" | "more_clear_headers" if directive.word(1).eq_ignore_ascii_case("vary") => reading.find(
                Code::VaryReplaced,
                directive.line,
                "The application's `Vary` is dropped, so caches mix up responses that differ for another reason.",
                "Keep it, and add `Vary: Origin`.",
            ),
            _ => {}
        }
        remarks(reading, directive.block());
    }
}

/// Files that come with nginx and have no headers.
fn is_usual_include(path: &str) -> bool {
    [
        "mime.types",
        "fastcgi_params",
        "uwsgi_params",
        "proxy_params",
        "fastcgi.conf",
    ]
    .iter()
    .any(|usual| path.ends_with(usual))
}
