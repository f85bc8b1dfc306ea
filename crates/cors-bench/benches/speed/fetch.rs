//! The browser's half.

use cors_bench::Sample;
use cors_core::server::{App, respond};
use cors_fetch::{PreflightCache, Profile, main_fetch};
use cors_http::{HttpRequest, HttpResponse, NoResponse};
use cors_suffixes::PLATFORM;
use criterion::{BatchSize, Bencher, Criterion};
use std::hint::black_box;

pub(crate) const GROUP: &str = "main_fetch";
pub(crate) const PREFLIGHTED: &str = "preflighted";

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    let sample = super::example();
    let mut group = criterion.benchmark_group(GROUP);
    group.bench_function(PREFLIGHTED, |bencher| whole(bencher, &sample));
    group.finish();
}

/// Measures one fetch with its preflight.
pub(crate) fn whole(bencher: &mut Bencher<'_>, sample: &Sample) {
    let answers = answers(sample);
    bencher.iter_batched(
        // Cloned outside, so that the browser's half is measured and not the server's.
        || (answers.clone().into_iter(), PreflightCache::new()),
        |(mut answers, mut cache)| {
            main_fetch(
                black_box(&sample.request),
                &mut |_: &HttpRequest| answers.next().ok_or(NoResponse::Closed),
                &mut cache,
                0.0,
                Profile::Standard,
                &PLATFORM,
                &mut |_| {},
            )
        },
        BatchSize::SmallInput,
    );
}

/// What a server answers to a sample's preflight and to its actual request.
fn answers(sample: &Sample) -> Vec<HttpResponse> {
    let app = App::default();
    [&sample.preflight, &sample.actual]
        .into_iter()
        .filter_map(|request| respond(&sample.policy, request, &app).answer.ok())
        .collect()
}
