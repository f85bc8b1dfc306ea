use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "cors-header-in-list";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `Access-Control-*` as the name of a header to allow or to expose.
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
            // Another check reports those that only browsers can set.
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
                (CODE, Severity::Tip),
                (field, Some(index)),
                text,
                Text {
                    message: format!(
                        "Remove {}. It's a CORS header and doesn't belong in this list.",
                        code(text)
                    ),
                    explanation: "The list is for your app's own headers. Browsers and servers exchange the `Access-Control-*` headers between themselves, and they work without being listed.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-responses",
                },
            )
            .with_fix(format!("Remove {text}"), without(policy_field, index))
        })
        .collect()
}
