use super::support::{Text, code, finding};
use super::{Context, Finding, RequestEdit, Rule, Severity};
use crate::field::Field;
use cors_core::server::is_cors_response_header;
use cors_fetch::RequestField;

const CODE: &str = "cors-response-header-in-request";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `Access-Control-Allow-Origin` and the like among the headers that JavaScript sets.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    request
        .headers
        .iter()
        .enumerate()
        .filter(|(_, header)| is_cors_response_header(&header.name))
        .map(|(index, header)| {
            let name = header.name.as_str();
            finding(
                (CODE, Severity::Tip),
                (Field::Request(RequestField::Headers), Some(index)),
                name,
                Text {
                    message: format!(
                        "Remove {} from your code. It's a response header, which only the server can set.",
                        code(name)
                    ),
                    explanation: "A page can't give itself permission. In a request, the header only forces a preflight, which then fails because the header isn't allowed. Set it on the server, on every response.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-responses",
                },
            )
            .with_fix(
                format!("Remove {name} from the request"),
                RequestEdit::RemoveHeader(name.to_owned()),
            )
        })
        .collect()
}
