//! An exchange as what a reader sees one after the other.

use cors_fetch::{Exchange, Hop, Leg, Outcome, Place, Preflight, Step, StepResult};
use cors_http::{HeaderList, HttpRequest, HttpResponse, NoResponse};

/// A message, or what is decided between messages.
pub struct Scene<'a> {
    /// A heading.
    pub title: String,
    /// The message.
    pub message: Message<'a>,
    /// What was checked and decided about it.
    pub steps: Vec<&'a Step>,
}

/// What travels.
pub enum Message<'a> {
    /// Nothing: the browser decides something.
    None,
    /// From the browser to the server.
    Request(&'a HttpRequest),
    /// Back.
    Response(&'a HttpResponse),
    /// There was none.
    Closed(NoResponse),
}

impl Message<'_> {
    /// The first line, as it travels.
    pub fn start_line(&self) -> Option<String> {
        match self {
            Message::None => None,
            Message::Request(request) => Some(format!(
                "{} {} HTTP/1.1",
                request.method,
                request.url.request_target()
            )),
            Message::Response(response) => Some(
                format!(
                    "HTTP/1.1 {} {}",
                    response.status,
                    response.status.reason_phrase()
                )
                .trim_end()
                .to_owned(),
            ),
            Message::Closed(closed) => Some(format!("({})", no_answer(*closed))),
        }
    }

    /// The header lines, as they travel.
    pub fn header_lines(&self) -> Vec<String> {
        let lines = |headers: &HeaderList| -> Vec<String> {
            headers
                .iter()
                .map(|header| format!("{}: {}", header.name, visible(&header.value.to_latin1())))
                .collect()
        };
        match self {
            Message::None | Message::Closed(_) => Vec::new(),
            Message::Request(request) => {
                let mut all = vec![format!("Host: {}", request.url.authority())];
                all.extend(lines(&request.headers));
                all
            }
            Message::Response(response) => lines(&response.headers),
        }
    }
}

/// Why there was no answer.
pub fn no_answer(closed: NoResponse) -> &'static str {
    match closed {
        NoResponse::Closed => "connection closed",
        NoResponse::Refused => "connection refused",
        NoResponse::NotDocumented(_) => "not documented",
    }
}

/// Control characters would rule the reader's terminal, separators end a line of JavaScript, and others
/// turn the direction of the text around them: they are written out.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible_rule(c) {
            visible.extend(c.escape_unicode());
        } else {
            visible.push(c);
        }
    }
    visible
}

fn is_invisible_rule(c: char) -> bool {
    matches!(
        c,
        '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Whether the backticks of a sentence are its own marks around values. Where a value has backticks too, nobody can
/// tell which is which.
pub(super) fn backticks_are_marks(text: &str) -> bool {
    !text.contains("``") && text.matches('`').count().is_multiple_of(2)
}

/// Everything in order. Scenes about which there is nothing to say are left out.
pub fn scenes(exchange: &Exchange) -> Vec<Scene<'_>> {
    let mut scenes = Vec::new();
    let last_hop = exchange
        .steps()
        .iter()
        .map(|step| match step.place {
            Place::Routing(hop)
            | Place::PreflightRequest(hop)
            | Place::PreflightAnswer(hop)
            | Place::ActualRequest(hop)
            | Place::ActualAnswer(hop) => hop + 1,
            Place::Result => 0,
        })
        .max()
        .unwrap_or_default()
        .max(exchange.hops.len());
    for index in 0..last_hop {
        hop_scenes(
            exchange,
            index,
            exchange.hops.get(index),
            last_hop > 1,
            &mut scenes,
        );
    }
    scenes.push(Scene {
        title: "What script gets".to_owned(),
        message: Message::None,
        steps: about(exchange, Place::Result),
    });
    scenes.retain(|scene| !scene.steps.is_empty() || !matches!(scene.message, Message::None));
    scenes
}

fn hop_scenes<'a>(
    exchange: &'a Exchange,
    index: usize,
    hop: Option<&'a Hop>,
    several: bool,
    scenes: &mut Vec<Scene<'a>>,
) {
    let nth = if several {
        format!(" {}", index + 1)
    } else {
        String::new()
    };
    let preflight = hop.and_then(|hop| match &hop.preflight {
        Preflight::Sent { leg, .. } => Some(leg),
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    });
    let actual = hop.and_then(|hop| hop.actual.as_ref());
    let request =
        |leg: Option<&'a Leg>| leg.map_or(Message::None, |leg| Message::Request(&leg.request));
    let answer = |leg: Option<&'a Leg>| match leg.map(|leg| &leg.answer) {
        None => Message::None,
        Some(Ok(response)) => Message::Response(response),
        Some(Err(closed)) => Message::Closed(*closed),
    };
    let parts = [
        ("Before request", Message::None, Place::Routing(index)),
        (
            "Preflight request",
            request(preflight),
            Place::PreflightRequest(index),
        ),
        (
            "Preflight answer",
            answer(preflight),
            Place::PreflightAnswer(index),
        ),
        ("Request", request(actual), Place::ActualRequest(index)),
        ("Answer", answer(actual), Place::ActualAnswer(index)),
    ];
    for (title, message, place) in parts {
        scenes.push(Scene {
            title: format!("{title}{nth}"),
            message,
            steps: about(exchange, place),
        });
    }
}

fn about(exchange: &Exchange, place: Place) -> Vec<&Step> {
    exchange
        .steps()
        .iter()
        .filter(|step| step.place == place)
        .collect()
}

/// How it ended, in a sentence.
pub fn verdict(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Outcome::NetworkError(error) => format!("Refused: {}", error.sentence()),
        Outcome::Shared(_) => {
            let sentence = about(exchange, Place::Result)
                .last()
                .map(|step| step.text.clone())
                .unwrap_or_default();
            format!("Shared: {sentence}")
        }
    }
}

/// The word for how a check came out.
pub fn result_word(result: StepResult) -> &'static str {
    match result {
        StepResult::Passed => "passed",
        StepResult::Failed => "failed",
        StepResult::Noted => "noted",
    }
}

/// Breaks at spaces; a word that is too long is broken where the line ends.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in visible(text).split(' ') {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > most {
            lines.push(core::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for c in word.chars() {
            if length == most {
                lines.push(core::mem::take(&mut line));
                length = 0;
            }
            line.push(c);
            length += 1;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
