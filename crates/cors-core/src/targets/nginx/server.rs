use super::merges_headers;
use super::options::Choices;
use super::values::Values;
use crate::policy::{AllowCredentials, AllowOrigin, Policy};
use crate::server::CORS_RESPONSE_HEADERS;
use crate::targets::Setup;
use crate::targets::language::{Language, Text, header_comment};

/// What makes a request a preflight. No header has a line end, so none of the three can pass for
/// another.
pub(super) const QUESTION: &str =
    "$request_method\\n$http_access_control_request_method\\n$http_origin";

/// Part 2, for the `server` or `location` level.
pub(super) fn server(
    policy: &Policy,
    setup: &Setup,
    permalink: Option<&str>,
    values: &Values,
) -> String {
    let choices = Choices::of(setup);
    let has_maps = values.need_maps(policy);
    let mut text = Text::default();
    text.line(header_comment(
        Language::NGINX,
        &format!(
            "CORS for nginx {}{}. Put this in {}.",
            setup.version.line,
            if has_maps { ", part 2 of 2" } else { "" },
            choices.scope.block(),
        ),
        permalink,
    ));
    if merges_headers(setup.version) {
        text.line("add_header_inherit merge;");
    }
    let origin = match policy.origins {
        AllowOrigin::Any => "\"*\"".to_owned(),
        AllowOrigin::Listed(_) => values.variable("origin"),
    };
    add_header(&mut text, "Access-Control-Allow-Origin", &origin);
    if policy.credentials == AllowCredentials::Yes {
        let credentials = values.variable("credentials");
        add_header(&mut text, "Access-Control-Allow-Credentials", &credentials);
    }
    for (header, suffix, _, value) in values.rows() {
        if value.is_some() {
            add_header(&mut text, header, &values.variable(suffix));
        }
    }
    if values.reflected().is_some() {
        add_header(&mut text, "Vary", &values.variable("vary"));
    } else if policy.varies_on_origin() {
        add_header(&mut text, "Vary", "\"Origin\"");
    }
    let modules = choices.upstream.modules();
    if !has_maps {
        text.line(if modules.is_empty() {
            "# Handle preflights before auth."
        } else {
            "# Drop the app's own CORS headers, and handle preflights before auth and the app."
        });
    } else if !modules.is_empty() {
        text.line("# Drop the app's own CORS headers, so that none is sent twice.");
    }
    for module in modules {
        for header in CORS_RESPONSE_HEADERS {
            text.line(format!("{module}_hide_header {header};"));
        }
    }
    if has_maps {
        text.line("# Handle preflights here, before auth and the app.");
    }
    let status = policy.preflight_status.status().code();
    if has_maps {
        let kind = values.variable("kind");
        if matches!(policy.origins, AllowOrigin::Listed(_)) {
            text.line(format!("if ({kind} = blocked) {{"));
            text.line("    return 403 \"CORS: this origin is not allowed.\\n\";");
            text.line("}");
        }
        text.line(format!("if ({kind} = preflight) {{"));
    } else {
        let question = values.variable("question");
        text.line(format!("set {question} \"{QUESTION}\";"));
        text.line(format!("if ({question} ~ \"^OPTIONS\\n.+\\n.\") {{"));
    }
    text.line(format!("    return {status};"));
    text.line("}");
    text.finish()
}

fn add_header(text: &mut Text, name: &str, value: &str) {
    text.line(format!("add_header {name} {value} always;"));
}
