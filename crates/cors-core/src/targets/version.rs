/// A version of a server or library that people run, as a line of releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The line, such as `1.22` or `5`: the id in links, JSON and options.
    pub line: &'static str,
    /// Which release of the line is tested.
    pub release: Release,
}

/// Which release of a line is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// Always this one, in every test run.
    Pinned(&'static str),
    /// The one that the distribution has that day, in the full proof only; the evidence names it.
    Moving,
    /// None: nothing of this line is run.
    NotRun,
}

impl Version {
    /// A line of which one release is tested in every run.
    pub const fn pinned(line: &'static str, release: &'static str) -> Self {
        Self {
            line,
            release: Release::Pinned(release),
        }
    }

    /// A line whose tested release moves on.
    pub const fn moving(line: &'static str) -> Self {
        Self {
            line,
            release: Release::Moving,
        }
    }

    /// A line that is described and not run.
    pub const fn documented(line: &'static str) -> Self {
        Self {
            line,
            release: Release::NotRun,
        }
    }

    /// Whether the text names this line or one of its releases, such as `1.22` or `1.22.1`.
    pub fn is_named(self, text: &str) -> bool {
        text.strip_prefix(self.line)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// What to install: the tested release, or the newest of the line.
    pub fn to_install(self) -> &'static str {
        match self.release {
            Release::Pinned(release) => release,
            Release::Moving | Release::NotRun => self.line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_by_itself_and_by_its_releases() {
        let version = Version::pinned("1.2", "1.2.3");
        for (text, expected) in [
            ("1.2", true),
            ("1.2.3", true),
            ("1.2.9", true),
            ("1.20", false),
            ("1", false),
            ("", false),
            ("1.2x", false),
        ] {
            assert_eq!(version.is_named(text), expected, "{text}");
        }
    }
}
