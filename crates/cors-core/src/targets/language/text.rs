/// A text in the making, line by line.
#[derive(Default)]
pub(in crate::targets) struct Text(String);

impl Text {
    /// Appends a line.
    pub(in crate::targets) fn line(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
    }

    /// The whole.
    pub(in crate::targets) fn finish(self) -> String {
        self.0
    }
}
