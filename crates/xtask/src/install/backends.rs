//! What nginx passes requests to in the proof, besides HTTP apps.

use super::{Need, apt};
use crate::shell;

pub(super) const PHP_FPM: Need = Need {
    name: "PHP-FPM 8.2",
    is_ready: |project| project.find_program("php-fpm8.2").is_some(),
    install: |project, sink| apt::install(project, &["php8.2-fpm"], sink),
};

/// uWSGI, which speaks SCGI too, with its plugin for Python.
pub(super) const UWSGI: Need = Need {
    name: "uWSGI",
    is_ready: |project| {
        let uwsgi = shell::command(project, "uwsgi").ok();
        uwsgi
            .and_then(|mut uwsgi| {
                shell::answer(uwsgi.args(["--need-plugin", "python3", "--version"]))
            })
            .is_some()
    },
    install: |project, sink| apt::install(project, &["uwsgi-core", "uwsgi-plugin-python3"], sink),
};
