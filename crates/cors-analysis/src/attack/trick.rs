/// How a hostile origin passes for an allowed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trick {
    /// It does not even try.
    Stranger,
    /// An opaque origin.
    Null,
    /// A word stuck to the beginning of the domain.
    GluedBefore,
    /// A word and a hyphen before the whole host.
    PutBefore,
    /// The whole host as the beginning of another.
    PutBehind,
    /// The same with a character that hosts seldom have.
    SpecialCharacter,
    /// The host without its last letter.
    CutOff,
    /// Another letter in the place of a dot.
    DotReplaced,
    /// A letter that looks the same.
    Homograph,
    /// Another subdomain of the same domain.
    Sibling,
    /// A subdomain of the host.
    Deeper,
    /// The domain above.
    Parent,
    /// A name that a wildcard inside a label is meant for.
    WildcardName,
    /// A dot where the wildcard stands for no dot.
    DotInWildcard,
    /// The other scheme, which for `https` is the one that is not encrypted.
    OtherScheme,
    /// Another port.
    OtherPort,
    /// A dot at the end.
    TrailingDot,
    /// A slash at the end.
    TrailingSlash,
    /// Capital letters.
    UpperCase,
    /// The host as the user name of another.
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

    /// Why an attacker can have it, and what it would take for it to work.
    pub fn why(self) -> &'static str {
        self.words().2
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Stranger => (
                "stranger",
                "A stranger's site",
                "Everybody has one. It gets in where the server sends back whatever origin asks.",
            ),
            Self::Null => (
                "null",
                "The origin null",
                "Any site gets it with a sandboxed frame. It gets in where null is trusted.",
            ),
            Self::GluedBefore => (
                "glued-before",
                "A longer name with your ending",
                "Anybody can register it. It gets in where only the end is compared.",
            ),
            Self::PutBefore => (
                "put-before",
                "A prefix before your host",
                "Whoever may create names beside yours can have it. It gets in where the beginning is left open.",
            ),
            Self::PutBehind => (
                "put-behind",
                "Your host as a prefix",
                "Whoever owns any domain can create it. It gets in where only the beginning is compared.",
            ),
            Self::SpecialCharacter => (
                "special-character",
                "Your host and an odd character",
                "Browsers let the underscore into host names. It gets in where a pattern takes that character for the end of the name.",
            ),
            Self::CutOff => (
                "cut-off",
                "Your host without its last letter",
                "It may be for sale. It gets in where the allowed origin is searched for the one that asks, and not compared with it.",
            ),
            Self::DotReplaced => (
                "dot-replaced",
                "A letter in place of a dot",
                "It may be for sale. It gets in where a dot in a regular expression is not escaped.",
            ),
            Self::Homograph => (
                "homograph",
                "A letter that looks the same",
                "Anybody can register it. It gets in where a person adds what looks right.",
            ),
            Self::Sibling => (
                "sibling",
                "Another subdomain beside yours",
                "Whoever takes over a forgotten subdomain has it. It gets in where all subdomains are trusted.",
            ),
            Self::Deeper => (
                "deeper",
                "A subdomain of your host",
                "Whoever takes over a forgotten subdomain has it. It gets in where all subdomains are trusted.",
            ),
            Self::Parent => (
                "parent",
                "The domain above yours",
                "Its pages may be somebody else's work. It gets in where a pattern makes the subdomain optional.",
            ),
            Self::WildcardName => (
                "wildcard-name",
                "A name that fits the *",
                "Whoever may create names of that form has one.",
            ),
            Self::DotInWildcard => (
                "dot-in-wildcard",
                "A dot in place of the *",
                "Whoever owns the rest of the name can create it. It gets in where the * stands for dots too.",
            ),
            Self::OtherScheme => (
                "other-scheme",
                "The other scheme",
                "Whoever sits between the user and an http site writes its pages. It gets in where the scheme is not compared.",
            ),
            Self::OtherPort => (
                "other-port",
                "Another port of your host",
                "Another program on the same machine has it. It gets in where the port is not compared.",
            ),
            Self::TrailingDot => (
                "trailing-dot",
                "Your host with a dot at the end",
                "Browsers take it for another origin. It gets in where the end of the name is left open.",
            ),
            Self::TrailingSlash => (
                "trailing-slash",
                "A slash at the end",
                "No browser sends it, but any program can. It gets in where the end is left open.",
            ),
            Self::UpperCase => (
                "upper-case",
                "Capital letters",
                "No browser sends it, but any program can. It gets in where case is ignored, which does no harm.",
            ),
            Self::Userinfo => (
                "userinfo",
                "Your host as a user name",
                "The host of that address is the one behind the @. No browser sends it as an origin, but any program can. It gets in where only the beginning is compared.",
            ),
            Self::TwoOrigins => (
                "two-origins",
                "Two origins in one value",
                "No browser sends it, but any program can. It gets in where the value is searched for an allowed origin.",
            ),
        }
    }
}
