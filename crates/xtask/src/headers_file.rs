//! The file `public/_headers`, in the form that static hosts such as Netlify and Cloudflare read.
//!
//! Only what those hosts understand alike is accepted: a path, or a path that ends in `*`, and below
//! it indented `Name: value` lines. Placeholders, hosts and stars elsewhere are refused, because then
//! what is tested here would not be what is deployed.

use std::fmt;

/// The rules of a `_headers` file, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeaderRules {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    pattern: Pattern,
    headers: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Exact(String),
    Prefix(String),
}

/// A line that not every host would understand alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InvalidLine {
    /// Counted from 1.
    number: usize,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    PathWithoutSlash,
    StarBeforeTheEnd,
    Placeholder,
    HeaderWithoutPath,
    HeaderWithoutColon,
    InvalidHeaderName,
    InvalidHeaderValue,
}

impl HeaderRules {
    /// Reads the text of a `_headers` file.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidLine> {
        let mut rules: Vec<Rule> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let invalid = |reason| InvalidLine {
                number: index + 1,
                reason,
            };
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if line.starts_with([' ', '\t']) {
                let header = parse_header(trimmed).map_err(invalid)?;
                let rule = rules
                    .last_mut()
                    .ok_or_else(|| invalid(Reason::HeaderWithoutPath))?;
                rule.headers.push(header);
            } else {
                rules.push(Rule {
                    pattern: parse_pattern(trimmed).map_err(invalid)?,
                    headers: Vec::new(),
                });
            }
        }
        Ok(Self { rules })
    }

    /// The headers for a path: those of every rule that matches. Where several give the same name,
    /// hosts send the values as one line, joined by a comma.
    pub(crate) fn headers_for(&self, path: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (name, value) in self
            .rules
            .iter()
            .filter(|rule| rule.pattern.matches(path))
            .flat_map(|rule| &rule.headers)
        {
            match found
                .iter_mut()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                Some((_, values)) => {
                    values.push_str(", ");
                    values.push_str(value);
                }
                None => found.push((name.clone(), value.clone())),
            }
        }
        found
    }
}

impl Pattern {
    fn matches(&self, path: &str) -> bool {
        match self {
            Self::Exact(exact) => path == exact,
            Self::Prefix(prefix) => path.starts_with(prefix),
        }
    }
}

fn parse_pattern(text: &str) -> Result<Pattern, Reason> {
    if !text.starts_with('/') {
        return Err(Reason::PathWithoutSlash);
    }
    if text.contains("/:") {
        return Err(Reason::Placeholder);
    }
    match text.split_once('*') {
        None => Ok(Pattern::Exact(text.to_owned())),
        Some((prefix, "")) => Ok(Pattern::Prefix(prefix.to_owned())),
        Some(_) => Err(Reason::StarBeforeTheEnd),
    }
}

fn parse_header(text: &str) -> Result<(String, String), Reason> {
    let (name, value) = text.split_once(':').ok_or(Reason::HeaderWithoutColon)?;
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(Reason::InvalidHeaderName);
    }
    let value = value.trim();
    if value.is_empty()
        || value
            .bytes()
            .any(|byte| byte != b'\t' && !(b' '..=b'~').contains(&byte))
    {
        return Err(Reason::InvalidHeaderValue);
    }
    Ok((name.to_owned(), value.to_owned()))
}

impl fmt::Display for InvalidLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::PathWithoutSlash => {
                "the path does not begin with `/` (indent the line if it is a header)"
            }
            Reason::StarBeforeTheEnd => {
                "hosts differ in what a `*` before the end of a path means (move it to the end)"
            }
            Reason::Placeholder => "hosts differ in placeholders (use `*` at the end)",
            Reason::HeaderWithoutPath => "the header is before any path (write the path above it)",
            Reason::HeaderWithoutColon => "the header has no colon (write `Name: value`)",
            Reason::InvalidHeaderName => "the header name is invalid (use letters, digits and `-`)",
            Reason::InvalidHeaderValue => {
                "the header value is empty or has a control or non-ASCII byte (write plain ASCII)"
            }
        };
        write!(out, "public/_headers line {}: {reason}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_RULES: &str = "# Comment.\n/*\n  X-Frame: a\n\tVary:  Origin \n\n/assets/*\n  Cache-Control: public, max-age=5\n  vary: Accept\n/exact\n  X-One: 1:2\n";

    #[track_caller]
    fn check(path: &str, expected: &[(&str, &str)]) {
        let rules = HeaderRules::parse(TWO_RULES).unwrap();
        let found = rules.headers_for(path);
        let found: Vec<_> = found
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, expected, "{path}");
    }

    #[track_caller]
    fn check_invalid(text: &str, expected: &str) {
        let error = HeaderRules::parse(text).unwrap_err();
        assert_eq!(error.to_string(), format!("public/_headers {expected}"));
    }

    #[test]
    fn star_at_the_end_matches_every_path_below() {
        check("/", &[("X-Frame", "a"), ("Vary", "Origin")]);
        check("/deep/er", &[("X-Frame", "a"), ("Vary", "Origin")]);
    }

    #[test]
    fn same_name_of_two_rules_is_one_line_joined_by_a_comma() {
        check(
            "/assets/a.css",
            &[
                ("X-Frame", "a"),
                ("Vary", "Origin, Accept"),
                ("Cache-Control", "public, max-age=5"),
            ],
        );
    }

    #[test]
    fn path_without_star_matches_itself_only() {
        check(
            "/exact",
            &[("X-Frame", "a"), ("Vary", "Origin"), ("X-One", "1:2")],
        );
        check("/exact/", &[("X-Frame", "a"), ("Vary", "Origin")]);
        check("/exactly", &[("X-Frame", "a"), ("Vary", "Origin")]);
    }

    #[test]
    fn file_without_rules_sets_nothing() {
        assert_eq!(HeaderRules::parse("").unwrap().headers_for("/"), []);
        assert_eq!(HeaderRules::parse("/a\n/b").unwrap().headers_for("/a"), []);
    }

    #[test]
    fn what_hosts_read_differently_is_refused() {
        check_invalid(
            "assets/*\n",
            "line 1: the path does not begin with `/` (indent the line if it is a header)",
        );
        check_invalid(
            "https://a.example/*",
            "line 1: the path does not begin with `/` (indent the line if it is a header)",
        );
        check_invalid(
            "\n/*.js",
            "line 2: hosts differ in what a `*` before the end of a path means (move it to the end)",
        );
        check_invalid(
            "/**",
            "line 1: hosts differ in what a `*` before the end of a path means (move it to the end)",
        );
        check_invalid(
            "/a/:b",
            "line 1: hosts differ in placeholders (use `*` at the end)",
        );
        check_invalid(
            "  A: b",
            "line 1: the header is before any path (write the path above it)",
        );
        check_invalid(
            "/\n A",
            "line 2: the header has no colon (write `Name: value`)",
        );
        check_invalid(
            "/\n ! A: b",
            "line 2: the header name is invalid (use letters, digits and `-`)",
        );
        check_invalid(
            "/\n : b",
            "line 2: the header name is invalid (use letters, digits and `-`)",
        );
        check_invalid(
            "/\n A:",
            "line 2: the header value is empty or has a control or non-ASCII byte (write plain ASCII)",
        );
        check_invalid(
            "/\n A: ü",
            "line 2: the header value is empty or has a control or non-ASCII byte (write plain ASCII)",
        );
    }

    /// The text of `serve.headers` in Trunk.toml, as name and value.
    fn headers_of_trunk(text: &str) -> Vec<(String, String)> {
        text.lines()
            .skip_while(|line| *line != "[serve.headers]")
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| {
                let (name, value) = line.strip_prefix('"')?.split_once("\" = \"")?;
                Some((name.to_owned(), value.strip_suffix('"')?.to_owned()))
            })
            .collect()
    }

    #[test]
    fn development_server_sends_the_headers_that_are_deployed() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let deployed = std::fs::read_to_string(format!("{root}/public/_headers")).unwrap();
        let deployed = HeaderRules::parse(&deployed).unwrap().headers_for("/");
        let trunk = std::fs::read_to_string(format!("{root}/Trunk.toml")).unwrap();
        assert_eq!(headers_of_trunk(&trunk), deployed);
        assert!(
            deployed
                .iter()
                .any(|(name, _)| name == "Content-Security-Policy")
        );
    }
}
