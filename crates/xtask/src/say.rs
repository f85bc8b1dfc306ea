//! The only place that prints, so that lines of the installing thread and of the steps never mix.
//!
//! Results go to standard output and progress to standard error.

use std::io::Write as _;
use std::time::Duration;

/// Prints one line of a result; a closed pipe is no reason to stop working.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// Prints one line of progress.
pub(crate) fn progress(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Wording of a time: tenths of a second for short ones, minutes for long ones.
pub(crate) fn time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 100 {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(milliseconds: u64, expected: &str) {
        assert_eq!(time(Duration::from_millis(milliseconds)), expected);
    }

    #[test]
    fn short_times_have_tenths_and_long_ones_minutes() {
        check(0, "0.0 s");
        check(1_260, "1.3 s");
        check(99_900, "99.9 s");
        check(100_000, "1 min 40 s");
        check(611_000, "10 min 11 s");
    }
}
