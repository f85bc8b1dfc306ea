//! Everything that the page shows, which is computed again with every keystroke.

use cors_analysis::{Analysis, analyze};
use cors_state::Draft;
use cors_suffixes::PLATFORM;
use criterion::{BatchSize, Bencher, Criterion};
use std::hint::black_box;

pub(crate) const GROUP: &str = "analyze";
pub(crate) const EXAMPLE: &str = "teaching example";
/// The same with everything that the page shows of it.
const SHOWN: &str = "teaching example, shown";

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group(GROUP);
    let draft = Draft::teaching_example();
    group.bench_function(EXAMPLE, |bencher| whole(bencher, &draft));
    group.bench_function(SHOWN, |bencher| {
        bencher.iter_batched(|| (), |()| shown(&draft), BatchSize::SmallInput);
    });
    group.finish();
}

fn shown(draft: &Draft) -> Analysis {
    let analysis = analyze(black_box(draft), &PLATFORM);
    black_box(analysis.configuration().is_ok());
    black_box(analysis.findings());
    black_box(analysis.timeline());
    analysis
}

/// Measures one analysis.
pub(crate) fn whole(bencher: &mut Bencher<'_>, draft: &Draft) {
    bencher.iter_batched(
        || (),
        |()| -> Analysis { analyze(black_box(draft), &PLATFORM) },
        BatchSize::SmallInput,
    );
}
