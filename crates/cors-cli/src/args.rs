//! The command line as the argument parser reads it. Help, completions and man pages are made from this.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use cors_core::server::Fault;
use cors_core::targets::{TARGETS, Target};
use cors_fetch::Profile;
use cors_http::Status;
use cors_import::Format as System;
use cors_report as export;

use crate::source::Source;

/// CORS policies on the command line: server config, simulated requests, checks and links
#[derive(Debug, Parser)]
#[command(
    name = "cors",
    version,
    subcommand_value_name = "COMMAND",
    after_help = "`cors --help` describes the input and output, `cors COMMAND --help` one command.",
    after_long_help = INPUT_AND_OUTPUT
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const INPUT_AND_OUTPUT: &str = r#"Input and output:
  Standard input holds one JSON value, one array, or JSON Lines. Standard output is JSON Lines, one value
  for one value. An invalid value produces {"error":…,"line":n} in its place, and processing continues.

Exit status:
  0  done
  1  a policy isn't sound, a check failed, or two policies differ
  2  bad input or wrong arguments
  3  a running server couldn't be reached
  The highest status of all values is returned.

A policy (every key is optional):
  {"allow_origins":["https://app.example.com"],"allow_methods":["GET","PUT"],
   "allow_headers":["content-type"],"expose_headers":["x-total-count"],
   "allow_credentials":true,"max_age":600,"preflight_status":204}

A page's request (every key is optional):
  {"page_origin":"https://app.example.com","url":"https://api.example.com/","method":"PUT",
   "headers":[["content-type","application/json"]],"credentials":"same-origin","mode":"cors"}

A state holds a policy and more (every key is optional):
  {"policy":{"allow_origins":["https://app.example.com"]},"request":{"method":"PUT"},
   "target":"nginx","browser":"firefox","fault":"server-down"}

Example:
  echo '{"allow_origins":["https://app.example.com"]}' | cors check"#;

/// A command with its options.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the servers and libraries that config can be written for
    ///
    /// Writes one line for each target:
    ///   `{"id":…,"label":…,"language":…,"proof":…,"source":…,"options":[…],"versions":[…],"verified":[…],
    ///   "evidence":[…]}`
    /// The first version is the default. The versions under `verified` were run, and every response was
    /// the predicted one; `evidence` says how many were compared. A target with the proof `documented` wasn't
    /// run; its `source` says where it can be read.
    #[command(verbatim_doc_comment, after_help = "Example:\n  cors targets")]
    Targets,
    /// Write server config for a policy or state
    ///
    /// Writes the files of the config and a full example that contains them:
    ///   `{"files":[{"path":…,"context":…,"text":…}],"example":[{"path":…,"text":…}],"notes":[…],
    ///   "differences":[{"code":…,"text":…}],"version":…,"source":…}`
    /// A policy that can't be deployed gives `{"error":…,"findings":[…]}` and exit status 1.
    #[command(
        override_usage = "cors snippet [OPTIONS] < policy.json",
        verbatim_doc_comment,
        after_help = r#"Example:
  echo '{"allow_origins":["https://app.example.com"]}' | cors snippet --target nginx"#
    )]
    Snippet(SnippetArgs),
    /// Predict a server's response to a request
    ///
    /// Reads a policy, a request as it reaches the server, and the app behind the target:
    ///   `{"policy":{…},"request":{"method":…,"path":…,"headers":[[name,value]]},"app":{…}}`
    /// The app is `{"status":200,"headers":[[name,value]]}`, plus one of `"auth":"before"` or `"after"`
    /// (CORS), `"unreachable":true`, `"body_too_large":true`, `"panics":true` and `"methods":["GET"]`.
    /// Writes one of:
    ///   `{"status":…,"headers":[[name,value]],"reached_app":…}`
    ///   `{"connection":"closed"}`
    ///   `{"not_documented":…}`
    #[command(
        override_usage = "cors respond --target <ID> [OPTIONS] < request.json",
        verbatim_doc_comment,
        after_help = r#"Example:
  echo '{"policy":{"allow_origins":["https://app.example.com"]},
         "request":{"headers":[["Origin","https://app.example.com"]]},"app":{"status":404}}' |
    cors respond --target nginx"#
    )]
    Respond(RespondArgs),
    /// Predict what a browser does with a request and the responses to it
    ///
    /// Reads a case: a `request` with a `preflight_response` and a `response`, with `hops` for redirects,
    /// or with `steps` for several requests. An `expect` is ignored.
    #[command(
        override_usage = "cors fetch [OPTIONS] < case.json",
        verbatim_doc_comment,
        after_help = r#"Example:
  echo '{"request":{"origin":"https://app.example.com","url":"https://api.example.com/"},
         "response":{"status":200,"headers":[["Access-Control-Allow-Origin","*"]]}}' |
    cors fetch --profile firefox"#
    )]
    Fetch(FetchArgs),
    /// Explain a request flow step by step, or export it
    ///
    /// Reads a case as `cors fetch` does, or a state. The formats curl, fetch and policy need a state.
    /// Exports are the same as those of the page, byte for byte. Values of request headers that may be
    /// secret are left out.
    #[command(
        override_usage = "cors explain [OPTIONS] < state.json", verbatim_doc_comment,
        after_help = format!("Example:\n{EXPLAIN_EXAMPLE}"),
        after_long_help = format!(
            "The `fault` of a state simulates a failure:\n{}\nExample:\n{EXPLAIN_EXAMPLE}",
            faults(),
        )
    )]
    Explain(ExplainArgs),
    /// Find errors and risks in a policy or state
    ///
    /// Writes what is wrong, with fixes, and whether the policy can be deployed:
    ///   `{"findings":[{"code":…,"severity":…,"field":…,"value":…,"message":…,"explanation":…,
    ///   "reference":…,"fix":…,"fixes":[{"label":…,"state":…}]}],"sound":…}`
    /// The severity is error, risk or tip. The exit status is 1 if there is an error.
    #[command(
        override_usage = "cors check < policy.json",
        verbatim_doc_comment,
        after_help = r#"Example:
  echo '{"allow_origins":["https://app.example.com/"]}' | cors check"#
    )]
    Check,
    /// Try attack origins on a policy or state
    ///
    /// The origins are derived from the policy's own entries. The verdict of each is `blocked`, `allowed`
    /// (by the entry under `allowed_by`), `succeeds`, or `not-documented` where the documentation of a service
    /// leaves it open. The exit status is 1 if one succeeds.
    #[command(
        override_usage = "cors attack [OPTIONS] < policy.json",
        verbatim_doc_comment,
        after_help = r#"Example:
  echo '{"allow_origins":["https://app.example.com"]}' | cors attack --target nginx"#
    )]
    Attack(AttackArgs),
    /// Find out why a request fails, from what you paste
    ///
    /// Reads any text: lines of a browser console, response headers, output of curl, commands, a HAR, or several of
    /// these at once. Writes the cause, why it happens, what to change and what to check. Values that could be
    /// secret are dropped. With `--json`, reads values and writes one line for each:
    ///   `{"id":…,"input":…}` to `{"id":…,"found":[…],"causes":[…],"state":…,"link":…}`
    #[command(
        verbatim_doc_comment,
        override_usage = "cors diagnose [OPTIONS] [FILE]\n       cors diagnose < console.txt",
        after_help = "Example:\n  echo 'TypeError: Failed to fetch' | cors diagnose"
    )]
    Diagnose(DiagnoseArgs),
    /// Compare what two policies mean
    ///
    /// A and B are files, links, or `-` for standard input. Each holds a policy, a state or server config;
    /// of a state, only the policy is compared. Writes `{"same":true}`, or a request that the two treat differently:
    ///   `{"same":false,"request":{…},"a":{…},"b":{…}}`
    /// The request is that of a page, as in a state, or a preflight, as `cors respond` reads it. If it
    /// depends on a header of the app's response, `app` has that header.
    /// Policies are the same if they treat every request of every page the same: the order of a list
    /// doesn't matter, nor whether `GET` is listed. The exit status is 0 if they are, and 1 if they differ.
    #[command(
        verbatim_doc_comment,
        after_help = r#"Example:
  cors diff '#origins=https://*.example.com' '#origins=https://app.example.com'"#
    )]
    Diff(DiffArgs),
    /// Read server config, and find mistakes in it
    ///
    /// FILE is config as text; its format is recognized. Writes the policy that it means, what isn't in
    /// the policy, and what is wrong with the text:
    ///   `{"from":…,"policy":{…},"approximate":[…],"not_imported":[{"line":…,"text":…,"reason":…}],
    ///   "findings":[{"code":…,"line":…,"severity":…,"message":…,"fix":…}],"link":…}`
    /// Only what is declarative is read. Code isn't executed, included files aren't opened, and secrets
    /// aren't repeated. The exit status is 1 if a finding is an error.
    #[command(
        verbatim_doc_comment,
        override_usage = "cors import [OPTIONS] FILE\n       cors import [OPTIONS] < FILE",
        after_help = r#"Example:
  echo 'add_header Access-Control-Allow-Origin https://app.example.com;' |
    cors import --format github"#
    )]
    Import(ImportArgs),
    /// Send a running server what a browser would send, and explain its responses
    ///
    /// Sends the preflight and the request of a page, follows redirects, and says what the page gets and why.
    /// It is no browser: it has no cookies but those given, and no cache. Values of headers are sent and not shown.
    /// With `--policy`, checks that the server does what the policy says, with `--path` for error responses too,
    /// and with `--attack` for attack origins. With `--learn`, looks for the policy that the responses fit, among
    /// the origins, methods and headers given.
    /// Only the URL and its redirects get requests, at most 20 a second. The exit status is 0 if a page can read
    /// the response or the server does what the policy says, 1 if not, and 3 if the server couldn't be reached.
    #[command(
        verbatim_doc_comment,
        after_help = r#"Example:
  cors probe https://api.example.com/items --origin https://app.example.com --method PUT
  cors probe https://api.example.com/ --policy policy.json --path 404=/missing --attack
  cors probe https://api.example.com/ --learn --origin https://app.example.com --method PUT --header content-type"#
    )]
    Probe(ProbeArgs),
    /// Write a link to the page for a policy or state
    ///
    /// Values of request headers that may be secret are left out.
    #[command(
        override_usage = "cors link [OPTIONS] < policy.json\n       cors link [OPTIONS] policy.json",
        after_help = r#"Example:
  echo '{"allow_origins":["https://app.example.com"]}' | cors link --base https://cors.example/"#
    )]
    Link(LinkArgs),
    /// Read a link to the page
    ///
    /// Writes the state, and notices about the parts of the link that couldn't be read:
    ///   `{"state":{…},"notices":[{"key":…,"value":…,"message":…}]}`
    #[command(
        verbatim_doc_comment,
        override_usage = "cors open 'LINK'\n       cors open < links.txt",
        after_help = "Example:\n  cors open '#v=1&origins=https://app.example.com'"
    )]
    Open(OpenArgs),
    /// Write a completion script for a shell
    #[command(after_help = "Example:\n  cors completions bash > cors.bash")]
    Completions {
        /// Shell that runs the script
        shell: Shell,
    },
    /// Write a man page
    #[command(after_help = "Example:\n  cors man snippet > cors-snippet.1")]
    Man {
        /// Command that the page is about; otherwise it is about `cors`
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

const EXPLAIN_EXAMPLE: &str = r#"  echo '{"policy":{"allow_origins":["https://app.example.com"]},"fault":"server-down"}' |
    cors explain --format text"#;

#[derive(Debug, Args)]
pub(crate) struct SnippetArgs {
    /// Server or library; otherwise that of the state
    #[arg(long, value_name = "ID", value_parser = target_parser())]
    pub(crate) target: Option<&'static Target>,
    #[command(flatten)]
    pub(crate) setup: SetupArgs,
    /// Address of the page, to link back to
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
    /// Folder to write the files to
    #[arg(long, value_name = "DIR", conflicts_with = "check")]
    pub(crate) out: Option<PathBuf>,
    /// Folder with files to compare, for CI; the exit status is 1 if they differ from those for the policy
    #[arg(long, value_name = "DIR")]
    pub(crate) check: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct RespondArgs {
    /// Server or library, or `model` for the reference response, also for policies that aren't sound
    #[arg(long, value_name = "ID", value_parser = responder_parser())]
    pub(crate) target: Responder,
    #[command(flatten)]
    pub(crate) setup: SetupArgs,
}

#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    /// Browser to predict
    #[arg(long, value_name = "ID", default_value = Profile::Standard.id(), value_parser = profile_parser())]
    pub(crate) profile: Profile,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Format of the output
    #[arg(long, value_name = "FORMAT", default_value = "json", value_parser = format_parser())]
    pub(crate) format: Format,
    /// Browser to predict; otherwise that of the state, or standard
    #[arg(long, value_name = "ID", value_parser = profile_parser())]
    pub(crate) profile: Option<Profile>,
    /// Address of the page, to link back to
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AttackArgs {
    /// Server or library, or `model` for the reference response; otherwise that of the state, or the default
    #[arg(long, value_name = "ID", value_parser = responder_parser())]
    pub(crate) target: Option<Responder>,
    #[command(flatten)]
    pub(crate) setup: SetupArgs,
    /// Browser to predict; otherwise that of the state, or standard
    #[arg(long, value_name = "ID", value_parser = profile_parser())]
    pub(crate) profile: Option<Profile>,
}

#[derive(Debug, Args)]
pub(crate) struct DiagnoseArgs {
    /// File with the text; otherwise standard input is read
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<Source>,
    /// Read `{"id":…,"input":…}` values and write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// File, link, or `-` for standard input
    #[arg(value_name = "A")]
    pub(crate) a: Source,
    /// File, link, or `-` for standard input
    #[arg(value_name = "B")]
    pub(crate) b: Source,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// File with server config; otherwise standard input is read
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Format of the config; otherwise it is recognized
    #[arg(long, value_name = "FORMAT", value_parser = system_parser())]
    pub(crate) from: Option<System>,
    /// Format of the output
    #[arg(long, value_name = "FORMAT", default_value = "json", value_parser = import_format_parser())]
    format: ImportFormat,
    /// Write JSON, which is the default
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Address of the page; without it, the link begins with `#`
    #[arg(
        long,
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) base: String,
}

impl ImportArgs {
    pub(crate) fn format(&self) -> ImportFormat {
        if self.json {
            ImportFormat::Json
        } else {
            self.format
        }
    }
}

/// How `cors import` and `cors probe` write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImportFormat {
    /// One value.
    Json,
    /// Plain text.
    Text,
    /// For tools that show the results of analyses.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}

#[derive(Debug, Args)]
pub(crate) struct ProbeArgs {
    /// URL of the server
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Origin of the page; can be repeated with `--learn`
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub(crate) origins: Vec<String>,
    /// Method of the request; can be repeated with `--learn`
    #[arg(long = "method", value_name = "METHOD")]
    pub(crate) methods: Vec<String>,
    /// Request header, with or without a value; can be repeated. `Cookie:VALUE` is sent with `--credentials`
    #[arg(long = "header", value_name = "NAME[:VALUE]")]
    pub(crate) headers: Vec<String>,
    /// Send the request as `fetch` does with `credentials: "include"`
    #[arg(long)]
    pub(crate) credentials: bool,
    /// File, link, or `-` with a policy, a state or server config to compare with
    #[arg(long, value_name = "POLICY", conflicts_with = "learn")]
    pub(crate) policy: Option<Source>,
    /// Path that responds with an error status, such as `404=/missing`; can be repeated
    #[arg(long = "path", value_name = "STATUS=PATH", requires = "policy", value_parser = status_and_path)]
    pub(crate) paths: Vec<(Status, String)>,
    /// Try attack origins, too
    #[arg(long, requires = "policy")]
    pub(crate) attack: bool,
    /// Look for the policy that the responses fit
    #[arg(long)]
    pub(crate) learn: bool,
    /// Browser whose requests are sent
    #[arg(long, value_name = "ID", default_value = Profile::Standard.id(), value_parser = profile_parser())]
    pub(crate) profile: Profile,
    /// Format of the output; sarif and github need `--policy`
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = import_format_parser())]
    pub(crate) format: ImportFormat,
    /// Address of the page; without it, a link begins with `#`
    #[arg(
        long,
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) base: String,
}

#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// File with a policy or state; otherwise standard input is read
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<Source>,
    /// Address of the page; without it, the link begins with `#`
    #[arg(
        long,
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) base: String,
}

#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// Link, in quotes because shells interpret `&` and `#`; otherwise standard input is read
    #[arg(value_name = "LINK")]
    pub(crate) link: Option<Source>,
}

/// How the target is set up.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SetupArgs {
    /// Version of the target; otherwise that of a state, or the newest
    #[arg(id = "target-version", long = "version", value_name = "V")]
    pub(crate) version: Option<String>,
    /// Option of the target, as `cors targets` lists them; can be repeated
    #[arg(long = "option", value_name = "K=V", value_parser = key_and_value)]
    pub(crate) options: Vec<(String, String)>,
}

/// Who responds to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Responder {
    /// The reference response.
    Model,
    /// A server or library.
    Target(&'static Target),
}

impl Responder {
    /// The id of the reference response.
    pub(crate) const MODEL: &'static str = "model";
}

/// How `cors explain` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A line of JSON for each value.
    Json,
    /// Plain text.
    Text,
    /// An export of the page.
    Export(export::Format),
}

impl Format {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Json, Self::Text]
            .into_iter()
            .chain(export::Format::ALL.map(Self::Export))
    }

    fn id(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Export(format) => format.id(),
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Json => "The steps and messages as JSON.",
            Self::Text => "The same as plain text.",
            Self::Export(format) => format.about(),
        }
    }
}

/// The definition of the command line.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// An error about the arguments of a command that the parser alone can't see.
pub(crate) fn usage_error(name: &str, message: &str) -> clap::Error {
    let mut command = command();
    command.build();
    match command.find_subcommand_mut(name) {
        Some(command) => command.error(ErrorKind::ValueValidation, message),
        None => command.error(ErrorKind::ValueValidation, message),
    }
}

fn key_and_value(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected the option's name, an equals sign and its value"),
    }
}

fn status_and_path(text: &str) -> Result<(Status, String), &'static str> {
    let wrong = "expected a status, an equals sign and a path, such as 404=/missing";
    let (code, path) = text.split_once('=').ok_or(wrong)?;
    let status = code
        .parse()
        .ok()
        .and_then(|code| Status::new(code).ok())
        .ok_or(wrong)?;
    if path.starts_with('/') {
        Ok((status, path.to_owned()))
    } else {
        Err(wrong)
    }
}

/// A parser of ids, which it also lists, completes and suggests.
fn ids<T: Clone + Send + Sync + 'static>(
    known: impl IntoIterator<Item = (&'static str, &'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let known: Vec<(&str, &str, T)> = known.into_iter().collect();
    let values: Vec<PossibleValue> = known
        .iter()
        .map(|(id, help, _)| PossibleValue::new(*id).help(*help))
        .collect();
    PossibleValuesParser::new(values).try_map(move |given| {
        let found = known.iter().find(|(id, ..)| *id == given);
        found
            .map(|(.., value)| value.clone())
            .ok_or("it isn't one of the possible values")
    })
}

fn target_parser() -> impl TypedValueParser<Value = &'static Target> {
    ids(TARGETS
        .iter()
        .map(|target| (target.id, target.label, target)))
}

fn responder_parser() -> impl TypedValueParser<Value = Responder> {
    let targets = TARGETS
        .iter()
        .map(|target| (target.id, target.label, Responder::Target(target)));
    let model = (Responder::MODEL, "The reference response", Responder::Model);
    ids(targets.chain([model]))
}

fn profile_parser() -> impl TypedValueParser<Value = Profile> {
    ids(Profile::ALL.map(|profile| (profile.id(), profile.label(), profile)))
}

fn system_parser() -> impl TypedValueParser<Value = System> {
    let systems = System::ALL
        .iter()
        .map(|system| (system.id(), system.label(), *system));
    // The ids of targets whose config has another name as a format.
    let targets = TARGETS.iter().filter_map(|target| {
        let system = System::from_id(target.id)?;
        (system.id() != target.id).then_some((target.id, target.label, system))
    });
    ids(systems.chain(targets))
}

fn import_format_parser() -> impl TypedValueParser<Value = ImportFormat> {
    ids([
        ("json", "The result as JSON.", ImportFormat::Json),
        ("text", "The same as plain text.", ImportFormat::Text),
        (
            "sarif",
            "The findings for code scanning.",
            ImportFormat::Sarif,
        ),
        (
            "github",
            "The findings as annotations of GitHub Actions.",
            ImportFormat::Github,
        ),
    ])
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    ids(Format::all().map(|format| (format.id(), format.about(), format)))
}

/// The faults, one on each line.
fn faults() -> String {
    let width = Fault::ALL.iter().map(|fault| fault.id().len()).max();
    let width = width.unwrap_or_default();
    let lines = Fault::ALL
        .iter()
        .map(|fault| format!("  {:width$}  {}\n", fault.id(), fault.label()));
    lines.collect()
}
