use super::values::{Value, Values, reflected, vary_on_origin};
use crate::policy::{AllowCredentials, AllowOrigin, Policy};
use crate::targets::Version;
use crate::targets::language::{Comment, Text, header_comment, nginx as language};

/// Part 1, for the `http` level.
pub(super) fn maps(
    policy: &Policy,
    version: Version,
    permalink: Option<&str>,
    values: &Values,
) -> String {
    let variable = |suffix: &str| format!("${}", values.name(suffix));
    let mut text = Text::default();
    text.line(header_comment(
        Comment::Hash,
        "CORS for nginx, part 1 of 2, for http { }.",
        "nginx",
        version,
        permalink,
    ));
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        text.line("");
        text.line("# The origin of the request, if it may read.");
        text.line(format!("map $http_origin {} {{", variable("origin")));
        text.line("    default \"\";");
        for pattern in patterns {
            text.line(format!("    {} $http_origin;", language::map_key(pattern)));
        }
        text.line("}");
    }
    text.line("");
    text.line("# The method, if an Origin was sent.");
    text.line(format!("map $http_origin {} {{", variable("method")));
    text.line("    default $request_method;");
    text.line("    \"\" \"\";");
    text.line("}");
    text.line("");
    let question = format!(
        "\"{} $http_access_control_request_method\"",
        variable("method")
    );
    match &policy.origins {
        AllowOrigin::Any => {
            text.line("# What kind of answer this is.");
            text.line(format!("map {question} {} {{", variable("case")));
            text.line("    default shared;");
            text.line("    \"~^OPTIONS .\" preflight;");
            text.line("}");
        }
        AllowOrigin::Listed(_) => {
            text.line("# Whether this is a preflight.");
            text.line(format!("map {question} {} {{", variable("asks")));
            text.line("    default \"\";");
            text.line("    \"~^OPTIONS .\" preflight;");
            text.line("}");
            text.line("");
            text.line("# What kind of answer this is.");
            text.line(format!(
                "map \"{}:{}\" {} {{",
                variable("asks"),
                variable("origin"),
                variable("case")
            ));
            text.line("    default \"\";");
            text.line("    \"~^preflight:.\" preflight;");
            text.line("    \"~^preflight:$\" refused;");
            text.line("    \"~^:.\" shared;");
            text.line("}");
        }
    }
    let rows = values.rows();
    let needs_dollar = rows.iter().any(|(_, _, _, value)| {
        matches!(value, Some(Value::Fixed(text)) if language::needs_dollar(text))
    });
    let dollar = values.name("dollar");
    if needs_dollar {
        text.line("");
        text.line("# nginx has no other way to write a dollar sign.");
        text.line(format!("geo ${dollar} {{"));
        text.line("    default \"$\";");
        text.line("}");
    }
    text.line("");
    text.line("# The values of the headers; an empty one is not sent.");
    for (_, suffix, case, value) in rows {
        let value = match value {
            None => continue,
            Some(Value::Fixed(text)) => language::quote(text, &dollar),
            Some(Value::Reflected(variable)) => (*variable).to_owned(),
        };
        map_of_case(&mut text, values, suffix, case, &value);
    }
    if policy.credentials == AllowCredentials::Yes {
        text.line(format!(
            "map {} {} {{",
            variable("origin"),
            variable("credentials")
        ));
        text.line("    default \"true\";");
        text.line("    \"\" \"\";");
        text.line("}");
    }
    if let Some(reflected) = reflected(values) {
        text.line(format!("map {} {} {{", variable("case"), variable("vary")));
        let origin = vary_on_origin(policy);
        text.line(format!("    default \"{origin}\";"));
        let separator = if origin.is_empty() { "" } else { ", " };
        text.line(format!("    preflight \"{origin}{separator}{reflected}\";"));
        text.line("}");
    }
    text.finish()
}

fn map_of_case(text: &mut Text, values: &Values, suffix: &str, case: &str, value: &str) {
    text.line(format!(
        "map ${} ${} {{",
        values.name("case"),
        values.name(suffix)
    ));
    text.line("    default \"\";");
    text.line(format!("    {case} {value};"));
    text.line("}");
}
