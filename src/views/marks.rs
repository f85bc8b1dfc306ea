use crate::widgets::changed_lines;

/// What marks a line for a moment. There are two names, because a mark starts anew only when its name changes.
const MARKS: [&str; 2] = ["changed", "changed-again"];

/// The files that were shown last, to mark what an edit changes in them.
#[derive(Default)]
pub(crate) struct Marks {
    of: [&'static str; 3],
    files: Vec<(String, String)>,
    again: bool,
}

impl Marks {
    /// Starts anew when something else is shown: another target's lines are no edit of these.
    pub(crate) fn turn_to(&mut self, of: [&'static str; 3]) {
        if self.of != of {
            self.of = of;
            self.files.clear();
        }
        self.again = !self.again;
    }

    /// How each line of the file is marked.
    pub(crate) fn of(&mut self, path: &str, text: &str) -> Vec<&'static str> {
        let Some((_, shown)) = self.files.iter_mut().find(|(known, _)| known == path) else {
            self.files.push((path.to_owned(), text.to_owned()));
            return Vec::new();
        };
        let changed = changed_lines(shown, text, without_fingerprint);
        text.clone_into(shown);
        let mark = MARKS[usize::from(self.again)];
        let mark = |is_changed| if is_changed { mark } else { "" };
        changed.into_iter().map(mark).collect()
    }
}

/// Every edit gives the names in a policy's configuration other digits, which say nothing to a reader.
fn without_fingerprint(line: &str) -> String {
    let mut parts = line.split("cors_");
    let mut key = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        key.push_str("cors_");
        key.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn a_line_is_marked_when_more_than_its_fingerprint_changed() {
        let mut marks = Marks::default();
        let mut shown = |of, text| {
            marks.turn_to([of, "1", "snippet"]);
            marks.of("a.conf", text)
        };
        assert!(shown("nginx", "map $cors_0a1b2c_origin {\n\"GET\"\n").is_empty());
        assert_eq!(
            shown("nginx", "map $cors_ffffff_origin {\n\"GET, PUT\"\n"),
            ["", "changed"]
        );
        assert_eq!(
            shown("nginx", "map $cors_000000_origin {\n\"PUT\"\n"),
            ["", "changed-again"]
        );
        assert!(shown("express", "map\n").is_empty());
    }
}
