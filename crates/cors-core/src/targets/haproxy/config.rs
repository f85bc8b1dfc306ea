use super::options;
use crate::policy::{AllowCredentials, AllowOrigin, Policy};
use crate::targets::Setup;
use crate::targets::fingerprint::fingerprint;
use crate::targets::language::{Language, Text, haproxy as language, header_comment};
use crate::targets::option::name;
use crate::targets::proxy::{Value, of_preflights, reflected};

/// The rules, for both sections alike.
pub(super) fn config(policy: &Policy, setup: &Setup, permalink: Option<&str>) -> String {
    let id = name(&setup.options).map_or_else(|| fingerprint(policy), str::to_owned);
    let preflight = format!("{{ var(txn.cors_{id}_preflight) -m bool }}");
    let origin = format!("var(txn.cors_{id}_origin)");
    let mut text = Text::default();
    text.line(header_comment(
        Language::HAPROXY,
        &format!(
            "CORS for HAProxy {}. Put this in {}.",
            setup.version.line,
            options::scope(&setup.options).section()
        ),
        permalink,
    ));
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        for pattern in patterns {
            let matcher = language::matcher(pattern);
            text.line(format!("acl cors_{id}_allowed req.fhdr(origin) {matcher}"));
        }
        text.line(format!("http-request set-var(txn.cors_{id}_origin) req.fhdr(origin) if {{ req.fhdr_cnt(origin) eq 1 }} cors_{id}_allowed"));
    }
    text.line("# Handle preflights here, before auth and the app.");
    text.line(format!("http-request set-var(txn.cors_{id}_preflight) bool(true) if METH_OPTIONS {{ req.fhdr(origin) -m len ge 1 }} {{ req.fhdr(access-control-request-method) -m len ge 1 }}"));
    if let AllowOrigin::Listed(_) = &policy.origins {
        text.line(format!("http-request return status 403 content-type text/plain string \"CORS: this origin is not allowed.\" if {preflight} !{{ {origin} -m found }}"));
    }
    text.line(format!(
        "http-request return status {}{} if {preflight}",
        policy.preflight_status.status().code(),
        headers_of_preflights(policy)
    ));
    text.line("# Drop the app's own CORS headers, so that none is sent twice.");
    text.line("http-response del-header Access-Control- -m beg");
    let (value, is_allowed) = match &policy.origins {
        AllowOrigin::Any => ("*".to_owned(), String::new()),
        AllowOrigin::Listed(_) => (
            format!("%[{origin}]"),
            format!(" if {{ {origin} -m found }}"),
        ),
    };
    let mut set = |name: &str, value: &str, condition: &str| {
        text.line(format!(
            "http-after-response set-header {name} {value}{condition}"
        ));
    };
    set("Access-Control-Allow-Origin", &value, &is_allowed);
    if policy.credentials == AllowCredentials::Yes {
        set("Access-Control-Allow-Credentials", "true", &is_allowed);
    }
    if let Some(names) = policy.expose.value() {
        let names = language::header_value(&names);
        let word = if is_allowed.is_empty() { " if" } else { "" };
        let condition = format!("{is_allowed}{word} !{preflight}");
        set("Access-Control-Expose-Headers", &names, &condition);
    }
    if policy.varies_on_origin() {
        text.line("http-after-response add-header Vary Origin");
    }
    text.finish()
}

/// The headers that only preflight responses have, as arguments of `return`.
fn headers_of_preflights(policy: &Policy) -> String {
    let headers = of_preflights(policy);
    let arguments = headers.iter().map(|(name, value)| {
        let value = match value {
            Value::Fixed(value) => language::header_value(value),
            Value::Reflected(header) => format!("%[req.fhdr({})]", header.to_ascii_lowercase()),
        };
        format!(" hdr {name} {value}")
    });
    let reflected = reflected(&headers);
    let vary = (!reflected.is_empty()).then(|| format!(" hdr Vary \"{}\"", reflected.join(", ")));
    arguments.chain(vary).collect()
}
