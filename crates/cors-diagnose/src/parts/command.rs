//! Commands that send a request: curl in bash and cmd, `HTTPie`, wget and PowerShell.

use cors_fetch::CredentialsMode;

use crate::message::{Asked, Headers, Maker};
use crate::text::{first_url, is_method};

/// The command at the beginning of these lines, and how many of them it has.
pub(super) fn at(lines: &[&str]) -> Option<(Asked, usize)> {
    let first = lines.first()?;
    let start = without_prompt(first);
    let word = start.split_whitespace().next()?;
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    match name.trim_end_matches(".exe") {
        "curl" => {
            let (words, count) = words(lines, start);
            Some((curl(&words)?, count))
        }
        "http" | "https" | "xh" | "xhs" => {
            let (words, count) = words(lines, start);
            Some((httpie(&words)?, count))
        }
        "wget" => {
            let (words, count) = words(lines, start);
            Some((wget(&words)?, count))
        }
        "Invoke-WebRequest" | "Invoke-RestMethod" | "iwr" | "irm" | "$session" => powershell(lines),
        _ => None,
    }
}

/// The line without the prompt of a shell.
fn without_prompt(line: &str) -> &str {
    let line = line.trim_start();
    for prompt in ["$ ", "# ", "% ", "> ", "❯ ", "➜ "] {
        if let Some(rest) = line.strip_prefix(prompt) {
            return rest.trim_start();
        }
    }
    // `user@host:~/app$ curl …` and `PS C:\app> curl …`
    for mark in [
        "$ curl",
        "# curl",
        "> curl",
        "% curl",
        "$ http ",
        "$ wget",
        "> Invoke-",
        "> iwr ",
    ] {
        if let Some(at) = line.find(mark)
            && at < 80
            && !line.get(..at).is_some_and(|before| before.contains("curl"))
        {
            return line.get(at + 2..).unwrap_or(line);
        }
    }
    line
}

/// The words of the command, and how many lines it has.
fn words(lines: &[&str], start: &str) -> (Vec<String>, usize) {
    let is_cmd = start.contains("^\"") || start.trim_end().ends_with('^');
    if is_cmd {
        let mut text = String::new();
        let mut count = 0;
        let mut continues = true;
        for (index, line) in lines.iter().enumerate() {
            if !continues && !line.trim().is_empty() {
                break;
            }
            if !continues {
                break;
            }
            let line = if index == 0 { start } else { line };
            count += 1;
            let trimmed = line.trim_end();
            continues = trimmed.ends_with('^') && !trimmed.ends_with("^^");
            text.push_str(if continues {
                trimmed.strip_suffix('^').unwrap_or(trimmed)
            } else {
                line
            });
            text.push(' ');
        }
        let mut bare = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if c == '^' {
                bare.extend(chars.next());
            } else {
                bare.push(c);
            }
        }
        return (bash(&[&bare], &bare).0, count);
    }
    bash(lines, start)
}

/// Words with the quotes of POSIX shells.
fn bash(lines: &[&str], start: &str) -> (Vec<String>, usize) {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut ansi = false;
    let mut count = 0;
    for (index, line) in lines.iter().enumerate() {
        let line = if index == 0 { start } else { line };
        count += 1;
        let mut continues = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match (quote, c) {
                (Some('\''), '\\') if ansi => {
                    let escaped = match chars.next() {
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some('r') => '\r',
                        Some('u') => {
                            let digits: String = chars.by_ref().take(4).collect();
                            u32::from_str_radix(&digits, 16)
                                .ok()
                                .and_then(char::from_u32)
                                .unwrap_or('?')
                        }
                        Some(other) => other,
                        None => '\\',
                    };
                    word.get_or_insert_default().push(escaped);
                }
                (Some(open), c) if c == open => {
                    quote = None;
                    ansi = false;
                }
                (Some('"'), '\\') => match chars.next() {
                    Some(escaped @ ('"' | '\\' | '$' | '`')) => {
                        word.get_or_insert_default().push(escaped);
                    }
                    Some(other) => word.get_or_insert_default().extend(['\\', other]),
                    None => continues = true,
                },
                (Some(_), c) => word.get_or_insert_default().extend([c]),
                (None, '\'' | '"') => {
                    word.get_or_insert_default();
                    quote = Some(c);
                }
                (None, '$') if chars.peek() == Some(&'\'') => {
                    chars.next();
                    word.get_or_insert_default();
                    quote = Some('\'');
                    ansi = true;
                }
                (None, '\\') if chars.peek().is_some() => {
                    word.get_or_insert_default().extend(chars.next());
                }
                (None, '\\' | '`') if chars.peek().is_none() => continues = true,
                (None, '|' | ';') => {
                    words.extend(word.take());
                    return (words, count);
                }
                (None, c) if c.is_whitespace() => words.extend(word.take()),
                (None, c) => word.get_or_insert_default().push(c),
            }
        }
        if quote.is_none() {
            words.extend(word.take());
            if !continues {
                break;
            }
        } else {
            word.get_or_insert_default().push('\n');
        }
        if count > 400 {
            break;
        }
    }
    words.extend(word);
    (words, count)
}

/// Short options of curl that have a value.
const SHORT_WITH_VALUE: &str = "XHdbuAeoDFTxcmwKECrtyYzQPUh";
/// Long options of curl that have none, as far as people use them.
const LONG_WITHOUT_VALUE: [&str; 34] = [
    "--include",
    "--head",
    "--verbose",
    "--silent",
    "--show-error",
    "--location",
    "--insecure",
    "--compressed",
    "--http1.1",
    "--http1.0",
    "--http2",
    "--http3",
    "--fail",
    "--get",
    "--globoff",
    "--no-progress-meter",
    "--path-as-is",
    "--location-trusted",
    "--show-headers",
    "--no-keepalive",
    "--remote-name",
    "--ipv4",
    "--ipv6",
    "--raw",
    "--tr-encoding",
    "--basic",
    "--digest",
    "--ntlm",
    "--negotiate",
    "--fail-with-body",
    "--no-buffer",
    "--progress-bar",
    "--tlsv1.2",
    "--tlsv1.3",
];

/// What the options of a command say.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option that is there or not"
)]
struct Options {
    method: Option<String>,
    url: Option<String>,
    headers: Headers,
    has_body: bool,
    is_head: bool,
    is_get: bool,
    user: bool,
}

impl Options {
    fn header(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            self.headers.add(name, value);
        } else if let Some(name) = line.strip_suffix(';') {
            self.headers.add(name, "");
        }
    }

    fn data(&mut self, is_json: bool) {
        self.has_body = true;
        if is_json {
            self.headers.add("Content-Type", "application/json");
            self.headers.add("Accept", "application/json");
        }
    }

    fn into_asked(mut self) -> Option<Asked> {
        let url = self.url?;
        let url = if url.contains("://") {
            url
        } else {
            format!("http://{url}")
        };
        if self.has_body && !self.is_get && !self.headers.has("content-type") {
            self.headers
                .add("Content-Type", "application/x-www-form-urlencoded");
        }
        if self.user && !self.headers.has("authorization") {
            self.headers.add("Authorization", "");
        }
        let method = match self.method {
            Some(method) => method,
            None if self.is_head => "HEAD".to_owned(),
            None if self.has_body && !self.is_get => "POST".to_owned(),
            None => "GET".to_owned(),
        };
        let is_copied = [
            "sec-ch-ua",
            "sec-fetch-mode",
            "user-agent",
            "accept-language",
        ]
        .iter()
        .any(|name| self.headers.has(name));
        let maker = if is_copied {
            Maker::Browser
        } else {
            Maker::Command
        };
        let mut asked = Asked::new(maker, Some(&method), Some(&url), self.headers);
        if self.user {
            asked.facts.push(
                "`-u` sends `Authorization`. JavaScript that sets this header needs a preflight."
                    .to_owned(),
            );
        }
        Some(asked)
    }
}

fn curl(words: &[String]) -> Option<Asked> {
    let mut options = Options::default();
    let mut rest = words.iter().skip(1);
    while let Some(word) = rest.next() {
        if let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) {
            if LONG_WITHOUT_VALUE.contains(&word.as_str()) || long.starts_with("no-") {
                match long {
                    "head" => options.is_head = true,
                    "get" => options.is_get = true,
                    _ => {}
                }
                continue;
            }
            let value = rest.next().map(String::as_str).unwrap_or_default();
            match long {
                "url" => options.url = Some(value.to_owned()),
                "request" => options.method = Some(value.to_owned()),
                "header" => options.header(value),
                "data" | "data-raw" | "data-binary" | "data-ascii" | "data-urlencode" => {
                    options.data(false);
                }
                "form" | "form-string" => {
                    options.has_body = true;
                    options.headers.add("Content-Type", "multipart/form-data");
                }
                "json" => options.data(true),
                "cookie" => options.headers.add("Cookie", ""),
                "user" => options.user = true,
                "oauth2-bearer" => options.headers.add("Authorization", ""),
                "user-agent" => options.headers.add("User-Agent", value),
                "referer" => options.headers.add("Referer", value),
                "upload-file" => options.method = options.method.take().or(Some("PUT".to_owned())),
                _ => {}
            }
        } else if let Some(short) = word.strip_prefix('-').filter(|short| !short.is_empty()) {
            let letters = short.char_indices();
            for (at, letter) in letters {
                if !SHORT_WITH_VALUE.contains(letter) {
                    match letter {
                        'I' => options.is_head = true,
                        'G' => options.is_get = true,
                        _ => {}
                    }
                    continue;
                }
                let attached = short.get(at + letter.len_utf8()..).unwrap_or_default();
                let value = if attached.is_empty() {
                    rest.next().map(String::as_str).unwrap_or_default()
                } else {
                    attached
                };
                match letter {
                    'X' => options.method = Some(value.to_owned()),
                    'H' => options.header(value),
                    'd' => options.data(false),
                    'F' => {
                        options.has_body = true;
                        options.headers.add("Content-Type", "multipart/form-data");
                    }
                    'b' => options.headers.add("Cookie", ""),
                    'u' => options.user = true,
                    'A' => options.headers.add("User-Agent", value),
                    'e' => options.headers.add("Referer", value),
                    'r' => options.headers.add("Range", &format!("bytes={value}")),
                    'T' => options.method = options.method.take().or(Some("PUT".to_owned())),
                    _ => {}
                }
                break;
            }
        } else if options.url.is_none() && word.contains(['.', ':', '/'])
            || word.starts_with("localhost")
        {
            options.url = Some(word.clone());
        }
    }
    options.into_asked()
}

fn httpie(words: &[String]) -> Option<Asked> {
    let mut options = Options::default();
    let default_scheme = if words.first().is_some_and(|word| word.ends_with('s')) {
        "https"
    } else {
        "http"
    };
    for word in words.iter().skip(1) {
        if word.starts_with('-') {
            if word == "-a" || word.starts_with("--auth") {
                options.user = true;
            }
        } else if options.url.is_none() && is_method(word) {
            options.method = Some(word.clone());
        } else if options.url.is_none() {
            let url = if word.contains("://") {
                word.clone()
            } else if word.starts_with(':') {
                format!("{default_scheme}://localhost{word}")
            } else {
                format!("{default_scheme}://{word}")
            };
            options.url = Some(url);
        } else if let Some((name, value)) =
            word.split_once(':').filter(|(name, _)| !name.contains('='))
        {
            options.headers.add(name, value);
        } else if word.contains('=') {
            options.has_body = true;
            if !options.headers.has("content-type") {
                options.headers.add("Content-Type", "application/json");
            }
        }
    }
    let url = options.url.clone()?;
    // `http` is also how an address begins.
    first_url(&url)?;
    options.into_asked()
}

fn wget(words: &[String]) -> Option<Asked> {
    let mut options = Options::default();
    let mut rest = words.iter().skip(1);
    while let Some(word) = rest.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if word.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        match name {
            "--header" => {
                let value = value.or_else(|| rest.next().cloned()).unwrap_or_default();
                options.header(&value);
            }
            "--method" => options.method = value.or_else(|| rest.next().cloned()),
            "--post-data" | "--body-data" | "--post-file" => options.has_body = true,
            "--user-agent" | "-U" => options.headers.add(
                "User-Agent",
                &value.or_else(|| rest.next().cloned()).unwrap_or_default(),
            ),
            "-O" | "-o" if value.is_none() => {
                rest.next();
            }
            name if !name.starts_with('-') && options.url.is_none() => {
                options.url = Some(word.clone());
            }
            _ => {}
        }
    }
    options.into_asked()
}

/// `Invoke-WebRequest`, as Chromium and Firefox copy it.
fn powershell(lines: &[&str]) -> Option<(Asked, usize)> {
    let mut count = 0;
    let mut depth = 0_i32;
    let mut text = String::new();
    let mut seen = false;
    for line in lines {
        let starts_session = line.trim_start().starts_with("$session");
        let starts_command = ["Invoke-WebRequest", "Invoke-RestMethod", "iwr ", "irm "]
            .iter()
            .any(|name| line.contains(name));
        if !starts_session && !starts_command && !seen {
            return None;
        }
        seen |= starts_command;
        count += 1;
        text.push_str(line);
        text.push('\n');
        depth += i32::try_from(line.matches("@{").count()).unwrap_or(0);
        depth -=
            i32::try_from(line.matches('}').count().min(1)).unwrap_or(0) * i32::from(depth > 0);
        if seen && depth <= 0 && !line.trim_end().ends_with('`') {
            break;
        }
        if count > 400 {
            break;
        }
    }
    let start = ["Invoke-WebRequest", "Invoke-RestMethod", "iwr ", "irm "]
        .iter()
        .filter_map(|name| text.find(name))
        .min()?;
    let command = text.get(start..)?;
    let mut options = Options::default();
    if text.contains("$session.Cookies.Add") {
        options.headers.add("Cookie", "");
    }
    if let Some(agent) = crate::text::between(&text, "UserAgent = \"", "\"") {
        options.headers.add("User-Agent", agent);
    }
    let value = |name: &str| {
        let (_, rest) = command.split_once(name)?;
        let rest = rest.trim_start();
        Some(match rest.chars().next()? {
            quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?.to_owned(),
            _ => rest.split_whitespace().next()?.to_owned(),
        })
    };
    options.url = value("-Uri").or_else(|| first_url(command).map(str::to_owned));
    options.method = value("-Method").map(|method| method.to_ascii_uppercase());
    if let Some((_, rest)) = command.split_once("-Headers") {
        let table = rest.split('}').next().unwrap_or_default();
        for pair in table.split(['\n', ';']) {
            if let Some((name, value)) = pair.split_once('=') {
                let name = name
                    .trim()
                    .trim_start_matches("@{")
                    .trim()
                    .trim_matches(['"', '\'']);
                let value = value.trim().trim_matches(['"', '\'']);
                if !name.is_empty() {
                    options.headers.add(name, value);
                }
            }
        }
    }
    if let Some(content_type) = value("-ContentType") {
        options.headers.add("Content-Type", &content_type);
    }
    options.has_body = command.contains("-Body");
    if options.method.is_none() && options.has_body {
        options.method = Some("POST".to_owned());
    }
    let mut asked = options.into_asked()?;
    if asked.has_cookie {
        asked.credentials = Some(CredentialsMode::Include);
    }
    Some((asked, count))
}
