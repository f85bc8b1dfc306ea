use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_http::Method;

const CODE: &str = "options-in-allowed-methods";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `OPTIONS` in the list, probably because preflights use it, unless the test request uses it too.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let is_used = context
        .request_to_try()
        .is_some_and(|request| request.method.normalize() == Method::options());
    if is_used {
        return Vec::new();
    }
    context
        .draft
        .allow_methods
        .iter()
        .enumerate()
        .filter(|(_, text)| text.trim().eq_ignore_ascii_case("OPTIONS"))
        .map(|(index, text)| {
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowMethods), Some(index)),
                text,
                Text {
                    message: format!(
                        "Remove {} unless your code sends it. Preflights work without it.",
                        code(text)
                    ),
                    explanation: "The list is for the request that follows the preflight. The preflight is the browser's own request, and its method is never checked.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
                },
            )
            .with_fix("Remove OPTIONS", without(PolicyField::AllowMethods, index))
        })
        .collect()
}
