//! Servers that run: each one or more processes that serve every policy on a port of its own.

mod process;

use std::fs;
use std::net::TcpListener;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use cors_core::targets::Snippet;

use crate::upstream::Upstream;
pub(crate) use process::{Process, ports, run, trouble};

/// What went wrong before anything could be compared: a sentence for people.
pub(crate) type Trouble = String;

/// A policy as rendered for the target.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) name: String,
    pub(crate) snippet: Snippet,
    /// The value of the variable from which its origins are read, where they are.
    pub(crate) origins: String,
}

/// A server that runs, until this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    /// The server with its version, as it says it itself.
    pub(crate) server: String,
    /// The exact release of what the target's versions are of.
    pub(crate) release: String,
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

impl Ports {
    /// One port for both.
    pub(crate) fn same(port: u16) -> Self {
        Self {
            plain: port,
            guarded: port,
        }
    }
}

/// Where things are.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The folder `tests/servers/fixtures`.
    pub(crate) fixtures: PathBuf,
    /// The folder with the npm packages of all tests.
    pub(crate) node_modules: PathBuf,
    /// The folder with the npm packages of this proof.
    pub(crate) own_node_modules: PathBuf,
    /// The folder of the tools that the project installs.
    pub(crate) tools: PathBuf,
    /// Where files are written; git ignores it.
    pub(crate) scratch: PathBuf,
    /// A port at which nobody listens.
    pub(crate) dead: u16,
    /// The application behind proxies.
    pub(crate) upstream: Upstream,
}

/// The ports that servers get. Below those that the system gives to connections: between looking and listening, a
/// connection could take such a port, and a client that tries one until somebody listens can even connect to itself.
const PORTS: Range<u32> = 10_000..32_000;

/// How many ports this run has looked at. Runs at the same time begin at different ones.
static LOOKED_AT: LazyLock<AtomicU32> =
    LazyLock::new(|| AtomicU32::new(std::process::id().wrapping_mul(211)));

/// Ports that are free now. None is given twice.
pub(crate) fn free_ports(count: usize) -> Result<Vec<u16>, Trouble> {
    let size = PORTS.end - PORTS.start;
    let next = || PORTS.start + LOOKED_AT.fetch_add(1, Ordering::Relaxed) % size;
    let found: Vec<u16> = (0..size)
        .filter_map(|_| u16::try_from(next()).ok())
        .filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .take(count)
        .collect();
    if found.len() == count {
        Ok(found)
    } else {
        Err(format!(
            "no {count} free ports from {} to {}",
            PORTS.start, PORTS.end
        ))
    }
}

/// A port that is free now.
pub(crate) fn free_port() -> Result<u16, Trouble> {
    Ok(free_ports(1)?.first().copied().unwrap_or_default())
}

/// An empty folder of that name.
pub(crate) fn fresh_folder(places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let folder = places.scratch.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(trouble(folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(trouble(folder.display()))?;
    Ok(folder)
}

/// Writes only what has changed, so that nothing is built twice.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(trouble(folder.display()))?;
    }
    fs::write(path, text).map_err(trouble(path.display()))
}

pub(crate) fn read(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(trouble(path.display()))
}
