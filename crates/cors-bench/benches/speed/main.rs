//! `cargo bench`: how long the core takes, beside tower-http's `CorsLayer` in the same run.
//!
//! It is no test. What was aimed for is compared at the end, in words, and nothing fails.

mod aims;
mod analyze;
mod fetch;
mod growth;
mod link;
mod respond;
mod tower_http;

use cors_bench::Sample;
use cors_state::Draft;
use criterion::Criterion;
use std::path::Path;
use std::time::{Duration, SystemTime};

fn main() {
    let started = SystemTime::now();
    let results = Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed");
    // Enough samples for a steady median; the defaults would take four times as long.
    let mut criterion = Criterion::default()
        .output_directory(&results)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(50)
        .nresamples(10_000)
        .without_plots()
        .configure_from_args();
    fetch::benchmarks(&mut criterion);
    respond::benchmarks(&mut criterion);
    tower_http::benchmarks(&mut criterion);
    analyze::benchmarks(&mut criterion);
    link::benchmarks(&mut criterion);
    growth::benchmarks(&mut criterion);
    criterion.final_summary();
    aims::print(&aims::Results::new(results, started));
}

/// What the single measurements are taken with: the state that a bare address shows.
fn example() -> Sample {
    sample(Draft::teaching_example())
}

#[expect(
    clippy::expect_used,
    reason = "a sample that leads to no preflight is a mistake in this program"
)]
fn sample(draft: Draft) -> Sample {
    Sample::read(draft).expect("the request is preflighted and sent")
}
