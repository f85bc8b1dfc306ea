//! The server's half, as each target plays it.

use cors_bench::Sample;
use cors_core::policy::SoundPolicy;
use cors_core::server::{App, Reply};
use cors_core::targets::{Setup, TARGETS, Target};
use cors_http::HttpRequest;
use criterion::{BatchSize, Bencher, Criterion};
use std::hint::black_box;

pub(crate) const PREFLIGHT: &str = "respond to a preflight";
const ACTUAL: &str = "respond to an actual request";

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    let sample = super::example();
    for (group, request) in [(PREFLIGHT, &sample.preflight), (ACTUAL, &sample.actual)] {
        let mut group = criterion.benchmark_group(group);
        for target in TARGETS {
            group.bench_function(target.id, |bencher| {
                answer(bencher, target, &sample, request);
            });
        }
        group.finish();
    }
}

/// Measures one answer of the newest version of a target.
pub(crate) fn answer(
    bencher: &mut Bencher<'_>,
    target: &Target,
    sample: &Sample,
    request: &HttpRequest,
) {
    let (sound, version) = (sound(sample), target.versions[0]);
    let app = App::default();
    bencher.iter_batched(
        || (),
        |()| -> Reply { (target.respond)(&sound, &Setup::of(version), black_box(request), &app) },
        BatchSize::SmallInput,
    );
}

#[expect(
    clippy::expect_used,
    reason = "a sample that cannot be deployed is a mistake in this program"
)]
fn sound(sample: &Sample) -> SoundPolicy<'_> {
    sample.policy.check().expect("the policy is sound")
}
