use super::options::Choices;
use super::server::QUESTION;
use super::values::{Kind, Value, Values};
use crate::policy::{AllowCredentials, AllowOrigin, Policy};
use crate::targets::Setup;
use crate::targets::language::{Language, Text, header_comment, nginx as language};

/// Part 1, for the `http` level; `None` where there is nothing to decide there.
pub(super) fn maps(
    policy: &Policy,
    setup: &Setup,
    permalink: Option<&str>,
    values: &Values,
) -> Option<String> {
    if !values.need_maps(policy) {
        return None;
    }
    let rows = values.rows();
    let kind = values.variable("kind");
    let mut text = Text::default();
    text.line(header_comment(
        Language::NGINX,
        &format!(
            "CORS for nginx {}, part 1 of 2. Put this in http {{ }}, outside any server {{ }}; part 2 goes in {}.",
            setup.version.line,
            Choices::of(setup).scope.block(),
        ),
        permalink,
    ));
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        text.line(format!("map $http_origin {} {{", values.variable("origin")));
        for pattern in patterns {
            text.line(format!("    {} $http_origin;", language::map_key(pattern)));
        }
        text.line("}");
    }
    let is_exposing = rows
        .iter()
        .any(|(_, _, kind, value)| *kind == Kind::Allowed && value.is_some());
    match &policy.origins {
        AllowOrigin::Any => {
            text.line(format!("map \"{QUESTION}\" {kind} {{"));
            text.line("    \"~^OPTIONS\\n.+\\n.\" preflight;");
        }
        AllowOrigin::Listed(_) => {
            text.line("# preflight, blocked, allowed or empty.");
            text.line(format!(
                "map \"{QUESTION}\\n{}\" {kind} {{",
                values.variable("origin")
            ));
            text.line("    \"~^OPTIONS\\n.+\\n.+\\n.\" preflight;");
            text.line("    \"~^OPTIONS\\n.+\\n.+\\n\\z\" blocked;");
            if is_exposing {
                text.line("    \"~\\n.+\\z\" allowed;");
            }
        }
    }
    text.line("}");
    let dollar = values.name("dollar");
    let needs_dollar = rows.iter().any(
        |(.., value)| matches!(value, Some(Value::Fixed(text)) if language::needs_dollar(text)),
    );
    if needs_dollar {
        text.line("# nginx has no other way to write a dollar sign.");
        text.line(format!("geo ${dollar} {{"));
        text.line("    default \"$\";");
        text.line("}");
    }
    for (_, suffix, sent_with, value) in rows {
        let value = match value {
            None => continue,
            Some(Value::Fixed(text)) => language::quote(text, &dollar),
            Some(Value::Reflected(variable)) => (*variable).to_owned(),
        };
        let key = match (sent_with, &policy.origins) {
            (Kind::Preflight, _) => "preflight",
            (Kind::Allowed, AllowOrigin::Listed(_)) => "allowed",
            (Kind::Allowed, AllowOrigin::Any) => "\"\"",
        };
        text.line(format!("map {kind} {} {{", values.variable(suffix)));
        text.line(format!("    {key} {value};"));
        text.line("}");
    }
    if policy.credentials == AllowCredentials::Yes {
        text.line(format!(
            "map {} {} {{",
            values.variable("origin"),
            values.variable("credentials")
        ));
        text.line("    \"~.\" \"true\";");
        text.line("}");
    }
    if let Some(reflected) = values.reflected() {
        text.line(format!("map {kind} {} {{", values.variable("vary")));
        if policy.varies_on_origin() {
            text.line("    default \"Origin\";");
            text.line(format!("    preflight \"Origin, {reflected}\";"));
        } else {
            text.line(format!("    preflight \"{reflected}\";"));
        }
        text.line("}");
    }
    Some(text.finish())
}
