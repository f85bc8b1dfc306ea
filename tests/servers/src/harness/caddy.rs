//! One Caddy with a site for each policy, in front of [`crate::upstream`].

use std::path::Path;

use cors_core::targets::Version;

use super::unpacked::{self, Unpacked};
use super::{Ground, Harness, Job};
use crate::case::{self, Case, Situation};
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, free_ports, fresh_folder, run,
    write,
};

pub(super) struct Caddy;

impl Harness for Caddy {
    fn id(&self) -> &'static str {
        "caddy"
    }

    fn is_beyond(&self, _policy: &TestPolicy) -> bool {
        false
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn is_outside(&self, job: &Job, case: &Case) -> bool {
        job.version.line == "2.6" && case.request.method.len() > 32
    }

    fn situations(&self, _job: &Job) -> Vec<Situation> {
        vec![
            case::demands_behind("password of Caddy", "/protected"),
            case::answers("redirect of Caddy", "/moved", 301),
            case::answers("error of Caddy", "/teapot", 418),
        ]
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let folder = fresh_folder(places, &job.slug())?;
        let caddy = Program::of(places, job.version)?;
        let count = policies.len() + 1;
        let ports = free_ports(2 * count)?;
        let (plain, guarded) = ports.split_at(count);
        let mut text = beginning();
        let all = std::iter::once(None).chain(policies.iter().map(Some));
        for ((policy, &plain), &guarded) in all.zip(plain).zip(guarded) {
            let import = match policy {
                None => String::new(),
                Some(policy) => import(&folder, &plain.to_string(), policy)?,
            };
            text.push_str(&sites(places, &import, plain, guarded));
        }
        let path = folder.join("Caddyfile");
        write(&path, &text)?;
        let process = caddy.run(&folder, &path, &ports)?;
        let release = caddy.release(job.version)?;
        let mut ports = plain
            .iter()
            .zip(guarded)
            .map(|(&plain, &guarded)| Ports { plain, guarded });
        let bare = ports.next().map_or(0, |ports| ports.plain);
        Ok(Running {
            server: format!("Caddy {release}"),
            release,
            bare,
            ports: ports.collect(),
            processes: vec![process],
        })
    }

    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble> {
        let programs = fresh_folder(places, &format!("programs-{}", job.slug()))?;
        let caddy = Program::of(places, job.version)?;
        caddy.0.install(&programs.join("caddy"))?;
        let port = free_port()?;
        let at = |port: u16| format!("127.0.0.1:{port}");
        let home = fresh_folder(places, &format!("home-{}", job.slug()))?;
        Ok(Ground {
            programs: Some(programs),
            variables: home_variables(&home),
            addresses: vec![(at(8080), at(port)), (at(3000), at(places.upstream.http))],
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
        let folder = fresh_folder(places, &format!("{}-format", job.slug()))?;
        let caddy = Program::of(places, job.version)?;
        for policy in policies {
            let files = policy.snippet.files.iter().map(|file| &file.text);
            let examples = policy.snippet.example.files.iter().map(|file| &file.text);
            for text in files.chain(examples) {
                let path = folder.join("Caddyfile");
                write(&path, text)?;
                let formatted = caddy.0.command().arg("fmt").arg(&path).output();
                let formatted = formatted.map_err(|error| format!("caddy fmt: {error}"))?;
                if String::from_utf8_lossy(&formatted.stdout) != *text {
                    return Err(format!(
                        "policy {:?} is not as caddy fmt leaves it: {text}",
                        policy.name
                    ));
                }
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
        let caddy = Program::of(places, job.version)?;
        let port = free_port()?;
        let [one, two] = policies;
        let proxy = format!("reverse_proxy 127.0.0.1:{}\n", places.upstream.http);
        let text = format!(
            "{}http://:{port} {{\nbind 127.0.0.1\nhandle_path /one/* {{\nroute {{\n{}{proxy}}}\n}}\nhandle_path /two/* {{\nroute {{\n{}{proxy}}}\n}}\nhandle {{\n{proxy}}}\n}}\n",
            beginning(),
            import(&folder, "one", one)?,
            import(&folder, "two", two)?,
        );
        let path = folder.join("Caddyfile");
        write(&path, &text)?;
        let process = caddy.run(&folder, &path, &[port])?;
        let release = caddy.release(job.version)?;
        Ok(Running {
            server: format!("Caddy {release}"),
            release,
            bare: port,
            ports: vec![Ports::same(port)],
            processes: vec![process],
        })
    }
}

/// Where Caddy keeps what it remembers.
fn home_variables(folder: &Path) -> Vec<(String, String)> {
    let names = ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"];
    let all = names.map(|name| (name.to_owned(), folder.display().to_string()));
    all.into()
}

struct Program(Unpacked);

impl Program {
    fn of(places: &Places, version: Version) -> Result<Self, Trouble> {
        Unpacked::of(places, "caddy", version, "usr/bin/caddy").map(Self)
    }

    /// The release, which must be the one that is pinned.
    fn release(&self, version: Version) -> Result<String, Trouble> {
        let printed = run(self.0.command().arg("version"))?;
        let release = printed.split_whitespace().next().unwrap_or_default();
        unpacked::check_release("Caddy", release.trim_start_matches('v'), version)
    }

    fn run(&self, folder: &Path, configuration: &Path, ports: &[u16]) -> Result<Process, Trouble> {
        let log = folder.join("stderr.log");
        let mut process = Process::start(
            self.0
                .command()
                .args(["run", "--adapter", "caddyfile", "--config"])
                .arg(configuration)
                .envs(home_variables(folder)),
            &log,
        )?;
        for &port in ports {
            process.wait_for(port, &log)?;
        }
        Ok(process)
    }
}

/// Writes the file of a policy, and the line that imports it.
fn import(folder: &Path, name: &str, policy: &Rendered) -> Result<String, Trouble> {
    let file = policy.snippet.files.first();
    let file = file.ok_or_else(|| format!("policy {:?} has no file", policy.name))?;
    let path = format!("{name}-{}", file.path);
    write(&folder.join(&path), &file.text)?;
    Ok(format!("import {path}\n"))
}

/// The configuration up to the first site.
fn beginning() -> String {
    "{\nadmin off\nauto_https off\nlog {\nlevel PANIC\n}\n}\n".to_owned()
}

fn sites(places: &Places, import: &str, plain: u16, guarded: u16) -> String {
    format!(
        r"
http://:{plain} {{
bind 127.0.0.1
route {{
{import}@anonymous {{
path /protected
not header Authorization *
}}
error @anonymous 401
@large {{
path /large
expression `{{http.request.header.Content-Length}} == '4096'`
}}
error @large 413
redir /moved /elsewhere 301
error /teapot 418
reverse_proxy /dead 127.0.0.1:{dead}
reverse_proxy 127.0.0.1:{up}
}}
handle_errors {{
{import}}}
}}
# The classic mistake: another server in front that demands authentication first.
http://:{guarded} {{
bind 127.0.0.1
@anonymous not header Authorization *
respond @anonymous 401
reverse_proxy 127.0.0.1:{plain}
}}
",
        up = places.upstream.http,
        dead = places.dead,
    )
}
