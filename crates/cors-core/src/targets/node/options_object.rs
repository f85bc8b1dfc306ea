use crate::policy::{
    AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, OriginPattern, Policy, PreflightStatus,
};
use crate::targets::language::{Text, javascript as language};
use crate::targets::library;
use cors_http::HeaderName;

use super::Origins;

/// What a library calls the options of its policy, and how it takes those that have two ways.
#[derive(Clone, Copy, Debug)]
pub(in crate::targets) struct OptionNames {
    pub(in crate::targets) methods: &'static str,
    pub(in crate::targets) headers: &'static str,
    pub(in crate::targets) expose: &'static str,
    /// The option for the status of preflight responses; `None` where it is always 204.
    pub(in crate::targets) status: Option<&'static str>,
    /// What `methods` is where the requested method is sent back.
    pub(in crate::targets) requested_method: &'static str,
    /// What `headers` is where the policy lists none.
    pub(in crate::targets) no_headers: NoHeaders,
    /// The seconds of Max-Age as a literal.
    pub(in crate::targets) seconds: fn(u32) -> String,
}

impl OptionNames {
    /// Those of npm `cors`, which other libraries have taken over.
    pub(in crate::targets) const OF_CORS: Self = Self {
        methods: "methods",
        headers: "allowedHeaders",
        expose: "exposedHeaders",
        status: Some("optionsSuccessStatus"),
        requested_method: "request.headers[\"access-control-request-method\"] ?? \"\"",
        no_headers: NoHeaders::Empty,
        seconds: |seconds| seconds.to_string(),
    };
}

/// How a library is given an empty list of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::targets) enum NoHeaders {
    /// As an empty list.
    Empty,
    /// An empty list would mean every header, so a header is listed that no code can set.
    OriginAlone,
}

/// The origins as an array, or `*`.
pub(in crate::targets) fn origin_option(
    text: &mut Text,
    policy: &Policy,
    origins: Origins,
    indent: &str,
) {
    match (&policy.origins, origins) {
        (AllowOrigin::Any, _) => text.line(format!("{indent}origin: \"*\",")),
        (AllowOrigin::Listed(_), Origins::Environment) => {
            text.line(format!("{indent}origin: allowedOrigins,"));
        }
        (AllowOrigin::Listed(patterns), Origins::Code) => {
            let items: Vec<String> = patterns.iter().map(language::origin).collect();
            text.line(language::array_property(indent, "origin", &items));
        }
    }
}

/// Every option but the origins.
pub(in crate::targets) fn other_options(
    text: &mut Text,
    policy: &Policy,
    names: &OptionNames,
    indent: &str,
) {
    let property = |name: &str, items: &[String]| language::array_property(indent, name, items);
    match &policy.methods {
        AllowMethods::Any if library::reflects_method(policy) => text.line(format!(
            "{indent}{}: {},",
            names.methods, names.requested_method
        )),
        AllowMethods::Any => text.line(format!("{indent}{}: [\"*\"],", names.methods)),
        AllowMethods::Listed(methods) => {
            let items: Vec<String> = methods
                .iter()
                .map(|method| language::quote(method.as_str()))
                .collect();
            text.line(property(names.methods, &items));
        }
    }
    match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => text.line(format!(
            "{indent}// Without {}, all requested headers are allowed.",
            names.headers
        )),
        AllowHeaders::Any {
            and_authorization: true,
        } => text.line(format!(
            "{indent}{}: [\"*\", \"Authorization\"],",
            names.headers
        )),
        AllowHeaders::Any {
            and_authorization: false,
        } => text.line(format!("{indent}{}: [\"*\"],", names.headers)),
        AllowHeaders::Listed(list)
            if list.is_empty() && names.no_headers == NoHeaders::OriginAlone =>
        {
            text.line(format!(
                "{indent}// An empty list would allow all headers. No code can set Origin."
            ));
            text.line(format!("{indent}{}: [\"Origin\"],", names.headers));
        }
        AllowHeaders::Listed(list) => text.line(property(names.headers, &quoted(list))),
    }
    match &policy.expose {
        ExposeHeaders::Any => text.line(format!("{indent}{}: [\"*\"],", names.expose)),
        ExposeHeaders::Listed(list) if list.is_empty() => {}
        ExposeHeaders::Listed(list) => text.line(property(names.expose, &quoted(list))),
    }
    if library::has_credentials(policy) {
        text.line(format!("{indent}credentials: true,"));
    }
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("{indent}maxAge: {},", (names.seconds)(seconds)));
    }
    if let (PreflightStatus::Ok, Some(status)) = (policy.preflight_status, names.status) {
        text.line(format!("{indent}{status}: 200,"));
    }
}

fn quoted(names: &[HeaderName]) -> Vec<String> {
    names
        .iter()
        .map(|name| language::quote(name.as_str()))
        .collect()
}

/// A function for `origin` that gives back an allowed origin.
#[derive(Clone, Copy, Debug)]
pub(in crate::targets) struct OriginFunction {
    pub(in crate::targets) parameter: &'static str,
    /// How the request's origin is had from the parameter, if that isn't the origin itself.
    pub(in crate::targets) origin: Option<&'static str>,
    /// What it gives back for other origins.
    pub(in crate::targets) blocked: &'static str,
}

impl OriginFunction {
    /// The option `origin` over the lists that [`super::allow_list`] declares.
    pub(in crate::targets) fn write(self, text: &mut Text, policy: &Policy, indent: &str) {
        let Self {
            parameter,
            origin,
            blocked,
        } = self;
        let patterns = policy.origins.patterns();
        let is_family = |pattern: &OriginPattern| matches!(pattern, OriginPattern::Family(_));
        if !patterns.iter().any(is_family) {
            let origin = origin.unwrap_or(parameter);
            text.line(format!(
                "{indent}origin: ({parameter}) => allowedOrigins.find((one) => one === {origin}),"
            ));
            return;
        }
        text.line(format!("{indent}origin: ({parameter}) => {{"));
        if let Some(origin) = origin {
            text.line(format!("{indent}  const origin = {origin};"));
        }
        let family = "allowedPatterns.some((re) => re.test(origin));";
        if patterns.iter().all(is_family) {
            text.line(format!("{indent}  const isAllowed = {family}"));
        } else {
            text.line(format!("{indent}  const isAllowed ="));
            text.line(format!("{indent}    allowedOrigins.includes(origin) ||"));
            text.line(format!("{indent}    {family}"));
        }
        text.line(format!("{indent}  return isAllowed ? origin : {blocked};"));
        text.line(format!("{indent}}},"));
    }
}
