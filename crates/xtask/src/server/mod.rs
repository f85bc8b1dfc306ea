//! A static file server for the built page, on loopback only.
//!
//! It responds like hosts that read `_headers`, so that tests see what is deployed.
//! It has no TLS, no compression, no ranges and no directory listing.

mod connection;
mod content_type;
mod path;
mod request;
mod response;

use crate::error::{Error, at};
use crate::headers_file::HeaderRules;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder with the rules for its headers.
#[derive(Debug)]
pub(crate) struct Site {
    folder: PathBuf,
    rules: HeaderRules,
}

/// A server that has its port but does not respond yet.
#[derive(Debug)]
pub(crate) struct Server {
    site: Arc<Site>,
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
}

impl Server {
    /// Takes a port of the loopback address; port 0 means any free one.
    pub(crate) fn bind(site: Site, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        Ok(Self {
            site: Arc::new(site),
            listener,
            address,
        })
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Responds until the program ends, with one thread for each connection.
    pub(crate) fn run(self) {
        for stream in self.listener.incoming().flatten() {
            let site = Arc::clone(&self.site);
            std::thread::spawn(move || connection::converse(&stream, &site));
        }
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

    #[track_caller]
    fn check(address: SocketAddr, request: &str, status: &str, contained: &[&str]) {
        let request = format!("{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let response = send(address, &request);
        assert!(
            response.starts_with(&format!("HTTP/1.1 {status}\r\n")),
            "{request}{response}"
        );
        for text in contained {
            assert!(response.contains(text), "{text:?} is not in\n{response}");
        }
    }

    #[test]
    fn files_are_served_with_type_length_and_configured_headers() {
        let (address, folder) = serve("files");
        check(
            address,
            "GET / HTTP/1.1",
            "200 OK",
            &[
                "Content-Type: text/html; charset=utf-8\r\n",
                "Content-Length: 15\r\n",
                "X-All: 1\r\n",
                "Cache-Control: public, max-age=0, must-revalidate\r\n",
                "\r\n\r\n<!DOCTYPE html>",
            ],
        );
        check(
            address,
            "GET /assets/a%20b.wasm?query HTTP/1.1",
            "200 OK",
            &[
                "Content-Type: application/wasm\r\n",
                "Cache-Control: max-age=9\r\n",
                "\r\n\r\n\0asm",
            ],
        );
        check(
            address,
            "HEAD /index.html HTTP/1.1",
            "200 OK",
            &["Content-Length: 15\r\n"],
        );
        assert!(send(address, "HEAD / HTTP/1.0\r\n\r\n").ends_with("\r\n\r\n"));
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
            "/nothing",
            "/assets/empty/",
            "//etc/passwd",
        ] {
            check(
                address,
                &format!("GET {target} HTTP/1.1"),
                "404 Not Found",
                &["X-All: 1\r\n"],
            );
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.join("secret.txt"), folder.join("dist/link"))
                .unwrap();
            check(address, "GET /link HTTP/1.1", "404 Not Found", &[]);
        }
        check(
            address,
            "GET /assets HTTP/1.1",
            "301 Moved Permanently",
            &["Location: /assets/\r\n"],
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn known_version_of_a_file_is_not_sent_again() {
        let (address, folder) = serve("etag");
        let response = send(address, "GET / HTTP/1.0\r\n\r\n");
        let tag = response
            .lines()
            .find_map(|line| line.strip_prefix("ETag: "))
            .unwrap();
        let again = |value: &str| format!("GET / HTTP/1.1\r\nIf-None-Match: {value}");
        check(
            address,
            &again(tag),
            "304 Not Modified",
            &["X-All: 1\r\n", tag],
        );
        check(
            address,
            &again(&format!("\"x\", W/{tag}")),
            "304 Not Modified",
            &[],
        );
        check(address, &again("*"), "304 Not Modified", &[]);
        check(address, &again("\"x\""), "200 OK", &[]);
        fs::write(folder.join("dist/index.html"), "changed").unwrap();
        check(address, &again(tag), "200 OK", &["changed"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn other_methods_and_broken_requests_are_rejected() {
        let (address, folder) = serve("rejected");
        check(
            address,
            "POST / HTTP/1.1",
            "405 Method Not Allowed",
            &["Allow: GET, HEAD\r\n"],
        );
        check(
            address,
            "GET http://localhost/ HTTP/1.1",
            "400 Bad Request",
            &[],
        );
        check(address, "GET /", "400 Bad Request", &[]);
        check(address, "GET / HTTP/2.0", "400 Bad Request", &[]);
        check(address, "GET /%zz HTTP/1.1", "404 Not Found", &[]);
        let long = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(20_000));
        let response = send(address, &long);
        assert!(response.starts_with("HTTP/1.1 431 "), "{response}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn connection_is_kept_for_further_requests() {
        let (address, folder) = serve("kept");
        let responses = send(
            address,
            "HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET /x HTTP/1.1\r\nConnection: close\r\n\r\n",
        );
        let starts = responses.matches("HTTP/1.1 ").count();
        assert_eq!(starts, 3, "{responses}");
        fs::remove_dir_all(folder).unwrap();
    }
}
