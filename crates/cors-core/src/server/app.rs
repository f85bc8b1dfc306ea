use crate::http::{HttpResponse, Method, Status};

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
