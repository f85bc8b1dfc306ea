//! Text templates that can be filled in and read back.
//!
//! `{name}` is a field. A part in square brackets is left out if one of its fields has no value.

/// Fields and their values.
pub type Fields = Vec<(&'static str, String)>;

enum Token {
    Literal(&'static str),
    Field(&'static str),
    Optional(Vec<Token>),
}

/// The text with these values.
pub(super) fn fill(template: &'static str, values: &Fields) -> String {
    let mut text = String::new();
    fill_tokens(&tokens(template), values, &mut text);
    text
}

/// The values of the fields, if the whole text fits the template.
pub(super) fn read(template: &'static str, text: &str) -> Option<Fields> {
    let tokens = tokens(template);
    let tokens: Vec<&Token> = tokens.iter().collect();
    read_tokens(&tokens, text)
}

fn tokens(template: &'static str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '[']) {
        let (literal, from) = rest.split_at(start);
        if !literal.is_empty() {
            tokens.push(Token::Literal(literal));
        }
        let end = if from.starts_with('{') { '}' } else { ']' };
        let Some((inner, after)) = from.get(1..).and_then(|from| from.split_once(end)) else {
            rest = from;
            break;
        };
        tokens.push(match end {
            '}' => Token::Field(inner),
            _ => Token::Optional(self::tokens(inner)),
        });
        rest = after;
    }
    if !rest.is_empty() {
        tokens.push(Token::Literal(rest));
    }
    tokens
}

fn value<'a>(name: &str, values: &'a Fields) -> Option<&'a str> {
    let found = values.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.as_str())
}

fn has_values(tokens: &[Token], values: &Fields) -> bool {
    tokens.iter().all(|token| match token {
        Token::Field(name) => value(name, values).is_some(),
        Token::Literal(_) | Token::Optional(_) => true,
    })
}

fn fill_tokens(tokens: &[Token], values: &Fields, text: &mut String) {
    for token in tokens {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Field(name) => text.push_str(value(name, values).unwrap_or_default()),
            Token::Optional(inner) if has_values(inner, values) => {
                fill_tokens(inner, values, text);
            }
            Token::Optional(_) => {}
        }
    }
}

/// A field matches as little as possible. An optional part matches if it can.
fn read_tokens(tokens: &[&Token], text: &str) -> Option<Fields> {
    let Some((first, rest)) = tokens.split_first() else {
        return text.is_empty().then(Vec::new);
    };
    match first {
        Token::Literal(literal) => read_tokens(rest, text.strip_prefix(literal)?),
        Token::Field(name) => text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .find_map(|at| {
                let (value, after) = text.split_at(at);
                let mut fields = read_tokens(rest, after)?;
                fields.insert(0, (name, value.to_owned()));
                Some(fields)
            }),
        Token::Optional(inner) => {
            let with: Vec<&Token> = inner.iter().chain(rest.iter().copied()).collect();
            read_tokens(&with, text).or_else(|| read_tokens(rest, text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &'static str, values: &[(&'static str, &str)], text: &str) {
        let values: Fields = values
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        assert_eq!(fill(template, &values), text);
        assert_eq!(read(template, text), Some(values));
    }

    #[test]
    fn what_is_filled_can_be_read_back() {
        check("plain", &[], "plain");
        check("a {x} b", &[("x", "1")], "a 1 b");
        check("'{x}' '{y}'", &[("x", "a' b"), ("y", "")], "'a' b' ''");
        check("at {x}[ from {y}].", &[("x", "1")], "at 1.");
        check(
            "at {x}[ from {y}].",
            &[("x", "1"), ("y", "2")],
            "at 1 from 2.",
        );
        assert_eq!(read("a {x}", "b 1"), None);
        assert_eq!(read("a", "a "), None);
    }
}
