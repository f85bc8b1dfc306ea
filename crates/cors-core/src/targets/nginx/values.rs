use crate::policy::{AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, Policy};
use crate::targets::Options;
use crate::targets::fingerprint::fingerprint;
use crate::targets::option::name;

/// The values that are written, before quoting; `None` for a header that is never sent.
pub(super) struct Values {
    /// The part of variable names by which those of two policies differ.
    id: String,
    methods: Option<Value>,
    headers: Option<Value>,
    max_age: Option<Value>,
    expose: Option<Value>,
}

pub(super) enum Value {
    /// Always this text.
    Fixed(String),
    /// What the request's header of that variable says.
    Reflected(&'static str),
}

/// With which responses a header is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Preflight,
    /// Not a preflight, and the origin is allowed.
    Allowed,
}

impl Values {
    pub(super) fn of(policy: &Policy, options: &Options) -> Self {
        let credentials = policy.credentials == AllowCredentials::Yes;
        let fixed = |text: &str| Some(Value::Fixed(text.to_owned()));
        Self {
            id: name(options).map_or_else(|| fingerprint(policy), str::to_owned),
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
    pub(super) fn name(&self, suffix: &str) -> String {
        format!("cors_{}_{suffix}", self.id)
    }

    /// The same as a variable.
    pub(super) fn variable(&self, suffix: &str) -> String {
        format!("$cors_{}_{suffix}", self.id)
    }

    /// By the header's name, the suffix of its variable, and with which responses it is sent.
    pub(super) fn rows(&self) -> [(&'static str, &'static str, Kind, Option<&Value>); 4] {
        [
            (
                "Access-Control-Allow-Methods",
                "methods",
                Kind::Preflight,
                self.methods.as_ref(),
            ),
            (
                "Access-Control-Allow-Headers",
                "headers",
                Kind::Preflight,
                self.headers.as_ref(),
            ),
            (
                "Access-Control-Max-Age",
                "max_age",
                Kind::Preflight,
                self.max_age.as_ref(),
            ),
            (
                "Access-Control-Expose-Headers",
                "expose",
                Kind::Allowed,
                self.expose.as_ref(),
            ),
        ]
    }

    /// Whether any value depends on the kind of request, so that there is something to write at the `http`
    /// level.
    pub(super) fn need_maps(&self, policy: &Policy) -> bool {
        let listed = matches!(policy.origins, AllowOrigin::Listed(_));
        listed || self.rows().iter().any(|(.., value)| value.is_some())
    }

    /// The names of the request headers whose values are sent back.
    pub(super) fn reflected(&self) -> Option<String> {
        let mut names = Vec::new();
        if matches!(self.methods, Some(Value::Reflected(_))) {
            names.push("Access-Control-Request-Method");
        }
        if matches!(self.headers, Some(Value::Reflected(_))) {
            names.push("Access-Control-Request-Headers");
        }
        (!names.is_empty()).then(|| names.join(", "))
    }
}
