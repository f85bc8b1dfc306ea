use cors_http::{HttpRequest, HttpResponse, Method, NoResponse, Status};

use super::Reply;

/// The application behind the CORS configuration, as far as its answers matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// What it answers, its own CORS headers included if it sets any.
    pub response: HttpResponse,
    /// Whether it demands authentication (an `Authorization` header), and where.
    pub authentication: Authentication,
    /// Whether it works at all.
    pub failure: Option<Failure>,
    /// The methods that its route has; others get the framework's own 404 or 405. `None` for all.
    pub methods: Option<Vec<Method>>,
}

/// Where authentication is demanded. A request without `Authorization` gets 401.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Authentication {
    /// Nowhere.
    #[default]
    None,
    /// In front of the CORS configuration, which is the classic mistake.
    Before,
    /// Behind it, as it should be.
    After,
}

/// How the application fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A proxy cannot reach it.
    Unreachable,
    /// The request's body is larger than the server takes.
    BodyTooLarge,
    /// Its handler panics or throws.
    Panics,
}

/// What a server or framework does where its application gives no answer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameworkDefaults {
    /// When the handler panics or throws.
    pub(crate) panic: OnPanic,
    /// When the route exists but not for this method.
    pub(crate) other_method: Status,
}

/// What becomes of a request whose handler panics or throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnPanic {
    /// This answer.
    Answers(Status),
    /// None: the connection is closed.
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
    /// Whether something in front of the CORS configuration turns this request away.
    pub(crate) fn turns_away_before(&self, request: &HttpRequest) -> bool {
        self.authentication == Authentication::Before && !request.headers.contains("Authorization")
    }

    /// The answer of everything behind the CORS configuration.
    pub(crate) fn answer(&self, request: &HttpRequest, defaults: FrameworkDefaults) -> Reply {
        match self.failure {
            Some(Failure::BodyTooLarge) => return Reply::unreached(Status::CONTENT_TOO_LARGE),
            // Authentication is the application's own here, and it cannot be asked.
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

    /// Frameworks answer `HEAD` on every route that has `GET`.
    fn has_method(&self, method: &Method) -> bool {
        self.methods.as_ref().is_none_or(|methods| {
            methods.contains(method)
                || method.as_str() == "HEAD" && methods.contains(&Method::get())
        })
    }
}
