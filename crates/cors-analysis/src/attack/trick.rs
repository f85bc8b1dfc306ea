/// How an attack origin passes for an allowed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trick {
    /// It doesn't try to look like an allowed one.
    UnrelatedSite,
    /// An opaque origin.
    Null,
    /// A word stuck to the beginning of the domain.
    GluedBefore,
    /// A word and a hyphen before the whole host.
    PutBefore,
    /// The whole host as the beginning of another.
    PutBehind,
    /// The same with a character that host names seldom have.
    SpecialCharacter,
    /// The host without its last letter.
    CutOff,
    /// A letter instead of a dot.
    DotReplaced,
    /// A letter that looks the same as the original.
    Homograph,
    /// Another subdomain of the same domain.
    Sibling,
    /// A subdomain of the host.
    Deeper,
    /// The domain above.
    Parent,
    /// A name that a wildcard inside a label matches.
    WildcardName,
    /// A dot where the wildcard doesn't match one.
    DotInWildcard,
    /// The other scheme: `http` for `https`, and the reverse.
    OtherScheme,
    /// Another port.
    OtherPort,
    /// A dot at the end.
    TrailingDot,
    /// A slash at the end.
    TrailingSlash,
    /// Capital letters.
    UpperCase,
    /// The host as the username of another.
    Userinfo,
    /// Two origins in one value.
    TwoOrigins,
}

impl Trick {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        self.words().0
    }

    /// What it is, in a few words.
    pub fn label(self) -> &'static str {
        self.words().1
    }

    /// Who can have it, and which mistake lets it work.
    pub fn why(self) -> &'static str {
        self.words().2
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::UnrelatedSite => (
                "unrelated-site",
                "An unrelated site",
                "Anyone has one. Works if the server reflects any `Origin`.",
            ),
            Self::Null => (
                "null",
                "The origin null",
                "Any site can send it from a sandboxed frame. Works if `null` is allowed.",
            ),
            Self::GluedBefore => (
                "glued-before",
                "A longer name with your ending",
                "Anyone can register it. Works if only the end of the origin is checked.",
            ),
            Self::PutBefore => (
                "put-before",
                "A prefix before your host",
                "Anyone who can create names next to yours can have it. Works if the start of the host isn't checked.",
            ),
            Self::PutBehind => (
                "put-behind",
                "Your host as a prefix",
                "Anyone with a domain can create it. Works if only the start of the origin is checked.",
            ),
            Self::SpecialCharacter => (
                "special-character",
                "Your host and an unusual character",
                "Browsers allow underscores in host names. Works if a pattern takes one for the end of the host.",
            ),
            Self::CutOff => (
                "cut-off",
                "Your host without its last letter",
                "Anyone may be able to register it. Works if the server only checks that an allowed origin contains it.",
            ),
            Self::DotReplaced => (
                "dot-replaced",
                "A letter instead of a dot",
                "Anyone may be able to register it. Works if a regular expression doesn't escape the dot.",
            ),
            Self::Homograph => (
                "homograph",
                "A letter that looks the same",
                "Anyone can register it. Works if someone allows it because it looks right.",
            ),
            Self::Sibling => (
                "sibling",
                "Another subdomain next to yours",
                "An attacker can get one by taking over a forgotten subdomain. Works if all subdomains are allowed.",
            ),
            Self::Deeper => (
                "deeper",
                "A subdomain of your host",
                "An attacker can get one by taking over a forgotten subdomain. Works if all subdomains are allowed.",
            ),
            Self::Parent => (
                "parent",
                "The domain above yours",
                "Someone else may run its pages. Works if a pattern makes the subdomain optional.",
            ),
            Self::WildcardName => (
                "wildcard-name",
                "A name that fits the *",
                "Works for anyone who can create names of that form.",
            ),
            Self::DotInWildcard => (
                "dot-in-wildcard",
                "A dot in place of the *",
                "The owner of the rest of the name can create it. Works if the `*` also matches dots.",
            ),
            Self::OtherScheme => (
                "other-scheme",
                "The other scheme",
                "An attacker on the network can change the pages of an http site. Works if the scheme isn't checked.",
            ),
            Self::OtherPort => (
                "other-port",
                "Another port of your host",
                "Another program on the same machine can use it. Works if the port isn't checked.",
            ),
            Self::TrailingDot => (
                "trailing-dot",
                "Your host with a dot at the end",
                "Browsers treat it as a different origin. Works if the end of the host isn't checked.",
            ),
            Self::TrailingSlash => (
                "trailing-slash",
                "A slash at the end",
                "Browsers never send this; other clients can. Works if the end of the origin isn't checked.",
            ),
            Self::UpperCase => (
                "upper-case",
                "Capital letters",
                "Browsers never send this; other clients can. Works if case is ignored, which is harmless.",
            ),
            Self::Userinfo => (
                "userinfo",
                "Your host as a username",
                "The real host is the one after the `@`. Browsers never send this; other clients can. Works if only the start of the origin is checked.",
            ),
            Self::TwoOrigins => (
                "two-origins",
                "Two origins in one value",
                "Browsers never send this; other clients can. Works if the server only checks that the value contains an allowed origin.",
            ),
        }
    }
}
