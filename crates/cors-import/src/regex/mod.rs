//! Regular expressions as servers write them for origins: what they match, and what they are meant to match.
//!
//! The syntax is what PCRE, JavaScript, Python, Java, Ruby, Go and .NET have in common. Look-around and
//! back references are not read, and the caller gets the reason.

mod matcher;
mod meaning;
mod parse;

pub(crate) use matcher::Captures;
pub(crate) use parse::Unreadable;

use matcher::Program;

/// A regular expression, ready to match.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    /// As written, without delimiters.
    pub(crate) source: String,
    node: Node,
    program: Program,
    anchoring: Anchoring,
}

/// Where a library lets a match begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchoring {
    /// Anywhere: `RegExp.test`, nginx, Apache, Go, .NET.
    Search,
    /// At the start: Python's `re.match`.
    Start,
    /// The whole text: Python's `re.fullmatch`, Java's `matches`.
    Whole,
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Char(char),
    /// `.`
    Any,
    Set(Set),
    Start,
    End,
    /// `\b`, which matches at a border of a word.
    Border,
    Group(Box<Node>, Option<usize>),
    Concat(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
    },
}

/// A class of characters.
#[derive(Clone, Debug, Default, PartialEq)]
struct Set {
    ranges: Vec<(char, char)>,
    negated: bool,
}

impl Set {
    fn contains(&self, c: char) -> bool {
        self.ranges
            .iter()
            .any(|&(from, to)| (from..=to).contains(&c))
            != self.negated
    }

    /// The one character that it means, such as the dot in `[.]`.
    fn single(&self) -> Option<char> {
        match self.ranges.as_slice() {
            [(from, to)] if from == to && !self.negated => Some(*from),
            _ => None,
        }
    }
}

impl Regex {
    /// Reads an expression. `flags` are letters such as `i`.
    pub(crate) fn new(source: &str, flags: &str, anchoring: Anchoring) -> Result<Self, Unreadable> {
        let parsed = parse::parse(source)?;
        let ignore_case = parsed.ignore_case || flags.contains('i');
        let program = Program::compile(&parsed.node, ignore_case)?;
        Ok(Self {
            source: source.to_owned(),
            node: parsed.node,
            program,
            anchoring,
        })
    }

    /// Whether a text matches.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.captures(text).is_some()
    }

    /// What the groups matched; the first is the whole match.
    pub(crate) fn captures(&self, text: &str) -> Option<Captures> {
        self.program.run(text, self.anchoring)
    }

    /// The allow-list entries that it is meant for, in our notation; `None` where that can't be said.
    pub(crate) fn meaning(&self) -> Option<Vec<String>> {
        meaning::of(&self.node, self.anchoring)
    }

    /// An expression for `*` as any text, which is how most libraries read a wildcard in a string.
    pub(crate) fn of_glob(glob: &str) -> Result<Self, Unreadable> {
        let mut source = String::new();
        for c in glob.chars() {
            match c {
                '*' => source.push_str(".*"),
                _ if c.is_ascii_alphanumeric() => source.push(c),
                _ if c.is_ascii() => {
                    source.push('\\');
                    source.push(c);
                }
                _ => source.push(c),
            }
        }
        let mut regex = Self::new(&source, "", Anchoring::Whole)?;
        glob.clone_into(&mut regex.source);
        Ok(regex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, anchoring: Anchoring, matches: &[&str], others: &[&str]) {
        let regex = Regex::new(source, "", anchoring).expect(source);
        for text in matches {
            assert!(regex.is_match(text), "{source} must match {text}");
        }
        for text in others {
            assert!(!regex.is_match(text), "{source} must not match {text}");
        }
    }

    #[test]
    fn expressions_match_as_they_do_on_servers() {
        check(
            r"^https://([a-z0-9_-]+\.)+example\.com$",
            Anchoring::Search,
            &["https://a.example.com", "https://a.b-c.d_e.example.com"],
            &[
                "https://example.com",
                "https://a.example.com.evil.net",
                "https://.example.com",
            ],
        );
        check(
            r"example\.com$",
            Anchoring::Search,
            &["https://evilexample.com"],
            &["https://example.com.evil.net"],
        );
        check(
            r"https://\w+\.example\.com",
            Anchoring::Start,
            &["https://a.example.com.evil.net"],
            &["x https://a.example.com"],
        );
        check(
            r"https://\w+\.example\.com",
            Anchoring::Whole,
            &["https://a.example.com"],
            &["https://a.example.com.evil.net"],
        );
        check(
            r"http(s)?://(www\.)?(example.com|example.org)",
            Anchoring::Search,
            &["https://examplexcom", "http://www.example.org"],
            &["https://www.example.net"],
        );
        check(
            r"\Ahttps?:\/\/localhost(:\d{1,5})?\z",
            Anchoring::Search,
            &["http://localhost:3000", "https://localhost"],
            &["http://localhost:", "http://localhost:123456"],
        );
        check(r"(?i)^HTTPS://A$", Anchoring::Search, &["https://a"], &[]);
        check(r"^(?:a|b)+?c*$", Anchoring::Search, &["ab", "acc"], &["c"]);
        check(r"[^/.]+", Anchoring::Whole, &["abc"], &["a.b"]);
        check(r"a{2,3}", Anchoring::Whole, &["aa", "aaa"], &["a", "aaaa"]);
        check(
            r"(a*)*b",
            Anchoring::Search,
            &["aaab"],
            &["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"],
        );
        check(
            r"\bexample\b",
            Anchoring::Search,
            &["https://example.com"],
            &["https://examples.com"],
        );
        check(
            r"[[:alnum:]-]+\.dev",
            Anchoring::Whole,
            &["a-1.dev"],
            &["a_1.dev"],
        );
    }

    #[test]
    fn groups_hold_what_they_matched() {
        let regex = Regex::new(r"(https://(a|b))\.c", "", Anchoring::Search).unwrap();
        let captures = regex.captures("see https://b.c now").unwrap();
        assert_eq!(captures.get(0), Some("https://b.c"));
        assert_eq!(captures.get(1), Some("https://b"));
        assert_eq!(captures.get(2), Some("b"));
        assert_eq!(captures.get(3), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for source in [
            r"(?=a)",
            r"(?!a)",
            r"(?<!a)b",
            r"(a)\1",
            "(",
            "[a",
            "a{99999}",
            "*",
            r"a{2}{900}{900}",
        ] {
            assert!(
                Regex::new(source, "", Anchoring::Search).is_err(),
                "{source}"
            );
        }
        assert!(Regex::new(&"(".repeat(100_000), "", Anchoring::Search).is_err());
    }

    #[track_caller]
    fn check_meaning(source: &str, anchoring: Anchoring, expected: &[&str]) {
        let regex = Regex::new(source, "", anchoring).expect(source);
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(regex.meaning().unwrap_or_default(), expected, "{source}");
    }

    #[test]
    fn expressions_mean_entries_of_an_allow_list() {
        let search = |source, expected: &[&str]| check_meaning(source, Anchoring::Search, expected);
        search(
            r"^https://([a-z0-9_-]+\.)+example\.com$",
            &["https://*.example.com"],
        );
        search(
            r"^https://([a-z0-9_-]+\.)+example\.com(:[0-9]{1,5})?$",
            &["https://*.example.com:*"],
        );
        search(r"^http://localhost(:[0-9]{1,5})?$", &["http://localhost:*"]);
        search(
            r"^https://pr-[a-z0-9-]+\.example\.com:8443$",
            &["https://pr-*.example.com:8443"],
        );
        search(r"^https://app\.example\.com$", &["https://app.example.com"]);
        search(r"https://.*\.example\.com", &["https://*.example.com"]);
        search(
            r"example\.com$",
            &["https://example.com", "https://*.example.com"],
        );
        search(r"\.example\.com$", &["https://*.example.com"]);
        search(
            r"^https:\/\/.*\.preview\.example\.dev",
            &["https://*.preview.example.dev"],
        );
        search(
            r"http(s)?://(www\.)?(example.com|example.org)",
            &[
                "https://example.com",
                "https://example.org",
                "https://www.example.com",
                "https://www.example.org",
                "http://example.com",
                "http://example.org",
                "http://www.example.com",
                "http://www.example.org",
            ],
        );
        search(
            r"^https?://localhost:\d+$",
            &["https://localhost:*", "http://localhost:*"],
        );
        search(
            r"^https://(.+\.)?example\.com$",
            &["https://example.com", "https://*.example.com"],
        );
        search(
            r"^https://([a-z0-9-]+\.)*example\.com$",
            &["https://example.com", "https://*.example.com"],
        );
        search(
            r"^https://.*example\.com$",
            &["https://example.com", "https://*.example.com"],
        );
        search(
            r"^https://.*-team\.vercel\.app$",
            &["https://*-team.vercel.app"],
        );
        search(
            r"^https://deploy-preview-\d+--site\.netlify\.app$",
            &["https://deploy-preview-*--site.netlify.app"],
        );
        search(r".*", &["*"]);
        search(r"^https?://.*$", &["*"]);
        search(r"^(https?://.+)$", &["*"]);
        search(r"localhost", &["http://localhost:*"]);
        search(r"^http://localhost", &["http://localhost:*"]);
        search(r"^http://127\.0\.0\.1:[0-9]+$", &["http://127.0.0.1:*"]);
        search(
            r"^https://app\.[a-z]+\.example\.com$",
            &["https://*.example.com"],
        );
        search(r"^https://example\.[a-z]+$", &[]);
        search(
            r"(https://app\.example\.com|http://localhost:3000)",
            &["https://app.example.com", "http://localhost:3000"],
        );
        search(r"^null$", &["null"]);
        check_meaning(
            r"https://\w+\.example\.com",
            Anchoring::Start,
            &["https://*.example.com"],
        );
        check_meaning(
            r"https://[^.]+\.example\.com",
            Anchoring::Whole,
            &["https://*.example.com"],
        );
    }

    #[test]
    fn a_glob_is_any_text() {
        let regex = Regex::of_glob("https://*.example.com").unwrap();
        assert!(regex.is_match("https://a.b.example.com"));
        assert!(!regex.is_match("https://a.example.com.evil.net"));
        assert_eq!(
            regex.meaning(),
            Some(vec!["https://*.example.com".to_owned()])
        );
    }
}
