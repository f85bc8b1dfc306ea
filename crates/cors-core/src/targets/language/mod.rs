//! The languages that snippets are written in: how each quotes a text, so that whatever was typed stays
//! text. One file per language.

pub(super) mod apache;
pub(super) mod caddy;
mod comment;
pub(super) mod haproxy;
pub(super) mod javascript;
pub(super) mod json;
pub(super) mod nginx;
pub(super) mod python;
pub(super) mod regex;
pub(super) mod rust;
mod text;
pub(super) mod yaml;

pub(super) use comment::header_comment;
pub(super) use text::Text;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// A lower-case word such as `nginx`, `javascript` or `rust`.
    pub id: &'static str,
    /// How a comment is written; `None` where there are none.
    pub comment: Option<Comment>,
}

/// The marks around a comment on a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What it begins with.
    pub start: &'static str,
    /// What it ends with; empty where it ends with the line.
    pub end: &'static str,
}

impl Comment {
    const fn to_the_end_of_the_line(start: &'static str) -> Self {
        Self { start, end: "" }
    }
}

impl Language {
    /// nginx.
    pub const NGINX: Self = Self::new("nginx", Comment::to_the_end_of_the_line("#"));
    /// Apache httpd.
    pub const APACHE: Self = Self::new("apache", Comment::to_the_end_of_the_line("#"));
    /// HAProxy.
    pub const HAPROXY: Self = Self::new("haproxy", Comment::to_the_end_of_the_line("#"));
    /// Caddyfile.
    pub const CADDYFILE: Self = Self::new("caddyfile", Comment::to_the_end_of_the_line("#"));
    /// JavaScript, in modules of any format.
    pub const JAVASCRIPT: Self = Self::new("javascript", Comment::to_the_end_of_the_line("//"));
    /// Python.
    pub const PYTHON: Self = Self::new("python", Comment::to_the_end_of_the_line("#"));
    /// TypeScript.
    pub const TYPESCRIPT: Self = Self::new("typescript", Comment::to_the_end_of_the_line("//"));
    /// Rust.
    pub const RUST: Self = Self::new("rust", Comment::to_the_end_of_the_line("//"));
    /// TOML.
    pub const TOML: Self = Self::new("toml", Comment::to_the_end_of_the_line("#"));
    /// YAML.
    pub const YAML: Self = Self::new("yaml", Comment::to_the_end_of_the_line("#"));
    /// Markdown, whose comments no reader of it sees.
    pub const MARKDOWN: Self = Self {
        id: "markdown",
        comment: None,
    };
    /// Plain text.
    pub const TEXT: Self = Self {
        id: "text",
        comment: None,
    };
    /// JSON, which has no comments.
    pub const JSON: Self = Self {
        id: "json",
        comment: None,
    };

    const fn new(id: &'static str, comment: Comment) -> Self {
        Self {
            id,
            comment: Some(comment),
        }
    }

    /// Whether the line is a comment and nothing else.
    pub fn is_comment(self, line: &str) -> bool {
        let line = line.trim();
        self.comment
            .is_some_and(|comment| line.starts_with(comment.start) && line.ends_with(comment.end))
    }

    /// The text without the lines that are comments alone: what a server reads.
    pub fn without_comments(self, text: &str) -> String {
        text.lines()
            .filter(|line| !self.is_comment(line))
            .flat_map(|line| [line, "\n"])
            .collect()
    }

    /// The text as a comment; nothing in a language without comments.
    pub(in crate::targets) fn comment_line(self, text: &str) -> String {
        match self.comment {
            None => String::new(),
            Some(Comment { start, end: "" }) => format!("{start} {text}"),
            Some(Comment { start, end }) => format!("{start} {text} {end}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comment_lines_are_left_out_and_nothing_else() {
        for (language, text, expected) in [
            (
                Language::NGINX,
                "# a\nb # c\n  # d\n// e\n",
                "b # c\n// e\n",
            ),
            (Language::RUST, "// a\n#[b]\n    /// c\nd\n", "#[b]\nd\n"),
            (Language::JSON, "// a\n", "// a\n"),
        ] {
            assert_eq!(language.without_comments(text), expected);
        }
    }
}
