use super::{ShownExchange, Verdict, VerdictKind};
use cors_fetch::RequestDraft;
use cors_fetch::{Exchange, FilteredResponse, Outcome, Preflight, PreflightReasons};
use cors_http::HeaderName;

/// The exchange in one sentence or two, fit to be read aloud.
pub(super) fn sentence(draft: &RequestDraft, shown: Result<&ShownExchange, &String>) -> Verdict {
    let exchange = match shown {
        Ok(shown) => &shown.exchange,
        Err(reason) => {
            return Verdict {
                kind: VerdictKind::Unknown,
                sentence: reason.clone(),
            };
        }
    };
    match &exchange.outcome {
        Outcome::Shared(response) => Verdict {
            kind: VerdictKind::of(response),
            sentence: shared(draft, exchange, response),
        },
        Outcome::NetworkError(error) => Verdict {
            kind: VerdictKind::Refused,
            sentence: format!("Refused: {}", error.sentence()),
        },
    }
}

fn shared(draft: &RequestDraft, exchange: &Exchange, response: &FilteredResponse) -> String {
    let page = draft.page_origin.trim();
    match response {
        FilteredResponse::Basic { .. } => {
            "Shared: the page and the URL have the same origin, so CORS does not apply.".to_owned()
        }
        FilteredResponse::Cors { .. } => {
            format!("Shared: {page} may read this answer. {}", preflight(exchange))
        }
        FilteredResponse::Opaque => {
            "Opaque: no-cors sends the request, but JavaScript can't read the response. It doesn't fix a CORS error."
                .to_owned()
        }
        FilteredResponse::OpaqueRedirect => {
            "Opaque: the redirect is handed to script, which may not look into it.".to_owned()
        }
    }
}

fn preflight(exchange: &Exchange) -> String {
    match exchange.hops.first().map(|hop| &hop.preflight) {
        None | Some(Preflight::NotNeeded) => "No preflight was needed.".to_owned(),
        Some(Preflight::Cached { needed_for }) => format!(
            "A preflight was needed ({}), and an earlier one is still remembered.",
            reasons(needed_for)
        ),
        Some(Preflight::Sent { needed_for, .. }) => {
            format!("A preflight was needed ({}).", reasons(needed_for))
        }
    }
}

fn reasons(reasons: &PreflightReasons) -> String {
    let mut names: Vec<&str> = Vec::new();
    names.extend(reasons.method.as_ref().map(cors_http::Method::as_str));
    names.extend(reasons.headers.iter().map(HeaderName::as_str));
    if reasons.use_cors_preflight_flag {
        names.push("upload listeners or a stream");
    }
    names.join(", ")
}
