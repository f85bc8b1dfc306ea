use super::options::Choices;
use crate::policy::{AllowCredentials, AllowOrigin, Policy, PreflightStatus};
use crate::server::CORS_RESPONSE_HEADERS;
use crate::targets::Setup;
use crate::targets::language::{Language, Text, apache as language, header_comment};
use crate::targets::proxy::{Value, of_preflights, reflected};

const IS_PREFLIGHT: &str =
    "%{REQUEST_METHOD} == 'OPTIONS' && -n req_novary('Access-Control-Request-Method')";

/// The directives, for every level alike.
pub(super) fn config(policy: &Policy, setup: &Setup, permalink: Option<&str>) -> String {
    let Choices { upstream, scope } = Choices::of(setup);
    let mut text = Text::default();
    text.line(header_comment(
        Language::APACHE,
        &format!(
            "CORS for Apache httpd {}. Put this in {}.",
            setup.version.line,
            scope.place()
        ),
        permalink,
    ));
    let removes = upstream.removes();
    if !removes.is_empty() {
        text.line("# Drop the app's own CORS headers, so that none is sent twice.");
    }
    for directive in removes {
        for header in CORS_RESPONSE_HEADERS {
            text.line(format!("{directive} {header}"));
        }
    }
    match &policy.origins {
        AllowOrigin::Any => {
            set(&mut text, "", "Access-Control-Allow-Origin", "\"*\"");
            of_allowed(&mut text, "", policy);
            text.line("# Handle preflights here, before auth and the app.");
            text.line(format!(
                "<If \"-n req_novary('Origin') && {IS_PREFLIGHT}\">"
            ));
            of_preflight(&mut text, "    ", policy);
            text.line("</If>");
        }
        AllowOrigin::Listed(patterns) => {
            text.line("Header always merge Vary Origin");
            let origins: Vec<String> = patterns.iter().map(language::is_origin).collect();
            text.line(format!("<If \"{}\">", origins.join(" \\\n    || ")));
            let value = "expr=%{req_novary:Origin}";
            set(&mut text, "    ", "Access-Control-Allow-Origin", value);
            of_allowed(&mut text, "    ", policy);
            text.line("    # Handle preflights here, before auth and the app.");
            text.line(format!("    <If \"{IS_PREFLIGHT}\">"));
            of_preflight(&mut text, "        ", policy);
            text.line("    </If>");
            text.line("</If>");
            text.line(format!(
                "<ElseIf \"-n req_novary('Origin') && {IS_PREFLIGHT}\">"
            ));
            end_with(
                &mut text,
                "    ",
                "403",
                Some("CORS: this origin is not allowed."),
            );
            text.line("</ElseIf>");
        }
    }
    text.finish()
}

fn set(text: &mut Text, indent: &str, name: &str, value: &str) {
    text.line(format!("{indent}Header always set {name} {value}"));
}

/// What every response to an allowed origin has besides Allow-Origin.
fn of_allowed(text: &mut Text, indent: &str, policy: &Policy) {
    if policy.credentials == AllowCredentials::Yes {
        set(text, indent, "Access-Control-Allow-Credentials", "\"true\"");
    }
    if let Some(names) = policy.expose.value() {
        let value = language::header_value(&names);
        set(text, indent, "Access-Control-Expose-Headers", &value);
    }
}

/// What preflight responses to an allowed origin have besides that.
fn of_preflight(text: &mut Text, indent: &str, policy: &Policy) {
    let (status, message) = match policy.preflight_status {
        PreflightStatus::NoContent => ("204", None),
        PreflightStatus::Ok => ("200", Some("OK")),
    };
    end_with(text, indent, status, message);
    if policy.expose.value().is_some() {
        text.line(format!(
            "{indent}Header always unset Access-Control-Expose-Headers"
        ));
    }
    let headers = of_preflights(policy);
    for (name, value) in &headers {
        match value {
            Value::Fixed(value) => set(text, indent, name, &language::header_value(value)),
            Value::Reflected(header) => {
                // An empty header has nothing to reflect.
                let value =
                    format!("expr=%{{req_novary:{header}}} \"expr=-n req_novary('{header}')\"");
                set(text, indent, name, &value);
            }
        }
    }
    let reflected = reflected(&headers);
    if !reflected.is_empty() {
        text.line(format!(
            "{indent}Header always merge Vary \"{}\"",
            reflected.join(", ")
        ));
    }
}

/// Ends the request here, whatever auth the path has and whatever error pages the site has.
fn end_with(text: &mut Text, indent: &str, status: &str, message: Option<&str>) {
    text.line(format!("{indent}AuthType None"));
    text.line(format!("{indent}Require all granted"));
    if let Some(message) = message {
        text.line(format!("{indent}ErrorDocument {status} \"{message}\""));
    }
    text.line(format!("{indent}Redirect {status} /"));
}
