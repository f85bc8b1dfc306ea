//! What nginx passes requests to, by its options: real servers where they are not HTTP.

use std::process::Command;

use crate::server::{Places, Process, Trouble, free_port, fresh_folder, run, write};

/// A kind of application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Http,
    PhpFpm,
    Uwsgi,
    Scgi,
    Grpc,
    Static,
    Several,
}

/// By the value of nginx's option.
const BY_UPSTREAM: [(&str, Backend); 7] = [
    ("http", Backend::Http),
    ("php-fpm", Backend::PhpFpm),
    ("uwsgi", Backend::Uwsgi),
    ("scgi", Backend::Scgi),
    ("grpc", Backend::Grpc),
    ("static", Backend::Static),
    ("several", Backend::Several),
];

const PHP_FPM: &str = "php-fpm8.2";

impl Backend {
    pub(crate) fn of_upstream(value: &str) -> Self {
        let mut rows = BY_UPSTREAM.iter();
        rows.find(|(id, _)| *id == value)
            .map_or(Self::Http, |(_, backend)| *backend)
    }

    /// Starts it if it doesn't run yet. The module by which nginx asks it, and the port; that of gRPC is
    /// nginx's own, in front of the application over HTTP.
    pub(crate) fn start(
        self,
        places: &Places,
        processes: &mut Vec<Process>,
    ) -> Result<(&'static str, u16), Trouble> {
        match self {
            Self::Http | Self::Static => Ok(("proxy", places.upstream.http)),
            Self::Grpc | Self::Several => Ok(("grpc", 0)),
            Self::PhpFpm => php_fpm(places, processes).map(|port| ("fastcgi", port)),
            Self::Uwsgi => uwsgi(places, "socket", processes).map(|port| ("uwsgi", port)),
            Self::Scgi => uwsgi(places, "scgi-socket", processes).map(|port| ("scgi", port)),
        }
    }

    /// What was started, as it goes after nginx's own version.
    pub(crate) fn version(self) -> Result<String, Trouble> {
        match self {
            Self::Http | Self::Several | Self::Static | Self::Grpc => Ok(String::new()),
            Self::PhpFpm => {
                let printed = run(Command::new(program(PHP_FPM)).arg("-v"))?;
                let version = printed.split_whitespace().nth(1).unwrap_or_default();
                Ok(format!(" (PHP-FPM {version})"))
            }
            Self::Uwsgi | Self::Scgi => {
                let version = run(Command::new(program("uwsgi")).arg("--version"))?;
                Ok(format!(" (uWSGI {})", version.trim()))
            }
        }
    }
}

/// The system's folder of servers is not on an ordinary user's `PATH`.
fn program(name: &str) -> String {
    let path = format!("/usr/sbin/{name}");
    if std::path::Path::new(&path).is_file() {
        path
    } else {
        name.to_owned()
    }
}

fn php_fpm(places: &Places, processes: &mut Vec<Process>) -> Result<u16, Trouble> {
    let folder = fresh_folder(places, "php-fpm")?;
    let port = free_port()?;
    let configuration = folder.join("php-fpm.conf");
    write(
        &configuration,
        &format!(
            "[global]\npid = {0}/php-fpm.pid\nerror_log = {0}/error.log\ndaemonize = no\n[www]\nlisten = 127.0.0.1:{port}\nuser = {1}\ngroup = {1}\npm = static\npm.max_children = 4\nphp_admin_flag[log_errors] = off\nphp_admin_flag[display_errors] = off\n",
            folder.display(),
            user()?,
        ),
    )?;
    let log = folder.join("stderr.log");
    let mut process = Process::start(
        Command::new(program(PHP_FPM))
            // Root may run it too: it only serves these tests.
            .args(["-F", "-R", "-n", "-y"])
            .arg(&configuration),
        &log,
    )?;
    process.wait_for(port, &log)?;
    processes.push(process);
    Ok(port)
}

fn user() -> Result<String, Trouble> {
    run(Command::new("id").arg("-un")).map(|name| name.trim().to_owned())
}

fn uwsgi(places: &Places, socket: &str, processes: &mut Vec<Process>) -> Result<u16, Trouble> {
    let folder = fresh_folder(places, &format!("uwsgi-{socket}"))?;
    let port = free_port()?;
    let log = folder.join("stderr.log");
    let mut process = Process::start(
        Command::new(program("uwsgi"))
            .args(["--plugin", "python3", "--master", "--die-on-term"])
            .args(["--processes", "4", "--need-app", "--disable-logging"])
            .arg(format!("--{socket}"))
            .arg(format!("127.0.0.1:{port}"))
            .arg("--wsgi-file")
            .arg(places.fixtures.join("uwsgi/say.py"))
            .current_dir(&folder),
        &log,
    )?;
    process.wait_for(port, &log)?;
    processes.push(process);
    Ok(port)
}
