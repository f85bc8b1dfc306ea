//! Rust: for each target and version one program, generated with a module for each policy.
//!
//! All programs are packages of one generated workspace, so that there is one lock file and each dependency is
//! compiled once. A program has the dependencies of its target's full example. `UPDATE_LOCK=1` lets cargo change the lock file, and keeps what it made of it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::policy::PolicyDraft;
use cors_core::server::Authentication;
use cors_core::targets::{Options, Release, Setup, Target, Version};
use cors_suffixes::PLATFORM;

use super::{Ground, Harness, Job, target};
use crate::case::{Case, Situation, says};
use crate::compare::Order;
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, fresh_folder, ports, read, run,
    trouble, write,
};

/// What a module of a policy offers, and so what the program does with it.
pub(super) struct Rust {
    id: &'static str,
    /// The application, among the fixtures.
    main: &'static str,
    /// The packages whose versions the proof is about, the first with the target's version.
    packages: &'static [&'static str],
    /// The module `policies`, which says how the application calls that of a policy: up to the arms, one arm
    /// for the number `N`, and what comes after the arms.
    head: &'static str,
    arm: &'static str,
    foot: &'static str,
    /// What goes in the `.wrap` of a scope; axum has an expression for the router instead.
    wrap: &'static str,
    order: Order,
    /// What this library can't express besides methods that the server can't read.
    is_beyond: fn(&TestPolicy) -> bool,
    situations: fn() -> Vec<Situation>,
}

pub(super) const AXUM_TOWER_HTTP: Rust = Rust {
    id: "axum-tower-http",
    main: "axum.rs",
    packages: &["tower-http", "axum"],
    head: AXUM_HEAD,
    arm: "router.layer(policy_N::cors_layer())",
    foot: FOOT,
    wrap: "",
    order: Order::AsWritten,
    is_beyond: |_| false,
    situations: Vec::new,
};

pub(super) const AXUM: Rust = Rust {
    id: "axum",
    packages: &["axum"],
    arm: "router.layer(axum::middleware::from_fn(policy_N::cors))",
    ..AXUM_TOWER_HTTP
};

pub(super) const ACTIX_CORS: Rust = Rust {
    id: "actix-cors",
    main: "actix.rs",
    packages: &["actix-cors", "actix-web"],
    head: ACTIX_CORS_HEAD,
    arm: "policy_N::cors()",
    foot: FOOT,
    wrap: "policy_N::cors()",
    // It keeps its lists in hash sets.
    order: Order::Random,
    is_beyond: |policy| {
        let draft = PolicyDraft::from(&policy.policy);
        let any_header = draft.allow_headers == ["*"] && !draft.allow_credentials;
        policy.has_odd_methods() || draft.allow_methods == ["*"] || any_header
    },
    situations: || {
        vec![says(
            "own Vary in two lines",
            200,
            &[("Vary", "Accept"), ("Vary", "Accept-Encoding")],
        )]
    },
};

pub(super) const ACTIX_WEB: Rust = Rust {
    id: "actix-web",
    packages: &["actix-web"],
    head: ACTIX_FUNCTION_HEAD,
    arm: "Box::pin(async move { Ok(policy_N::cors(request, next).await?.map_into_boxed_body()) })",
    foot: ACTIX_FUNCTION_FOOT,
    wrap: "actix_web::middleware::from_fn(policy_N::cors)",
    order: Order::AsWritten,
    is_beyond: TestPolicy::has_odd_methods,
    situations: Vec::new,
    ..ACTIX_CORS
};

/// All of them, for the one workspace that they share.
const ALL: [&Rust; 4] = [&AXUM_TOWER_HTTP, &AXUM, &ACTIX_CORS, &ACTIX_WEB];

const AXUM_HEAD: &str = "
pub fn wrap(index: usize, router: axum::Router) -> axum::Router {
    match index {
";

const ACTIX_CORS_HEAD: &str = "
pub fn middleware(index: usize) -> actix_cors::Cors {
    match index {
";

const FOOT: &str = "        _ => unreachable!(\"there is no such policy\"),
    }
}
";

const ACTIX_FUNCTION_HEAD: &str = "
use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::middleware::{Next, from_fn};

type Answer = std::pin::Pin<Box<dyn Future<Output = Result<ServiceResponse<BoxBody>, Error>>>>;

fn call(index: usize, request: ServiceRequest, next: Next<BoxBody>) -> Answer {
    match index {
";

const ACTIX_FUNCTION_FOOT: &str = "        _ => unreachable!(\"there is no such policy\"),
    }
}

/// One type for all policies, so that the application is compiled once.
pub fn middleware<S>(
    index: usize,
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    from_fn(move |request, next| call(index, request, next))
}
";

impl Harness for Rust {
    fn id(&self) -> &'static str {
        self.id
    }

    fn is_beyond(&self, policy: &TestPolicy) -> bool {
        (self.is_beyond)(policy)
    }

    /// An error of middleware has no headers in the one version that has that as a known difference.
    fn is_outside(&self, job: &Job, case: &Case) -> bool {
        let is_rejected = case.app.authentication == Authentication::After
            && !case
                .request
                .headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("Authorization"));
        self.id == ACTIX_CORS.id && job.version.line == "0.6" && is_rejected
    }

    fn order(&self) -> Order {
        self.order
    }

    fn is_compiled(&self) -> bool {
        true
    }

    fn situations(&self, _job: &Job) -> Vec<Situation> {
        (self.situations)()
    }

    /// All at once: each set is a program of its own.
    fn option_sets(&self) -> Vec<Options> {
        let options = target(self.id).options;
        let pairs = [("origins", "environment"), ("name", "shop")];
        vec![Options::read(options, pairs).0]
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let workspace = lay_out(places)?;
        let folder = workspace.join(job.slug());
        let fixture = places.fixtures.join("rust").join(self.main);
        write(&folder.join("src/main.rs"), &read(&fixture)?)?;
        let modules = folder.join("src/policies");
        if modules.exists() {
            forget_others(&modules, policies.len())?;
        }
        for (index, policy) in policies.iter().enumerate() {
            let [file] = policy.snippet.files.as_slice() else {
                return Err(format!("the snippet of {} is not one file", self.id));
            };
            write(&modules.join(format!("policy_{index}.rs")), &file.text)?;
        }
        write(
            &folder.join("src/policies.rs"),
            &self.policies(policies.len()),
        )?;
        let program = build(&workspace, places, &package(&job.slug()))?;
        let mut processes = Vec::new();
        let mut all = Vec::new();
        let mut start = |index: Option<usize>, origins: &str| {
            let (process, lines) = Process::start_and_read(
                Command::new(&program)
                    .arg(places.dead.to_string())
                    .args(index.map(|index| index.to_string()))
                    .env("CORS_ORIGINS", origins)
                    .current_dir(&folder),
                &folder.join("stderr.log"),
            )?;
            processes.push(process);
            let skipped = usize::from(!all.is_empty());
            all.extend(ports(&lines).into_iter().skip(skipped));
            Ok::<_, Trouble>(())
        };
        if policies.iter().any(|policy| !policy.origins.is_empty()) {
            // A variable is the same for a whole process.
            for (index, policy) in policies.iter().enumerate() {
                start(Some(index), &policy.origins)?;
            }
        } else {
            start(None, "")?;
        }
        let mut ports = all.into_iter().map(Ports::same);
        let bare = ports.next().map_or(0, |ports| ports.plain);
        let (server, release) = self.locked_versions(&workspace, job.version)?;
        Ok(Running {
            server,
            release,
            bare,
            ports: ports.collect(),
            processes,
        })
    }

    fn ground(&self, _job: &Job, places: &Places) -> Result<Ground, Trouble> {
        // The versions of the proof instead of the newest of that day.
        let lock = read(&places.fixtures.join("rust/Cargo.lock"))?;
        let port = free_port()?;
        let target = places.scratch.join("rust-target");
        Ok(Ground {
            programs: None,
            variables: vec![
                ("PORT".to_owned(), port.to_string()),
                ("CARGO_TARGET_DIR".to_owned(), target.display().to_string()),
                // As in the workspace of the proof, so that nothing is built twice.
                ("CARGO_PROFILE_DEV_DEBUG".to_owned(), "false".to_owned()),
            ],
            addresses: vec![("127.0.0.1:3000".to_owned(), format!("127.0.0.1:{port}"))],
            files: vec![("Cargo.lock".to_owned(), lock)],
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
        // The defaults, not those of this repository.
        write(&folder.join("rustfmt.toml"), "")?;
        let mut command = Command::new("rustfmt");
        command.args(["--check", "--edition", "2024"]);
        for (index, policy) in policies.iter().enumerate() {
            let snippets = policy
                .snippet
                .files
                .iter()
                .map(|file| (&file.path, &file.text));
            let examples = policy.snippet.example.files.iter();
            let examples = examples.map(|file| (&file.path, &file.text));
            for (path, text) in snippets.chain(examples) {
                if Path::new(path).extension().is_some_and(|end| end == "rs") {
                    let path = folder.join(format!("{index}-{}", path.replace('/', "-")));
                    // The modules of a program are files of their own.
                    write(&path, &without_modules(text))?;
                    command.arg(&path);
                }
            }
        }
        run(&mut command).map(|_| ())
    }

    fn start_side_by_side(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered; 2],
    ) -> Result<Running, Trouble> {
        let workspace = lay_out(places)?;
        let name = format!("{}-side-by-side", job.slug());
        let folder = workspace.join(&name);
        let main = format!("side-by-side-{}", self.main);
        let fixture = places.fixtures.join("rust").join(main);
        let mut text = read(&fixture)?;
        for (mark, policy) in ["ONE", "TWO"].into_iter().zip(policies) {
            for file in &policy.snippet.files {
                write(&folder.join(&file.path), &file.text)?;
                let module = file.path.trim_start_matches("src/").trim_end_matches(".rs");
                let call = self.arm.replace("policy_N", module);
                text = text.replace(&format!("{mark}_MODULE"), module);
                text = text.replace(&format!("{mark}_CALL"), &call);
                let wrap = self.wrap.replace("policy_N", module);
                text = text.replace(&format!("{mark}_WRAP"), &wrap);
            }
        }
        write(&folder.join("src/main.rs"), &text)?;
        let program = build(&workspace, places, &package(&name))?;
        let (process, lines) = Process::start_and_read(
            Command::new(program).current_dir(&folder),
            &folder.join("stderr.log"),
        )?;
        let port = ports(&lines).first().copied().unwrap_or_default();
        let (server, release) = self.locked_versions(&workspace, job.version)?;
        Ok(Running {
            server,
            release,
            bare: port,
            ports: vec![Ports::same(port)],
            processes: vec![process],
        })
    }
}

impl Rust {
    /// The module `policies`: all that differs between the targets, for the application to call.
    fn policies(&self, count: usize) -> String {
        let mut text = format!("pub const COUNT: usize = {count};\n\n");
        for index in 0..count {
            // What is pasted into a project must not bring warnings with it.
            let _ = writeln!(text, "#[deny(warnings)]\nmod policy_{index};");
        }
        text.push_str(self.head);
        for index in 0..count {
            let arm = self.arm.replace('N', &index.to_string());
            let _ = writeln!(text, "        {index} => {arm},");
        }
        text.push_str(self.foot);
        text
    }

    /// The versions that were built, from the lock file, and that of the first package alone.
    fn locked_versions(
        &self,
        workspace: &Path,
        version: Version,
    ) -> Result<(String, String), Trouble> {
        let Release::Pinned(release) = version.release else {
            return Err(format!("{} {} is not pinned", self.id, version.line));
        };
        let lock = read(&workspace.join("Cargo.lock"))?;
        let manifest = manifest(target(self.id), version)?;
        let mut versions = Vec::new();
        for name in self.packages {
            let entry = format!("name = \"{name}\"\nversion = \"");
            let mut locked = lock
                .split(&entry)
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            // The manifest says which, where the lock file has several.
            let line = manifest
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{name} = ")));
            let wanted = line
                .and_then(|line| line.split('"').nth(1))
                .unwrap_or_default();
            let found = locked.find(|locked| locked.starts_with(wanted));
            match found {
                Some(found) => versions.push(format!("{name} {found}")),
                None => return Err(format!("the lock file has no {name} {release}")),
            }
        }
        Ok((versions.join(" "), release.to_owned()))
    }
}

/// The text without declarations of modules that are files.
fn without_modules(text: &str) -> String {
    text.lines()
        .filter(|line| !(line.starts_with("mod ") && line.ends_with(';')))
        .flat_map(|line| [line, "\n"])
        .collect::<String>()
        .replace("\n\n\n", "\n\n")
}

fn package(name: &str) -> String {
    format!("proof-{name}")
}

/// The text, where it is a manifest with another name for the package.
fn named(text: &str, name: &str) -> String {
    text.replacen("name = \"api\"", &format!("name = \"{name}\""), 1)
}

/// Writes the workspace with the manifests of all its packages, those that are not built now included: the
/// lock file is about all of them.
fn lay_out(places: &Places) -> Result<PathBuf, Trouble> {
    let workspace = places.scratch.join("rust");
    let mut members = String::new();
    for harness in ALL {
        let target = target(harness.id);
        for &version in target.versions {
            let manifest = manifest(target, version)?;
            let mut jobs = super::jobs(harness, version);
            let side_by_side = jobs
                .first()
                .map(|job| format!("{}-side-by-side", job.slug()));
            let names = jobs.drain(..).map(|job| job.slug());
            for name in names.chain(side_by_side).collect::<Vec<_>>() {
                let _ = writeln!(members, "    \"{name}\",");
                let folder = workspace.join(&name);
                write(
                    &folder.join("Cargo.toml"),
                    &named(&manifest, &package(&name)),
                )?;
                let main = folder.join("src/main.rs");
                if !main.exists() {
                    write(&main, "fn main() {}\n")?;
                }
            }
        }
    }
    // Only the responses matter, so what is quick to build is best.
    write(
        &workspace.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n[profile.dev]\ndebug = false\n"
        ),
    )?;
    let lock = read(&places.fixtures.join("rust/Cargo.lock"))?;
    write(&workspace.join("Cargo.lock"), &lock)?;
    Ok(workspace)
}

/// The manifest of the target's full example, which is the same for every policy.
fn manifest(target: &Target, version: Version) -> Result<String, Trouble> {
    let draft = PolicyDraft {
        allow_origins: vec!["https://app.example.com".to_owned()],
        ..PolicyDraft::default()
    };
    let parsed = draft.parse(&PLATFORM);
    parsed
        .whole()
        .and_then(|policy| policy.check().ok())
        .and_then(|sound| (target.render)(&sound, &Setup::of(version), None).ok())
        .and_then(|snippet| {
            let mut files = snippet.example.files.into_iter();
            files.find(|file| file.path == "Cargo.toml")
        })
        .map(|file| file.text)
        .ok_or_else(|| format!("the full example of {} has no manifest", target.id))
}

/// Removes modules of an earlier run with more policies; the rest is left as it is, to be built no further.
fn forget_others(modules: &Path, count: usize) -> Result<(), Trouble> {
    let keep: Vec<String> = (0..count).map(|i| format!("policy_{i}.rs")).collect();
    for entry in fs::read_dir(modules)
        .map_err(trouble(modules.display()))?
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !keep.contains(&name) {
            fs::remove_file(entry.path()).map_err(trouble(entry.path().display()))?;
        }
    }
    Ok(())
}

/// Builds one package of the workspace; its program.
fn build(workspace: &Path, places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let target = places.scratch.join("rust-target");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let updates = std::env::var_os("UPDATE_LOCK").is_some();
    run(Command::new(cargo)
        .args(["build", "--quiet", "--package", name])
        .args((!updates).then_some("--locked"))
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS"))?;
    if updates {
        let lock = read(&workspace.join("Cargo.lock"))?;
        write(&places.fixtures.join("rust/Cargo.lock"), &lock)?;
    }
    Ok(target
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
