//! The command line's words.

use std::ffi::OsString;
use std::path::PathBuf;

use cors_fetch::Profile;
use cors_report as export;
use lexopt::{Arg, Parser, ValueExt};

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Prints how to use `cors`, or one of its commands.
    Help(Option<Name>),
    /// Prints the version.
    Version,
    /// `cors targets`.
    Targets,
    /// `cors snippet`.
    Snippet {
        target: Option<String>,
        version: Option<String>,
        /// The address of the page, to link to.
        base: Option<String>,
        out: Option<PathBuf>,
    },
    /// `cors respond`.
    Respond {
        target: String,
        version: Option<String>,
    },
    /// `cors fetch`.
    Fetch { profile: Profile },
    /// `cors explain`.
    Explain {
        format: Format,
        /// Given, or else that of a state, or else the standard.
        profile: Option<Profile>,
        /// The address of the page, to link to.
        base: Option<String>,
    },
    /// `cors check`.
    Check,
    /// `cors attack`.
    Attack {
        target: Option<String>,
        version: Option<String>,
        /// Given, or else that of a state, or else the standard.
        profile: Option<Profile>,
    },
    /// `cors link`.
    Link { base: String },
    /// `cors open`.
    Open,
}

/// The commands by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Targets,
    Snippet,
    Respond,
    Fetch,
    Explain,
    Check,
    Attack,
    Link,
    Open,
}

/// How `cors explain` writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// A line of JSON for each value.
    #[default]
    Json,
    /// Plain text.
    Text,
    /// As the page exports it.
    Export(export::Format),
}

/// What is wrong with the words, as a sentence.
#[derive(Debug, PartialEq)]
pub(crate) struct Usage(pub(crate) String);

/// Every option that a command may have.
#[derive(Default)]
struct Options {
    target: Option<String>,
    version: Option<String>,
    out: Option<PathBuf>,
    profile: Option<String>,
    format: Option<String>,
    base: Option<String>,
}

impl Name {
    pub(crate) const ALL: [Self; 9] = [
        Self::Targets,
        Self::Snippet,
        Self::Respond,
        Self::Fetch,
        Self::Explain,
        Self::Check,
        Self::Attack,
        Self::Link,
        Self::Open,
    ];

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Targets => "targets",
            Self::Snippet => "snippet",
            Self::Respond => "respond",
            Self::Fetch => "fetch",
            Self::Explain => "explain",
            Self::Check => "check",
            Self::Attack => "attack",
            Self::Link => "link",
            Self::Open => "open",
        }
    }

    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Targets | Self::Check | Self::Open => &[],
            Self::Snippet => &["target", "version", "base", "out"],
            Self::Respond => &["target", "version"],
            Self::Attack => &["target", "version", "profile"],
            Self::Fetch => &["profile"],
            Self::Explain => &["format", "profile", "base"],
            Self::Link => &["base"],
        }
    }
}

/// Reads the words after the program's name.
pub(crate) fn read(words: impl Iterator<Item = OsString>) -> Result<Command, Usage> {
    let mut parser = Parser::from_args(words);
    let mut name = None;
    let mut options = Options::default();
    while let Some(word) = parser.next().map_err(|error| Usage::of(&error))? {
        match (word, name) {
            (Arg::Short('h') | Arg::Long("help"), _) => return Ok(Command::Help(name)),
            (Arg::Short('V') | Arg::Long("version"), None) => return Ok(Command::Version),
            (Arg::Value(word), None) if word == "help" => return Ok(Command::Help(None)),
            (Arg::Value(word), None) => name = Some(command_name(&word.to_string_lossy())?),
            (Arg::Value(word), Some(name)) => {
                return Err(Usage(format!(
                    "“cors {}” takes no “{}”; values are read from standard input.",
                    name.text(),
                    word.to_string_lossy()
                )));
            }
            (Arg::Long(option), Some(name)) if name.options().contains(&option) => {
                let option = option.to_owned();
                let value = parser.value().map_err(|error| Usage::of(&error))?;
                options.set(&option, value)?;
            }
            (option, name) => return Err(unknown_option(&option, name)),
        }
    }
    match name {
        Some(name) => options.into_command(name),
        None => Err(Usage(
            "No command is given; “cors --help” lists them.".to_owned(),
        )),
    }
}

impl Options {
    fn set(&mut self, option: &str, value: OsString) -> Result<(), Usage> {
        if option == "out" {
            return set_once(&mut self.out, option, PathBuf::from(value));
        }
        let value = value.string().map_err(|error| Usage::of(&error))?;
        let place = match option {
            "target" => &mut self.target,
            "version" => &mut self.version,
            "profile" => &mut self.profile,
            "format" => &mut self.format,
            _ => &mut self.base,
        };
        set_once(place, option, value)
    }

    fn into_command(self, name: Name) -> Result<Command, Usage> {
        Ok(match name {
            Name::Targets => Command::Targets,
            Name::Snippet => Command::Snippet {
                target: self.target,
                version: self.version,
                base: self.base,
                out: self.out,
            },
            Name::Respond => Command::Respond {
                target: self.target.ok_or_else(|| {
                    Usage(
                        "“cors respond” needs --target with an id from “cors targets”, or “model”."
                            .to_owned(),
                    )
                })?,
                version: self.version,
            },
            Name::Fetch => Command::Fetch {
                profile: self
                    .profile
                    .as_deref()
                    .map(profile)
                    .transpose()?
                    .unwrap_or_default(),
            },
            Name::Explain => Command::Explain {
                format: self
                    .format
                    .as_deref()
                    .map(format)
                    .transpose()?
                    .unwrap_or_default(),
                profile: self.profile.as_deref().map(profile).transpose()?,
                base: self.base,
            },
            Name::Check => Command::Check,
            Name::Attack => Command::Attack {
                target: self.target,
                version: self.version,
                profile: self.profile.as_deref().map(profile).transpose()?,
            },
            Name::Link => Command::Link {
                base: self.base.unwrap_or_default(),
            },
            Name::Open => Command::Open,
        })
    }
}

impl Usage {
    fn of(error: &lexopt::Error) -> Self {
        Self(format!("{error}; “cors --help” says more."))
    }
}

fn set_once<T>(place: &mut Option<T>, option: &str, value: T) -> Result<(), Usage> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Usage(format!("--{option} is given twice; give it once."))),
    }
}

fn command_name(word: &str) -> Result<Name, Usage> {
    Name::ALL
        .into_iter()
        .find(|name| name.text() == word)
        .ok_or_else(|| {
            Usage(format!(
                "There is no command “{word}”; “cors --help” lists them."
            ))
        })
}

fn unknown_option(option: &Arg<'_>, name: Option<Name>) -> Usage {
    let option = match option {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(word) => format!("--{word}"),
        Arg::Value(word) => word.to_string_lossy().into_owned(),
    };
    let name = name.map_or_else(String::new, |name| format!(" {}", name.text()));
    Usage(format!(
        "“cors{name}” has no option “{option}”; “cors{name} --help” lists them."
    ))
}

fn profile(word: &str) -> Result<Profile, Usage> {
    Profile::from_id(word).ok_or_else(|| {
        let ids: Vec<&str> = Profile::ALL.into_iter().map(Profile::id).collect();
        Usage(format!(
            "There is no profile “{word}”; --profile takes {}.",
            ids.join(", ")
        ))
    })
}

fn format(word: &str) -> Result<Format, Usage> {
    match word {
        "json" => return Ok(Format::Json),
        "text" => return Ok(Format::Text),
        _ => {}
    }
    export::Format::from_id(word)
        .map(Format::Export)
        .ok_or_else(|| {
            let ids = export::Format::ALL.map(export::Format::id);
            Usage(format!(
                "There is no format “{word}”; --format takes json, text, {}.",
                ids.join(", ")
            ))
        })
}
