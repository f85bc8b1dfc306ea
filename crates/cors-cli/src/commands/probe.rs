//! `cors probe`: sends a running server what a browser would send.

use std::io::{self, Read};

use cors_analysis::analyze;
use cors_analysis::field::Field;
use cors_core::policy::Policy;
use cors_fetch::{CredentialsMode, Request, RequestDraft};
use cors_http::{HeaderName, HeaderValue, Url};
use cors_probe::{Answer, Client, Credentials, Path, Tried, compare, learn, send};
use cors_state::Draft;
use cors_state::link::carries_value;

use super::diff::policy;
use crate::annotation::{github, sarif};
use crate::args::{ImportFormat, ProbeArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::platform::PLATFORM;
use crate::probe;

/// The page's origin if none is given.
const SOME_PAGE: &str = "https://app.example.com";
/// What is shown in place of a header's value, which is sent.
const HIDDEN: &str = "***";

/// Runs the command; the error is about the arguments.
pub(crate) fn run(
    args: &ProbeArgs,
    stdin: impl Read,
    output: &mut Output,
) -> io::Result<Result<Exit, String>> {
    let asked = match (args.learn, &args.policy) {
        (true, _) => learned(args, output)?,
        (false, Some(source)) => match policy(source, stdin)? {
            Ok(policy) => compared(args, &policy, &source.to_string(), output)?,
            Err(error) => Err(error),
        },
        (false, None) => single(args, output)?,
    };
    output.flush()?;
    Ok(asked)
}

fn single(args: &ProbeArgs, output: &mut Output) -> io::Result<Result<Exit, String>> {
    let (request, credentials) = match request(args) {
        Ok(given) => given,
        Err(error) => return Ok(Err(error)),
    };
    let mut client = Client::new(&request.url, credentials);
    let asked = send(&request, args.profile, &mut client, &PLATFORM);
    let answer = Answer::of(&asked.exchange, &client);
    match args.format {
        ImportFormat::Json => output.value(&probe::asked_json(&asked, &answer, client.asked()))?,
        ImportFormat::Text => output.text(&probe::asked_text(&asked, &answer, client.asked()))?,
        ImportFormat::Sarif | ImportFormat::Github => return Ok(Err(needs_policy(args.format))),
    }
    Ok(Ok(match answer {
        Answer::Allowed(_) => Exit::Done,
        Answer::Blocked(_) => Exit::Failed,
        Answer::Unreached(_) => Exit::NotReached,
    }))
}

fn compared(
    args: &ProbeArgs,
    policy: &Policy,
    file: &str,
    output: &mut Output,
) -> io::Result<Result<Exit, String>> {
    let given = url(&args.url).and_then(|url| {
        let paths = args.paths.iter().map(|(status, path)| {
            let url = Url::parse(path, Some(&url), &PLATFORM)
                .map_err(|_| format!("`{path}` isn't a path of {url}"))?;
            Ok(Path {
                status: *status,
                url,
            })
        });
        let paths: Vec<Path> = paths.collect::<Result<_, String>>()?;
        Ok((url, paths, credentials(args)?.0))
    });
    let (url, paths, credentials) = match given {
        Ok(given) => given,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(ignored) = [
        (!args.origins.is_empty()).then_some("--origin"),
        (!args.methods.is_empty()).then_some("--method"),
        (!args.headers.is_empty() && credentials.cookie.is_none()).then_some("--header"),
    ]
    .into_iter()
    .flatten()
    .next()
    {
        return Ok(Err(format!(
            "With --policy, the policy says what is sent. Leave out {ignored}."
        )));
    }
    let mut client = Client::new(&url, credentials);
    let compared = compare(policy, &url, &paths, args.attack, &mut client, &PLATFORM);
    let count = client.asked();
    match args.format {
        ImportFormat::Json => output.value(&probe::compared_json(&compared, count))?,
        ImportFormat::Text => output.text(&probe::compared_text(&compared, count))?,
        ImportFormat::Sarif => output.value(&sarif(&probe::annotations(&compared), file))?,
        ImportFormat::Github => output.text(&github(&probe::annotations(&compared), file))?,
    }
    let is_unreached = compared
        .iter()
        .any(|one| matches!(one.answer, Answer::Unreached(_)));
    Ok(Ok(if is_unreached {
        Exit::NotReached
    } else if compared.iter().all(cors_probe::Compared::agrees) {
        Exit::Done
    } else {
        Exit::Failed
    }))
}

fn learned(args: &ProbeArgs, output: &mut Output) -> io::Result<Result<Exit, String>> {
    let given = tried(args);
    let (url, tried, credentials) = match given {
        Ok(given) => given,
        Err(error) => return Ok(Err(error)),
    };
    let mut client = Client::new(&url, credentials);
    let learned = match learn(&url, &tried, &mut client, &PLATFORM) {
        Ok(learned) => learned,
        Err(trouble) => {
            eprintln!("error: {url} can't be reached: {trouble}.");
            return Ok(Ok(Exit::NotReached));
        }
    };
    let count = client.asked();
    match args.format {
        ImportFormat::Json => {
            output.value(&probe::learned_json(&learned, count, &args.base))?;
        }
        ImportFormat::Text => output.text(&probe::learned_text(&learned, count, &args.base))?,
        ImportFormat::Sarif | ImportFormat::Github => return Ok(Err(needs_policy(args.format))),
    }
    Ok(Ok(Exit::Done))
}

fn needs_policy(format: ImportFormat) -> String {
    let name = match format {
        ImportFormat::Sarif => "sarif",
        ImportFormat::Github => "github",
        ImportFormat::Json => "json",
        ImportFormat::Text => "text",
    };
    format!("The format {name} is for `--policy`, which gives it a file to point at.")
}

fn url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text, None, &PLATFORM)
        .map_err(|_| format!("`{text}` isn't a URL such as https://api.example.com/items"))?;
    if url.includes_credentials() {
        return Err(
            "The URL contains a name or password, which browsers reject. Pass them with `--header Authorization:…`."
                .to_owned(),
        );
    }
    if url.is_http() {
        Ok(url)
    } else {
        Err(format!(
            "{url} is neither http nor https, so CORS has no part in it."
        ))
    }
}

/// The request of a page, and the values that it is sent with.
fn request(args: &ProbeArgs) -> Result<(Request, Credentials), String> {
    let url = url(&args.url)?;
    let (credentials, headers) = credentials(args)?;
    let draft = RequestDraft {
        page_origin: one(&args.origins, "--origin")?
            .unwrap_or(SOME_PAGE)
            .to_owned(),
        url: url.to_string(),
        method: one(&args.methods, "--method")?.unwrap_or("GET").to_owned(),
        headers,
        credentials: mode(args),
        ..RequestDraft::default()
    };
    let state = Draft {
        own_request: Some(draft.clone()),
        ..Draft::default()
    };
    let analysis = analyze(&state, &PLATFORM);
    if let Some(request) = analysis.request() {
        return Ok((request.clone(), credentials));
    }
    let findings = analysis.findings();
    let about_request = findings
        .iter()
        .find(|finding| !Field::is_policy(finding.field));
    Err(about_request.map_or_else(
        || "The request can't be made.".to_owned(),
        |finding| finding.message.clone(),
    ))
}

fn mode(args: &ProbeArgs) -> CredentialsMode {
    if args.credentials {
        CredentialsMode::Include
    } else {
        CredentialsMode::SameOrigin
    }
}

fn one<'a>(given: &'a [String], option: &str) -> Result<Option<&'a str>, String> {
    match given {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        [_, _, ..] => Err(format!("More than one {option} is for `--learn`.")),
    }
}

/// The values to send, and the headers as the browser's half sees them: with the values that CORS looks at.
fn credentials(args: &ProbeArgs) -> Result<(Credentials, Vec<(String, String)>), String> {
    let mut credentials = Credentials::default();
    let mut headers = Vec::new();
    for given in &args.headers {
        let (name, value) = match given.split_once(':') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (given.trim(), None),
        };
        let parsed = HeaderName::parse(name)
            .map_err(|_| format!("`{name}` isn't a header name such as content-type"))?;
        let value = value
            .map(HeaderValue::parse)
            .transpose()
            .map_err(|_| format!("The value of {name} has characters that HTTP can't send"))?;
        if parsed.is("Cookie") {
            if !args.credentials && args.policy.is_none() && !args.learn {
                return Err("A cookie is sent with `--credentials` only.".to_owned());
            }
            credentials.cookie = value;
            continue;
        }
        let value = value.unwrap_or_else(|| cors_analysis::diff::value_for(&parsed).into());
        let shown = if carries_value(name) {
            value.to_latin1()
        } else {
            HIDDEN.to_owned()
        };
        headers.push((name.to_owned(), shown));
        credentials.headers.append(parsed, value);
    }
    Ok((credentials, headers))
}

fn tried(args: &ProbeArgs) -> Result<(Url, Tried, Credentials), String> {
    let url = url(&args.url)?;
    let mut tried = Tried::default();
    for text in &args.origins {
        let origin = cors_http::Origin::parse(text, &PLATFORM);
        tried
            .origins
            .push(origin.ok_or_else(|| format!("`{text}` isn't an origin such as {SOME_PAGE}"))?);
    }
    for text in &args.methods {
        let method = cors_http::Method::parse(text);
        tried
            .methods
            .push(method.map_err(|_| format!("`{text}` isn't a method such as PUT"))?);
    }
    let (credentials, _) = credentials(args)?;
    let names = credentials.headers.iter().map(|header| header.name.clone());
    tried.headers = names.collect();
    Ok((url, tried, credentials))
}
