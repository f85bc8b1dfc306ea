//! The real `CorsLayer` of tower-http under the same policy, called directly: no network, no runtime.

use cors_bench::Sample;
use cors_core::policy::{AllowHeaders, AllowMethods, AllowOrigin};
use cors_http::HttpRequest;
use criterion::{BatchSize, Criterion};
use http::{HeaderName, HeaderValue, Method, Request, Response};
use std::future::{Future, Ready, ready};
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tower_http::cors::CorsLayer;
use tower_layer::Layer as _;
use tower_service::Service;

pub(crate) const GROUP: &str = "tower-http";
pub(crate) const PREFLIGHT: &str = "preflight";

pub(crate) fn benchmarks(criterion: &mut Criterion) {
    let sample = super::example();
    let mut service = layer(&sample).layer(Application);
    let request = request(&sample.preflight);
    let mut group = criterion.benchmark_group(GROUP);
    group.bench_function(PREFLIGHT, |bencher| {
        bencher.iter_batched(
            || request.clone(),
            |request| finish(service.call(black_box(request))),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// The sample's policy in the words of tower-http.
fn layer(sample: &Sample) -> CorsLayer {
    let policy = &sample.policy;
    let mut layer = CorsLayer::new();
    if let AllowOrigin::Listed(patterns) = &policy.origins {
        let origins = patterns.iter().map(|pattern| value(&pattern.to_string()));
        layer = layer.allow_origin(origins.collect::<Vec<_>>());
    }
    if let AllowMethods::Listed(methods) = &policy.methods {
        let methods = methods.iter().map(|one| method(one.as_str()));
        layer = layer.allow_methods(methods.collect::<Vec<_>>());
    }
    if let AllowHeaders::Listed(names) = &policy.headers {
        let names = names.iter().map(|one| name(one.as_str()));
        layer = layer.allow_headers(names.collect::<Vec<_>>());
    }
    if let Some(seconds) = policy.max_age.seconds() {
        layer = layer.max_age(Duration::from_secs(seconds.into()));
    }
    layer
}

/// The sample's preflight as the http crate holds it.
fn request(preflight: &HttpRequest) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = method(preflight.method.as_str());
    for header in &preflight.headers {
        let value = value(&header.value.to_latin1());
        request
            .headers_mut()
            .append(name(header.name.as_str()), value);
    }
    request
}

/// What stands behind the layer, which no preflight reaches.
#[derive(Clone)]
struct Application;

impl Service<Request<()>> for Application {
    type Response = Response<()>;
    type Error = std::convert::Infallible;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(())))
    }
}

/// Nothing here ever waits, so one poll is enough.
fn finish<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

const WELL_FORMED: &str = "the sample is well-formed";

#[expect(clippy::expect_used, reason = "a mistake in this program")]
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect(WELL_FORMED)
}

#[expect(clippy::expect_used, reason = "a mistake in this program")]
fn name(text: &str) -> HeaderName {
    HeaderName::from_bytes(text.as_bytes()).expect(WELL_FORMED)
}

#[expect(clippy::expect_used, reason = "a mistake in this program")]
fn method(text: &str) -> Method {
    Method::from_bytes(text.as_bytes()).expect(WELL_FORMED)
}
