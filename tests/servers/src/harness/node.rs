//! One Node process with an application for each policy; one process for each policy where its origins come
//! from the environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::server::Failure;
use cors_core::targets::{Options, Release, Version};

use super::{Ground, Harness, Job, every_value_alone, target};
use crate::case::Case;
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, fresh_folder, ports, read, run,
    trouble, write,
};
use crate::wire::{Client, RawRequest};

/// What a target's policies are put in front of.
pub(super) struct Node {
    id: &'static str,
    /// What it is called where versions are said.
    name: &'static str,
    /// Its folder in `fixtures`.
    fixture: &'static str,
    /// What handlers do; see the fixture `serve.mjs`.
    extent: &'static str,
    /// The packages that the application and the snippet import, and the folders of `node_modules` they are in.
    packages: fn(Version) -> &'static [(&'static str, &'static str)],
    /// The line of Node that it runs on.
    runs_on: fn(Version) -> &'static str,
    /// Whether an error that a handler throws ends the process.
    is_mortal: bool,
    /// What `is_outside` says.
    is_outside: fn(&Case) -> bool,
    /// Whether `OPTIONS` that is no preflight has the headers, too.
    covers_own_options: bool,
    /// The options to try besides the defaults; empty for each value alone.
    option_sets: &'static [&'static [(&'static str, &'static str)]],
}

const CORS: (&str, &str) = ("cors", "cors");
const KOA_CORS: (&str, &str) = ("@koa/cors", "@koa/cors");
const EXPRESS_4: (&str, &str) = ("express", "express4");
const EXPRESS_5: (&str, &str) = ("express", "express");

/// The line of Node on which frameworks run.
const NODE: &str = "24";

pub(super) const EXPRESS_CORS: Node = Node {
    id: "express-cors",
    name: "Express",
    fixture: "express",
    extent: "sets-only",
    packages: |version| match version.line {
        "4" => &[EXPRESS_4, CORS],
        _ => &[EXPRESS_5, CORS],
    },
    runs_on: |_| NODE,
    is_mortal: false,
    is_outside: |_| false,
    covers_own_options: true,
    option_sets: &[],
};

pub(super) const EXPRESS: Node = Node {
    id: "express",
    extent: "all",
    packages: |version| match version.line {
        "4" => &[EXPRESS_4],
        _ => &[EXPRESS_5],
    },
    ..EXPRESS_CORS
};

pub(super) const NODE_HTTP: Node = Node {
    id: "node-http",
    name: "Node",
    fixture: "node-http",
    extent: "all",
    packages: |_| &[],
    runs_on: |version| version.line,
    is_mortal: true,
    ..EXPRESS_CORS
};

pub(super) const KOA: Node = Node {
    id: "koa",
    name: "Koa",
    fixture: "koa",
    packages: |version| match version.line {
        "2" => &[("koa", "koa2"), KOA_CORS],
        _ => &[("koa", "koa"), KOA_CORS],
    },
    // Koa drops the headers of what is thrown, and the package adds them again where it allows the origin.
    is_outside: |case| {
        matches!(
            case.app.failure,
            Some(Failure::Panics | Failure::BodyTooLarge)
        )
    },
    covers_own_options: false,
    option_sets: FEW_SETS,
    ..EXPRESS_CORS
};

pub(super) const FASTIFY: Node = Node {
    id: "fastify",
    name: "Fastify",
    fixture: "fastify",
    packages: |_| &[("fastify", "fastify"), ("@fastify/cors", "@fastify/cors")],
    option_sets: FEW_SETS,
    ..EXPRESS_CORS
};

pub(super) const HONO: Node = Node {
    id: "hono",
    name: "Hono",
    fixture: "hono",
    packages: |_| &[("hono", "hono"), ("@hono/node-server", "@hono/node-server")],
    option_sets: FEW_SETS,
    ..EXPRESS_CORS
};

pub(super) const NESTJS: Node = Node {
    id: "nestjs",
    name: "NestJS",
    fixture: "nestjs",
    packages: |_| {
        &[
            ("@nestjs/common", "@nestjs/common"),
            ("@nestjs/core", "@nestjs/core"),
            ("@nestjs/platform-express", "@nestjs/platform-express"),
            ("reflect-metadata", "reflect-metadata"),
            EXPRESS_5,
            CORS,
        ]
    },
    option_sets: &[&[("name", "shop"), ("origins", "environment")]],
    ..EXPRESS_CORS
};

/// What is written alike for every target, in as few runs as show it.
const FEW_SETS: &[&[(&str, &str)]] = &[
    &[("format", "commonjs"), ("name", "shop")],
    &[("origins", "environment")],
];

impl Harness for Node {
    fn id(&self) -> &'static str {
        self.id
    }

    fn is_beyond(&self, policy: &TestPolicy) -> bool {
        policy.has_odd_methods()
    }

    fn is_outside(&self, _job: &Job, case: &Case) -> bool {
        (self.is_outside)(case)
    }

    fn covers_own_options(&self) -> bool {
        self.covers_own_options
    }

    fn option_sets(&self) -> Vec<Options> {
        let target = target(self.id);
        if self.option_sets.is_empty() {
            return every_value_alone(target);
        }
        let sets = self.option_sets.iter();
        sets.map(|set| Options::read(target.options, set.iter().copied()).0)
            .collect()
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let folder = self.folder(job, places, "")?;
        self.write_program(places, &folder)?;
        let mut names = Vec::new();
        for (index, policy) in policies.iter().enumerate() {
            let [file] = policy.snippet.files.as_slice() else {
                return Err(format!("the snippet of {} is not one file", self.id));
            };
            let path = file.path.rsplit('/').next().unwrap_or_default();
            let name = format!("policy-{index}-{path}");
            write(&folder.join(&name), &file.text)?;
            names.push(name);
        }
        if self.is_mortal && job.is_default() {
            self.ends_with_its_handler(job, places, &folder, &names)?;
        }
        let mut processes = Vec::new();
        let mut all = Vec::new();
        let mut server = String::new();
        let reads_environment = policies.iter().any(|policy| !policy.origins.is_empty());
        // A variable is the same for a whole process.
        let size = if reads_environment {
            1
        } else {
            names.len().max(1)
        };
        for (names, policies) in names.chunks(size).zip(policies.chunks(size)) {
            let origins = policies
                .first()
                .map_or("", |policy| policy.origins.as_str());
            let (process, lines) = self
                .run(job, places, &folder, self.extent, names, origins)
                .map_err(|error| name_policies(&error, policies))?;
            processes.push(process);
            let version = lines.iter().find_map(|line| line.strip_prefix("version "));
            version.unwrap_or_default().clone_into(&mut server);
            let ports = ports(&lines);
            let skipped = usize::from(!all.is_empty());
            all.extend(ports.into_iter().skip(skipped));
        }
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
        let mut ports = all.into_iter().map(Ports::same);
        let bare = ports.next().map_or(0, |ports| ports.plain);
        Ok(Running {
            server: format!("{} {server}", self.name),
            release,
            bare,
            ports: ports.collect(),
            processes,
        })
    }

    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble> {
        let programs = self.node(job, places)?;
        let port = free_port()?;
        Ok(Ground {
            programs: programs.parent().map(Path::to_path_buf),
            variables: vec![
                ("PORT".to_owned(), port.to_string()),
                // The packages of the examples are in npm's cache after the first time.
                ("npm_config_prefer_offline".to_owned(), "true".to_owned()),
                ("npm_config_audit".to_owned(), "false".to_owned()),
                ("npm_config_fund".to_owned(), "false".to_owned()),
                ("npm_config_update_notifier".to_owned(), "false".to_owned()),
            ],
            addresses: vec![("127.0.0.1:3000".to_owned(), format!("127.0.0.1:{port}"))],
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
        let prettier = places.own_node_modules.join("prettier/bin/prettier.cjs");
        let unchanged = run(Command::new(self.node(job, places)?)
            .arg(prettier)
            .args(["--no-config", "--check", "."])
            .current_dir(&folder));
        unchanged.map(|_| ())
    }

    fn start_side_by_side(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered; 2],
    ) -> Result<Running, Trouble> {
        let folder = self.folder(job, places, "-side-by-side")?;
        self.write_program(places, &folder)?;
        let mut names = Vec::new();
        for policy in policies {
            for file in &policy.snippet.files {
                write(&folder.join(&file.path), &file.text)?;
                names.push(file.path.clone());
            }
        }
        let (process, lines) = self.run(job, places, &folder, "side-by-side", &names, "")?;
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

impl Node {
    /// The program of the line of Node that the job runs on.
    fn node(&self, job: &Job, places: &Places) -> Result<PathBuf, Trouble> {
        let line = (self.runs_on)(job.version);
        let program = places.own_node_modules.join(format!("node{line}/bin/node"));
        if program.is_file() {
            Ok(program)
        } else {
            Err(format!(
                "there is no {} (run `npm ci` in the folder tests/servers)",
                program.display()
            ))
        }
    }

    fn write_program(&self, places: &Places, folder: &Path) -> Result<(), Trouble> {
        for (file, fixture) in [
            ("main.mjs", self.fixture),
            ("say.mjs", "node"),
            ("serve.mjs", "node"),
        ] {
            let text = read(&places.fixtures.join(fixture).join(file))?;
            write(&folder.join(file), &text)?;
        }
        Ok(())
    }

    fn run(
        &self,
        job: &Job,
        places: &Places,
        folder: &Path,
        extent: &str,
        names: &[String],
        origins: &str,
    ) -> Result<(Process, Vec<String>), Trouble> {
        Process::start_and_read(
            Command::new(self.node(job, places)?)
                .arg("main.mjs")
                .arg(places.dead.to_string())
                .arg(extent)
                .args(names)
                .env("NODE_ENV", "test")
                .env("CORS_ORIGINS", origins)
                .current_dir(folder),
            &folder.join("stderr.log"),
        )
    }

    /// The application that serves every policy must go on after a handler has thrown, and so only closes the
    /// connection. Here one throws in earnest, and its process ends.
    fn ends_with_its_handler(
        &self,
        job: &Job,
        places: &Places,
        folder: &Path,
        names: &[String],
    ) -> Result<(), Trouble> {
        let first = names.get(..1).unwrap_or_default();
        let (process, lines) = self.run(job, places, folder, "mortal", first, "")?;
        let request = RawRequest {
            method: "GET".to_owned(),
            target: "/panics".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        for port in ports(&lines).into_iter().rev().take(1) {
            let answer = Client::new(port)
                .send(&request)
                .map_err(trouble("a listener that throws"))?;
            if let Some(answer) = answer {
                return Err(format!(
                    "a listener that throws responds with {}",
                    answer.status
                ));
            }
        }
        drop(process);
        Ok(())
    }

    /// A folder from which the packages are found, and no other version of them.
    fn folder(&self, job: &Job, places: &Places, suffix: &str) -> Result<PathBuf, Trouble> {
        let folder = fresh_folder(places, &format!("{}{suffix}", job.slug()))?;
        let modules = folder.join("node_modules");
        std::fs::create_dir(&modules).map_err(trouble(modules.display()))?;
        for (name, installed) in (self.packages)(job.version) {
            let installed = places.node_modules.join(installed);
            if !installed.is_dir() {
                return Err(format!(
                    "there is no {} (run `npm ci` in the folder tests)",
                    installed.display()
                ));
            }
            let linked = modules.join(name);
            let parent = linked.parent().unwrap_or(&modules);
            std::fs::create_dir_all(parent).map_err(trouble(parent.display()))?;
            link(&installed, &linked)?;
        }
        Ok(folder)
    }
}

/// The names of the policies next to those of the files that Node complains of.
fn name_policies(error: &str, policies: &[Rendered]) -> Trouble {
    let named = policies.iter().enumerate().filter_map(|(index, policy)| {
        let file = format!("policy-{index}-");
        error
            .contains(&file)
            .then(|| format!("{file} is policy {:?}", policy.name))
    });
    named.fold(error.to_owned(), |text, name| format!("{text}\n{name}"))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<(), Trouble> {
    std::os::unix::fs::symlink(from, to).map_err(trouble(to.display()))
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> Result<(), Trouble> {
    std::os::windows::fs::symlink_dir(from, to).map_err(trouble(to.display()))
}
