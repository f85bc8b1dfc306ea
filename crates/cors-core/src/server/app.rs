use cors_http::{HttpRequest, HttpResponse, Method, NoResponse, Status};

use super::Reply;

/// The app behind the CORS config, as far as its responses matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its response, including its own CORS headers.
    pub response: HttpResponse,
    /// Whether it requires auth (an `Authorization` header), and where.
    pub authentication: Authentication,
    /// How it fails, if it does.
    pub failure: Option<Failure>,
    /// The methods of its route; others get the framework's own 404 or 405. `None` for all methods.
    pub methods: Option<Vec<Method>>,
}

/// Where auth is required. A request without `Authorization` gets 401.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Authentication {
    /// Nowhere.
    #[default]
    None,
    /// Before the CORS config, which is the classic mistake.
    Before,
    /// After the CORS config, as it should be.
    After,
}

/// How the app fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A proxy can't reach it.
    Unreachable,
    /// The request body is larger than the server accepts.
    BodyTooLarge,
    /// The handler panics or throws.
    Panics,
}

/// The responses of a server or framework without a response from the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameworkDefaults {
    /// If the handler panics or throws.
    pub(crate) panic: OnPanic,
    /// If the route exists, but not for this method.
    pub(crate) other_method: Status,
}

/// What happens to a request whose handler panics or throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnPanic {
    /// It gets this status.
    Answers(Status),
    /// It gets no response: the connection is closed.
    Closes,
}

impl Default for App {
    fn default() -> Self {
        Self {
            response: HttpResponse::new(Status::OK),
            authentication: Authentication::None,
            failure: None,
            methods: None,
        }
    }
}

impl App {
    /// Whether something before the CORS config rejects this request.
    pub(crate) fn turns_away_before(&self, request: &HttpRequest) -> bool {
        self.authentication == Authentication::Before && !request.headers.contains("Authorization")
    }

    /// The response of everything behind the CORS config.
    pub(crate) fn answer(&self, request: &HttpRequest, defaults: FrameworkDefaults) -> Reply {
        match self.failure {
            Some(Failure::BodyTooLarge) => return Reply::unreached(Status::CONTENT_TOO_LARGE),
            // Auth is part of the app here, and the app is unreachable.
            Some(Failure::Unreachable) => return Reply::unreached(Status::BAD_GATEWAY),
            Some(Failure::Panics) | None => {}
        }
        if self.authentication == Authentication::After
            && !request.headers.contains("Authorization")
        {
            return Reply::unreached(Status::UNAUTHORIZED);
        }
        if !self.has_method(&request.method) {
            return Reply::unreached(defaults.other_method);
        }
        let answer = match (self.failure, defaults.panic) {
            (Some(Failure::Panics), OnPanic::Answers(status)) => Ok(HttpResponse::new(status)),
            (Some(Failure::Panics), OnPanic::Closes) => Err(NoResponse::Closed),
            _ => Ok(self.response.clone()),
        };
        Reply {
            answer,
            reached_app: true,
        }
    }

    /// Frameworks handle `HEAD` on every route with `GET`.
    fn has_method(&self, method: &Method) -> bool {
        self.methods.as_ref().is_none_or(|methods| {
            methods.contains(method)
                || method.as_str() == "HEAD" && methods.contains(&Method::get())
        })
    }
}
