use super::support::{Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{AllowHeaders, AllowMethods, MaxAge, Policy, PolicyEdit};
use cors_fetch::DEFAULT_MAX_AGE;

const CODE: &str = "no-max-age";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// No max age, although the policy allows requests that need a preflight.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let is_set = context.policy.policy().max_age != MaxAge::BrowserDefault
        || !context.draft.max_age.trim().is_empty();
    if is_set || !grants_preflights(context.policy.policy()) {
        return Vec::new();
    }
    vec![
        finding(
            (CODE, Severity::Tip),
            (Field::Policy(PolicyField::MaxAge), None),
            "",
            Text {
                message: format!("Use 600 seconds to save most preflights. Without a value, browsers cache one for only {DEFAULT_MAX_AGE} seconds."),
                explanation: "A request with a preflight takes two round trips. Every browser honors 600 seconds (10 minutes), for each URL and credentials mode, and a policy change reaches everyone within that time. “Disable cache” in the developer tools turns caching off, so close them when you count preflights.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
            },
        )
        .with_fix("Use 600", PolicyEdit::MaxAge("600".to_owned())),
    ]
}

/// Whether the policy allows anything that needs a preflight.
fn grants_preflights(policy: &Policy) -> bool {
    let methods = match &policy.methods {
        AllowMethods::Any => true,
        AllowMethods::Listed(methods) => methods.iter().any(|method| !method.is_cors_safelisted()),
    };
    let headers = match &policy.headers {
        AllowHeaders::Any { .. } => true,
        AllowHeaders::Listed(names) => !names.is_empty(),
    };
    methods || headers
}
