//! Rust: for each target and version one program, generated with a module for each policy.
//!
//! All programs and all complete examples are packages of one generated workspace, so that there is one lock
//! file and each dependency is compiled once. A program has the dependencies of its target's complete
//! example. `UPDATE_LOCK=1` lets cargo change the lock file, and keeps what it made of it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::policy::PolicyDraft;
use cors_core::targets::{Group, Setup, Snippet, TARGETS, Target, Version};
use cors_suffixes::PLATFORM;

use super::process::{ports, run};
use super::{Places, Ports, Process, Rendered, Running, Trouble, free_ports, read, trouble, write};

/// What a module of a policy offers, and so what the program does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `cors_layer`, a layer of axum.
    AxumLayer,
    /// `cors`, a function as middleware of axum.
    AxumFunction,
    /// `cors`, a `Cors` of actix-cors.
    ActixCors,
    /// `cors`, a function as middleware of actix-web.
    ActixFunction,
}

impl Family {
    fn of(target: &Target) -> Result<Self, Trouble> {
        match target.id {
            "axum-tower-http" => Ok(Self::AxumLayer),
            "axum" => Ok(Self::AxumFunction),
            "actix-cors" => Ok(Self::ActixCors),
            "actix-web" => Ok(Self::ActixFunction),
            other => Err(format!("no Rust program is known for the target {other}")),
        }
    }

    /// The application, among the fixtures.
    fn main(self) -> &'static str {
        match self {
            Self::AxumLayer | Self::AxumFunction => "axum.rs",
            Self::ActixCors | Self::ActixFunction => "actix.rs",
        }
    }

    /// The packages whose versions the proof is about, the first with the target's version.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::AxumLayer => &["tower-http", "axum"],
            Self::AxumFunction => &["axum"],
            Self::ActixCors => &["actix-cors", "actix-web"],
            Self::ActixFunction => &["actix-web"],
        }
    }

    /// The module `policies`: all that differs between the families, for the application to call.
    fn policies(self, count: usize) -> String {
        let (head, arm, foot) = match self {
            Self::AxumLayer => (AXUM_HEAD, "router.layer(policy_N::cors_layer())", FOOT),
            Self::AxumFunction => (
                AXUM_HEAD,
                "router.layer(axum::middleware::from_fn(policy_N::cors))",
                FOOT,
            ),
            Self::ActixCors => (ACTIX_CORS_HEAD, "policy_N::cors()", FOOT),
            Self::ActixFunction => (
                ACTIX_FUNCTION_HEAD,
                "Box::pin(async move { Ok(policy_N::cors(request, next).await?.map_into_boxed_body()) })",
                ACTIX_FUNCTION_FOOT,
            ),
        };
        let mut text = format!("pub const COUNT: usize = {count};\n\n");
        for index in 0..count {
            // What is pasted into a project must not bring warnings with it.
            let _ = writeln!(text, "#[deny(warnings)]\nmod policy_{index};");
        }
        text.push_str(head);
        for index in 0..count {
            let arm = arm.replace('N', &index.to_string());
            let _ = writeln!(text, "        {index} => {arm},");
        }
        text.push_str(foot);
        text
    }
}

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

pub(super) fn start(
    target: &Target,
    version: Version,
    places: &Places,
    policies: &[Rendered],
) -> Result<Running, Trouble> {
    let family = Family::of(target)?;
    let workspace = lay_out(places)?;
    let folder = workspace.join(member(target, version));
    let fixture = places.fixtures.join("rust").join(family.main());
    write(&folder.join("src/main.rs"), &read(&fixture)?)?;
    let modules = folder.join("src/policies");
    if modules.exists() {
        forget_others(&modules, policies.len())?;
    }
    for (index, policy) in policies.iter().enumerate() {
        let [file] = policy.snippet.files.as_slice() else {
            return Err(format!("the snippet of {} is not one file", target.id));
        };
        write(&modules.join(format!("policy_{index}.rs")), &file.text)?;
    }
    write(
        &folder.join("src/policies.rs"),
        &family.policies(policies.len()),
    )?;
    let program = build(&workspace, places, &package("proof", target, version))?;
    let (process, lines) = Process::start_and_read(
        Command::new(program)
            .arg(places.dead.to_string())
            .current_dir(&folder),
        &folder.join("stderr.log"),
    )?;
    let mut ports = ports(&lines).into_iter().map(|port| Ports {
        plain: port,
        guarded: port,
    });
    let bare = ports.next().map_or(0, |ports| ports.plain);
    Ok(Running {
        version: locked_versions(&workspace, family, version)?,
        bare,
        ports: ports.collect(),
        processes: vec![process],
    })
}

/// Starts the complete example, whose package gets a name of its own.
pub(super) fn start_example(
    target: &Target,
    version: Version,
    places: &Places,
    snippet: &Snippet,
) -> Result<(Process, u16), Trouble> {
    let workspace = lay_out(places)?;
    let folder = workspace.join(format!("{}-example", member(target, version)));
    let name = package("example", target, version);
    for file in &snippet.example {
        write(&folder.join(&file.path), &named(&file.text, &name))?;
    }
    let program = build(&workspace, places, &name)?;
    let ports = free_ports(1)?;
    let port = ports.first().copied().unwrap_or_default();
    let log = folder.join("stderr.log");
    let mut process = Process::start(
        Command::new(program)
            .env("PORT", port.to_string())
            .current_dir(&folder),
        &log,
    )?;
    process.wait_for(port, &log)?;
    Ok((process, port))
}

fn member(target: &Target, version: Version) -> String {
    format!("{}-{}", target.id, version.0)
}

fn package(what: &str, target: &Target, version: Version) -> String {
    format!("{what}-{}", member(target, version)).replace('.', "-")
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
    for target in TARGETS.iter().filter(|target| target.group == Group::Rust) {
        for &version in target.versions {
            let manifest = manifest(target, version)?;
            for (folder, what) in [
                (member(target, version), "proof"),
                (format!("{}-example", member(target, version)), "example"),
            ] {
                let _ = writeln!(members, "    \"{folder}\",");
                let folder = workspace.join(folder);
                write(
                    &folder.join("Cargo.toml"),
                    &named(&manifest, &package(what, target, version)),
                )?;
                let main = folder.join("src/main.rs");
                if !main.exists() {
                    write(&main, "fn main() {}\n")?;
                }
            }
        }
    }
    // Only the answers matter, so what is quick to build is best.
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

/// The manifest of the target's complete example, which is the same for every policy.
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
            let mut files = snippet.example.into_iter();
            files.find(|file| file.path == "Cargo.toml")
        })
        .map(|file| file.text)
        .ok_or_else(|| format!("the complete example of {} has no manifest", target.id))
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

/// The versions that were built, from the lock file.
fn locked_versions(workspace: &Path, family: Family, version: Version) -> Result<String, Trouble> {
    let lock = read(&workspace.join("Cargo.lock"))?;
    let mut versions = Vec::new();
    for (index, name) in family.packages().iter().enumerate() {
        let entry = format!("name = \"{name}\"\nversion = \"");
        let mut locked = lock
            .split(&entry)
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let found = if index == 0 {
            locked.find(|locked| *locked == version.0)
        } else {
            locked.next()
        };
        match found {
            Some(found) => versions.push(format!("{name} {found}")),
            None => return Err(format!("the lock file has no {name} {}", version.0)),
        }
    }
    Ok(versions.join(" "))
}
