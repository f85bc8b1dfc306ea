/// A key of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    V,
    Origins,
    Methods,
    Headers,
    Expose,
    Credentials,
    MaxAge,
    Status,
    From,
    Url,
    Method,
    Send,
    Cred,
    Mode,
    Target,
    Version,
    Browser,
    Fault,
    Embed,
    View,
    Theme,
    Readonly,
}

impl Key {
    /// In the order in which they are written.
    pub(super) const ALL: [Self; 22] = [
        Self::V,
        Self::Origins,
        Self::Methods,
        Self::Headers,
        Self::Expose,
        Self::Credentials,
        Self::MaxAge,
        Self::Status,
        Self::From,
        Self::Url,
        Self::Method,
        Self::Send,
        Self::Cred,
        Self::Mode,
        Self::Target,
        Self::Version,
        Self::Browser,
        Self::Fault,
        Self::Embed,
        Self::View,
        Self::Theme,
        Self::Readonly,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::V => "v",
            Self::Origins => "origins",
            Self::Methods => "methods",
            Self::Headers => "headers",
            Self::Expose => "expose",
            Self::Credentials => "credentials",
            Self::MaxAge => "max-age",
            Self::Status => "status",
            Self::From => "from",
            Self::Url => "url",
            Self::Method => "method",
            Self::Send => "send",
            Self::Cred => "cred",
            Self::Mode => "mode",
            Self::Target => "target",
            Self::Version => "version",
            Self::Browser => "browser",
            Self::Fault => "fault",
            Self::Embed => "embed",
            Self::View => "view",
            Self::Theme => "theme",
            Self::Readonly => "readonly",
        }
    }

    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// Whether its value is a list, so that a repetition can only mean more items.
    pub(super) fn is_list(self) -> bool {
        matches!(
            self,
            Self::Origins | Self::Methods | Self::Headers | Self::Expose | Self::Send
        )
    }

    /// Whether its value is `1` or `0`.
    pub(super) fn is_flag(self) -> bool {
        matches!(self, Self::Credentials | Self::Embed | Self::Readonly)
    }
}
