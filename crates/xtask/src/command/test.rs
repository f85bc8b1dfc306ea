//! `cargo xtask test`: everything that must hold.

use super::{browsers, page, servers};
use crate::error::{Error, at};
use crate::install::{self, Installs, Need};
use crate::licences;
use crate::project::Project;
use crate::say;
use crate::server::{Server, Site};
use crate::shell::{self, Sink};
use crate::size::Sizes;
use crate::steps::{self, Step, Strictness, Verdict};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What needs nothing installed comes first, while the rest is being installed.
pub(super) const STEPS: &[Step] = &[
    Step {
        key: "format",
        title: "format",
        needs: &[],
        after: None,
        run: format,
    },
    Step {
        key: "lints",
        title: "lints",
        needs: &[],
        after: None,
        run: lints,
    },
    Step {
        key: "unit",
        title: "unit and golden tests",
        needs: &[],
        after: None,
        run: unit,
    },
    Step {
        key: "licences",
        title: "licences and sources",
        needs: install::FOR_WASM,
        after: None,
        run: licences,
    },
    Step {
        key: "servers",
        title: "real servers",
        needs: install::FOR_SERVERS,
        after: None,
        run: real_servers,
    },
    Step {
        key: "page",
        title: "page as deployed",
        needs: install::FOR_PAGE,
        after: None,
        run: build_page,
    },
    Step {
        key: "size",
        title: "size of the page",
        needs: install::FOR_SIZE,
        after: Some("page"),
        run: page_size,
    },
    Step {
        key: "browser",
        title: "page in a browser",
        needs: install::FOR_BROWSER,
        after: Some("page"),
        run: browser,
    },
    Step {
        key: "exports",
        title: "exports opened for real",
        needs: install::FOR_EXPORTS,
        after: Some("page"),
        run: exports,
    },
    Step {
        key: "browsers-chromium",
        title: "exchanges in Chromium",
        needs: install::FOR_CHROMIUM,
        after: None,
        run: |project, log| exchanges(project, log, "chromium", &[]),
    },
    Step {
        key: "browsers-firefox",
        title: "exchanges in Firefox",
        needs: install::FOR_FIREFOX,
        after: None,
        run: |project, log| exchanges(project, log, "firefox", SAMPLE),
    },
    Step {
        key: "browsers-webkit",
        title: "exchanges in WebKitGTK",
        needs: install::FOR_WEBKIT,
        after: None,
        run: |project, log| exchanges(project, log, "webkit", SAMPLE),
    },
    Step {
        key: "pitfalls-chromium",
        title: "what goes wrong, in Chromium",
        needs: install::FOR_PITFALLS_IN_CHROMIUM,
        after: None,
        run: |project, log| pitfalls(project, log, "chromium"),
    },
    Step {
        key: "pitfalls-firefox",
        title: "what goes wrong, in Firefox",
        needs: install::FOR_PITFALLS_IN_FIREFOX,
        after: None,
        run: |project, log| pitfalls(project, log, "firefox"),
    },
    Step {
        key: "pitfalls-webkit",
        title: "what goes wrong, in WebKitGTK",
        needs: install::FOR_PITFALLS_IN_WEBKIT,
        after: None,
        run: |project, log| pitfalls(project, log, "webkit"),
    },
    Step {
        key: "embed",
        title: "figures in other pages",
        needs: install::FOR_EMBED,
        after: Some("page"),
        run: figures,
    },
    Step {
        key: "docs",
        title: "commands of the documentation",
        needs: install::FOR_DOCS,
        after: Some("page"),
        run: documentation,
    },
];

/// One browser has all cases; for the others as many as ten seconds allow, always the same.
const SAMPLE: &[&str] = &["--sample", "200"];

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let steps = select(arguments)?;
    let needs: Vec<&'static Need> = steps.iter().flat_map(|step| step.needs).copied().collect();
    let installs = Installs::start(project, &needs);
    let strictness = Strictness::from_environment();
    let verdict = steps::run_all(project, &steps, &installs, strictness);
    // A step that had nothing to work on did not wait, but an installation must not be cut short.
    installs.finish(&needs);
    Ok(match verdict {
        Verdict::Green => ExitCode::SUCCESS,
        Verdict::Red => ExitCode::FAILURE,
    })
}

/// The steps that the words name, in the usual order; all of them without a word.
fn select(words: &[String]) -> Result<Vec<&'static Step>, Error> {
    if let Some(unknown) = words
        .iter()
        .find(|word| !STEPS.iter().any(|step| selects(word, step)))
    {
        let keys: Vec<_> = STEPS.iter().map(|step| step.key).collect();
        return Err(Error::missing(
            format!("there is no step `{unknown}`"),
            format!("use one of {}", keys.join(", ")),
        ));
    }
    let is_meant = |step: &&Step| words.is_empty() || words.iter().any(|word| selects(word, step));
    Ok(STEPS.iter().filter(is_meant).collect())
}

/// A word means the step of that key, or all steps whose keys continue it: `browsers`.
fn selects(word: &str, step: &Step) -> bool {
    step.key
        .strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn sink(log: &Path) -> Sink {
    Sink::File(log.to_path_buf())
}

fn format(project: &Project, log: &Path) -> Result<String, Error> {
    shell::run(
        shell::cargo(project).args(["fmt", "--all", "--check", "--", "--color", "never"]),
        &sink(log),
    )?;
    Ok(String::new())
}

fn lints(project: &Project, log: &Path) -> Result<String, Error> {
    let mut command = shell::cargo(project);
    command.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]);
    shell::run(&mut command, &sink(log))?;
    Ok(String::new())
}

fn unit(project: &Project, log: &Path) -> Result<String, Error> {
    let mut command = shell::cargo(project);
    // All test programs run even if one fails, so that one look at the log is enough.
    command.args([
        "test",
        "--quiet",
        "--workspace",
        "--locked",
        "--no-fail-fast",
    ]);
    shell::run(&mut command, &sink(log))?;
    let count = sum_after(&read(log), "test result: ok. ");
    if count == 0 {
        return Err(Error::failed("no test was run"));
    }
    Ok(format!("{count} tests"))
}

fn licences(project: &Project, _: &Path) -> Result<String, Error> {
    let count = licences::check(project)?;
    Ok(format!("{count} packages"))
}

fn real_servers(project: &Project, log: &Path) -> Result<String, Error> {
    // As many policies as a few minutes allow; `cargo xtask servers` has them all.
    shell::run(servers::proof(project).arg("--share"), &sink(log))?;
    let text = read(log);
    for line in closing_table(&text, "target ") {
        say::line(&format!("      {line}"));
    }
    last_line(&text).ok_or_else(|| Error::failed("the comparison printed no result"))
}

fn build_page(project: &Project, log: &Path) -> Result<String, Error> {
    page::build(project, &sink(log))?;
    Ok(String::new())
}

fn page_size(project: &Project, _: &Path) -> Result<String, Error> {
    Sizes::measure(project)?.compare(&Sizes::read_baseline(project)?)
}

/// The page as a person uses it.
fn browser(project: &Project, log: &Path) -> Result<String, Error> {
    node_tests(project, log, "e2e", &mut page_with_browser(project)?)
}

/// Opens what the page and the command line export with the programs that it is meant for.
fn exports(project: &Project, log: &Path) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let mut command = page_with_browser(project)?;
    node_tests(project, log, "exports", command.env("CORS", cors))
}

/// The page as a part of other people's pages, which the example sites are.
fn figures(project: &Project, log: &Path) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let mut command = page_with_browser(project)?;
    node_tests(project, log, "embed", command.env("CORS", cors))
}

/// Runs every command that the documentation shows.
fn documentation(project: &Project, log: &Path) -> Result<String, Error> {
    node_tests(project, log, "docs", &mut shell::command(project, "node")?)
}

/// Node.js with a browser and the address of the page as it was built.
fn page_with_browser(project: &Project) -> Result<Command, Error> {
    let chromium = install::chromium_program(project)
        .ok_or_else(|| Error::missing("Chromium was not found", "install Chromium"))?;
    let server = Server::bind(Site::open(&project.dist())?, 0).map_err(at("no port is free"))?;
    let url = server.url();
    // The thread ends with this process.
    std::thread::spawn(move || server.run());
    let mut command = shell::command(project, "node")?;
    command
        .env("PAGE_URL", url)
        .env("CHROMIUM", chromium)
        .env("CHROMIUM_FLAGS", install::chromium_flags(project));
    Ok(command)
}

/// Runs the test files of a folder of `tests`.
fn node_tests(
    project: &Project,
    log: &Path,
    folder: &str,
    command: &mut Command,
) -> Result<String, Error> {
    command
        .args(["--test", "--test-reporter=spec"])
        // A browser that hangs must not hold up everything; no file needs half of that.
        .arg("--test-timeout=900000")
        .args(test_files(project, folder)?)
        .current_dir(project.tests());
    shell::run(command, &sink(log))?;
    let count = sum_after(&read(log), "\u{2139} pass ");
    if count == 0 {
        return Err(Error::failed("no browser test was run"));
    }
    Ok(format!("{count} tests"))
}

fn test_files(project: &Project, folder: &str) -> Result<Vec<PathBuf>, Error> {
    let folder = project.tests().join(folder);
    let entries = fs::read_dir(&folder).map_err(at(folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Error::failed(format!(
            "{} has no file *.test.mjs",
            folder.display()
        )));
    }
    Ok(files)
}

/// Compares the predicted exchanges with those of one browser.
fn exchanges(
    project: &Project,
    log: &Path,
    browser: &str,
    further: &[&str],
) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let report = project.tests().join("artifacts/browsers").join(browser);
    let mut command = browsers::comparison(project, &cors)?;
    command
        .args(["--browser", browser])
        .args(further)
        .arg("--report")
        .arg(report);
    shell::run(&mut command, &sink(log))?;
    let text = read(log);
    // A browser that could not be started is no failure of the comparison, but none that passed either.
    if let Some(why) = text.lines().find_map(|line| line.strip_prefix("NOT RUN: ")) {
        return Err(Error::missing(why, "correct the installation"));
    }
    for line in closing_table(&text, "browser ") {
        say::line(&format!("      {line}"));
    }
    last_line(&text).ok_or_else(|| Error::failed("the comparison printed no result"))
}

/// Sets up on real servers what goes wrong in practice, and watches it in one browser.
fn pitfalls(project: &Project, log: &Path, browser: &str) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let mut command = browsers::pitfalls(project, &cors)?;
    command.args(["--browser", browser]);
    shell::run(&mut command, &sink(log))?;
    last_line(&read(log)).ok_or_else(|| Error::failed("the comparison printed no result"))
}

/// From the last line that heads a table to the empty line that ends it.
fn closing_table<'a>(text: &'a str, first_column: &str) -> Vec<&'a str> {
    let lines: Vec<&str> = text.lines().collect();
    let head = lines
        .iter()
        .rposition(|line| line.starts_with(first_column));
    lines
        .iter()
        .skip(head.unwrap_or(lines.len()))
        .take_while(|line| !line.is_empty())
        .copied()
        .collect()
}

fn last_line(text: &str) -> Option<String> {
    let last = text.lines().rev().find(|line| !line.trim().is_empty());
    last.map(|line| line.trim().to_owned())
}

fn read(log: &Path) -> String {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned()
}

/// The sum of the numbers that follow a prefix at the beginning of a line.
fn sum_after(text: &str, prefix: &str) -> u64 {
    text.lines()
        .filter_map(|line| {
            line.trim_start()
                .strip_prefix(prefix)?
                .split(' ')
                .next()?
                .parse::<u64>()
                .ok()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_all_test_programs_are_added() {
        let text =
            "test result: ok. 3 passed; 0 failed\nnoise\ntest result: ok. 20 passed; 0 failed\n";
        assert_eq!(sum_after(text, "test result: ok. "), 23);
        assert_eq!(
            sum_after("\u{2139} tests 5\n\u{2139} pass 4\n", "\u{2139} pass "),
            4
        );
        assert_eq!(sum_after("", "\u{2139} pass "), 0);
    }

    #[test]
    fn closing_table_ends_at_the_empty_line() {
        let text = "browser x: 1/1\n\nbrowser  cases\n-------  -----\nwebkit     200\n\nReport: r.md\n200 passed, 0 failed\n";
        assert_eq!(
            closing_table(text, "browser "),
            ["browser  cases", "-------  -----", "webkit     200"]
        );
        assert_eq!(last_line(text).as_deref(), Some("200 passed, 0 failed"));
        assert_eq!(closing_table("nothing\n", "browser "), Vec::<&str>::new());
        assert_eq!(last_line("\n"), None);
    }

    #[test]
    fn words_select_steps_in_the_usual_order() {
        let keys = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            select(&words).map(|steps| steps.iter().map(|step| step.key).collect::<Vec<_>>())
        };
        assert_eq!(keys(&["browser", "page"]), Ok(vec!["page", "browser"]));
        assert_eq!(
            keys(&["browsers"]),
            Ok(vec![
                "browsers-chromium",
                "browsers-firefox",
                "browsers-webkit"
            ])
        );
        assert_eq!(keys(&[]).unwrap().len(), STEPS.len());
        assert_eq!(
            keys(&["x"]).unwrap_err().to_string(),
            "there is no step `x` (help: use one of format, lints, unit, licences, servers, page, size, browser, exports, browsers-chromium, browsers-firefox, browsers-webkit, pitfalls-chromium, pitfalls-firefox, pitfalls-webkit, embed, docs)"
        );
    }

    #[test]
    fn step_comes_after_the_step_that_it_builds_on() {
        for (index, step) in STEPS.iter().enumerate() {
            let place = step
                .after
                .map(|key| STEPS.iter().position(|one| one.key == key));
            assert!(
                place.is_none_or(|place| place.is_some_and(|place| place < index)),
                "{}",
                step.key
            );
        }
    }
}
