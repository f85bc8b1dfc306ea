//! `--serve ID`: the server with one policy, for trying things by hand.

use std::io;
use std::time::Duration;

use cors_core::policy::PolicyDraft;
use cors_core::targets::{Setup, find};
use cors_suffixes::PLATFORM;
use serde::Deserialize as _;

use crate::report::say;
use crate::server::{self, Places, Rendered, Trouble};

/// Reads a policy as JSON from the standard input, starts the server, and says where it is.
pub(crate) fn serve(id: &str, version: &str, places: &Places) -> Result<(), Trouble> {
    let target = find(id).ok_or_else(|| format!("there is no target {id:?}"))?;
    let version = target
        .version(version)
        .ok_or_else(|| format!("{id} has no version {version:?}"))?;
    let mut reader = serde_json::Deserializer::from_reader(io::stdin().lock());
    let draft = PolicyDraft::deserialize(&mut reader)
        .map_err(|error| format!("the policy cannot be read: {error}"))?;
    let parsed = draft.parse(&PLATFORM);
    let policy = parsed
        .whole()
        .ok_or_else(|| format!("the policy cannot be read: {:?}", parsed.problems()))?;
    let sound = policy
        .check()
        .map_err(|reasons| format!("the policy is not sound: {reasons:?}"))?;
    let snippet = (target.render)(&sound, &Setup::of(version), None)
        .map_err(|unsupported| unsupported.reason)?;
    let running = server::start(
        target,
        version,
        places,
        &[Rendered {
            name: "the policy".to_owned(),
            snippet,
        }],
    )?;
    let port = running
        .ports
        .first()
        .map(|ports| ports.plain)
        .ok_or("the server serves nothing")?;
    say(&format!(
        "{} with this policy: http://127.0.0.1:{port}/say?status=200&header=X-Total-Count:7\n\
         the same without any policy: http://127.0.0.1:{}/say\n\
         also /auth, /get-only, /missing, /panics, /dead, /large. End it with Ctrl+C.",
        running.version, running.bare
    ));
    loop {
        std::thread::sleep(Duration::from_hours(1));
    }
}
