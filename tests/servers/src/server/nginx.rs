//! One nginx with a `server` block for each policy, in front of [`crate::upstream`], which it asks in the
//! one protocol for one policy and in the other for the next.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::targets::Snippet;

use super::process::run;
use super::{
    Places, Ports, Process, Rendered, Running, Trouble, free_ports, fresh_folder, trouble, write,
};

/// So many policies are also tested in a configuration of their own.
const ALONE: usize = 40;

pub(super) fn start(places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
    let folder = fresh_folder(places, "nginx")?;
    write(&folder.join("static/file.txt"), "static\n")?;
    write(&folder.join("static/folder/index.html"), "index\n")?;
    write(&folder.join("custom/404.html"), "custom\n")?;
    write(&folder.join("users"), "u:{PLAIN}p\n")?;
    let count = policies.len() + 1;
    // All at once, so that they differ: what is free stays so until it is used.
    let ports = free_ports(3 + 2 * count)?;
    let (inner, ports) = ports.split_at(1);
    let inner = inner.first().copied().unwrap_or_default();
    // A test binds the ports too, so that they must be free and not among the first thousand.
    let (spare_plain, ports) = ports.split_at(1);
    let (spare_guarded, ports) = ports.split_at(1);
    let (plain, guarded) = ports.split_at(count);
    // Each needs nothing of the others. A part is enough to see that: all are read together below.
    for (index, policy) in policies.iter().enumerate().take(ALONE) {
        let one = configuration(
            places,
            &folder,
            inner,
            spare_plain,
            spare_guarded,
            &[Some(policy)],
        )?;
        let path = folder.join(format!("one-{index}.conf"));
        write(&path, &one)?;
        test(&folder, &path).map_err(|error| format!("policy {:?}: {error}", policy.name))?;
    }
    let all: Vec<Option<&Rendered>> = std::iter::once(None)
        .chain(policies.iter().map(Some))
        .collect();
    let path = folder.join("nginx.conf");
    write(
        &path,
        &configuration(places, &folder, inner, plain, guarded, &all)?,
    )?;
    test(&folder, &path)?;
    let log = folder.join("error.log");
    let mut process = Process::start(
        nginx(&folder, &path).args(["-g", "daemon off; master_process off;"]),
        &log,
    )?;
    for port in plain.iter().chain(guarded) {
        process.wait_for(*port, &log)?;
    }
    let version = run(Command::new(program()).arg("-v"))?;
    let version = version
        .trim()
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let mut ports = plain
        .iter()
        .zip(guarded)
        .map(|(&plain, &guarded)| Ports { plain, guarded });
    let bare = ports.next().map_or(0, |ports| ports.plain);
    Ok(Running {
        version: format!("nginx {version}"),
        bare,
        ports: ports.collect(),
        processes: vec![process],
    })
}

/// The system's folder of servers is not on an ordinary user's `PATH`.
fn program() -> PathBuf {
    ["/usr/sbin/nginx", "/usr/local/sbin/nginx"]
        .iter()
        .map(PathBuf::from)
        .find(|path| path.is_file())
        .unwrap_or_else(|| PathBuf::from("nginx"))
}

fn nginx(folder: &Path, configuration: &Path) -> Command {
    let mut command = Command::new(program());
    command.arg("-p").arg(folder).arg("-c").arg(configuration);
    command
}

/// `nginx -t`, which must not even warn.
fn test(folder: &Path, configuration: &Path) -> Result<(), Trouble> {
    let told = run(nginx(folder, configuration).args(["-t", "-e", "stderr"]))?;
    // An ordinary user is told that the `user` directive and the like mean nothing; we write none.
    let lines: Vec<&str> = told.lines().filter(|line| line.contains('[')).collect();
    if lines.is_empty() {
        Ok(())
    } else {
        Err(format!("nginx -t says {}", lines.join("; ")))
    }
}

/// The protocols in which nginx asks an application.
const FAMILIES: [&str; 5] = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc"];

/// The lines that ask whoever listens at a port.
fn pass(family: &str, port: u16) -> String {
    match family {
        "proxy" => format!("proxy_pass http://127.0.0.1:{port};"),
        "grpc" => format!("grpc_pass 127.0.0.1:{port};"),
        _ => format!(
            "{family}_param REQUEST_METHOD $request_method; {family}_param REQUEST_URI $request_uri; {family}_pass 127.0.0.1:{port};"
        ),
    }
}

/// A server block for each policy.
fn configuration(
    places: &Places,
    folder: &Path,
    inner: u16,
    plain: &[u16],
    guarded: &[u16],
    policies: &[Option<&Rendered>],
) -> Result<String, Trouble> {
    let mut text = format!(
        "pid {0}/nginx.pid;\nerror_log stderr;\nevents {{\n    worker_connections 4096;\n}}\nhttp {{\n    access_log off;\n    keepalive_requests 1000000;\n    keepalive_timeout 300s;\n",
        folder.display()
    );
    if policies.len() > 1 {
        // Room for the variables of many policies on one server.
        text.push_str("    variables_hash_max_size 524288;\n    variables_hash_bucket_size 512;\n");
    }
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(
            text,
            "    {kind}_temp_path {}/{kind}_temp;",
            folder.display()
        );
    }
    // HTTP/2 is what gRPC speaks, and here nginx itself speaks it to the application.
    let _ = writeln!(
        text,
        "    server {{ listen 127.0.0.1:{inner} http2; location / {{ {} }} }}",
        pass("proxy", places.upstream.http)
    );
    let rows = policies.iter().zip(plain).zip(guarded);
    for (((policy, port), guard), family) in rows.zip(FAMILIES.into_iter().cycle()) {
        let upstream = pass(
            family,
            match family {
                "fastcgi" => places.upstream.fastcgi,
                "uwsgi" => places.upstream.uwsgi,
                "scgi" => places.upstream.scgi,
                "grpc" => inner,
                _ => places.upstream.http,
            },
        );
        let dead = pass(family, places.dead);
        // Of an answer without a body nginx's gRPC client says that its length is 0, which would be a
        // difference from the server without a policy by itself.
        let around = if family == "grpc" {
            let http = pass("proxy", places.upstream.http);
            format!("if ($request_method = HEAD) {{ {http} }} if ($arg_status = 304) {{ {http} }}")
        } else {
            String::new()
        };
        let (maps, server) = match policy {
            None => ("", ""),
            Some(rendered) => match rendered.snippet.files.as_slice() {
                [maps, server] => (maps.text.as_str(), server.text.as_str()),
                _ => return Err("the nginx snippet has not two parts".to_owned()),
            },
        };
        text.push_str(maps);
        let _ = write!(
            text,
            r#"
server {{
    listen 127.0.0.1:{port};
    root {folder}/nothing;
    # A refusal must not become a redirect to this page.
    error_page 403 https://elsewhere.example/refused;
    error_page 404 /custom/404.html;
{server}
    location / {{ {around} {upstream} }}
    location /dead {{ {dead} }}
    location /large {{ client_max_body_size 1k; {upstream} }}
    location /static/ {{ root {folder}; }}
    location /custom/ {{ internal; root {folder}; }}
    location /error-page {{ {family}_intercept_errors on; {upstream} }}
    location /fallback {{ try_files /none @application; }}
    location @application {{ {upstream} }}
    location /protected {{
        auth_basic "proof";
        auth_basic_user_file {folder}/users;
        {upstream}
    }}
}}
# The classic mistake: another server in front that demands authentication first.
server {{
    listen 127.0.0.1:{guard};
    if ($http_authorization = "") {{
        return 401;
    }}
    location / {{ proxy_pass http://127.0.0.1:{port}; }}
}}
"#,
            folder = folder.display(),
        );
    }
    text.push_str("}\n");
    Ok(text)
}

pub(super) fn start_example(places: &Places, snippet: &Snippet) -> Result<(Process, u16), Trouble> {
    let folder = fresh_folder(places, "nginx-example")?;
    let ports = free_ports(1)?;
    let port = ports.first().copied().unwrap_or_default();
    for file in &snippet.example {
        let text = file
            .text
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{port}"))
            .replace(
                "127.0.0.1:3000",
                &format!("127.0.0.1:{}", places.upstream.http),
            );
        write(&folder.join(&file.path), &text)?;
    }
    let path = folder.join("nginx.conf");
    test(&folder, &path)?;
    let log = folder.join("stderr.log");
    let mut process = Process::start(
        nginx(&folder, &path).args(["-g", "master_process off;"]),
        &log,
    )?;
    process.wait_for(port, &log)?;
    fs::metadata(&log).map_err(trouble(log.display()))?;
    Ok((process, port))
}
