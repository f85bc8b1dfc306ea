//! Searching in text: small helpers that the readers of all kinds share.

/// What is between the first `before` and the next `after` behind it.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    let (inner, _) = rest.split_once(after)?;
    Some(inner)
}

/// The text behind the first `before`.
pub(crate) fn after<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    text.split_once(before).map(|(_, rest)| rest)
}

/// Whether the text contains one of these.
pub(crate) fn has_any(text: &str, needles: &[&str]) -> bool {
    needles.iter().any(|needle| text.contains(needle))
}

/// The text with entities of HTML decoded and typographic quotes made straight.
pub(crate) fn plain(text: &str) -> String {
    straight(&decoded(text))
}

/// The text with the entities of HTML decoded that wrap quotes and markup.
pub(crate) fn decoded(text: &str) -> String {
    const ENTITIES: [(&str, &str); 9] = [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    ENTITIES
        .iter()
        .fold(text.to_owned(), |text, (entity, plain)| {
            text.replace(entity, plain)
        })
}

/// The text with typographic quotes made straight.
fn straight(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '‘' | '’' | '‚' | '′' => '\'',
            '“' | '”' | '„' | '«' | '»' => '"',
            '\u{a0}' | '\u{202f}' => ' ',
            c => c,
        })
        .collect()
}

/// Every quoted piece, with the quotes of any language.
pub(crate) fn quoted(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut previous = ' ';
    while let Some(c) = rest.chars().next() {
        let inner = rest.get(c.len_utf8()..).unwrap_or_default();
        let closing: &[char] = match c {
            '‘' | '‚' => &['’', '‘'],
            '“' | '„' => &['”', '“'],
            '«' => &['»'],
            '»' => &['«'],
            '「' => &['」'],
            '\'' if !previous.is_alphanumeric() => &['\''],
            '"' => &['"'],
            '`' => &['`'],
            _ => &[],
        };
        let end = if closing.is_empty() {
            None
        } else {
            inner.find(closing)
        };
        if let Some(end) = end {
            let (piece, behind) = inner.split_at(end);
            found.push(piece.trim_matches([' ', '\u{a0}', '\u{202f}']));
            let width = behind.chars().next().map_or(0, char::len_utf8);
            rest = behind.get(width..).unwrap_or_default();
            previous = '\'';
        } else {
            rest = inner;
            previous = c;
        }
    }
    found
}

/// The first address of http or https in the text, without the punctuation and quotes around it.
pub(crate) fn first_url(text: &str) -> Option<&str> {
    let start = ["http://", "https://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()?;
    Some(url_at(text.get(start..)?))
}

/// The address at the beginning of the text.
pub(crate) fn url_at(text: &str) -> &str {
    let end = text
        .find(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(
                    c,
                    '\'' | '"'
                        | '`'
                        | '<'
                        | '>'
                        | '‘'
                        | '’'
                        | '“'
                        | '”'
                        | '„'
                        | '«'
                        | '»'
                        | '」'
                        | '。'
                        | '、'
                        | '（'
                        | '）'
                )
        })
        .unwrap_or(text.len());
    let url = text.get(..end).unwrap_or(text);
    let url = url.trim_end_matches(['.', ',', ';', ':', '!']);
    // A closing bracket belongs to the sentence if none was opened in the address.
    match url.strip_suffix(')') {
        Some(shorter) if !shorter.contains('(') => shorter.trim_end_matches(['.', ',', ';']),
        _ => url,
    }
}

/// The digits at the beginning of the text, if they are the code of a status.
pub(crate) fn status_at(text: &str) -> Option<u16> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .map_or(text, |end| text.get(..end).unwrap_or_default());
    (digits.len() == 3)
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|code| (100..=599).contains(code))
}

/// A word as a method: letters only, and no longer than methods are.
pub(crate) fn is_method(word: &str) -> bool {
    const KNOWN: [&str; 10] = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "PROPFIND", "PURGE",
    ];
    KNOWN.contains(&word)
}

/// The first letters of a text, for a message.
pub(crate) fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
