//! Quiet colors for code: comments, strings, keywords and variables, line by line. What it doesn't know stays plain.

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Plain,
    Comment,
    Text,
    Keyword,
    Variable,
}

/// A piece of a line.
pub(crate) type Piece = (Kind, String);

/// How a language writes what gets a color.
struct Grammar {
    line_comments: &'static [&'static str],
    block_comment: Option<(&'static str, &'static str)>,
    quotes: &'static [char],
    keywords: Keywords,
    /// What a variable begins with.
    variable: Option<char>,
}

enum Keywords {
    /// These words.
    Listed(&'static [&'static str]),
    /// The first word of a line, as in config files.
    First,
    /// What is before a colon or an equals sign, as in YAML and TOML.
    Keys,
    None,
}

const CODE: &[&str] = &[
    "abstract",
    "as",
    "async",
    "await",
    "begin",
    "case",
    "catch",
    "class",
    "const",
    "def",
    "default",
    "defer",
    "do",
    "elif",
    "else",
    "end",
    "enum",
    "export",
    "extends",
    "false",
    "final",
    "fn",
    "for",
    "foreach",
    "from",
    "fun",
    "func",
    "function",
    "if",
    "impl",
    "implements",
    "import",
    "in",
    "interface",
    "let",
    "map",
    "match",
    "mod",
    "module",
    "move",
    "mut",
    "namespace",
    "new",
    "nil",
    "None",
    "null",
    "override",
    "package",
    "private",
    "protected",
    "pub",
    "public",
    "range",
    "record",
    "require",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "switch",
    "this",
    "throw",
    "throws",
    "trait",
    "true",
    "try",
    "type",
    "unless",
    "use",
    "using",
    "val",
    "var",
    "void",
    "where",
    "while",
    "with",
    "yield",
];

/// The languages by the names that targets give them. An unknown one is plain.
fn grammar(language: &str) -> Grammar {
    let config = |line_comments, variable| Grammar {
        line_comments,
        block_comment: None,
        quotes: &['"', '\''],
        keywords: Keywords::First,
        variable,
    };
    let code = |line_comments, block_comment, quotes, variable| Grammar {
        line_comments,
        block_comment,
        quotes,
        keywords: Keywords::Listed(CODE),
        variable,
    };
    let slashes: &[&str] = &["//"];
    let hash: &[&str] = &["#"];
    let star = Some(("/*", "*/"));
    match language {
        "nginx" | "shell" | "sh" => config(hash, Some('$')),
        "apache" | "haproxy" | "caddyfile" | "conf" => config(hash, Some('%')),
        "vcl" => code(hash, star, &['"'], None),
        "javascript" | "typescript" => code(slashes, star, &['"', '\'', '`'], None),
        "rust" | "go" | "swift" | "c" | "java" | "kotlin" | "csharp" | "scala" | "groovy"
        | "dart" => code(slashes, star, &['"'], None),
        "php" => code(&["//", "#"], star, &['"', '\''], Some('$')),
        "python" | "ruby" | "elixir" | "perl" => code(hash, None, &['"', '\''], None),
        "yaml" | "toml" | "properties" | "ini" => Grammar {
            keywords: Keywords::Keys,
            ..config(hash, None)
        },
        "json" => Grammar {
            quotes: &['"'],
            ..config(&[], None)
        },
        "xml" | "html" => Grammar {
            line_comments: &[],
            block_comment: Some(("<!--", "-->")),
            quotes: &['"'],
            keywords: Keywords::None,
            variable: None,
        },
        _ => Grammar {
            line_comments: &[],
            block_comment: None,
            quotes: &[],
            keywords: Keywords::None,
            variable: None,
        },
    }
}

/// The lines of a text in pieces. A piece never spans lines.
pub(crate) fn highlight(text: &str, language: &str) -> Vec<Vec<Piece>> {
    let grammar = grammar(language);
    let mut in_comment = false;
    text.lines()
        .map(|line| pieces(line, &grammar, &mut in_comment))
        .collect()
}

fn pieces(line: &str, grammar: &Grammar, in_comment: &mut bool) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    let mut rest = line;
    let mut is_first_word = true;
    while let Some(first) = rest.chars().next() {
        if let Some((open, close)) = grammar.block_comment
            && (*in_comment || rest.starts_with(open))
        {
            let from = if *in_comment { 0 } else { open.len() };
            let end = rest.get(from..).and_then(|after| after.find(close));
            let end = end.map(|end| from + end + close.len());
            *in_comment = end.is_none();
            rest = pieces.take(Kind::Comment, rest, end.unwrap_or(rest.len()));
            continue;
        }
        if grammar
            .line_comments
            .iter()
            .any(|mark| rest.starts_with(mark))
            && pieces.may_begin()
        {
            rest = pieces.take(Kind::Comment, rest, rest.len());
        } else if grammar.quotes.contains(&first) {
            rest = pieces.take(Kind::Text, rest, string_end(rest, first));
            is_first_word = false;
        } else if grammar.variable == Some(first) && first != '%' {
            let end = rest.len() - rest[1..].trim_start_matches(is_word).len();
            rest = pieces.take(Kind::Variable, rest, end.max(1));
            is_first_word = false;
        } else if is_word(first) {
            let end = rest.len() - rest.trim_start_matches(is_word).len();
            let word = &rest[..end];
            let kind = match grammar.keywords {
                Keywords::Listed(words) if words.contains(&word) => Kind::Keyword,
                Keywords::First if is_first_word => Kind::Keyword,
                Keywords::Keys if is_first_word && is_key(&rest[end..]) => Kind::Keyword,
                Keywords::Listed(_) | Keywords::First | Keywords::Keys | Keywords::None => {
                    Kind::Plain
                }
            };
            is_first_word = false;
            rest = pieces.take(kind, rest, end);
        } else {
            rest = pieces.take(Kind::Plain, rest, first.len_utf8());
        }
    }
    pieces.0
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn is_key(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '.', '"']);
    after.starts_with([':', '=']) || after.starts_with(is_word)
}

/// Where a string ends, or the end of the line.
fn string_end(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (place, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return place + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    /// Takes this many bytes, and gives what is left.
    fn take<'a>(&mut self, kind: Kind, text: &'a str, length: usize) -> &'a str {
        let (taken, rest) = text.split_at(length);
        match self.0.last_mut() {
            Some((last, words)) if *last == kind => words.push_str(taken),
            _ => self.0.push((kind, taken.to_owned())),
        }
        rest
    }

    /// Whether a comment may begin here: not in the middle of a word, such as `#` in a URL.
    fn may_begin(&self) -> bool {
        self.0.last().is_none_or(|(_, words)| {
            words.ends_with(|c: char| c.is_whitespace() || matches!(c, ';' | '{' | '}' | ')' | ','))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Comments as `<c …>`, strings as `<s …>`, keywords as `<k …>`, variables as `<v …>`.
    #[track_caller]
    fn check(language: &str, text: &str, expected: &str) {
        let mark = |(kind, words): &Piece| match kind {
            Kind::Plain => words.clone(),
            Kind::Comment => format!("<c {words}>"),
            Kind::Text => format!("<s {words}>"),
            Kind::Keyword => format!("<k {words}>"),
            Kind::Variable => format!("<v {words}>"),
        };
        let lines = highlight(text, language);
        let lines: Vec<String> = lines
            .iter()
            .map(|line| line.iter().map(mark).collect())
            .collect();
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn nginx() {
        check(
            "nginx",
            "map $http_origin $cors { # the origin\n    \"~^https://a\\.b$\" $http_origin;\n}",
            "<k map> <v $http_origin> <v $cors> { <c # the origin>\n    <s \"~^https://a\\.b$\"> <v $http_origin>;\n}",
        );
    }

    #[test]
    fn javascript() {
        check(
            "javascript",
            "const a = 'x\\'y'; // b\n/* one\ntwo */ return `z`;",
            "<k const> a = <s 'x\\'y'>; <c // b>\n<c /* one>\n<c two */> <k return> <s `z`>;",
        );
    }

    #[test]
    fn a_hash_inside_a_word_is_no_comment() {
        check(
            "yaml",
            "url: http://a/#b # c",
            "<k url>: http://a/#b <c # c>",
        );
    }

    #[test]
    fn unknown_languages_stay_plain() {
        check("klingon", "if \"a\" # b", "if \"a\" # b");
    }
}
