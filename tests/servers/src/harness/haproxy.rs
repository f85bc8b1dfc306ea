//! One HAProxy with a frontend for each policy, in front of [`crate::upstream`].

use std::path::Path;
use std::process::Command;

use cors_core::targets::Version;

use super::unpacked::{self, Unpacked};
use super::{Ground, Harness, Job};
use crate::case::{self, Case, Situation};
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, free_ports, fresh_folder, run,
    write,
};

pub(super) struct Haproxy;

impl Harness for Haproxy {
    fn id(&self) -> &'static str {
        "haproxy"
    }

    fn is_beyond(&self, _policy: &TestPolicy) -> bool {
        false
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn closes_after(&self, job: &Job, status: u16) -> bool {
        job.version.line == "3.0" && status == 204
    }

    fn is_outside(&self, _job: &Job, case: &Case) -> bool {
        case.request.method == "CONNECT"
    }

    fn situations(&self, _job: &Job) -> Vec<Situation> {
        vec![
            case::demands_behind("password of HAProxy", "/protected"),
            case::answers("redirect of HAProxy", "/moved", 301),
        ]
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let folder = fresh_folder(places, &job.slug())?;
        let haproxy = Program::of(places, job.version)?;
        let count = policies.len() + 1;
        let ports = free_ports(2 * count)?;
        let (plain, guarded) = ports.split_at(count);
        let mut text = beginning();
        let all = std::iter::once(None).chain(policies.iter().map(Some));
        for ((policy, &plain), &guarded) in all.zip(plain).zip(guarded) {
            let rules = policy.map_or(Ok(""), rules)?;
            let site = Site {
                places,
                in_backend: is_in_backend(job),
                rules,
            };
            text.push_str(&site.sections(plain, guarded));
        }
        let path = folder.join("haproxy.cfg");
        write(&path, &text)?;
        let process = haproxy.run(&folder, &path, &ports)?;
        let release = haproxy.release(job.version)?;
        let mut ports = plain
            .iter()
            .zip(guarded)
            .map(|(&plain, &guarded)| Ports { plain, guarded });
        let bare = ports.next().map_or(0, |ports| ports.plain);
        Ok(Running {
            server: format!("HAProxy {release}"),
            release,
            bare,
            ports: ports.collect(),
            processes: vec![process],
        })
    }

    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble> {
        let programs = fresh_folder(places, &format!("programs-{}", job.slug()))?;
        let haproxy = Program::of(places, job.version)?;
        haproxy.0.install(&programs.join("haproxy"))?;
        let port = free_port()?;
        let at = |port: u16| format!("127.0.0.1:{port}");
        Ok(Ground {
            programs: Some(programs),
            variables: Vec::new(),
            addresses: vec![(at(8080), at(port)), (at(3000), at(places.upstream.http))],
            files: Vec::new(),
            port,
        })
    }

    fn check_format(
        &self,
        _job: &Job,
        _places: &Places,
        policies: &[Rendered],
    ) -> Result<(), Trouble> {
        for policy in policies {
            let about = |error: Trouble| format!("policy {:?}: {error}", policy.name);
            for file in &policy.snippet.files {
                check_indent(&file.text, false).map_err(about)?;
            }
            for file in &policy.snippet.example.files {
                check_indent(&file.text, true).map_err(about)?;
            }
        }
        Ok(())
    }

    fn start_side_by_side(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered; 2],
    ) -> Result<Running, Trouble> {
        let folder = fresh_folder(places, &format!("{}-side-by-side", job.slug()))?;
        let haproxy = Program::of(places, job.version)?;
        let port = free_port()?;
        let [one, two] = policies;
        let strip = r"http-request replace-path /[^/]*/(.*) /\1";
        let server = format!("server app 127.0.0.1:{}", places.upstream.http);
        let text = format!(
            "{}frontend api\nbind 127.0.0.1:{port}\nuse_backend one if {{ path_beg /one/ }}\nuse_backend two if {{ path_beg /two/ }}\ndefault_backend others\nbackend one\n{}{strip}\n{server}\nbackend two\n{}{strip}\n{server}\nbackend others\n{server}\n",
            beginning(),
            rules(one)?,
            rules(two)?,
        );
        let path = folder.join("haproxy.cfg");
        write(&path, &text)?;
        let process = haproxy.run(&folder, &path, &[port])?;
        let release = haproxy.release(job.version)?;
        Ok(Running {
            server: format!("HAProxy {release}"),
            release,
            bare: port,
            ports: vec![Ports::same(port)],
            processes: vec![process],
        })
    }
}

/// Whether the rules are in the backend, instead of the frontend.
fn is_in_backend(job: &Job) -> bool {
    let mut options = job.options.iter();
    options.any(|pair| pair == ("scope", "location"))
}

struct Program(Unpacked);

impl Program {
    fn of(places: &Places, version: Version) -> Result<Self, Trouble> {
        Unpacked::of(places, "haproxy", version, "usr/sbin/haproxy").map(Self)
    }

    fn command(&self, configuration: &Path) -> Command {
        let mut command = self.0.command();
        command.arg("-f").arg(configuration);
        command
    }

    /// The release, which must be the one that is pinned. Debian writes its own after a hyphen.
    fn release(&self, version: Version) -> Result<String, Trouble> {
        let printed = run(self.0.command().arg("-v"))?;
        let release = printed.split_whitespace().nth(2).unwrap_or_default();
        let release = release.split(['-', '+']).next().unwrap_or_default();
        unpacked::check_release("HAProxy", release, version)
    }

    /// Starts it, after a look at the configuration that must find nothing.
    fn run(&self, folder: &Path, configuration: &Path, ports: &[u16]) -> Result<Process, Trouble> {
        let printed = run(self.command(configuration).arg("-c"))?;
        if printed.contains("WARNING") || printed.contains("ALERT") {
            return Err(format!("haproxy -c says {printed}"));
        }
        let log = folder.join("stderr.log");
        let mut process = Process::start(&mut self.command(configuration), &log)?;
        for &port in ports {
            process.wait_for(port, &log)?;
        }
        Ok(process)
    }
}

fn rules(policy: &Rendered) -> Result<&str, Trouble> {
    let file = policy.snippet.files.first();
    file.map(|file| file.text.as_str())
        .ok_or_else(|| format!("policy {:?} has no file", policy.name))
}

/// The configuration up to the first frontend.
fn beginning() -> String {
    "global\nmaxconn 2000\ndefaults\nmode http\ntimeout connect 5s\ntimeout client 300s\ntimeout server 30s\nretries 0\n# A blocked preflight must not become a redirect to this page.\nerrorloc302 403 https://elsewhere.example/refused\nuserlist proof\nuser u insecure-password p\n".to_owned()
}

/// A policy, and where it is.
struct Site<'a> {
    places: &'a Places,
    in_backend: bool,
    rules: &'a str,
}

impl Site<'_> {
    fn sections(&self, plain: u16, guarded: u16) -> String {
        let (frontend, backend) = if self.in_backend {
            ("", self.rules)
        } else {
            (self.rules, "")
        };
        let own = "http-request auth realm proof if { path /protected } !{ http_auth(proof) }\nhttp-request redirect location /elsewhere code 301 if { path /moved }\nhttp-request deny deny_status 413 if { path /large } { req.hdr_val(content-length) gt 1000 }\n";
        let (in_front, behind) = if self.in_backend {
            ("", own)
        } else {
            (own, "")
        };
        format!(
            r"
frontend plain-{plain}
bind 127.0.0.1:{plain}
{frontend}{in_front}use_backend dead-{plain} if {{ path /dead }}
default_backend app-{plain}
backend app-{plain}
{backend}{behind}server app 127.0.0.1:{up}
backend dead-{plain}
{backend}server app 127.0.0.1:{dead}
# The classic mistake: another server in front that demands authentication first.
frontend guarded-{guarded}
bind 127.0.0.1:{guarded}
http-request deny deny_status 401 if !{{ req.hdr(authorization) -m found }}
default_backend to-{plain}
backend to-{plain}
server plain 127.0.0.1:{plain}
",
            up = self.places.upstream.http,
            dead = self.places.dead,
        )
    }
}

/// Whether rules are indented by four spaces if they are in sections, and not at all by themselves.
fn check_indent(text: &str, in_sections: bool) -> Result<(), Trouble> {
    for line in text.lines().filter(|line| !line.is_empty()) {
        let word = line.split_whitespace().next().unwrap_or_default();
        let begins = matches!(word, "global" | "defaults" | "frontend" | "backend");
        let expected = if in_sections && !begins { 4 } else { 0 };
        if line.len() - line.trim_start().len() != expected {
            return Err(format!("the line {line:?} has not {expected} spaces"));
        }
    }
    Ok(())
}
