//! One nginx with a `server` block for each policy, in front of [`crate::upstream`].

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::targets::{SnippetFile, Version};

use super::unpacked::{self, Unpacked};
use super::{Ground, Harness, Job};
use crate::case::{self, Case, Serves, Situation};
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, free_ports, fresh_folder, run,
    write,
};
use crate::upstream::backends::Backend;

pub(super) struct Nginx;

/// So many policies are also tested in a configuration of their own.
const ALONE: usize = 40;

impl Harness for Nginx {
    fn id(&self) -> &'static str {
        "nginx"
    }

    fn is_beyond(&self, policy: &TestPolicy) -> bool {
        policy.has_odd_methods() || policy.name == "a longer list"
    }

    fn policies_with_options(&self) -> usize {
        24
    }

    fn is_outside(&self, job: &Job, case: &Case) -> bool {
        let method = case.request.method.as_str();
        let is_readable = method
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b"-_".contains(&b));
        let is_own = !is_readable || matches!(method, "TRACE" | "CONNECT");
        Layout::of(job).scope == Scope::EveryLocation && is_own
    }

    fn serves(&self, job: &Job) -> Serves {
        match Layout::of(job).backend {
            Backend::Static => Serves::Files,
            Backend::Http
            | Backend::PhpFpm
            | Backend::Uwsgi
            | Backend::Scgi
            | Backend::Grpc
            | Backend::Several => Serves::App,
        }
    }

    fn situations(&self, job: &Job) -> Vec<Situation> {
        let layout = Layout::of(job);
        let mut situations = vec![
            case::routes("static file", "/static/file.txt", &["GET"], 200),
            case::routes(
                "static folder without slash",
                "/static/folder",
                &["GET", "POST"],
                301,
            ),
        ];
        if layout.backend != Backend::Static {
            situations.push(case::demands_behind("password of nginx", "/protected"));
        }
        // What leaves one location for another leaves its headers behind.
        if layout.scope == Scope::Server {
            let missing = "missing static file";
            situations.push(case::routes(missing, "/static/none", &["GET", "POST"], 404));
        }
        if layout.backend != Backend::Static && layout.scope == Scope::Server {
            situations.push(case::answers("error page", "/error-page", 404));
            situations.push(case::answers("named location", "/fallback", 200));
        }
        situations
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let layout = Layout::of(job);
        let folder = folder(places, &job.slug())?;
        let count = policies.len() + 1;
        // All at once, so that they differ: what is free stays so until it is used.
        let ports = free_ports(3 + 2 * count)?;
        let (inner, ports) = ports.split_at(1);
        let inner = inner.first().copied().unwrap_or_default();
        // A test binds the ports too, so that they must be free and not among the first thousand.
        let (spare_plain, ports) = ports.split_at(1);
        let (spare_guarded, ports) = ports.split_at(1);
        let (plain, guarded) = ports.split_at(count);
        let mut processes = Vec::new();
        let backend = layout.backend.start(places, &mut processes)?;
        let site = Site {
            folder: &folder,
            places,
            layout,
            backend,
            inner,
            nginx: Program::of(places, job.version)?,
        };
        // Each needs nothing of the others. A part is enough to see that: all are read together below.
        for (index, policy) in policies.iter().enumerate().take(ALONE) {
            let one = site.configuration(spare_plain, spare_guarded, &[Some(policy)])?;
            let path = folder.join(format!("one-{index}.conf"));
            write(&path, &one)?;
            site.test(&path)
                .map_err(|error| format!("policy {:?}: {error}", policy.name))?;
        }
        let all: Vec<Option<&Rendered>> = std::iter::once(None)
            .chain(policies.iter().map(Some))
            .collect();
        let path = folder.join("nginx.conf");
        write(&path, &site.configuration(plain, guarded, &all)?)?;
        site.test(&path)?;
        processes.push(site.run(&path, plain.iter().chain(guarded))?);
        let release = site.nginx.release(job.version)?;
        let mut ports = plain
            .iter()
            .zip(guarded)
            .map(|(&plain, &guarded)| Ports { plain, guarded });
        let bare = ports.next().map_or(0, |ports| ports.plain);
        Ok(Running {
            server: format!("nginx {release}{}", layout.backend.version()?),
            release,
            bare,
            ports: ports.collect(),
            processes,
        })
    }

    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble> {
        let programs = fresh_folder(places, &format!("programs-{}", job.slug()))?;
        Program::of(places, job.version)?
            .0
            .install(&programs.join("nginx"))?;
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
            let files = policy.snippet.files.iter().map(|file| &file.text);
            let examples = policy.snippet.example.files.iter().map(|file| &file.text);
            for text in files.chain(examples) {
                check_indent(text).map_err(|error| format!("policy {:?}: {error}", policy.name))?;
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
        let folder = folder(places, &format!("{}-side-by-side", job.slug()))?;
        let nginx = Program::of(places, job.version)?;
        let port = free_port()?;
        let pass = format!("proxy_pass http://127.0.0.1:{}/;", places.upstream.http);
        let [one, two] = policies;
        let text = format!(
            "{}{}{}    server {{\n        listen 127.0.0.1:{port};\n        location /one/ {{\n{}{pass}\n        }}\n        location /two/ {{\n{}{pass}\n        }}\n        location / {{ {pass} }}\n    }}\n}}\n",
            beginning(&folder),
            maps(one),
            maps(two),
            part_2(one)?,
            part_2(two)?,
        );
        let path = folder.join("nginx.conf");
        write(&path, &text)?;
        nginx.test(&folder, &path)?;
        let log = folder.join("stderr.log");
        let mut process = Process::start(
            nginx
                .command(&folder, &path)
                .args(["-g", "daemon off; master_process off;"]),
            &log,
        )?;
        process.wait_for(port, &log)?;
        let release = nginx.release(job.version)?;
        Ok(Running {
            server: format!("nginx {release}"),
            release,
            bare: port,
            ports: vec![Ports::same(port)],
            processes: vec![process],
        })
    }
}

/// Where part 2 is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Server,
    EveryLocation,
}

/// How the server blocks are laid out with the options of a job.
#[derive(Clone, Copy, Debug)]
struct Layout {
    scope: Scope,
    backend: Backend,
    /// Whether the policy's level keeps the headers of the level outside.
    keeps_inherited: bool,
    /// Whether HTTP/2 is a directive of its own, since 1.25.1.
    has_http2_directive: bool,
}

impl Layout {
    fn of(job: &Job) -> Self {
        let chosen = |id: &str| {
            let option = job.target.options.iter().find(|option| option.id == id);
            option.map_or("", |option| job.options.get(option))
        };
        Self {
            scope: if chosen("scope") == "location" {
                Scope::EveryLocation
            } else {
                Scope::Server
            },
            backend: Backend::of_upstream(chosen("upstream")),
            keeps_inherited: super::is_moving(job.version),
            has_http2_directive: job.version.line != "1.22",
        }
    }
}

/// An nginx of some version.
struct Program(Unpacked);

impl Program {
    fn of(places: &Places, version: Version) -> Result<Self, Trouble> {
        Unpacked::of(places, "nginx", version, "usr/sbin/nginx").map(Self)
    }

    fn command(&self, folder: &Path, configuration: &Path) -> Command {
        let mut command = self.0.command();
        command
            .args(["-e", "stderr"])
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(configuration);
        command
    }

    /// The release, which must be the one that is pinned.
    fn release(&self, version: Version) -> Result<String, Trouble> {
        let printed = run(self.0.command().arg("-v"))?;
        let release = printed.trim().rsplit('/').next().unwrap_or_default();
        unpacked::check_release("nginx", release, version)
    }

    /// `nginx -t`, which must not even warn.
    fn test(&self, folder: &Path, configuration: &Path) -> Result<(), Trouble> {
        let printed = run(self.command(folder, configuration).arg("-t"))?;
        // An ordinary user hears that the `user` directive and the like mean nothing; we write none.
        let lines: Vec<&str> = printed.lines().filter(|line| line.contains('[')).collect();
        if lines.is_empty() {
            Ok(())
        } else {
            Err(format!("nginx -t says {}", lines.join("; ")))
        }
    }
}

/// A folder with the files that the server blocks serve.
fn folder(places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let folder = fresh_folder(places, name)?;
    write(&folder.join("static/file.txt"), "static\n")?;
    write(&folder.join("static/folder/index.html"), "index\n")?;
    write(&folder.join("custom/404.html"), "custom\n")?;
    write(&folder.join("users"), "u:{PLAIN}p\n")?;
    Ok(folder)
}

/// The configuration up to the first server.
fn beginning(folder: &Path) -> String {
    let mut text = format!(
        "pid {0}/nginx.pid;\nerror_log stderr;\nevents {{\n    worker_connections 4096;\n}}\nhttp {{\n    access_log off;\n    keepalive_requests 1000000;\n    keepalive_timeout 300s;\n",
        folder.display()
    );
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(
            text,
            "    {kind}_temp_path {}/{kind}_temp;",
            folder.display()
        );
    }
    text
}

/// The parts for the `http` level.
fn maps(policy: &Rendered) -> String {
    match policy.snippet.files.split_last() {
        Some((_, maps)) => maps.iter().map(|file| file.text.as_str()).collect(),
        None => String::new(),
    }
}

/// The part for the `server` or `location` level.
fn part_2(policy: &Rendered) -> Result<&str, Trouble> {
    let last: Option<&SnippetFile> = policy.snippet.files.last();
    last.map(|file| file.text.as_str())
        .ok_or_else(|| format!("policy {:?} has no part", policy.name))
}

/// The modules by which nginx asks an application in one protocol or another.
fn pass(module: &str, port: u16) -> String {
    match module {
        "proxy" => format!("proxy_pass http://127.0.0.1:{port};"),
        "grpc" => format!("grpc_pass 127.0.0.1:{port};"),
        _ => format!(
            "{module}_param REQUEST_METHOD $request_method; {module}_param REQUEST_URI $request_uri; {module}_param PATH_INFO $document_uri; {module}_param QUERY_STRING $query_string; {module}_param CONTENT_TYPE $content_type; {module}_param CONTENT_LENGTH $content_length; {module}_param SERVER_NAME localhost; {module}_param SERVER_PORT 80; {module}_param SERVER_PROTOCOL HTTP/1.1; {module}_param SCRIPT_FILENAME $document_root/say.php; {module}_pass 127.0.0.1:{port};"
        ),
    }
}

/// What the server blocks of a run have in common.
struct Site<'a> {
    folder: &'a Path,
    places: &'a Places,
    layout: Layout,
    /// Where the backend listens, with the module by which it is asked.
    backend: (&'static str, u16),
    /// Where nginx speaks HTTP/2, as which it asks a gRPC server, to the application.
    inner: u16,
    nginx: Program,
}

impl Site<'_> {
    fn test(&self, configuration: &Path) -> Result<(), Trouble> {
        self.nginx.test(self.folder, configuration)
    }

    fn run<'a>(
        &self,
        configuration: &Path,
        ports: impl Iterator<Item = &'a u16>,
    ) -> Result<Process, Trouble> {
        let log = self.folder.join("error.log");
        let mut process = Process::start(
            self.nginx
                .command(self.folder, configuration)
                .args(["-g", "daemon off; master_process off;"]),
            &log,
        )?;
        for port in ports {
            process.wait_for(*port, &log)?;
        }
        Ok(process)
    }

    /// A server block for each policy.
    fn configuration(
        &self,
        plain: &[u16],
        guarded: &[u16],
        policies: &[Option<&Rendered>],
    ) -> Result<String, Trouble> {
        let mut text = beginning(self.folder);
        if policies.len() > 1 {
            // Room for the variables of many policies on one server.
            text.push_str(
                "    variables_hash_max_size 524288;\n    variables_hash_bucket_size 512;\n",
            );
        }
        if self.layout.keeps_inherited {
            text.push_str("    add_header X-Outer outer always;\n");
        }
        let http = self.places.upstream.http;
        // HTTP/2 is what gRPC speaks, and here nginx itself speaks it to the application.
        let inherit = if self.layout.keeps_inherited {
            "add_header_inherit off; "
        } else {
            ""
        };
        let (listen, http2) = if self.layout.has_http2_directive {
            ("", "http2 on; ")
        } else {
            (" http2", "")
        };
        let _ = writeln!(
            text,
            "    server {{ listen 127.0.0.1:{}{listen}; {http2}{inherit}location / {{ {} }} }}",
            self.inner,
            pass("proxy", http)
        );
        let (module, port) = self.backend;
        let port = if module == "grpc" { self.inner } else { port };
        let rows = policies.iter().zip(plain).zip(guarded);
        for ((policy, listen), guard) in rows {
            text.push_str(&policy.map_or_else(String::new, maps));
            let part_2 = policy.map_or(Ok(""), part_2)?;
            text.push_str(&self.server(module, port, *listen, *guard, part_2));
        }
        text.push_str("}\n");
        Ok(text)
    }

    fn server(&self, module: &str, port: u16, listen: u16, guard: u16, part_2: &str) -> String {
        let upstream = pass(module, port);
        let dead = pass(module, self.places.dead);
        // Of several, one path has another one.
        let other = match self.layout.backend {
            Backend::Several => pass("proxy", self.places.upstream.http),
            Backend::Http
            | Backend::Static
            | Backend::PhpFpm
            | Backend::Uwsgi
            | Backend::Scgi
            | Backend::Grpc => upstream.clone(),
        };
        let (server, location) = match self.layout.scope {
            Scope::Server => (part_2, ""),
            Scope::EveryLocation => ("", part_2),
        };
        format!(
            r#"
server {{
    listen 127.0.0.1:{listen};
    root {folder}/nothing;
    # A blocked preflight must not become a redirect to this page.
    error_page 403 https://elsewhere.example/refused;
    error_page 404 /custom/404.html;
{server}
    location / {{ {location} root {fixtures}/php; {upstream} }}
    location /auth {{ {location} root {fixtures}/php; {other} }}
    location /dead {{ {location} {dead} }}
    location /large {{ {location} client_max_body_size 1k; root {fixtures}/php; {upstream} }}
    location /static/ {{ {location} root {folder}; }}
    location /custom/ {{ internal; root {folder}; }}
    location /error-page {{ {location} root {fixtures}/php; {module}_intercept_errors on; {upstream} }}
    location /fallback {{ {location} try_files /none @application; }}
    location @application {{ root {fixtures}/php; {upstream} }}
    location /protected {{
        {location}
        auth_basic "proof";
        auth_basic_user_file {folder}/users;
        root {fixtures}/php;
        {upstream}
    }}
}}
# The classic mistake: another server in front that demands authentication first.
server {{
    listen 127.0.0.1:{guard};
    if ($http_authorization = "") {{
        return 401;
    }}
    location / {{ proxy_pass http://127.0.0.1:{listen}; }}
}}
"#,
            folder = self.folder.display(),
            fixtures = self.places.fixtures.display(),
        )
    }
}

/// Whether every line has the indent of the blocks that it is in, four spaces for each.
fn check_indent(text: &str) -> Result<(), Trouble> {
    let mut depth = 0_usize;
    for line in text.lines() {
        let code = line.trim();
        if code.starts_with('}') {
            depth = depth.saturating_sub(1);
        }
        let indent = line.len() - line.trim_start().len();
        if !code.is_empty() && indent != 4 * depth {
            return Err(format!("the line {line:?} has not {depth} indents"));
        }
        let opens = !code.starts_with('#') && code.ends_with('{');
        depth += usize::from(opens);
    }
    if depth == 0 {
        Ok(())
    } else {
        Err("a block is not closed".to_owned())
    }
}
