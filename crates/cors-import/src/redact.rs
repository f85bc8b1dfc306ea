//! What must not leave this crate: passwords, tokens and keys that someone pasted along.

/// Words that announce a secret.
const ANNOUNCE: [&str; 13] = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "authorization",
    "cookie",
    "private_key",
    "credential=",
    "session",
];

/// The text with everything in it replaced that looks like a secret.
pub(crate) fn redact(text: &str) -> String {
    let announced = without_announced(text);
    let words: Vec<String> = announced.split(' ').map(word_without_secret).collect();
    words.join(" ")
}

/// Replaces what follows `password =`, `"token": ` and the like.
fn without_announced(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    while let Some(after_name) = ANNOUNCE
        .iter()
        .filter_map(|name| Some(lower.get(done..)?.find(name)? + done + name.len()))
        .min()
    {
        let rest = text.get(after_name..).unwrap_or_default();
        let gap = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'' | ' ')))
            .unwrap_or(rest.len());
        let behind = rest.get(gap..).unwrap_or_default();
        let value = behind.trim_start_matches(['=', ':', '>', ' ', '"', '\'', '`']);
        let is_assigned = behind.starts_with(['=', ':']) && gap <= 24;
        let start = text.len() - value.len();
        let end = secret_end(value);
        if !is_assigned || end == 0 {
            redacted.push_str(text.get(done..after_name).unwrap_or_default());
            done = after_name;
            continue;
        }
        redacted.push_str(text.get(done..start).unwrap_or_default());
        redacted.push('…');
        done = start + end;
    }
    redacted.push_str(text.get(done..).unwrap_or_default());
    redacted
}

/// How long the secret is that a text begins with.
fn secret_end(value: &str) -> usize {
    // Names of variables and of headers are no secrets.
    let is_open = [
        "$", "process.", "os.", "env(", "config(", "true", "false", "None", "null", "{", "[",
    ]
    .iter()
    .any(|start| value.starts_with(start));
    if is_open || value.contains("Access-Control-") {
        return 0;
    }
    let scheme = ["Bearer ", "Basic ", "bearer ", "basic "]
        .iter()
        .find(|scheme| value.starts_with(**scheme))
        .map_or(0, |scheme| scheme.len());
    let rest = value.get(scheme..).unwrap_or_default();
    scheme
        + rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ';' | ')' | '}'))
            .unwrap_or(rest.len())
}

fn word_without_secret(word: &str) -> String {
    let word = without_userinfo(word);
    let word = match word.split_once('?') {
        Some((address, query)) if address.contains("://") && query.contains('=') => {
            format!("{address}?…")
        }
        _ => word,
    };
    mask_keys(&word)
}

fn without_userinfo(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else {
        return word.to_owned();
    };
    let end = rest.find(['/', '"', '\'', '?', '`']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) if rest.get(..at).is_some_and(|user| user.contains(':')) => {
            format!("{scheme}://…{}", rest.get(at..).unwrap_or_default())
        }
        _ => word.to_owned(),
    }
}

/// Long runs of letters and digits that spell nothing are keys.
fn mask_keys(word: &str) -> String {
    let mut masked = String::new();
    let mut run = String::new();
    for c in word.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '+') {
            run.push(c);
        } else {
            masked.push_str(if is_key(&run) { "…" } else { &run });
            run.clear();
            masked.push(c);
        }
    }
    masked.push_str(if is_key(&run) { "…" } else { &run });
    masked
}

fn is_key(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let upper = run.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = run.bytes().filter(u8::is_ascii_lowercase).count();
    run.contains("FAKE")
        || (run.len() >= 20 && digits >= 3 && upper + lower >= 3)
        || run.starts_with("eyJ")
        || run.starts_with("AKIA")
        || ["sk_", "pk_", "ghp_", "xoxb"]
            .iter()
            .any(|start| run.starts_with(start))
            && run.len() > 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(redact(text), expected);
    }

    #[test]
    fn secrets_are_replaced() {
        check("password = \"hunter2x\"", "password = \"…\"");
        check("'password' => 'plain',", "'password' => '…',");
        check("api_key: FAKEabc123", "api_key: …");
        check("Authorization: Bearer abc.def.ghi1", "Authorization: …");
        check("postgres://user:s3cret@db/app", "postgres://…@db/app");
        check("https://a.example/?token=abc1&x=1", "https://a.example/?…");
        check("key AKIAIOSFODNN7EXAMPLE here", "key … here");
        check("eyJhbGciOi.x", "….x");
        check("JWT_SECRET=FAKE-0123", "JWT_SECRET=…");
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "`Authorization` is not listed, so requests with a token are blocked.",
            "List the origins: `allow_origins=[\"https://app.example.com\"]`",
            "https://a-rather-long-name-of-a-shop.example.com:8443",
            "Access-Control-Allow-Headers: Authorization, X-Csrf-Token",
            "`process.env.CORS_ORIGINS`: the origins are known only when it runs",
            "if ($http_authorization = \"\") {",
        ] {
            check(text, text);
        }
    }
}
