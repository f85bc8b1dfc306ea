//! One Apache httpd with a virtual host for each policy, in front of [`crate::upstream`].

use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::targets::{Options, Version};

use super::unpacked::{self, Unpacked};
use super::{Ground, Harness, Job};
use crate::case::{self, Case, Serves, Situation};
use crate::policy::TestPolicy;
use crate::server::{
    Places, Ports, Process, Rendered, Running, Trouble, free_port, free_ports, fresh_folder, run,
    trouble, write,
};
use crate::upstream::backends::Backend;

pub(super) struct Apache;

impl Harness for Apache {
    fn id(&self) -> &'static str {
        "apache"
    }

    fn is_beyond(&self, _policy: &TestPolicy) -> bool {
        false
    }

    fn is_beyond_job(&self, job: &Job, policy: &TestPolicy) -> bool {
        Layout::of(job).scope == Scope::Htaccess && policy.name == "a long list"
    }

    /// Each value once.
    fn option_sets(&self) -> Vec<Options> {
        let target = super::target(self.id());
        [
            &[("upstream", "php-fpm"), ("name", "shop")][..],
            &[("upstream", "several"), ("scope", "location")],
            &[("upstream", "static")],
            &[("scope", "htaccess")],
        ]
        .into_iter()
        .map(|pairs| Options::read(target.options, pairs.iter().copied()).0)
        .collect()
    }

    fn policies_with_options(&self) -> usize {
        8
    }

    fn closes_after(&self, _job: &Job, status: u16) -> bool {
        status == 500
    }

    fn is_outside(&self, job: &Job, case: &Case) -> bool {
        let Layout { scope, upstream } = Layout::of(job);
        match case.request.method.as_str() {
            "CONNECT" => scope != Scope::Server,
            "TRACE" => upstream == Upstream::Static || scope == Scope::Htaccess,
            _ => false,
        }
    }

    fn serves(&self, job: &Job) -> Serves {
        match Layout::of(job).upstream {
            Upstream::Static => Serves::Files,
            Upstream::Http | Upstream::PhpFpm | Upstream::Several => Serves::App,
        }
    }

    fn situations(&self, job: &Job) -> Vec<Situation> {
        let layout = Layout::of(job);
        let of_files = ["GET", "POST", "OPTIONS"];
        let mut situations = vec![
            case::routes("static file", "/static/file.txt", &of_files, 200),
            case::answers("static folder without slash", "/static/folder", 301),
        ];
        if layout.scope != Scope::Htaccess {
            situations.push(case::answers("error page", "/gone", 404));
        }
        if layout.upstream != Upstream::Static {
            let path = match layout.scope {
                Scope::Server | Scope::Location => "/protected",
                Scope::Htaccess => "/protected/say",
            };
            situations.push(case::demands_behind("password of Apache", path));
        }
        situations
    }

    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble> {
        let layout = Layout::of(job);
        let folder = fresh_folder(places, &job.slug())?;
        let count = policies.len() + 1;
        let ports = free_ports(2 * count)?;
        let (plain, guarded) = ports.split_at(count);
        let mut processes = Vec::new();
        let backend = match layout.upstream {
            Upstream::PhpFpm | Upstream::Several => Backend::of_upstream("php-fpm"),
            Upstream::Http | Upstream::Static => Backend::Http,
        };
        let (_, port) = backend.start(places, &mut processes)?;
        let site = Site {
            apache: Program::of(places, job.version)?,
            places,
            layout,
            public: public_folder(places, &job.slug())?,
            folder: &folder,
            php: port,
        };
        let all = std::iter::once(None).chain(policies.iter().map(Some));
        let mut text = site.beginning();
        for ((policy, &plain), &guarded) in all.zip(plain).zip(guarded) {
            text.push_str(&site.hosts(policy, plain, guarded)?);
        }
        let path = folder.join("httpd.conf");
        write(&path, &text)?;
        processes.push(site.apache.run(&folder, &path, &ports)?);
        let release = site.apache.release(job.version)?;
        let mut ports = plain
            .iter()
            .zip(guarded)
            .map(|(&plain, &guarded)| Ports { plain, guarded });
        let bare = ports.next().map_or(0, |ports| ports.plain);
        Ok(Running {
            server: format!("Apache httpd {release}{}", backend.version()?),
            release,
            bare,
            ports: ports.collect(),
            processes,
        })
    }

    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble> {
        let programs = fresh_folder(places, &format!("programs-{}", job.slug()))?;
        let apache = Program::of(places, job.version)?;
        apache.0.install(&programs.join("apache2"))?;
        let port = free_port()?;
        let at = |port: u16| format!("127.0.0.1:{port}");
        Ok(Ground {
            programs: Some(programs),
            variables: Vec::new(),
            addresses: vec![
                (at(8080), at(port)),
                (at(3000), at(places.upstream.http)),
                ("/usr/lib/apache2".to_owned(), apache.library()),
            ],
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
        let slug = format!("{}-side-by-side", job.slug());
        let folder = fresh_folder(places, &slug)?;
        let port = free_port()?;
        let site = Site {
            apache: Program::of(places, job.version)?,
            places,
            layout: Layout::of(job),
            public: public_folder(places, &slug)?,
            folder: &folder,
            php: 0,
        };
        let [one, two] = policies;
        let text = format!(
            "{}Listen 127.0.0.1:{port}\n<VirtualHost 127.0.0.1:{port}>\n<Location \"/one/\">\n{}</Location>\n<Location \"/two/\">\n{}</Location>\nProxyPass \"/one/\" \"http://127.0.0.1:{up}/\"\nProxyPass \"/two/\" \"http://127.0.0.1:{up}/\"\nProxyPass \"/\" \"http://127.0.0.1:{up}/\"\n</VirtualHost>\n",
            site.beginning(),
            config(one)?,
            config(two)?,
            up = places.upstream.http
        );
        let path = folder.join("httpd.conf");
        write(&path, &text)?;
        let process = site.apache.run(&folder, &path, &[port])?;
        let release = site.apache.release(job.version)?;
        Ok(Running {
            server: format!("Apache httpd {release}"),
            release,
            bare: port,
            ports: vec![Ports::same(port)],
            processes: vec![process],
        })
    }
}

/// Where the config is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Server,
    Location,
    Htaccess,
}

/// What Apache passes requests to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Upstream {
    Http,
    PhpFpm,
    Static,
    Several,
}

/// How the virtual hosts are laid out with the options of a job.
#[derive(Clone, Copy, Debug)]
struct Layout {
    scope: Scope,
    upstream: Upstream,
}

impl Layout {
    fn of(job: &Job) -> Self {
        let chosen = |id: &str| {
            let option = job.target.options.iter().find(|option| option.id == id);
            option.map_or("", |option| job.options.get(option))
        };
        Self {
            scope: match chosen("scope") {
                "location" => Scope::Location,
                "htaccess" => Scope::Htaccess,
                _ => Scope::Server,
            },
            upstream: match chosen("upstream") {
                "php-fpm" => Upstream::PhpFpm,
                "static" => Upstream::Static,
                "several" => Upstream::Several,
                _ => Upstream::Http,
            },
        }
    }
}

struct Program(Unpacked);

impl Program {
    fn of(places: &Places, version: Version) -> Result<Self, Trouble> {
        Unpacked::of(places, "apache", version, "usr/sbin/apache2").map(Self)
    }

    /// The folder that has the modules.
    fn library(&self) -> String {
        self.0.root.join("usr/lib/apache2").display().to_string()
    }

    fn command(&self, folder: &Path, configuration: &Path) -> Command {
        let mut command = self.0.command();
        command.arg("-d").arg(folder).arg("-f").arg(configuration);
        command
    }

    /// The release, which must be the one that is pinned.
    fn release(&self, version: Version) -> Result<String, Trouble> {
        let printed = run(self.0.command().arg("-v"))?;
        let mut words = printed.split_whitespace();
        let release = words
            .find_map(|word| word.strip_prefix("Apache/"))
            .unwrap_or_default();
        unpacked::check_release("Apache httpd", release, version)
    }

    /// Starts it, after a look at the configuration that must find nothing.
    fn run(&self, folder: &Path, configuration: &Path, ports: &[u16]) -> Result<Process, Trouble> {
        let printed = run(self.command(folder, configuration).arg("-t"))?;
        if printed.trim() != "Syntax OK" {
            return Err(format!("apache2 -t says {printed}"));
        }
        let log = folder.join("stderr.log");
        let mut process = Process::start(self.command(folder, configuration).arg("-X"), &log)?;
        for &port in ports {
            process.wait_for(port, &log)?;
        }
        Ok(process)
    }
}

/// A folder with the files that the virtual hosts serve. Started by root, Apache reads files as nobody, who may not
/// enter every folder.
fn public_folder(places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let is_root = run(Command::new("id").arg("-u"))?.trim() == "0";
    let folder = if is_root {
        let folder = std::env::temp_dir().join("cors-server-proof").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(trouble(folder.display()))?;
        }
        folder
    } else {
        fresh_folder(places, &format!("{name}-public"))?
    };
    let file = folder.join(FILE);
    write(&file, "static\n")?;
    // A file of the last second would get a weak tag.
    std::fs::File::options()
        .write(true)
        .open(&file)
        .and_then(|file| {
            file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_hours(24))
        })
        .map_err(trouble(file.display()))?;
    write(&folder.join("static/folder/index.html"), "index\n")?;
    write(&folder.join("custom/404.html"), "custom\n")?;
    write(
        &folder.join("users"),
        "u:{SHA}UWuXg/ylF+7L0dBk2i0WUxCxl1k=\n",
    )?;
    Ok(folder)
}

fn config(policy: &Rendered) -> Result<&str, Trouble> {
    let file = policy.snippet.files.first();
    file.map(|file| file.text.as_str())
        .ok_or_else(|| format!("policy {:?} has no file", policy.name))
}

const FILE: &str = "static/file.txt";

/// `LimitRequestBody` doesn't apply to what is proxied.
const TOO_LARGE: &str = "<If \"req_novary('Content-Length') -gt 1000\">\nRedirect 413 /\n</If>\n";

/// What the virtual hosts of a run have in common.
struct Site<'a> {
    apache: Program,
    places: &'a Places,
    layout: Layout,
    /// The files that are served.
    public: PathBuf,
    folder: &'a Path,
    /// Where PHP-FPM listens, if it does.
    php: u16,
}

const MODULES: [&str; 14] = [
    "mpm_event",
    "authz_core",
    "authz_user",
    "authn_core",
    "authn_file",
    "auth_basic",
    "alias",
    "dir",
    "headers",
    "proxy",
    "proxy_http",
    "proxy_fcgi",
    "rewrite",
    "setenvif",
];

impl Site<'_> {
    fn beginning(&self) -> String {
        let modules: Vec<String> = MODULES
            .iter()
            .map(|module| {
                let folder = self.apache.library();
                format!("LoadModule {module}_module {folder}/modules/mod_{module}.so\n")
            })
            .collect();
        let modules = modules.concat();
        format!(
            "{modules}PidFile {0}/httpd.pid\nErrorLog {0}/error.log\nLogLevel crit\nServerName localhost\nUser \"#65534\"\nGroup \"#65534\"\nServerLimit 1\nStartServers 1\nThreadsPerChild 25\nMaxRequestWorkers 25\nAsyncRequestWorkerFactor 20\nMaxKeepAliveRequests 0\nKeepAliveTimeout 300\nDefaultRuntimeDir {0}\n",
            self.folder.display()
        )
    }

    fn hosts(
        &self,
        policy: Option<&Rendered>,
        plain: u16,
        guarded: u16,
    ) -> Result<String, Trouble> {
        let config = policy.map_or(Ok(""), config)?;
        let site = match self.layout.scope {
            Scope::Server => format!("{config}{}", self.paths()),
            Scope::Location => format!("<Location \"/\">\n{config}</Location>\n{}", self.paths()),
            Scope::Htaccess => self.folder_of(plain, config)?,
        };
        Ok(format!(
            r#"
Listen 127.0.0.1:{plain}
<VirtualHost 127.0.0.1:{plain}>
DocumentRoot {public}
# A blocked preflight must not become a redirect to this page.
ErrorDocument 403 https://elsewhere.example/refused
ErrorDocument 404 /custom/404.html
{site}
</VirtualHost>
# The classic mistake: another server in front that demands authentication first.
Listen 127.0.0.1:{guarded}
<VirtualHost 127.0.0.1:{guarded}>
RewriteEngine On
RewriteCond expr "-z req_novary('Authorization')"
RewriteRule ^ - [R=401,L]
ProxyPass / http://127.0.0.1:{plain}/
</VirtualHost>
"#,
            public = self.public.display(),
        ))
    }

    /// What the virtual host does with its paths.
    fn paths(&self) -> String {
        let password = format!(
            "<Location \"/gone\">\nRedirect 404 /\n</Location>\n<Location \"/\">\nCGIPassAuth On\n</Location>\n<Location \"/protected\">\nAuthType Basic\nAuthName proof\nAuthUserFile {}/users\nRequire valid-user\n</Location>\n",
            self.public.display()
        );
        if self.layout.upstream == Upstream::Static {
            return password;
        }
        let http = format!("http://127.0.0.1:{}/", self.places.upstream.http);
        let php = format!(
            "ProxyPassMatch ^/ fcgi://127.0.0.1:{}{}/php/say.php\n",
            self.php,
            self.places.fixtures.display()
        );
        let pass = match self.layout.upstream {
            Upstream::Http | Upstream::Static => format!("ProxyPass / {http}\n"),
            Upstream::PhpFpm => php,
            // Of several, one path has another one.
            Upstream::Several => format!("ProxyPass /auth {http}auth\n{php}"),
        };
        format!(
            "{password}<Location \"/large\">\n{TOO_LARGE}</Location>\nProxyPass /static !\nProxyPass /custom !\nProxyPass /gone !\nProxyPass /dead http://127.0.0.1:{dead}/\n{pass}",
            dead = self.places.dead,
        )
    }

    /// A folder with an `.htaccess` file, by which requests go to the app. Below it is a folder with another one that
    /// demands a password.
    fn folder_of(&self, plain: u16, config: &str) -> Result<String, Trouble> {
        let public = self.public.join(plain.to_string());
        let password = format!(
            "AuthType Basic\nAuthName proof\nAuthUserFile {}/users\nRequire valid-user\nRewriteEngine On\nRewriteRule .* http://127.0.0.1:{}/protected [P]\n",
            self.public.display(),
            self.places.upstream.http
        );
        write(&public.join("protected/.htaccess"), &password)?;
        // The same file for all, so that its tag is the same.
        let (from, to) = (self.public.join(FILE), public.join(FILE));
        write(&public.join("static/folder/index.html"), "index\n")?;
        std::fs::hard_link(from, &to).map_err(trouble(to.display()))?;
        let rules = format!(
            "RewriteEngine On\nRewriteCond %{{REQUEST_FILENAME}} !-f\nRewriteCond %{{REQUEST_FILENAME}} !-d\nRewriteRule ^dead$ http://127.0.0.1:{}/ [P]\nRewriteCond %{{REQUEST_FILENAME}} !-f\nRewriteCond %{{REQUEST_FILENAME}} !-d\nRewriteRule ^(.*)$ http://127.0.0.1:{}/$1 [P]\n",
            self.places.dead, self.places.upstream.http
        );
        let too_large = TOO_LARGE.replace("<If \"", "<If \"%{REQUEST_URI} == '/large' && ");
        write(
            &public.join(".htaccess"),
            &format!("{config}{too_large}{rules}"),
        )?;
        Ok(format!(
            "DocumentRoot {0}\n<Directory {0}>\nOptions FollowSymLinks\nAllowOverride FileInfo AuthConfig\n</Directory>\n",
            public.display()
        ))
    }
}

/// Whether every line has the indent of the sections that it is in, four spaces for each.
fn check_indent(text: &str) -> Result<(), Trouble> {
    let mut depth = 0_usize;
    for line in text.lines() {
        let code = line.trim();
        if code.starts_with("</") {
            depth = depth.saturating_sub(1);
        }
        let indent = line.len() - line.trim_start().len();
        if !code.is_empty() && indent != 4 * depth {
            return Err(format!("the line {line:?} has not {depth} indents"));
        }
        depth += usize::from(code.starts_with('<') && !code.starts_with("</"));
    }
    if depth == 0 {
        Ok(())
    } else {
        Err("a section is not closed".to_owned())
    }
}
