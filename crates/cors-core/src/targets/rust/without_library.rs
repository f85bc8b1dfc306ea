use super::origins::ORIGINS_READ_ONCE;
use super::{Origins, exact, families, is_allowed, read_origins};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, Policy, PreflightStatus,
};
use crate::targets::language::{Text, rust as language};

/// For which framework a middleware is written. Both have functions as middleware, and header maps with
/// nearly the same methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::targets) enum Framework {
    /// `axum::middleware::from_fn`.
    Axum,
    /// `actix_web::middleware::from_fn`.
    Actix,
}

/// The module below its first comment: the values, the middleware, and its helpers.
pub(in crate::targets) fn middleware(
    policy: &Policy,
    origins: Origins,
    framework: Framework,
) -> String {
    let parts = Parts::of(policy);
    let mut text = Text::default();
    if origins == Origins::Environment {
        text.line("use std::sync::LazyLock;\n");
    }
    text.line(match framework {
        Framework::Axum => AXUM_IMPORTS,
        Framework::Actix => ACTIX_IMPORTS,
    });
    for (name, value) in [
        ("METHODS", parts.methods.constant()),
        ("HEADERS", parts.headers.constant()),
        ("EXPOSED", parts.exposed.as_deref()),
        ("MAX_AGE", parts.max_age.as_deref()),
        ("VARY", parts.vary.as_deref()),
    ] {
        if let Some(value) = value {
            text.line(language::constant(name, value));
        }
    }
    text.line("");
    parts.entry(framework, &mut text);
    parts.grant(&mut text);
    parts.share(&mut text);
    text.line(SET);
    text.line(match framework {
        Framework::Axum => LINE.replace("ALL", "headers.get_all(name).iter()"),
        Framework::Actix => LINE.replace("ALL", "headers.get_all(name)"),
    });
    match (&policy.origins, origins) {
        (AllowOrigin::Any, _) => {}
        (AllowOrigin::Listed(_), Origins::Environment) => {
            text.line("");
            text.line(ORIGINS_READ_ONCE);
            text.line(ALLOWED);
            text.line(read_origins(policy).trim_start_matches('\n'));
        }
        (AllowOrigin::Listed(_), Origins::Code) => {
            let matchers = is_allowed(&exact(&policy.origins), &families(&policy.origins));
            return text.finish() + &matchers;
        }
    }
    text.finish()
}

/// What the policy puts into the text.
struct Parts {
    methods: List,
    headers: List,
    exposed: Option<String>,
    max_age: Option<String>,
    /// What the response to a preflight varies on, where that is more than the origin.
    vary: Option<String>,
    /// Any origin, and so one constant response.
    is_constant: bool,
    credentials: AllowCredentials,
    status: PreflightStatus,
}

/// The value of Allow-Methods or Allow-Headers.
enum List {
    /// There is none.
    Absent,
    Constant(String),
    /// What was requested.
    Reflected,
}

impl List {
    fn of(value: Option<String>) -> Self {
        value.map_or(Self::Absent, Self::Constant)
    }

    fn constant(&self) -> Option<&str> {
        match self {
            Self::Constant(value) => Some(value),
            Self::Absent | Self::Reflected => None,
        }
    }
}

impl Parts {
    fn of(policy: &Policy) -> Self {
        let credentials = policy.credentials == AllowCredentials::Yes;
        let any = |value: &str| {
            if credentials {
                List::Reflected
            } else {
                List::Constant(value.to_owned())
            }
        };
        let methods = match policy.methods {
            AllowMethods::Any => any("*"),
            AllowMethods::Listed(_) => List::of(policy.methods.joined()),
        };
        let headers = match policy.headers {
            AllowHeaders::Any {
                and_authorization: true,
            } => any("*, Authorization"),
            AllowHeaders::Any {
                and_authorization: false,
            } => any("*"),
            AllowHeaders::Listed(_) => List::of(policy.headers.joined()),
        };
        let mut vary = vec!["Origin"];
        for (list, name) in [
            (&methods, "Access-Control-Request-Method"),
            (&headers, "Access-Control-Request-Headers"),
        ] {
            if matches!(list, List::Reflected) {
                vary.push(name);
            }
        }
        Self {
            vary: (vary.len() > 1).then(|| vary.join(", ")),
            methods,
            headers,
            exposed: policy.expose.value(),
            max_age: policy.max_age.seconds().map(|seconds| seconds.to_string()),
            is_constant: policy.origins == AllowOrigin::Any,
            credentials: policy.credentials,
            status: policy.preflight_status,
        }
    }

    /// The middleware itself.
    fn entry(&self, framework: Framework, text: &mut Text) {
        let origin = if self.is_constant { "" } else { ", origin" };
        match framework {
            Framework::Axum => {
                text.line(AXUM_DOC);
                text.line("pub async fn cors(request: Request, next: Next) -> Response {");
            }
            Framework::Actix => {
                text.line(ACTIX_DOC);
                text.line(ACTIX_SIGNATURE);
            }
        }
        text.line("    let headers = request.headers();");
        let has_origin = if self.is_constant {
            "line(headers, header::ORIGIN).is_some()"
        } else {
            text.line("    let origin = line(headers, header::ORIGIN);");
            "origin.is_some()"
        };
        text.line("    let is_preflight = request.method() == Method::OPTIONS");
        text.line(format!("        && {has_origin}"));
        text.line("        && line(headers, header::ACCESS_CONTROL_REQUEST_METHOD).is_some();");
        if !self.is_constant {
            text.line(
                "    let origin = origin.filter(|origin| origin.to_str().is_ok_and(is_allowed));",
            );
        }
        text.line("    if is_preflight {");
        if !self.is_constant {
            text.line(match framework {
                Framework::Axum => AXUM_BLOCK,
                Framework::Actix => ACTIX_BLOCK,
            });
        }
        let request = if self.vary.is_some() { ", headers" } else { "" };
        let (response, done) = match (framework, self.status) {
            (Framework::Axum, PreflightStatus::NoContent) => {
                ("StatusCode::NO_CONTENT.into_response()", "response")
            }
            (Framework::Axum, PreflightStatus::Ok) => {
                ("StatusCode::OK.into_response()", "response")
            }
            (Framework::Actix, PreflightStatus::NoContent) => {
                ("HttpResponse::NoContent().finish()", ACTIX_ANSWERED)
            }
            (Framework::Actix, PreflightStatus::Ok) => {
                ("HttpResponse::Ok().finish()", ACTIX_ANSWERED)
            }
        };
        text.line(format!("        let mut response = {response};"));
        text.line(format!(
            "        grant(response.headers_mut(){request}{origin});"
        ));
        text.line(format!("        return {done};"));
        text.line("    }");
        match framework {
            Framework::Axum => {
                text.line("    let mut response = next.run(request).await;");
                text.line(format!("    share(response.headers_mut(){origin});"));
                text.line("    response");
            }
            Framework::Actix => {
                let cloned = if self.is_constant {
                    ""
                } else {
                    ", origin.clone()"
                };
                text.line(
                    ACTIX_NEXT
                        .replace("ORIGIN", origin)
                        .replace("CLONED", cloned),
                );
            }
        }
        text.line("}");
        text.line("");
    }

    /// The response to a preflight whose origin is allowed.
    fn grant(&self, text: &mut Text) {
        let request = if self.vary.is_some() {
            ", headers: &HeaderMap"
        } else {
            ""
        };
        let origin = if self.is_constant {
            ""
        } else {
            ", origin: HeaderValue"
        };
        text.line(format!(
            "fn grant(response: &mut HeaderMap{request}{origin}) {{"
        ));
        self.allow_origin("    ", text);
        for (list, requested, name) in [
            (&self.methods, "METHOD", "METHODS"),
            (&self.headers, "HEADERS", "HEADERS"),
        ] {
            match list {
                List::Absent => {}
                List::Constant(_) => text.line(format!(
                    "    set(response, header::ACCESS_CONTROL_ALLOW_{name}, {name});"
                )),
                List::Reflected => {
                    text.line(format!(
                        "    if let Some(value) = line(headers, header::ACCESS_CONTROL_REQUEST_{requested}) {{"
                    ));
                    text.line(format!(
                        "        response.insert(header::ACCESS_CONTROL_ALLOW_{name}, value);"
                    ));
                    text.line("    }");
                }
            }
        }
        if self.max_age.is_some() {
            text.line("    set(response, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);");
        }
        if self.vary.is_some() {
            text.line("    set(response, header::VARY, VARY);");
        } else if !self.is_constant {
            text.line("    set(response, header::VARY, \"Origin\");");
        }
        text.line("}");
        text.line("");
    }

    /// What every other response gets.
    fn share(&self, text: &mut Text) {
        text.line("/// Replaces the app's own CORS headers.");
        if self.is_constant {
            text.line("fn share(response: &mut HeaderMap) {");
        } else {
            text.line("fn share(response: &mut HeaderMap, origin: Option<HeaderValue>) {");
        }
        text.line(DROP);
        let indent = if self.is_constant {
            "    "
        } else {
            text.line("    if let Some(origin) = origin {");
            "        "
        };
        self.allow_origin(indent, text);
        if self.exposed.is_some() {
            text.line(format!(
                "{indent}set(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);"
            ));
        }
        if !self.is_constant {
            text.line("    }");
            text.line("    response.append(header::VARY, HeaderValue::from_static(\"Origin\"));");
        }
        text.line("}");
        text.line("");
    }

    fn allow_origin(&self, indent: &str, text: &mut Text) {
        text.line(if self.is_constant {
            format!("{indent}set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, \"*\");")
        } else {
            format!("{indent}response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);")
        });
        if self.credentials == AllowCredentials::Yes {
            text.line(format!(
                "{indent}set(response, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, \"true\");"
            ));
        }
    }
}

const AXUM_IMPORTS: &str = "use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
";

const ACTIX_IMPORTS: &str = "use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};
";

const AXUM_DOC: &str = "/// Add this last, so it is the outermost layer: it handles preflights before auth, and errors get the headers too.";

const ACTIX_DOC: &str = "/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and errors get the headers too.";

const ACTIX_SIGNATURE: &str = "pub async fn cors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {";

const AXUM_BLOCK: &str = r#"        let Some(origin) = origin else {
            let vary = [(header::VARY, "Origin")];
            return (StatusCode::FORBIDDEN, vary, "origin not allowed\n").into_response();
        };"#;

const ACTIX_BLOCK: &str = r#"        let Some(origin) = origin else {
            let mut blocked = HttpResponse::Forbidden();
            let blocked = blocked.insert_header((header::VARY, "Origin"));
            let blocked = blocked.body("origin not allowed\n");
            return Ok(request.into_response(blocked).map_into_right_body());
        };"#;

const ACTIX_ANSWERED: &str = "Ok(request.into_response(response).map_into_right_body())";

const ACTIX_NEXT: &str = "    match next.call(request).await {
        Ok(mut response) => {
            share(response.headers_mut()ORIGIN);
            Ok(response.map_into_left_body())
        }
        // An error of another middleware becomes a response later, further out.
        Err(mut error) => {
            error.add_response_mapper(move |mut response| {
                share(response.headers_mut()CLONED);
                response
            });
            Err(error)
        }
    }";

const ALLOWED: &str = r"
fn is_allowed(origin: &str) -> bool {
    ORIGINS.iter().any(|allowed| allowed == origin)
}
";

const DROP: &str = r#"    let is_cors = |name: &&HeaderName| name.as_str().starts_with("access-control-");
    let theirs: Vec<_> = response.keys().filter(is_cors).cloned().collect();
    for name in theirs {
        response.remove(name);
    }"#;

const SET: &str = "fn set(response: &mut HeaderMap, name: HeaderName, value: &'static str) {
    response.insert(name, HeaderValue::from_static(value));
}
";

const LINE: &str = r#"/// The header with its lines joined, so that two origins are not one. None if it is missing or empty.
fn line(headers: &HeaderMap, name: HeaderName) -> Option<HeaderValue> {
    let lines = ALL.map(HeaderValue::as_bytes);
    let joined = lines.collect::<Vec<_>>().join(b", ".as_slice());
    let value = HeaderValue::from_bytes(&joined).ok();
    value.filter(|value| !value.is_empty())
}"#;
