//! What an expression is meant to match, as entries of an allow list.
//!
//! The result is a proposal. The caller tries the expression on each entry, so that nothing is taken over that
//! it doesn't match.

use super::{Anchoring, Node};

/// A piece of what an expression spells out.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    /// One or more whole labels with their dots.
    Labels,
    /// Any text. `false` if it may be empty.
    Wild(bool),
    /// A port, or none.
    Port,
}

type Spelling = Vec<Piece>;

/// More spellings than that no one means.
const MOST: usize = 64;

pub(super) fn of(node: &Node, anchoring: Anchoring) -> Option<Vec<String>> {
    let starts = anchoring != Anchoring::Search || starts_anchored(node);
    let ends = anchoring == Anchoring::Whole || ends_anchored(node);
    let mut entries = Vec::new();
    for spelling in spellings(node)? {
        for entry in entries_of(&spelling, starts, ends)? {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    if entries.contains(&"*".to_owned()) {
        entries = vec!["*".to_owned()];
    }
    (entries.len() <= MOST).then_some(entries)
}

fn starts_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(nodes) => nodes.first().is_some_and(starts_anchored),
        Node::Group(inner, _) => starts_anchored(inner),
        Node::Alternatives(nodes) => nodes.iter().all(starts_anchored),
        Node::Char(_)
        | Node::Any
        | Node::Set(_)
        | Node::End
        | Node::Border
        | Node::Repeat { .. } => false,
    }
}

fn ends_anchored(node: &Node) -> bool {
    match node {
        Node::End => true,
        Node::Concat(nodes) => nodes.last().is_some_and(ends_anchored),
        Node::Group(inner, _) => ends_anchored(inner),
        Node::Alternatives(nodes) => nodes.iter().all(ends_anchored),
        Node::Char(_)
        | Node::Any
        | Node::Set(_)
        | Node::Start
        | Node::Border
        | Node::Repeat { .. } => false,
    }
}

/// Everything that a part spells out, with what is open left open.
fn spellings(node: &Node) -> Option<Vec<Spelling>> {
    let text = |c: char| vec![vec![Piece::Text(c.to_string())]];
    Some(match node {
        Node::Char(c) => text(*c),
        // A dot that no one escaped.
        Node::Any => text('.'),
        Node::Set(set) => match set.single() {
            Some(c) => text(c),
            None => vec![vec![Piece::Wild(true)]],
        },
        Node::Start | Node::End | Node::Border => vec![Vec::new()],
        Node::Group(inner, _) => spellings(inner)?,
        Node::Alternatives(nodes) => {
            let mut all = Vec::new();
            for node in nodes {
                all.extend(spellings(node)?);
            }
            all
        }
        Node::Concat(nodes) => {
            let mut all: Vec<Spelling> = vec![Vec::new()];
            for node in nodes {
                let next = spellings(node)?;
                if all.len() * next.len() > MOST {
                    return None;
                }
                all = all
                    .iter()
                    .flat_map(|before| next.iter().map(|after| join(before, after)))
                    .collect();
            }
            all
        }
        Node::Repeat { node, min, max } => repeated(node, *min, *max)?,
    })
}

fn join(before: &Spelling, after: &Spelling) -> Spelling {
    let mut joined = before.clone();
    for piece in after {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(more),
            (Some(Piece::Wild(some)), Piece::Wild(more)) => *some |= more,
            _ => joined.push(piece.clone()),
        }
    }
    joined
}

fn repeated(node: &Node, min: u32, max: Option<u32>) -> Option<Vec<Spelling>> {
    if is_open(node) {
        return Some(vec![vec![Piece::Wild(min > 0)]]);
    }
    let once = spellings(node)?;
    let is_port = |spelling: &Spelling| match spelling.as_slice() {
        [Piece::Text(colon), Piece::Wild(_)] => colon == ":",
        [Piece::Port] => true,
        _ => false,
    };
    if min == 0 && once.iter().all(is_port) {
        return Some(vec![vec![Piece::Port]]);
    }
    let is_label = |spelling: &Spelling| match spelling.as_slice() {
        [Piece::Wild(_), Piece::Text(dot)] => dot == ".",
        [Piece::Labels] => true,
        _ => false,
    };
    if once.iter().all(is_label) && !once.is_empty() {
        let labels = vec![Piece::Labels];
        return Some(if min == 0 {
            vec![Vec::new(), labels]
        } else {
            vec![labels]
        });
    }
    match (min, max) {
        (0, Some(1)) => {
            let single = matches!(node, Node::Char(_))
                || matches!(node, Node::Group(inner, _) if is_one_char(inner));
            // `https?` means https first.
            Some(if single {
                once.into_iter().chain([Vec::new()]).collect()
            } else {
                [Vec::new()].into_iter().chain(once).collect()
            })
        }
        (1, Some(1)) => Some(once),
        _ => None,
    }
}

fn is_one_char(node: &Node) -> bool {
    match node {
        Node::Char(_) => true,
        Node::Concat(nodes) => matches!(nodes.as_slice(), [Node::Char(_)]),
        _ => false,
    }
}

/// Whether a part means text that is left open.
fn is_open(node: &Node) -> bool {
    match node {
        Node::Any => true,
        Node::Set(set) => set.single().is_none(),
        Node::Group(inner, _) => is_open(inner),
        Node::Concat(nodes) => !nodes.is_empty() && nodes.iter().all(is_open),
        Node::Alternatives(nodes) => nodes.iter().any(is_open),
        Node::Repeat { node, .. } => is_open(node),
        Node::Char(_) | Node::Start | Node::End | Node::Border => false,
    }
}

/// The entries of one spelling; `None` where our notation has no word for it.
fn entries_of(spelling: &Spelling, starts: bool, ends: bool) -> Option<Vec<String>> {
    let mut text = String::new();
    for piece in spelling {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Labels => text.push_str("*."),
            Piece::Wild(true) => text.push('\u{1}'),
            Piece::Wild(false) => text.push('\u{2}'),
            Piece::Port => text.push_str(":*"),
        }
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_owned()), rest.to_owned()),
        None => (None, text),
    };
    let scheme = match scheme.as_deref() {
        // `.*://example.com`
        Some("\u{1}" | "\u{2}") => Some("https".to_owned()),
        Some(scheme) if scheme.contains(['\u{1}', '\u{2}', '*']) => return None,
        Some(scheme) => Some(scheme.to_owned()),
        None => None,
    };
    if scheme.is_none() && rest == "null" {
        return Some(vec![rest]);
    }
    hosts(&rest, ends)
        .into_iter()
        .map(|host| host.map(|host| with_scheme(scheme.as_deref(), &host, starts)))
        .collect::<Option<Vec<_>>>()
        .map(|entries| entries.concat())
}

/// Host and port in our notation, from a text with marks for what is open.
fn hosts(text: &str, ends: bool) -> Vec<Option<String>> {
    let text = text.trim_end_matches('/');
    let (mut host, port) = match text.split_once(':') {
        Some((host, "*" | "\u{1}" | "\u{2}")) => (host.to_owned(), ":*".to_owned()),
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => {
            (host.to_owned(), format!(":{port}"))
        }
        // Digits of which some are open.
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit() || c < '\u{3}') => {
            (host.to_owned(), ":*".to_owned())
        }
        Some(_) => return vec![None],
        None => (text.to_owned(), String::new()),
    };
    let mut port = port;
    let is_open_behind_a_name = host.ends_with(['\u{1}', '\u{2}'])
        && host
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c > '\u{2}' && c != '.');
    if is_open_behind_a_name {
        host.pop();
        if is_local(&host) {
            ":*".clone_into(&mut port);
        }
    } else if !ends && port.is_empty() && is_local(&host) {
        ":*".clone_into(&mut port);
    }
    if host.is_empty() || host.chars().all(|c| c < '\u{3}') {
        return vec![Some("*".to_owned())];
    }
    let mut found = Vec::new();
    for host in open_start(&host) {
        found.push(in_our_notation(&host).map(|host| format!("{host}{port}")));
    }
    found
}

/// `.*example.com` means the domain and what is below it.
fn open_start(host: &str) -> Vec<String> {
    let Some(rest) = host.strip_prefix(['\u{1}', '\u{2}']) else {
        return vec![host.to_owned()];
    };
    if let Some(rest) = rest.strip_prefix('.') {
        return vec![format!("*.{rest}")];
    }
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !rest.contains(['\u{1}', '\u{2}', '*'])
    {
        return vec![rest.to_owned(), format!("*.{rest}")];
    }
    vec![host.to_owned()]
}

/// Our notation has one wildcard, in the leftmost label. What has more is widened to the labels behind the last.
fn in_our_notation(host: &str) -> Option<String> {
    let marked = host.replace(['\u{1}', '\u{2}'], "*");
    let labels: Vec<&str> = marked.split('.').collect();
    let last_open = labels.iter().rposition(|label| label.contains('*'));
    let Some(last_open) = last_open else {
        return Some(marked);
    };
    let behind = labels.get(last_open + 1..).unwrap_or_default();
    // A pattern for the end of a name, such as `example.*`, is no owner's.
    if behind.len() < 2 && behind != ["localhost"] {
        return None;
    }
    let label = labels.get(last_open).copied().unwrap_or_default();
    if last_open == 0 && label.matches('*').count() == 1 {
        return Some(marked);
    }
    Some(format!("*.{}", behind.join(".")))
}

fn is_local(host: &str) -> bool {
    host == "localhost"
        || host == "0.0.0.0"
        || host.starts_with("127.")
        || host.starts_with("192.168.")
        || host.starts_with("10.")
}

fn with_scheme(scheme: Option<&str>, host: &str, starts: bool) -> Vec<String> {
    if host == "*" {
        return vec!["*".to_owned()];
    }
    if let Some(scheme) = scheme {
        return vec![format!("{scheme}://{host}")];
    }
    let host = host.trim_start_matches('/');
    if let Some(below) = host.strip_prefix('.') {
        return vec![format!("https://*.{below}")];
    }
    let name = host.split(':').next().unwrap_or_default();
    if is_local(name) {
        return vec![format!("http://{host}")];
    }
    if starts || host.contains('*') {
        return vec![format!("https://{host}")];
    }
    vec![format!("https://{host}"), format!("https://*.{host}")]
}
