//! One Python process with an application for each policy.

use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::server::Failure;
use cors_core::targets::{Release, Version};

use super::{Ground, Harness, Job};
use crate::case::Case;
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, fresh_folder, ports, read, run,
    write,
};

/// What a target's policies are put in front of.
pub(super) struct Python {
    id: &'static str,
    /// What the versions are of.
    name: &'static str,
    /// Its program in `fixtures/python`.
    program: &'static str,
    /// The folder below `.tools/python` with other versions of some packages.
    instead: fn(Version) -> Option<&'static str>,
    /// Whether the target can't express this policy.
    is_beyond: fn(&TestPolicy) -> bool,
    /// Whether every response has `Vary`.
    varies: fn(Version) -> bool,
    /// Whether the 500 for an exception is made by something around the policy.
    errors_are_outside: bool,
}

pub(super) const FASTAPI: Python = Python {
    id: "fastapi",
    name: "Starlette",
    program: "fastapi_main.py",
    instead: |version| (version.line == "1.6").then_some("starlette-1.6"),
    is_beyond: |policy| policy.allows_any_method() || policy.allows_any_header_but_authorization(),
    varies: |version| version.line != "1.6",
    errors_are_outside: true,
};

pub(super) const FLASK: Python = Python {
    id: "flask",
    name: "Flask-CORS",
    program: "flask_main.py",
    instead: |_| None,
    is_beyond: |policy| {
        policy.has_odd_methods()
            || policy.allows_any_method()
            || policy.allows_any_header_but_authorization()
    },
    varies: |_| true,
    errors_are_outside: false,
};

/// Where the full examples listen.
const EXAMPLE_PORT: u16 = 8000;

impl Harness for Python {
    fn id(&self) -> &'static str {
        self.id
    }

    fn is_beyond(&self, policy: &TestPolicy) -> bool {
        (self.is_beyond)(policy)
    }

    fn tries_options_in_every_version(&self) -> bool {
        // What they write is the same in every version.
        false
    }

    fn is_outside(&self, _job: &Job, case: &Case) -> bool {
        self.errors_are_outside && case.app.failure == Some(Failure::Panics)
    }

    fn varies(&self, job: &Job) -> bool {
        (self.varies)(job.version)
    }

    fn least_generated(&self) -> usize {
        // Methods that only gunicorn doesn't read and any methods are a quarter of them.
        150
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let folder = fresh_folder(places, &job.slug())?;
        let (process, lines) = self.run(job, places, &folder, "all", policies)?;
        let version = lines.iter().find_map(|line| line.strip_prefix("version "));
        let server = version.unwrap_or_default();
        let release = server.split(' ').next().unwrap_or_default().to_owned();
        let is_pinned = match job.version.release {
            Release::Pinned(pinned) => release == pinned,
            Release::Moving => true,
            Release::NotRun => false,
        };
        if !is_pinned {
            return Err(format!(
                "the {} that is installed is {release}, not {}",
                self.name,
                job.version.to_install()
            ));
        }
        let mut ports = ports(&lines).into_iter().map(Ports::same);
        let bare = ports.next().map_or(0, |ports| ports.plain);
        Ok(Running {
            server: format!("{} {server}", self.name),
            release,
            bare,
            ports: ports.collect(),
            processes: vec![process],
        })
    }

    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble> {
        let port = free_port()?;
        let from = |before: &str| format!("{before}{EXAMPLE_PORT}");
        let to = |before: &str| format!("{before}{port}");
        let mut variables = vec![
            // Everything is installed at these versions, so that pip has nothing to ask for.
            ("PIP_NO_INDEX".to_owned(), "1".to_owned()),
            ("PIP_DISABLE_PIP_VERSION_CHECK".to_owned(), "1".to_owned()),
        ];
        variables.extend(self.path(job, places).map(|path| {
            let path = path.to_string_lossy().into_owned();
            ("PYTHONPATH".to_owned(), path)
        }));
        Ok(Ground {
            programs: Some(programs(places)),
            variables,
            addresses: ["127.0.0.1:", "--port "]
                .map(|before| (from(before), to(before)))
                .into(),
            files: Vec::new(),
            port,
        })
    }

    fn check_format(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered],
    ) -> Result<(), Trouble> {
        let folder = fresh_folder(places, &format!("format-{}", job.slug()))?;
        for (index, policy) in policies.iter().enumerate() {
            for file in &policy.snippet.example.files {
                write(&folder.join(format!("{index}-{}", file.path)), &file.text)?;
            }
        }
        let ruff = |arguments: &[&str]| {
            run(Command::new(program(places, "ruff")?)
                .args(arguments)
                .args(["--isolated", "--no-cache", "."])
                .current_dir(&folder))
        };
        ruff(&["format", "--check"])?;
        // Names that do not exist, and imports that are not used.
        ruff(&["check", "--select=F"])?;
        Ok(())
    }

    fn start_side_by_side(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered; 2],
    ) -> Result<Running, Trouble> {
        let folder = fresh_folder(places, &format!("{}-side-by-side", job.slug()))?;
        let (process, lines) = self.run(job, places, &folder, "side-by-side", policies)?;
        let port = ports(&lines).first().copied().unwrap_or_default();
        Ok(Running {
            server: self.name.to_owned(),
            release: String::new(),
            bare: port,
            ports: vec![Ports::same(port)],
            processes: vec![process],
        })
    }
}

impl Python {
    /// Starts the program with these policies in the folder.
    fn run(
        &self,
        job: &Job,
        places: &Places,
        folder: &Path,
        extent: &str,
        policies: &[Rendered],
    ) -> Result<(Process, Vec<String>), Trouble> {
        for file in [self.program, "serve.py", "gunicorn_by_port.py"] {
            let text = read(&places.fixtures.join("python").join(file))?;
            write(&folder.join(file), &text)?;
        }
        let mut list = Vec::new();
        for (index, policy) in policies.iter().enumerate() {
            let [file] = policy.snippet.files.as_slice() else {
                return Err(format!("the snippet of {} is not one file", self.id));
            };
            let name = format!("policy_{index}_{}", file.path);
            write(&folder.join(&name), &file.text)?;
            list.push((name, policy.origins.clone()));
        }
        let list = serde_json::to_string(&list).map_err(|error| error.to_string())?;
        write(&folder.join("policies.json"), &list)?;
        let mut command = Command::new(program(places, "python")?);
        command
            .arg(self.program)
            .arg(places.dead.to_string())
            .arg(extent)
            .current_dir(folder);
        if let Some(path) = self.path(job, places) {
            command.env("PYTHONPATH", path);
        }
        Process::start_and_read(&mut command, &folder.join("stderr.log"))
    }

    /// Where packages are looked for first.
    fn path(&self, job: &Job, places: &Places) -> Option<PathBuf> {
        let folder = (self.instead)(job.version)?;
        Some(places.tools.join("python").join(folder))
    }
}

/// The programs of the virtual environment.
fn programs(places: &Places) -> PathBuf {
    places.tools.join("python/bin")
}

fn program(places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let program = programs(places).join(name);
    if program.is_file() {
        Ok(program)
    } else {
        Err(format!(
            "there is no {} (run `cargo xtask servers`, which installs it)",
            program.display()
        ))
    }
}
