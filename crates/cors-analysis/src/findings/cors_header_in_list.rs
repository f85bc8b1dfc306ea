use super::support::{Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "cors-header-in-list";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `Access-Control-…` as the name of a header to allow or to expose.
fn check(context: &Context<'_>) -> Vec<Finding> {
    [PolicyField::AllowHeaders, PolicyField::ExposeHeaders]
        .into_iter()
        .flat_map(|field| {
            context
                .list(field)
                .iter()
                .enumerate()
                .map(move |(index, text)| (field, index, text))
        })
        .filter(|(field, _, text)| {
            let name = text.trim().to_ascii_lowercase();
            // Those that script cannot set anyway are the business of another finding.
            let forbidden = *field == PolicyField::AllowHeaders
                && matches!(
                    name.as_str(),
                    "access-control-request-headers" | "access-control-request-method"
                );
            name.starts_with("access-control-") && !forbidden
        })
        .map(|(policy_field, index, text)| {
            let field = Field::Policy(policy_field);
            finding(
                (CODE, Severity::Risk),
                (field, Some(index)),
                text,
                Text {
                    message: format!(
                        "{}: {} is part of CORS itself and belongs into no list. Remove it.",
                        field.label(),
                        quoted(text)
                    ),
                    explanation: "The lists name the headers of your application. What browsers and servers tell each other about CORS needs no permission.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-responses",
                },
            )
            .with_fix(format!("Remove {text}"), without(policy_field, index))
        })
        .collect()
}
