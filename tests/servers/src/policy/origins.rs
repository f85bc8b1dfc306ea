//! Entries of an allow list, each with origins that it allows and origins that nothing in it allows.

use crate::random::Random;

/// An entry, as typed.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) allows: Vec<String>,
    pub(super) refuses: Vec<String>,
}

/// What an entry may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Exact,
    WithPort,
    Subdomains,
    InLabel,
    AnyPort,
    SubdomainsOfAnyPort,
    OtherScheme,
    Ipv4,
    Ipv6,
    Punycode,
    LongHost,
    Loopback,
}

impl Form {
    pub(super) const ALL: [Self; 12] = [
        Self::Exact,
        Self::WithPort,
        Self::Subdomains,
        Self::InLabel,
        Self::AnyPort,
        Self::SubdomainsOfAnyPort,
        Self::OtherScheme,
        Self::Ipv4,
        Self::Ipv6,
        Self::Punycode,
        Self::LongHost,
        Self::Loopback,
    ];
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const LABEL: &str = "abcdefghijklmnopqrstuvwxyz0123456789-_";
const IN_LABEL: &str = "abcdefghijklmnopqrstuvwxyz0123456789-";

/// An entry of that form. The number keeps its host apart from those of the other entries.
pub(super) fn entry(random: &mut Random, form: Form, number: usize) -> Entry {
    let scheme = random.pick(&["https", "https", "http"]);
    let other = if scheme == "https" { "http" } else { "https" };
    let host = host(random, number);
    let port = random.between(1024, 65_535);
    let exact = |authority: &str| format!("{scheme}://{authority}");
    match form {
        Form::Exact => fixed(&exact(&host), vec![exact(&format!("{host}:{port}"))]),
        Form::WithPort => fixed(
            &exact(&format!("{host}:{port}")),
            vec![
                exact(&host),
                exact(&format!("{host}:{}", port - 1)),
                exact(&format!("{host}:0{port}")),
            ],
        ),
        Form::Subdomains => {
            let labels = labels(random);
            Entry {
                text: exact(&format!("*.{host}")),
                allows: vec![exact(&format!("{labels}.{host}"))],
                refuses: vec![
                    exact(&host),
                    exact(&format!(".{host}")),
                    exact(&format!("a..{host}")),
                    exact(&format!("evil{host}")),
                    exact(&format!("a/.{host}")),
                    exact(&format!("{labels}.{host}:{port}")),
                    exact(&format!("{labels}.{host}.evil.example")),
                    exact(&format!("A.{host}")),
                    exact(&format!("é.{host}")),
                    format!("{other}://{labels}.{host}"),
                ],
            }
        }
        Form::InLabel => {
            let before = random.word(LETTERS, 4);
            let after = random.pick(&["", "-preview", "--site"]);
            let length = random.between(1, 12);
            let middle = random.word(IN_LABEL, length);
            let with = |middle: &str| exact(&format!("{before}-{middle}{after}.{host}"));
            Entry {
                text: with("*"),
                allows: vec![with(&middle)],
                refuses: vec![
                    with(""),
                    with("a.b"),
                    with("a_b"),
                    with("A"),
                    exact(&format!("x{before}-{middle}{after}.{host}")),
                    format!("{}:{port}", with(&middle)),
                    format!("{}.evil.example", with(&middle)),
                ],
            }
        }
        Form::AnyPort => any_port(&exact(&host), port),
        Form::SubdomainsOfAnyPort => {
            let labels = labels(random);
            let mut entry = any_port(&exact(&format!("{labels}.{host}")), port);
            entry.text = exact(&format!("*.{host}:*"));
            entry.refuses.push(exact(&format!("{host}:{port}")));
            entry.refuses.push(exact(&host));
            entry
        }
        Form::OtherScheme => {
            let scheme = random.pick(&[
                "capacitor",
                "ionic",
                "tauri",
                "app",
                "chrome-extension",
                "moz-extension",
                "safari-web-extension",
                "vscode-webview",
                "web+x.y-z",
            ]);
            let id = format!("{}{number}", random.word(LETTERS, 24));
            fixed(
                &format!("{scheme}://{id}"),
                vec![
                    format!("{scheme}://{id}:1"),
                    format!("x{scheme}://{id}"),
                    format!("{scheme}:{id}"),
                    format!("https://{id}"),
                ],
            )
        }
        Form::Ipv4 => {
            let address = format!("10.{}.{}.{}", number % 256, number / 256, random.below(25));
            fixed(
                &exact(&format!("{address}:{port}")),
                vec![
                    exact(&address),
                    exact(&format!("{address}0:{port}")),
                    exact(&format!("{}:{port}", address.replacen('.', "x", 1))),
                    exact(&format!("1{address}:{port}")),
                ],
            )
        }
        Form::Ipv6 => {
            let address = format!("[2001:db8::{number:x}:{:x}]", random.between(1, 0xffff));
            // A number of zero would be a part of the gap.
            let address = address.replace("::0:", "::");
            fixed(
                &exact(&address),
                vec![
                    exact(address.trim_matches(['[', ']'])),
                    exact(&address.to_ascii_uppercase().replace("2001", "2002")),
                    exact(&format!("{address}:{port}")),
                    exact(&address.replace("db8::", "db8:0::")),
                ],
            )
        }
        Form::Punycode => {
            let label = random.pick(&["xn--bcher-kva", "xn--mnchen-3ya", "xn--fsq"]);
            let plain = match label {
                "xn--bcher-kva" => "bücher",
                "xn--mnchen-3ya" => "münchen",
                _ => "例",
            };
            fixed(
                &exact(&format!("{label}.{host}")),
                vec![
                    exact(&format!("{plain}.{host}")),
                    exact(&format!("{}.{host}", label.to_ascii_uppercase())),
                ],
            )
        }
        Form::LongHost => {
            let mut long = host.clone();
            while long.len() < 190 {
                long = format!("{}.{long}", random.word(LETTERS, 62));
            }
            fixed(
                &exact(&format!("{long}:{port}")),
                vec![exact(&long), exact(&format!("x{long}:{port}"))],
            )
        }
        Form::Loopback => {
            let mut entry = any_port(&format!("http://{number}.localhost"), port);
            entry.refuses.push(format!("http://{number}xlocalhost"));
            entry
        }
    }
}

fn fixed(origin: &str, mut refuses: Vec<String>) -> Entry {
    let with_the_first_dot_replaced = origin.replacen('.', "x", 1);
    if with_the_first_dot_replaced != origin {
        refuses.push(with_the_first_dot_replaced);
    }
    refuses.push(format!("{origin}/"));
    refuses.push(format!("{origin}.evil.example"));
    refuses.push(format!("{origin}5"));
    Entry {
        text: origin.to_owned(),
        allows: vec![origin.to_owned()],
        refuses,
    }
}

fn any_port(origin: &str, port: usize) -> Entry {
    Entry {
        text: format!("{origin}:*"),
        allows: vec![origin.to_owned(), format!("{origin}:{port}")],
        refuses: vec![
            format!("{origin}:"),
            format!("{origin}:123456"),
            format!("{origin}:80a"),
            format!("{origin}:*"),
            format!("{origin}:{port}.evil.example"),
            format!("{origin}:{port}/"),
            format!("{origin}.evil.example:{port}"),
        ],
    }
}

/// A host that no other entry has.
fn host(random: &mut Random, number: usize) -> String {
    let length = random.between(1, 8);
    let word = random.word(LETTERS, length);
    let end = random.pick(&[
        "example",
        "example.com",
        "a-b.example",
        "x_y.example",
        "test",
    ]);
    format!("{word}{number}.{end}")
}

/// One or more whole labels.
fn labels(random: &mut Random) -> String {
    let count = random.between(1, 3);
    let labels: Vec<String> = (0..count)
        .map(|_| {
            let length = random.between(1, 9);
            random.word(LABEL, length)
        })
        .collect();
    labels.join(".")
}
