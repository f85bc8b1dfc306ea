use std::io::{BufWriter, Result, Stdout, Write};

use serde_json::Value;

/// Standard output with a line for each value.
pub(crate) struct Output {
    to: BufWriter<Stdout>,
}

impl Output {
    pub(crate) fn standard() -> Self {
        Self {
            to: BufWriter::new(std::io::stdout()),
        }
    }

    /// Writes a value as one line.
    pub(crate) fn value(&mut self, value: &Value) -> Result<()> {
        serde_json::to_writer(&mut self.to, value)?;
        self.to.write_all(b"\n")
    }

    /// Writes text for people, with a line break at its end.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.to.write_all(text.as_bytes())?;
        if text.ends_with('\n') {
            Ok(())
        } else {
            self.to.write_all(b"\n")
        }
    }

    /// Writes bytes as they are, and passes them on.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.to.write_all(bytes)?;
        self.to.flush()
    }

    /// Passes on what was written so far, before waiting for more input.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.to.flush()
    }
}
