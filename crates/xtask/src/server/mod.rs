//! A static file server for the built page, on loopback only.
//!
//! It responds as the hosts do that read `_headers`, so that what is tested is what is deployed. There is no
//! TLS, no compression and no directory listing.

mod inside;

use crate::error::{Error, at};
use crate::headers_file::HeaderRules;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use inside::Inside;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Builder;
use tower_http::services::ServeDir;

/// A folder with the rules for its headers.
#[derive(Debug)]
pub(crate) struct Site {
    folder: PathBuf,
    rules: HeaderRules,
}

/// A server that has its port but does not respond yet.
#[derive(Debug)]
pub(crate) struct Server {
    site: Site,
    listener: TcpListener,
    address: SocketAddr,
}

impl Site {
    /// Takes a folder as it would be uploaded.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let folder = folder.canonicalize().map_err(at(folder.display()))?;
        let file = folder.join("_headers");
        let text = match fs::read_to_string(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            other => other.map_err(at(file.display()))?,
        };
        let rules =
            HeaderRules::parse(&text).map_err(|invalid| Error::failed(invalid.to_string()))?;
        Ok(Self { folder, rules })
    }

    fn router(self) -> Router {
        let files = ServeDir::with_backend(&self.folder, Inside::new(self.folder.clone()));
        let rules = Arc::new(self.rules);
        Router::new()
            .fallback_service(files)
            .layer(from_fn_with_state(rules, with_headers))
    }
}

impl Server {
    /// Takes a port of the loopback address; port 0 is any free one.
    pub(crate) fn bind(site: Site, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Self {
            site,
            listener,
            address,
        })
    }

    /// The port that was taken.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Responds until the process ends.
    pub(crate) fn run(self) -> Result<(), Error> {
        let runtime = Builder::new_current_thread().enable_io().build();
        let serving = async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            axum::serve(listener, self.site.router()).await
        };
        runtime
            .and_then(|runtime| runtime.block_on(serving))
            .map_err(at("the server"))
    }
}

/// Adds what hosts send with a file, and what the rules say about its path.
async fn with_headers(
    State(rules): State<Arc<HeaderRules>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if headers.contains_key(ETAG) {
        let revalidated = HeaderValue::from_static("public, max-age=0, must-revalidate");
        headers.insert(CACHE_CONTROL, revalidated);
    }
    name_charset(headers);
    for (name, value) in rules.headers_for(&path) {
        // The parser of the rules accepts only what a header may hold.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}

/// All texts of the page are in UTF-8.
fn name_charset(headers: &mut HeaderMap) {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if let Some(kind) = kind.filter(|kind| kind.starts_with("text/") && !kind.contains(';'))
        && let Ok(kind) = HeaderValue::try_from(format!("{kind}; charset=utf-8"))
    {
        headers.insert(CONTENT_TYPE, kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    /// A site in a folder of its own, served until the test program ends.
    fn serve(name: &str) -> (SocketAddr, PathBuf) {
        let outside = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let folder = outside.join("dist");
        fs::create_dir_all(folder.join("assets/empty")).unwrap();
        fs::write(outside.join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("index.html"), "<!DOCTYPE html>").unwrap();
        fs::write(folder.join("assets/a b.wasm"), b"\0asm").unwrap();
        fs::write(folder.join("boot.js"), "0").unwrap();
        fs::write(folder.join("unknown.ending"), "0").unwrap();
        fs::write(
            folder.join("_headers"),
            "/*\n  X-All: 1\n/assets/*\n  Cache-Control: max-age=9\n",
        )
        .unwrap();
        let server = Server::bind(Site::open(&folder).unwrap(), 0).unwrap();
        let address = server.address;
        std::thread::spawn(move || server.run());
        (address, outside)
    }

    fn send(address: SocketAddr, bytes: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(bytes.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    /// Sends a request and compares the status of its response, its headers, and the end of its text.
    #[track_caller]
    fn check(address: SocketAddr, request: &str, status: u16, headers: &[&str], end: &str) {
        let request = format!("{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let response = send(address, &request);
        assert!(
            response.starts_with(&format!("HTTP/1.1 {status} ")),
            "{request}{response}"
        );
        for header in headers {
            let line = format!("\r\n{header}\r\n");
            assert!(response.contains(&line), "{header} is not in\n{response}");
        }
        assert!(
            response.ends_with(end),
            "{end} is not at the end of\n{response}"
        );
    }

    #[test]
    fn files_are_served_with_type_length_and_configured_headers() {
        let (address, folder) = serve("files");
        check(
            address,
            "GET / HTTP/1.1",
            200,
            &[
                "content-type: text/html; charset=utf-8",
                "content-length: 15",
                "x-all: 1",
                "cache-control: public, max-age=0, must-revalidate",
            ],
            "\r\n\r\n<!DOCTYPE html>",
        );
        check(
            address,
            "GET /assets/a%20b.wasm?query HTTP/1.1",
            200,
            &["content-type: application/wasm", "cache-control: max-age=9"],
            "\r\n\r\n\0asm",
        );
        check(
            address,
            "GET /boot.js HTTP/1.1",
            200,
            &["content-type: text/javascript; charset=utf-8"],
            "0",
        );
        check(
            address,
            "GET /unknown.ending HTTP/1.1",
            200,
            &["content-type: application/octet-stream"],
            "0",
        );
        check(
            address,
            "HEAD /index.html HTTP/1.1",
            200,
            &["content-length: 15"],
            "\r\n\r\n",
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn part_of_a_file_is_served() {
        let (address, folder) = serve("range");
        check(
            address,
            "GET / HTTP/1.1\r\nRange: bytes=2-8",
            206,
            &[
                "content-range: bytes 2-8/15",
                "content-length: 7",
                "x-all: 1",
            ],
            "\r\n\r\nDOCTYPE",
        );
        check(
            address,
            "GET / HTTP/1.1\r\nRange: bytes=15-",
            416,
            &["content-range: bytes */15", "x-all: 1"],
            "",
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let (address, folder) = serve("outside");
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/assets/../../secret.txt",
            "/%5c..%5csecret.txt",
            "/_headers",
            "/%5fheaders",
            "/./_headers",
            "/assets/../_headers",
            "/nothing",
            "/assets/empty/",
            "/%zz",
            "//etc/passwd",
        ] {
            let request = format!("GET {target} HTTP/1.1");
            check(address, &request, 404, &["x-all: 1"], "\r\n\r\n");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink(folder.join("secret.txt"), folder.join("dist/link")).unwrap();
            check(address, "GET /link HTTP/1.1", 404, &[], "\r\n\r\n");
        }
        check(
            address,
            "GET /assets HTTP/1.1",
            307,
            &["location: /assets/"],
            "",
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn known_version_of_a_file_is_not_sent_again() {
        let (address, folder) = serve("etag");
        let response = send(address, "GET / HTTP/1.0\r\n\r\n");
        let tag = response
            .lines()
            .find_map(|line| line.strip_prefix("etag: "))
            .unwrap();
        let again = |value: &str| format!("GET / HTTP/1.1\r\nIf-None-Match: {value}");
        let header = format!("etag: {tag}");
        check(
            address,
            &again(tag),
            304,
            &["x-all: 1", &header],
            "\r\n\r\n",
        );
        let weak = again(&format!("\"x\", W/{tag}"));
        check(address, &weak, 304, &[], "\r\n\r\n");
        check(address, &again("*"), 304, &[], "\r\n\r\n");
        check(address, &again("\"x\""), 200, &[], "<!DOCTYPE html>");
        fs::write(folder.join("dist/index.html"), "changed").unwrap();
        check(address, &again(tag), 200, &[], "changed");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn other_methods_are_not_allowed() {
        let (address, folder) = serve("methods");
        for method in ["POST", "DELETE", "OPTIONS"] {
            let request = format!("{method} / HTTP/1.1");
            check(address, &request, 405, &["allow: GET,HEAD", "x-all: 1"], "");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
