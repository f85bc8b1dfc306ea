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

/// Credentials together with `Authorization`, unless the request to try does send credentials.
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
    // A request that sends its token without credentials settles what is meant.
    let sends_token = request.is_some_and(|request| request.headers.contains("Authorization"));
    vec![
        finding(
            (CODE, Severity::Tip),
            (Field::Policy(PolicyField::AllowCredentials), None),
            "true",
            Text {
                message: "Allow credentials: a bearer token in Authorization needs none. Turn credentials off unless pages rely on cookies.".to_owned(),
                explanation: "Credentials mean what a browser adds by itself: cookies, client certificates, passwords that it has asked for. A token that script puts into Authorization needs the header in the list and nothing more. With credentials on, a page of an allowed origin also acts as whoever is signed in, so leave them off where nobody is.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#credentials",
            },
        )
        .with_fixes(
            sends_token.then(|| Fix::new("Turn credentials off", PolicyEdit::CredentialsOff)),
        ),
    ]
}
