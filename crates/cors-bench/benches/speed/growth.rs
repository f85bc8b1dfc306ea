//! How the times grow with the lists.

use super::{analyze, fetch, respond};
use cors_bench::{long, long_with_findings};
use cors_core::targets::TARGETS;
use cors_state::link;
use criterion::{Bencher, Criterion};
use std::hint::black_box;

/// How many origins or headers there are.
pub(crate) const SIZES: [usize; 4] = [1, 10, 100, 1_000];

/// The groups, each with one measurement for every size.
pub(crate) fn groups() -> Vec<String> {
    let targets = TARGETS
        .iter()
        .flat_map(|target| [by_origins(target.id), by_headers(target.id)]);
    FIXED
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .chain(targets)
        .collect()
}

type Measure = fn(&mut Bencher<'_>, usize);

const FIXED: &[(&str, Measure)] = &[
    ("main_fetch by headers", |bencher, size| {
        fetch::whole(bencher, &super::sample(long(1, size)));
    }),
    ("analyze by origins", |bencher, size| {
        analyze::whole(bencher, &long(size, 1));
    }),
    ("analyze by headers", |bencher, size| {
        analyze::whole(bencher, &long(1, size));
    }),
    ("analyze by findings", |bencher, size| {
        analyze::whole(bencher, &long_with_findings(size));
    }),
    ("encode a link by origins and headers", |bencher, size| {
        let draft = long(size, size);
        bencher.iter(|| link::encode(black_box(&draft)));
    }),
    ("decode a link by origins and headers", |bencher, size| {
        let text = link::encode(&long(size, size));
        bencher.iter(|| link::decode(black_box(&text)));
    }),
];

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    for (name, measure) in FIXED {
        let mut group = criterion.benchmark_group(*name);
        for size in SIZES {
            group.bench_function(size.to_string(), |bencher| measure(bencher, size));
        }
        group.finish();
    }
    for target in TARGETS {
        for (name, draft) in [
            (
                by_origins(target.id),
                (|size| long(size, 1)) as fn(usize) -> _,
            ),
            (by_headers(target.id), |size| long(1, size)),
        ] {
            let mut group = criterion.benchmark_group(name);
            for size in SIZES {
                let sample = super::sample(draft(size));
                group.bench_function(size.to_string(), |bencher| {
                    respond::answer(bencher, target, &sample, &sample.preflight);
                });
            }
            group.finish();
        }
    }
}

fn by_origins(target: &str) -> String {
    format!("{target} by origins")
}

fn by_headers(target: &str) -> String {
    format!("{target} by headers")
}
