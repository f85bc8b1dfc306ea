//! The real servers: each one process that serves every policy on a port of its own.

mod nginx;
mod node;
mod process;
mod rust;

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use cors_core::targets::{Snippet, Target, Version};

use crate::upstream::Upstream;
pub(crate) use process::{Process, trouble};

/// What went wrong before anything could be compared: a sentence for people.
pub(crate) type Trouble = String;

/// A policy as rendered for the target.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) name: String,
    pub(crate) snippet: Snippet,
}

/// A server that runs, until this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    /// As the server says it.
    pub(crate) version: String,
    /// The port without any policy.
    pub(crate) bare: u16,
    /// The port of each policy, in the order given.
    pub(crate) ports: Vec<Ports>,
    /// Ends with this.
    pub(crate) processes: Vec<Process>,
}

/// Where a policy is served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub(crate) plain: u16,
    /// Behind something that demands authentication, where that is a server of its own.
    pub(crate) guarded: u16,
}

/// Where things are.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The folder `tests/servers/fixtures`.
    pub(crate) fixtures: PathBuf,
    /// The folder with the npm packages.
    pub(crate) node_modules: PathBuf,
    /// Where files are written; git ignores it.
    pub(crate) scratch: PathBuf,
    /// A port at which nobody listens.
    pub(crate) dead: u16,
    /// The application behind proxies.
    pub(crate) upstream: Upstream,
}

/// Starts the target's server with these policies.
pub(crate) fn start(
    target: &Target,
    version: Version,
    places: &Places,
    policies: &[Rendered],
) -> Result<Running, Trouble> {
    match target.id {
        "nginx" => nginx::start(places, policies),
        "express-cors" | "express" | "node-http" => node::start(target, version, places, policies),
        "axum-tower-http" | "axum" | "actix-cors" | "actix-web" => {
            rust::start(target, version, places, policies)
        }
        other => Err(format!("no server is known for the target {other}")),
    }
}

/// Starts the target's complete example as it is, but for the ports.
pub(crate) fn start_example(
    target: &Target,
    version: Version,
    places: &Places,
    snippet: &Snippet,
) -> Result<(Process, u16), Trouble> {
    match target.id {
        "nginx" => nginx::start_example(places, snippet),
        "express-cors" | "express" | "node-http" => {
            node::start_example(target, version, places, snippet)
        }
        "axum-tower-http" | "axum" | "actix-cors" | "actix-web" => {
            rust::start_example(target, version, places, snippet)
        }
        other => Err(format!("no server is known for the target {other}")),
    }
}

/// Ports that are free now. All are held until all are known, so that they differ.
pub(crate) fn free_ports(count: usize) -> Result<Vec<u16>, Trouble> {
    let listeners: io::Result<Vec<TcpListener>> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0"))
        .collect();
    listeners
        .and_then(|all| all.iter().map(|one| Ok(one.local_addr()?.port())).collect())
        .map_err(|error| format!("no free port: {error}"))
}

/// An empty folder of that name.
fn fresh_folder(places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let folder = places.scratch.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(trouble(folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(trouble(folder.display()))?;
    Ok(folder)
}

/// Writes only what has changed, so that nothing is built twice.
fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(trouble(folder.display()))?;
    }
    fs::write(path, text).map_err(trouble(path.display()))
}

fn read(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(trouble(path.display()))
}
