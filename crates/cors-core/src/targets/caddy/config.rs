use crate::policy::{AllowCredentials, AllowOrigin, Policy};
use crate::targets::Setup;
use crate::targets::fingerprint::fingerprint;
use crate::targets::language::{Language, Text, caddy as language, header_comment};
use crate::targets::option::name;
use crate::targets::proxy::{Value, of_preflights, reflected};

/// The directives, indented with tabs as `caddy fmt` does.
pub(super) fn config(policy: &Policy, setup: &Setup, permalink: Option<&str>) -> String {
    let mut text = Text::default();
    text.line(header_comment(
        Language::CADDYFILE,
        &format!(
            "CORS for Caddy {}. Import this at the top of route {{ }} and in handle_errors {{ }}.",
            setup.version.line
        ),
        permalink,
    ));
    text.line("route {");
    let (matcher, origin) = match &policy.origins {
        AllowOrigin::Any => ("", "*"),
        AllowOrigin::Listed(patterns) => {
            let id = name(&setup.options).map_or_else(|| fingerprint(policy), str::to_owned);
            text.line(format!("\tmap {{header.Origin}} {{cors_{id}_allowed}} {{"));
            for pattern in patterns {
                text.line(format!("\t\t{} yes", language::map_key(pattern)));
            }
            text.line("\t\tdefault no");
            text.line("\t}");
            text.line(format!(
                "\t@cors_allowed expression {{cors_{id}_allowed}} == \"yes\""
            ));
            ("@cors_allowed ", "{header.Origin}")
        }
    };
    text.line("\t@cors_preflight {");
    text.line("\t\tmethod OPTIONS");
    text.line("\t\theader_regexp Origin .");
    text.line("\t\theader_regexp Access-Control-Request-Method .");
    text.line("\t}");
    if policy.varies_on_origin() {
        text.line("\theader {");
        text.line("\t\t+Vary Origin");
        text.line("\t\tdefer");
        text.line("\t}");
    }
    text.line(format!("\theader {matcher}{{"));
    text.line(format!("\t\tAccess-Control-Allow-Origin {origin}"));
    if policy.credentials == AllowCredentials::Yes {
        text.line("\t\tAccess-Control-Allow-Credentials true");
    }
    text.line("\t\tdefer");
    text.line("\t}");
    text.line("\t# Handle preflights here, before auth and the app.");
    text.line("\thandle @cors_preflight {");
    let status = policy.preflight_status.status().code();
    match &policy.origins {
        AllowOrigin::Any => {
            of_preflights_to(&mut text, "\t\t", policy);
            text.line(format!("\t\trespond {status}"));
        }
        AllowOrigin::Listed(_) => {
            text.line("\t\thandle @cors_allowed {");
            of_preflights_to(&mut text, "\t\t\t", policy);
            text.line(format!("\t\t\trespond {status}"));
            text.line("\t\t}");
            text.line("\t\trespond \"CORS: this origin is not allowed.\" 403");
        }
    }
    text.line("\t}");
    if let Some(names) = policy.expose.value() {
        text.line(format!("\theader {matcher}{{"));
        text.line(format!(
            "\t\tAccess-Control-Expose-Headers {}",
            language::quote(&names)
        ));
        text.line("\t\tdefer");
        text.line("\t}");
    }
    text.line("\t# Drop the app's own CORS headers, so that none is sent twice.");
    text.line("\theader -Access-Control-*");
    text.line("}");
    text.finish()
}

/// The headers that only preflight responses have.
fn of_preflights_to(text: &mut Text, indent: &str, policy: &Policy) {
    let headers = of_preflights(policy);
    for (name, value) in &headers {
        match value {
            Value::Fixed(value) => {
                text.line(format!("{indent}header {name} {}", language::quote(value)));
            }
            Value::Reflected(header) => {
                // An empty header has nothing to reflect.
                let matcher = format!("@{}", header.to_ascii_lowercase().replace('-', "_"));
                text.line(format!("{indent}{matcher} header_regexp {header} ."));
                text.line(format!(
                    "{indent}header {matcher} {name} {{header.{header}}}"
                ));
            }
        }
    }
    let reflected = reflected(&headers);
    if !reflected.is_empty() {
        text.line(format!(
            "{indent}header +Vary {}",
            language::quote(&reflected.join(", "))
        ));
    }
}
