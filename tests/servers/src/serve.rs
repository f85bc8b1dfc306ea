//! `--serve ID`: the server with one policy, for trying things by hand.

use std::io;
use std::time::Duration;

use cors_core::policy::PolicyDraft;
use cors_suffixes::PLATFORM;
use serde::Deserialize as _;

use crate::harness;
use crate::report::say;
use crate::server::{Places, Rendered, Trouble};

/// Reads a policy as JSON from the standard input, starts the server, and says where it is.
pub(crate) fn serve(id: &str, version: &str, places: &Places) -> Result<(), Trouble> {
    let harness = harness::find(id).ok_or_else(|| format!("there is no target {id:?}"))?;
    let target =
        cors_core::targets::find(id).ok_or_else(|| format!("there is no target {id:?}"))?;
    let version = target
        .version(version)
        .ok_or_else(|| format!("{id} has no version {version:?}"))?;
    let job = harness::job(harness, version);
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
    let snippet =
        (target.render)(&sound, &job.setup(0), None).map_err(|unsupported| unsupported.reason)?;
    let rendered = Rendered {
        name: "the policy".to_owned(),
        snippet,
        origins: String::new(),
    };
    let running = harness.start(&job, places, &[rendered])?;
    let port = running
        .ports
        .first()
        .map(|ports| ports.plain)
        .ok_or("the server serves nothing")?;
    say(&format!(
        "{} with this policy: http://127.0.0.1:{port}/say?status=200&header=X-Total-Count:7\n\
         the same without any policy: http://127.0.0.1:{}/say\n\
         also /auth, /get-only, /missing, /panics, /dead, /large. End it with Ctrl+C.",
        running.server, running.bare
    ));
    loop {
        std::thread::sleep(Duration::from_hours(1));
    }
}
