use crate::policy::{AllowCredentials, AllowHeaders, AllowMethods, Policy};
use crate::targets::fingerprint::fingerprint;

/// The values that are written, before quoting; `None` for a header that is never sent.
pub(super) struct Values {
    /// What the policy's variables are told from another policy's by.
    fingerprint: String,
    pub(super) methods: Option<Value>,
    pub(super) headers: Option<Value>,
    max_age: Option<Value>,
    expose: Option<Value>,
}

pub(super) enum Value {
    /// Always this text.
    Fixed(String),
    /// What the request's header of that variable says.
    Reflected(&'static str),
}

impl Values {
    pub(super) fn of(policy: &Policy) -> Self {
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
    pub(super) fn name(&self, suffix: &str) -> String {
        format!("cors_{}_{suffix}", self.fingerprint)
    }

    /// By the header's name, the suffix of its variable, and the case in which it is sent.
    pub(super) fn rows(&self) -> [(&'static str, &'static str, &'static str, Option<&Value>); 4] {
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

pub(super) fn vary_on_origin(policy: &Policy) -> &'static str {
    if policy.varies_on_origin() {
        "Origin"
    } else {
        ""
    }
}

/// The names of the request headers whose values are sent back.
pub(super) fn reflected(values: &Values) -> Option<String> {
    let mut names = Vec::new();
    if matches!(values.methods, Some(Value::Reflected(_))) {
        names.push("Access-Control-Request-Method");
    }
    if matches!(values.headers, Some(Value::Reflected(_))) {
        names.push("Access-Control-Request-Headers");
    }
    (!names.is_empty()).then(|| names.join(", "))
}
