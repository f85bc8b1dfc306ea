/// Something that a server does and that can be watched on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The application answers with a redirect to the same path on another host, whose server has the
    /// same policy.
    RedirectsToAnotherHost,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::RedirectsToAnotherHost];

    /// The id in links and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::RedirectsToAnotherHost => "redirects-to-another-host",
        }
    }

    /// The fault of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.id() == id)
    }
}
