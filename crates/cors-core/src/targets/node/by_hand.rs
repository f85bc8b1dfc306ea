use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, OriginPattern, Policy,
};
use crate::server::CORS_RESPONSE_HEADERS;
use crate::targets::language::{Text, javascript as language};

/// A module with a function `corsPolicy(request, response, next)` that gives the canonical answer in
/// Express and in plain Node.
///
/// Headers are set when the answer begins and no earlier: only `writeHead` sees everything that a
/// handler has set, in whichever way, and every answer passes it.
pub(in crate::targets) fn middleware(policy: &Policy, header_comment: &str, usage: &str) -> String {
    let is_listed = matches!(policy.origins, AllowOrigin::Listed(_));
    let mut text = Text::default();
    text.line(header_comment);
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        allow_list(&mut text, patterns);
    }
    text.line("");
    text.line("// What anything else sets under these names is replaced.");
    text.line("const corsHeaders = [");
    for name in CORS_RESPONSE_HEADERS {
        text.line(format!("  '{name}',"));
    }
    text.line("];");
    text.line("");
    text.line(REPLACE_HEADERS);
    if is_listed {
        text.line("  // Beside the Vary that is there.");
        text.line("  response.appendHeader('Vary', 'Origin');");
    }
    text.line("}");
    text.line("");
    text.line(PAIRS);
    text.line("");
    text.line(usage);
    text.line("  const origin = request.headers.origin;");
    text.line("  const requestMethod = request.headers['access-control-request-method'];");
    allow(&mut text, policy);
    text.line("");
    text.line("  // A preflight ends here, before authentication and the application.");
    text.line("  if (request.method === 'OPTIONS' && origin && requestMethod) {");
    if is_listed {
        text.line(REFUSAL);
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
        text.line(format!(
            "      'Access-Control-Expose-Headers': {condition}{names},"
        ));
        text.line("    });");
    } else {
        text.line("    replaceHeaders(response, allow);");
    }
    text.line("    return writeHead.call(response, status, isText ? message : undefined);");
    text.line("  };");
    text.line("  next();");
    text.line("}");
    text.finish()
}

/// Exact origins are looked up, patterns are tried one after another.
fn allow_list(text: &mut Text, patterns: &[OriginPattern]) {
    let (families, exact): (Vec<_>, Vec<_>) = patterns
        .iter()
        .partition(|pattern| matches!(pattern, OriginPattern::Family(_)));
    let written = |patterns: Vec<&OriginPattern>| -> Vec<String> {
        patterns.into_iter().map(language::origin).collect()
    };
    text.line("");
    if !exact.is_empty() {
        text.line(language::array(
            "",
            "const allowedOrigins = new Set([",
            &written(exact),
            "]);",
        ));
    }
    if !families.is_empty() {
        text.line(language::array(
            "",
            "const allowedPatterns = [",
            &written(families),
            "];",
        ));
    }
}

/// The headers that every answer to this request has.
fn allow(text: &mut Text, policy: &Policy) {
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        text.line("  const allow = { 'Access-Control-Allow-Origin': '*' };");
        return;
    };
    let is_family = |pattern: &OriginPattern| matches!(pattern, OriginPattern::Family(_));
    let exact = "allowedOrigins.has(origin)";
    let family = "allowedPatterns.some((pattern) => pattern.test(origin))";
    if !patterns.iter().any(is_family) {
        text.line(format!("  const isAllowed = {exact};"));
    } else if patterns.iter().all(is_family) {
        text.line(format!("  const isAllowed = {family};"));
    } else {
        text.line("  const isAllowed =");
        text.line(format!("    {exact} || {family};"));
    }
    text.line("  const allow = {");
    text.line("    'Access-Control-Allow-Origin': isAllowed && origin,");
    if policy.credentials == AllowCredentials::Yes {
        text.line("    'Access-Control-Allow-Credentials': isAllowed && 'true',");
    }
    text.line("  };");
}

fn grant(text: &mut Text, policy: &Policy) {
    let credentials = policy.credentials == AllowCredentials::Yes;
    let mut reflected = Vec::new();
    let methods = match &policy.methods {
        AllowMethods::Any if credentials => {
            reflected.push("Access-Control-Request-Method");
            Some("requestMethod".to_owned())
        }
        AllowMethods::Any => Some("'*'".to_owned()),
        AllowMethods::Listed(_) => policy.methods.joined().as_deref().map(language::quote),
    };
    let headers = match &policy.headers {
        AllowHeaders::Any { .. } if credentials => {
            reflected.push("Access-Control-Request-Headers");
            Some("request.headers['access-control-request-headers']".to_owned())
        }
        AllowHeaders::Any {
            and_authorization: true,
        } => Some("'*, Authorization'".to_owned()),
        AllowHeaders::Any {
            and_authorization: false,
        } => Some("'*'".to_owned()),
        AllowHeaders::Listed(_) => policy.headers.joined().as_deref().map(language::quote),
    };
    let max_age = policy
        .max_age
        .seconds()
        .map(|seconds| format!("'{seconds}'"));
    text.line("    replaceHeaders(response, {");
    text.line("      ...allow,");
    for (name, value) in [
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", headers),
        ("Access-Control-Max-Age", max_age),
    ] {
        if let Some(value) = value {
            text.line(format!("      '{name}': {value},"));
        }
    }
    text.line("    });");
    if !reflected.is_empty() {
        let reflected = reflected.join(", ");
        text.line(format!("    response.appendHeader('Vary', '{reflected}');"));
    }
    let status = policy.preflight_status.status().code();
    text.line(format!("    response.statusCode = {status};"));
    text.line("    response.end();");
}

const REPLACE_HEADERS: &str = "// A header without a value is not sent.
function replaceHeaders(response, headers) {
  for (const name of corsHeaders) {
    response.removeHeader(name);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value) {
      response.setHeader(name, value);
    }
  }";

const PAIRS: &str = "// writeHead takes an object, an array of pairs, or names and values in turn.
function pairs(headers) {
  if (!Array.isArray(headers)) {
    return Object.entries(headers);
  }
  if (Array.isArray(headers[0])) {
    return headers;
  }
  return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []));
}";

const REFUSAL: &str = r"    if (!isAllowed) {
      replaceHeaders(response, {});
      response.statusCode = 403;
      response.setHeader('Content-Type', 'text/plain');
      response.end('CORS: this origin is not allowed.\n');
      return;
    }";

const HOOK: &str =
    "  // Only when the answer begins is everything known that the application sets itself.
  const { writeHead } = response;
  response.writeHead = (status, message, headers) => {
    const isText = typeof message === 'string';
    const given = pairs(headers ?? (isText ? {} : (message ?? {})));
    for (const [name] of given) {
      response.removeHeader(name);
    }
    for (const [name, value] of given) {
      response.appendHeader(name, value);
    }";
