use super::support::{Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_http::Method;

const CODE: &str = "options-in-allowed-methods";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `OPTIONS` in the list, which is there because preflights use it, unless the request to try uses it too.
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
                        "Allowed methods: {} is needed only if your script sends OPTIONS itself. Preflights need no listing.",
                        quoted(text)
                    ),
                    explanation: "The list names what the actual request may use. The preflight is the browser's own request and is never checked against it.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
                },
            )
            .with_fix("Remove OPTIONS", without(PolicyField::AllowMethods, index))
        })
        .collect()
}
