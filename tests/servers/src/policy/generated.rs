//! Policies out of chance: every dimension, alone and mixed with the others.

use std::collections::BTreeSet;

use cors_core::policy::{PolicyDraft, PreflightStatus};

use super::origins::{Entry, Form, entry};
use super::words;
use super::{Maker, TestPolicy, parse};
use crate::random::Random;

pub(super) fn all(seed: u64, count: usize) -> Vec<TestPolicy> {
    (0..count).map(|index| policy(seed, index)).collect()
}

/// What the allow list is made of. The kinds take turns, so that even a few policies have all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowed {
    Any,
    One(Form),
    Null,
    Mixture,
    Many(usize),
}

fn allowed(random: &mut Random, index: usize) -> Allowed {
    const TURNS: usize = Form::ALL.len() + 4;
    let turn = index % TURNS;
    match Form::ALL.get(turn) {
        Some(&form) => Allowed::One(form),
        None if turn == Form::ALL.len() => Allowed::Any,
        None if turn == Form::ALL.len() + 1 => Allowed::Null,
        None if turn == Form::ALL.len() + 2 => Allowed::Mixture,
        // The first list of that kind is as long as they get.
        None if index < TURNS => Allowed::Many(1_000),
        None => Allowed::Many(random.between(20, 200)),
    }
}

fn policy(seed: u64, index: usize) -> TestPolicy {
    let mut random = Random::of(seed, index);
    let random = &mut random;
    let allowed = allowed(random, index);
    let mut entries: Vec<Entry> = match allowed {
        Allowed::Any => Vec::new(),
        Allowed::One(form) => vec![entry(random, form, 1)],
        Allowed::Null => vec![entry(random, Form::Exact, 1)],
        Allowed::Mixture => {
            let count = random.between(4, 14);
            (0..count)
                .map(|number| {
                    let form = Form::ALL[random.below(Form::ALL.len())];
                    entry(random, form, number)
                })
                .collect()
        }
        Allowed::Many(count) => (0..count)
            .map(|number| {
                let form = if random.once_in(20) {
                    Form::ALL[random.below(Form::ALL.len())]
                } else {
                    Form::WithPort
                };
                entry(random, form, number)
            })
            .collect(),
    };
    random.shuffle(&mut entries);
    let mut origins: Vec<String> = entries.iter().map(|entry| entry.text.clone()).collect();
    let mut allows: Vec<String> = entries
        .iter()
        .flat_map(|entry| entry.allows.clone())
        .collect();
    let mut refuses: Vec<String> = entries
        .into_iter()
        .flat_map(|entry| entry.refuses)
        .collect();
    let gives_everybody = matches!(allowed, Allowed::Any | Allowed::Null);
    match allowed {
        Allowed::Any => {
            origins.push("*".to_owned());
            allows.extend(
                ["https://app.example.com", "null", "http://[::1]:3000"].map(str::to_owned),
            );
        }
        Allowed::Null => {
            origins.push("null".to_owned());
            allows.push("null".to_owned());
            refuses.extend(["NULL", "nul", "nullx", "https://null"].map(str::to_owned));
        }
        Allowed::One(_) | Allowed::Mixture | Allowed::Many(_) => {}
    }
    random.shuffle(&mut allows);
    random.shuffle(&mut refuses);
    allows.truncate(5);
    refuses.truncate(16);

    let credentials = !gives_everybody && random.below(2) == 0;
    // Only the compiled targets take every method there can be, and they have the first policies alone.
    let odd_methods = index % 9 == 7;
    let draft = PolicyDraft {
        allow_origins: origins,
        allow_methods: if odd_methods {
            words::odd(random, 6)
        } else {
            words::methods(random)
        },
        allow_headers: words::headers(random),
        expose_headers: if !credentials && random.once_in(6) {
            vec!["*".to_owned()]
        } else {
            words::exposed(random)
        },
        allow_credentials: credentials,
        max_age: max_age(random),
        preflight_status: if random.once_in(3) {
            PreflightStatus::Ok
        } else {
            PreflightStatus::NoContent
        },
    };
    TestPolicy {
        maker: Maker::Seed,
        name: format!("generated {index}"),
        policy: parse(&draft),
        allows: unique(allows),
        refuses: unique(refuses),
    }
}

fn max_age(random: &mut Random) -> String {
    match random.below(8) {
        0 | 1 => String::new(),
        2 => "0".to_owned(),
        3 => "1".to_owned(),
        4 => "2147483647".to_owned(),
        5 => "86400".to_owned(),
        _ => random.below(1_000_000).to_string(),
    }
}

fn unique(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}
