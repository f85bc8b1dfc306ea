//! The address that holds the whole state.

use cors_state::Draft;
use cors_state::link;
use criterion::Criterion;
use std::hint::black_box;

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    let draft = Draft {
        target: "nginx".to_owned(),
        version: "0".to_owned(),
        ..Draft::teaching_example()
    };
    let text = link::encode(&draft);
    let mut group = criterion.benchmark_group("link");
    group.bench_function("encode", |bencher| {
        bencher.iter(|| link::encode(black_box(&draft)));
    });
    group.bench_function("decode", |bencher| {
        bencher.iter(|| link::decode(black_box(&text)));
    });
    group.finish();
}
