//! `--serve ID`: the server with one policy, for trying things by hand.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cors_core::policy::PolicyDraft;
use cors_suffixes::PLATFORM;
use serde::Deserialize as _;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::harness;
use crate::report::{progress, say};
use crate::server::{Places, Rendered, Trouble, trouble};

/// Reads a policy as JSON from standard input, starts the server, prints its address as the first line of
/// standard output, and stops it on Ctrl+C.
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
    // Without a handler a signal would end this process alone and leave the server behind.
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(&interrupted))
            .map_err(trouble("a signal cannot be handled"))?;
    }
    progress(&format!("starting {job} …"));
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
    say(&format!("http://127.0.0.1:{port}/say"));
    progress(&format!(
        "{} serves this policy there until Ctrl+C.\n\
         Choose the response: /say?status=404&header=X-Total-Count:7\n\
         Other paths: /auth /get-only /missing /panics /dead /large\n\
         Without any policy: http://127.0.0.1:{}/say",
        running.server, running.bare
    ));
    while !interrupted.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(50));
    }
    progress(&format!("stopping {id}"));
    Ok(())
}
