use super::support::{Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_fetch::{CredentialsMode, Mode, Preflight, Profile, RequestField};

const CODE: &str = "cors-is-not-access-control";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A request of an origin that is not allowed, which the application answers all the same because browsers
/// send it without preflight. One that changes nothing by custom is only worth knowing.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    let same_origin = request.origin.is_same_origin(&request.url.origin());
    let origin = request.origin.serialize();
    let allowed = context
        .policy
        .policy()
        .allow_origin_for(Some(origin.as_bytes()));
    if same_origin || request.mode == Mode::SameOrigin || allowed.is_some() || !runs(context) {
        return Vec::new();
    }
    let method = request.method.normalize();
    let only_reads = matches!(method.as_str(), "GET" | "HEAD");
    let severity = if only_reads {
        Severity::Tip
    } else {
        Severity::Risk
    };
    let cookies = if request.credentials == CredentialsMode::Include {
        " The request carries the user's cookies where SameSite lets them."
    } else {
        ""
    };
    vec![finding(
        (CODE, severity),
        (Field::Request(RequestField::PageOrigin), None),
        &origin,
        Text {
            message: format!(
                "Page origin: {} may not read the answer, but its {method} reaches the application, which runs.{}",
                quoted(&origin),
                if only_reads {
                    " Make sure that it changes nothing."
                } else {
                    " Protect it against forged requests (CSRF)."
                }
            ),
            explanation: format!(
                "Browsers send without preflight what a link or a form could send anyway, and look at the answer's headers only afterwards. CORS decides who may read, not who may call.{cookies} Before the application changes anything, let it check a CSRF token, the Origin or the Sec-Fetch-Site header, or ask for a header that needs a preflight."
            ),
            reference: "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
        },
    )]
}

/// Whether the app handles the request although there was no preflight.
fn runs(context: &Context<'_>) -> bool {
    let Some(simulation) = context.analysis.without_faults(Profile::Standard) else {
        return false;
    };
    let mut hops = simulation.exchange.hops.iter();
    simulation.reached_app && hops.all(|hop| matches!(hop.preflight, Preflight::NotNeeded))
}
