use super::super::{App, Reply, is_cors_response_header};
use super::{CachePlace, Fault};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status};

/// Where an application that has moved is found.
const ELSEWHERE: &str = "https://elsewhere.example";

impl Fault {
    /// The application that the fault needs, made from one that works.
    pub fn app(self, works: App, url: &Url) -> App {
        let answers = |response| App {
            response,
            ..App::default()
        };
        match self {
            Self::RedirectsToAnotherHost => answers(
                HttpResponse::new(Status::TEMPORARY_REDIRECT)
                    .with("Location", [ELSEWHERE, &url.request_target()].concat()),
            ),
            Self::HeadersMissingOnErrors => {
                answers(HttpResponse::new(Status::INTERNAL_SERVER_ERROR))
            }
            Self::VaryMissingOwnCache | Self::VaryMissingSharedCache => App {
                response: works.response.with("Cache-Control", "max-age=600"),
                ..works
            },
            _ => works,
        }
    }

    /// What comes out of a server with this fault: `server` is the one that works.
    pub fn answer(self, request: &HttpRequest, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
        match self {
            Self::PreflightNotRouted if request.method == Method::options() => {
                Reply::unreached(Status::METHOD_NOT_ALLOWED)
            }
            Self::AuthenticationBeforeCors if !request.headers.contains("Authorization") => {
                Reply::unreached(Status::UNAUTHORIZED)
            }
            Self::RedirectsToHttps if request.url.scheme() == "http" => {
                let host = request.url.host().map(ToString::to_string);
                let host = host.unwrap_or_default();
                redirect(["https://", &host, &request.url.request_target()].concat())
            }
            Self::RedirectsToSlash => match with_slash(&request.url) {
                Some(location) => redirect(location),
                None => server(request),
            },
            Self::ServerDown => Reply {
                answer: Err(NoResponse::Refused),
                reached_app: false,
            },
            Self::HeadersMissingOnErrors => changed(server(request), |response| {
                if !is_decorated(response.status) {
                    strip(&mut response.headers);
                    response.headers.delete("Vary");
                }
            }),
            Self::ProxyStripsHeaders => {
                changed(server(request), |response| strip(&mut response.headers))
            }
            Self::ProxyDoublesHeaders => changed(server(request), |response| {
                let ours = response.headers.iter();
                let again: HeaderList = ours
                    .filter(|header| is_cors_response_header(&header.name))
                    .cloned()
                    .collect();
                for header in again {
                    response.headers.append(header.name, header.value);
                }
            }),
            Self::VaryMissingOwnCache | Self::VaryMissingSharedCache => {
                changed(server(request), |response| response.headers.delete("Vary"))
            }
            _ => server(request),
        }
    }

    /// Where answers are kept on their way, if that matters.
    pub fn cache(self) -> Option<CachePlace> {
        match self {
            Self::VaryMissingOwnCache => Some(CachePlace::Browser),
            Self::VaryMissingSharedCache => Some(CachePlace::Shared),
            _ => None,
        }
    }
}

fn changed(mut reply: Reply, change: impl FnOnce(&mut HttpResponse)) -> Reply {
    if let Ok(response) = &mut reply.answer {
        change(response);
    }
    reply
}

fn strip(headers: &mut HeaderList) {
    headers.retain(|header| !is_cors_response_header(&header.name));
}

/// The statuses to which nginx adds headers without `always`
/// (<https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header>).
fn is_decorated(status: Status) -> bool {
    matches!(
        status.code(),
        200 | 201 | 204 | 206 | 301 | 302 | 303 | 304 | 307 | 308
    )
}

fn redirect(location: String) -> Reply {
    let mut reply = Reply::unreached(Status::MOVED_PERMANENTLY);
    if let Ok(response) = &mut reply.answer {
        response
            .headers
            .append(HeaderName::literal("Location"), location);
    }
    reply
}

/// The same URL with a slash at the end of its path, unless it has one.
fn with_slash(url: &Url) -> Option<String> {
    let target = url.request_target();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, ["?", query].concat()),
        None => (target.as_str(), String::new()),
    };
    (!path.ends_with('/'))
        .then(|| [url.scheme(), "://", &url.authority(), path, "/", &query].concat())
}
