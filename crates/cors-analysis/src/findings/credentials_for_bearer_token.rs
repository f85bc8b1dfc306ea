use super::support::{Text, finding};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyEdit;
use cors_core::policy::PolicyField;
use cors_fetch::CredentialsMode;

const CODE: &str = "credentials-for-bearer-token";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// Credentials together with `Authorization`, unless the test request sends credentials.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let request = context.request_to_try();
    let uses_credentials =
        request.is_some_and(|request| request.credentials == CredentialsMode::Include);
    let allows_token = context
        .draft
        .allow_headers
        .iter()
        .any(|text| text.trim().eq_ignore_ascii_case("authorization"));
    if !context.draft.allow_credentials || !allows_token || uses_credentials {
        return Vec::new();
    }
    // A test request with a token and without credentials shows what is intended.
    let sends_token = request.is_some_and(|request| request.headers.contains("Authorization"));
    vec![
        finding(
            (CODE, Severity::Tip),
            (Field::Policy(PolicyField::AllowCredentials), None),
            "true",
            Text {
                message: "Turn credentials off unless you use cookies. A bearer token in `Authorization` doesn't need them.".to_owned(),
                explanation: "Credentials are what the browser adds by itself: cookies, HTTP auth and client certificates. For a token that your code puts in `Authorization`, it's enough to allow that header. With credentials on, allowed pages can also act as the user who is signed in.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#credentials",
            },
        )
        .with_fixes(
            sends_token.then(|| Fix::new("Turn credentials off", PolicyEdit::CredentialsOff)),
        ),
    ]
}
