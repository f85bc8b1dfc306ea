use super::values::{Values, reflected};
use crate::policy::{AllowCredentials, AllowOrigin, Policy};
use crate::server::CORS_RESPONSE_HEADERS;
use crate::targets::Version;
use crate::targets::language::{Comment, Text, header_comment};

/// What the upstream modules are called. All of them are in the packages of nginx and of Debian.
const UPSTREAM_MODULES: [&str; 5] = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc"];

/// Part 2, for the `server` level.
pub(super) fn server(
    policy: &Policy,
    version: Version,
    permalink: Option<&str>,
    values: &Values,
) -> String {
    let variable = |suffix: &str| format!("${}", values.name(suffix));
    let mut text = Text::default();
    text.line(header_comment(
        Comment::Hash,
        "CORS for nginx, part 2 of 2, for server { }.",
        "nginx",
        version,
        permalink,
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
