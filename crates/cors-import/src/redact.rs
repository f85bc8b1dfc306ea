//! What must not leave this crate: passwords, tokens and keys that somebody pasted along.

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
    let mut words: Vec<String> = Vec::new();
    let mut next_is_secret = 0;
    for word in text.split(' ') {
        let lower = word.to_ascii_lowercase();
        if next_is_secret > 0 && lower.len() >= 4 && !is_plain_word(word) {
            words.push("…".to_owned());
            next_is_secret -= 1;
            continue;
        }
        next_is_secret = 0;
        if matches!(lower.trim_matches(['"', '\'']), "bearer" | "basic") {
            next_is_secret = 1;
        }
        words.push(word_without_secret(word, &lower));
        if ANNOUNCE.iter().any(|name| lower.contains(name)) && lower.ends_with(['=', ':', ',', '('])
        {
            next_is_secret = 2;
        }
    }
    words.join(" ")
}

/// Words of sentences and names of headers stay.
fn is_plain_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\''))
        || word.contains("Access-Control-")
}

fn word_without_secret(word: &str, lower: &str) -> String {
    let announced = ANNOUNCE.iter().find_map(|name| {
        let at = lower.find(name)? + name.len();
        let rest = word.get(at..)?;
        let equals = rest.find(['=', ':'])?;
        let value = rest.get(equals + 1..)?;
        (value.len() >= 4 && !is_plain_word(value)).then(|| word.get(..at + equals + 1))?
    });
    if let Some(kept) = announced {
        return format!("{kept}…");
    }
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
        check("password = \"hunter2x\"", "password = …");
        check("api_key: FAKEabc123", "api_key: …");
        check(
            "Authorization: Bearer abc.def.ghi1",
            "Authorization: Bearer …",
        );
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
