//! Installing while other steps compile: each step waits only for what it needs.

use super::{ALL, Need, ensure};
use crate::error::Error;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// As many lines as tell why an installation failed.
const SHOWN_LINES: usize = 40;

/// The results of an installing thread, as far as it got.
#[derive(Clone, Debug, Default)]
pub(crate) struct Installs {
    shared: Arc<Shared>,
}

/// What came of each need that was tried, by its name.
type Results = HashMap<&'static str, Result<(), Error>>;

#[derive(Debug, Default)]
struct Shared {
    results: Mutex<Results>,
    changed: Condvar,
}

impl Installs {
    /// Begins to install what is missing of a list, one after the other, in the order of [`ALL`].
    pub(crate) fn start(project: &Project, needs: &[&'static Need]) -> Self {
        let installs = Self::default();
        let (writer, project) = (installs.clone(), project.clone());
        let wanted: Vec<&str> = needs.iter().map(|need| need.name).collect();
        std::thread::spawn(move || {
            for need in ALL.iter().filter(|need| wanted.contains(&need.name)) {
                let log = project
                    .tools()
                    .join(format!("log/install-{}.log", slug(need.name)));
                // The log is of this run alone.
                let _ = std::fs::remove_file(&log);
                let result = ensure(&project, need, &Sink::File(log.clone()));
                if matches!(result, Err(Error::Failed(_))) && log.is_file() {
                    say::line(&shell::tail(&log, SHOWN_LINES));
                }
                writer.results().insert(need.name, result);
                writer.shared.changed.notify_all();
            }
        });
        installs
    }

    /// Whether all of a list have been tried by now or within a short time.
    pub(crate) fn are_done_within(&self, patience: Duration, needs: &[&Need]) -> bool {
        let is_open =
            |results: &mut Results| needs.iter().any(|need| !results.contains_key(need.name));
        self.shared
            .changed
            .wait_timeout_while(self.results(), patience, is_open)
            .is_ok_and(|(_results, timeout)| !timeout.timed_out())
    }

    /// The names of those of a list that have not been tried yet.
    pub(crate) fn open(&self, needs: &[&Need]) -> Vec<&'static str> {
        let results = self.results();
        let names = needs.iter().map(|need| need.name);
        names.filter(|name| !results.contains_key(name)).collect()
    }

    /// Waits until all of a list have been tried; the first error among them is the answer.
    pub(crate) fn wait_for(&self, needs: &[&Need]) -> Result<(), Error> {
        let mut results = self.results();
        for need in needs {
            loop {
                match results.get(need.name) {
                    Some(Ok(())) => break,
                    Some(Err(error)) => return Err(error.clone()),
                    None => {
                        results = self
                            .shared
                            .changed
                            .wait(results)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                }
            }
        }
        Ok(())
    }

    /// Waits until all of a list have been tried, whatever came of it.
    pub(crate) fn finish(&self, needs: &[&Need]) {
        for need in needs {
            // Every step that needs it has already reported its error.
            let _ = self.wait_for(&[need]);
        }
    }

    fn results(&self) -> MutexGuard<'_, Results> {
        // An insertion either happened or not, so a panic elsewhere leaves the map in order.
        self.shared
            .results
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn slug(name: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    name.to_ascii_lowercase().chars().map(plain).collect()
}
