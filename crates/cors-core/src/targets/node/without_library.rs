use super::{Module, allow_list};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, OriginPattern, Policy,
};
use crate::targets::language::{Text, javascript as language};

/// A module with a function `corsPolicy(request, response, next)` that gives the reference response in
/// Express and in plain Node.
///
/// Headers are set when the response begins and no earlier: only `writeHead` sees everything that a
/// handler has set, in whichever way, and every response passes it.
pub(in crate::targets) fn middleware(
    policy: &Policy,
    module: &Module,
    header_comment: &str,
    declaration: &str,
) -> Text {
    let is_listed = matches!(policy.origins, AllowOrigin::Listed(_));
    let mut text = Text::default();
    text.line(header_comment);
    allow_list(&mut text, module.origins, policy, ("new Set(", ")"));
    text.line("");
    text.line(REPLACE_HEADERS);
    if is_listed {
        text.line("  response.appendHeader(\"Vary\", \"Origin\");");
    }
    text.line("}");
    text.line("");
    text.line(PAIRS);
    text.line("");
    text.line(declaration);
    text.line("  const origin = request.headers.origin;");
    text.line("  const method = request.headers[\"access-control-request-method\"];");
    allow(&mut text, policy);
    text.line("");
    text.line("  // Handle preflights here, before auth and the app.");
    text.line("  if (request.method === \"OPTIONS\" && origin && method) {");
    if is_listed {
        text.line(BLOCK);
    }
    grant(&mut text, policy);
    text.line("    return;");
    text.line("  }");
    text.line("");
    text.line(HOOK);
    if let Some(names) = policy.expose.value() {
        let names = language::quote(&names);
        let condition = if is_listed { "isAllowed && " } else { "" };
        text.line("    replaceHeaders(response, {");
        text.line("      ...allow,");
        let value = format!("{condition}{names},");
        let line = format!("      \"Access-Control-Expose-Headers\": {value}");
        if line.len() <= language::WIDTH {
            text.line(line);
        } else {
            text.line("      \"Access-Control-Expose-Headers\":");
            if condition.is_empty() || value.len() + 8 <= language::WIDTH {
                text.line(format!("        {value}"));
            } else {
                text.line("        isAllowed &&");
                text.line(format!("        {names},"));
            }
        }
        text.line("    });");
    } else {
        text.line("    replaceHeaders(response, allow);");
    }
    text.line("    return writeHead.call(response, status, isText ? message : undefined);");
    text.line("  };");
    text.line("  next();");
    text.line("}");
    text
}

/// The headers that every response to this request has.
fn allow(text: &mut Text, policy: &Policy) {
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        text.line("  const allow = { \"Access-Control-Allow-Origin\": \"*\" };");
        return;
    };
    let is_family = |pattern: &OriginPattern| matches!(pattern, OriginPattern::Family(_));
    let exact = "allowedOrigins.has(origin)";
    let family = "allowedPatterns.some((re) => re.test(origin))";
    if !patterns.iter().any(is_family) {
        text.line(format!("  const isAllowed = {exact};"));
    } else if patterns.iter().all(is_family) {
        text.line(format!("  const isAllowed = {family};"));
    } else {
        text.line("  const isAllowed =");
        text.line(format!("    {exact} || {family};"));
    }
    text.line("  const allow = {");
    text.line("    \"Access-Control-Allow-Origin\": isAllowed && origin,");
    if policy.credentials == AllowCredentials::Yes {
        text.line("    \"Access-Control-Allow-Credentials\": isAllowed && \"true\",");
    }
    text.line("  };");
}

fn grant(text: &mut Text, policy: &Policy) {
    let credentials = policy.credentials == AllowCredentials::Yes;
    let mut reflected = Vec::new();
    let methods = match &policy.methods {
        AllowMethods::Any if credentials => {
            reflected.push("Access-Control-Request-Method");
            Some("method".to_owned())
        }
        AllowMethods::Any => Some("\"*\"".to_owned()),
        AllowMethods::Listed(_) => policy.methods.joined().as_deref().map(language::quote),
    };
    let headers = match &policy.headers {
        AllowHeaders::Any { .. } if credentials => {
            reflected.push("Access-Control-Request-Headers");
            Some("request.headers[\"access-control-request-headers\"]".to_owned())
        }
        AllowHeaders::Any {
            and_authorization: true,
        } => Some("\"*, Authorization\"".to_owned()),
        AllowHeaders::Any {
            and_authorization: false,
        } => Some("\"*\"".to_owned()),
        AllowHeaders::Listed(_) => policy.headers.joined().as_deref().map(language::quote),
    };
    let max_age = policy
        .max_age
        .seconds()
        .map(|seconds| format!("\"{seconds}\""));
    text.line("    replaceHeaders(response, {");
    text.line("      ...allow,");
    for (name, value) in [
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", headers),
        ("Access-Control-Max-Age", max_age),
    ] {
        if let Some(value) = value {
            let line = format!("      \"{name}\": {value},");
            if line.len() <= language::WIDTH {
                text.line(line);
            } else {
                text.line(format!("      \"{name}\":"));
                text.line(format!("        {value},"));
            }
        }
    }
    text.line("    });");
    if !reflected.is_empty() {
        let reflected = language::quote(&reflected.join(", "));
        let line = format!("    response.appendHeader(\"Vary\", {reflected});");
        if line.len() <= language::WIDTH {
            text.line(line);
        } else {
            text.line("    response.appendHeader(");
            text.line("      \"Vary\",");
            text.line(format!("      {reflected},"));
            text.line("    );");
        }
    }
    let status = policy.preflight_status.status().code();
    text.line(format!("    response.statusCode = {status};"));
    text.line("    response.end();");
}

const REPLACE_HEADERS: &str = r#"// Sets these headers and drops all other CORS headers.
function replaceHeaders(response, headers) {
  for (const name of response.getHeaderNames()) {
    if (name.startsWith("access-control-")) {
      response.removeHeader(name);
    }
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value) {
      response.setHeader(name, value);
    }
  }"#;

const PAIRS: &str =
    "// writeHead accepts an object, an array of pairs, or names and values in turn.
function pairs(headers) {
  if (!Array.isArray(headers)) {
    return Object.entries(headers);
  }
  if (Array.isArray(headers[0])) {
    return headers;
  }
  return headers.flatMap((name, i) => (i % 2 ? [] : [[name, headers[i + 1]]]));
}";

const BLOCK: &str = r#"    if (!isAllowed) {
      replaceHeaders(response, {});
      response.statusCode = 403;
      response.setHeader("Content-Type", "text/plain");
      response.end("CORS: this origin is not allowed.\n");
      return;
    }"#;

const HOOK: &str = r#"  // Set the headers last, after the app has set its own.
  const { writeHead } = response;
  response.writeHead = (status, message, headers) => {
    const isText = typeof message === "string";
    const given = pairs(headers ?? (isText ? {} : (message ?? {})));
    for (const [name] of given) {
      response.removeHeader(name);
    }
    for (const [name, value] of given) {
      response.appendHeader(name, value);
    }"#;
