use super::support::{Text, finding};
use super::{Context, Finding, RequestEdit, Rule, Severity};
use crate::field::Field;
use cors_fetch::RequestField;
use cors_fetch::{CredentialsMode, Mode};

const CODE: &str = "credentials-not-sent";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A policy that allows credentials, and a test request to another origin that sends none. A token in `Authorization`
/// shows that none are needed.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    let same_origin = request.origin.is_same_origin(&request.url.origin());
    if !context.draft.allow_credentials
        || request.credentials.is_include()
        || request.mode != Mode::Cors
        || same_origin
        || request.headers.contains("Authorization")
    {
        return Vec::new();
    }
    let mode = request.credentials.id();
    vec![
        finding(
            (CODE, Severity::Tip),
            (Field::Request(RequestField::Credentials), None),
            mode,
            Text {
                message: format!(
                    "Use `include` if your code needs cookies. With `{mode}`, browsers neither send them to another origin nor store them from there."
                ),
                explanation: "The policy allows credentials, but your code has to request them with `credentials: \"include\"` (XMLHttpRequest: `withCredentials = true`). Two ports on one host are two origins. If a login works and is forgotten at once, this is often why.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#concept-request-credentials-mode",
            },
        )
        .with_fix(
            "Send credentials",
            RequestEdit::Credentials(CredentialsMode::Include),
        ),
    ]
}
