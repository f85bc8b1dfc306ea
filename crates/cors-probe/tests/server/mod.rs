//! A server on loopback that responds as the reference server with a policy.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

use cors_core::policy::Policy;
use cors_core::server::{App, respond};
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, Method, Url};
use cors_suffixes::PLATFORM;

/// Starts it; the thread ends with the test.
pub(crate) fn start(policy: Policy, app: App) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream, &policy, &app);
        }
    });
    Url::parse(&format!("http://{address}/"), None, &PLATFORM).expect("a URL")
}

/// Reads one request and responds to it.
fn answer(mut stream: TcpStream, policy: &Policy, app: &App) {
    let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    let mut words = first.split(' ');
    let (method, target) = (
        words.next().expect("a method"),
        words.next().expect("a target"),
    );
    let mut headers = HeaderList::new();
    for line in lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
    {
        let (name, value) = line.split_once(':').expect("a header");
        let name = HeaderName::parse(name).expect("a header name");
        headers.append(name, HeaderValue::from_bytes(value.trim().as_bytes()));
    }
    let request = HttpRequest {
        method: Method::parse(method).expect("a method"),
        url: Url::parse(&format!("http://127.0.0.1{target}"), None, &PLATFORM).expect("a URL"),
        headers,
    };
    // Whoever closes a connection without a response has none.
    let Ok(response) = respond(policy, &request, app).answer else {
        return;
    };
    let mut text = format!(
        "HTTP/1.1 {} x\r\nConnection: close\r\nContent-Length: 0\r\n",
        response.status
    );
    for header in response
        .headers
        .iter()
        .filter(|header| !header.name.is("Content-Length"))
    {
        let value = header.value.to_latin1();
        let _ = writeln!(text, "{}: {value}\r", header.name);
    }
    text.push_str("\r\n");
    // A client may be gone.
    let _ = stream.write_all(text.as_bytes());
}
