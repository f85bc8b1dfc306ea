//! Everything that the page shows, which is computed again with every keystroke.

use cors_analysis::analysis::{Analysis, analyze};
use cors_state::Draft;
use cors_suffixes::PLATFORM;
use criterion::{BatchSize, Bencher, Criterion};
use std::hint::black_box;

pub(crate) const GROUP: &str = "analyze";
pub(crate) const EXAMPLE: &str = "teaching example";

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group(GROUP);
    let draft = Draft::teaching_example();
    group.bench_function(EXAMPLE, |bencher| whole(bencher, &draft));
    group.finish();
}

/// Measures one analysis.
pub(crate) fn whole(bencher: &mut Bencher<'_>, draft: &Draft) {
    bencher.iter_batched(
        || (),
        |()| -> Analysis { analyze(black_box(draft), &PLATFORM) },
        BatchSize::SmallInput,
    );
}
