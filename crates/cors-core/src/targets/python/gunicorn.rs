//! gunicorn in front of applications: which methods it reads, and what it makes of repeated headers.

use crate::policy::{AllowMethods, Policy};
use crate::server::Reply;
use crate::targets::Unsupported;
use crate::targets::library::{REQUEST_HEADERS, REQUEST_METHOD};
use cors_http::{HeaderList, HeaderValue, HttpRequest, Method, Status};

/// The release that targets are run with.
pub(in crate::targets) const PACKAGE: (&str, &str) = ("gunicorn", "27.0.1");

fn is_readable(method: &Method) -> bool {
    let method = method.as_str();
    (3..=20).contains(&method.len()) && !method.bytes().any(|b| b.is_ascii_lowercase() || b == b'#')
}

/// The response that it gives by itself, before any code of the application or of ours runs.
pub(in crate::targets) fn own_reply(method: &Method) -> Option<Reply> {
    (!is_readable(method)).then(|| Reply::unreached(Status::BAD_REQUEST))
}

/// The reason, if the policy lists a method that it does not read.
pub(in crate::targets) fn check_methods(policy: &Policy) -> Result<(), Unsupported> {
    let AllowMethods::Listed(methods) = &policy.methods else {
        return Ok(());
    };
    match methods.iter().find(|method| !is_readable(method)) {
        None => Ok(()),
        Some(method) => Unsupported::because(format!(
            "gunicorn responds with 400 to the method `{method}` before your app sees the request: it accepts 3 to 20 characters, without lowercase letters and #. Remove it, or write it in uppercase."
        )),
    }
}

/// The request with one line for each header that CORS reads.
pub(in crate::targets) fn joined_lines(request: &HttpRequest) -> HttpRequest {
    let mut headers = HeaderList::new();
    for header in &request.headers {
        let name = header.name.as_str();
        let is_read = ["Origin", REQUEST_METHOD, REQUEST_HEADERS]
            .iter()
            .any(|read| header.name.is(read));
        if !is_read {
            headers.append(header.name.clone(), header.value.clone());
        } else if !headers.contains(name) {
            let lines: Vec<&[u8]> = request
                .headers
                .values(name)
                .map(HeaderValue::as_bytes)
                .collect();
            let joined = lines.join(&b","[..]);
            headers.append(header.name.clone(), HeaderValue::from_bytes(&joined));
        }
    }
    HttpRequest {
        method: request.method.clone(),
        url: request.url.clone(),
        headers,
    }
}
