/// A text in the making, line by line.
#[derive(Default)]
pub(in crate::targets) struct Text(String);

impl Text {
    /// Appends a line.
    pub(in crate::targets) fn line(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
    }

    /// Appends every line of a text with an indent.
    pub(in crate::targets) fn indented(&mut self, indent: &str, text: &str) {
        for line in text.lines() {
            if !line.is_empty() {
                self.0.push_str(indent);
            }
            self.line(line);
        }
    }

    /// The whole.
    pub(in crate::targets) fn finish(self) -> String {
        self.0
    }
}
