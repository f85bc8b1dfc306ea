use super::{Target, TargetInfo};
use super::{
    actix_cors, actix_web, alb, apache, api_gateway_http, axum, axum_tower_http, caddy, cloudfront,
    express, express_cors, fastapi, fastify, flask, gateway_api, haproxy, hono, http,
    ingress_nginx, istio, koa, kong, lambda_url, nestjs, nginx, node_http, s3,
};

/// Every target, in the order of the list. Adding one is a new file, its `mod` line and its line here.
pub const TARGETS: &[Target] = &[
    nginx::TARGET,
    apache::TARGET,
    haproxy::TARGET,
    caddy::TARGET,
    express_cors::TARGET,
    express::TARGET,
    node_http::TARGET,
    koa::TARGET,
    fastify::TARGET,
    hono::TARGET,
    nestjs::TARGET,
    fastapi::TARGET,
    flask::TARGET,
    axum_tower_http::TARGET,
    axum::TARGET,
    actix_cors::TARGET,
    actix_web::TARGET,
    http::TARGET,
    s3::TARGET,
    api_gateway_http::TARGET,
    lambda_url::TARGET,
    alb::TARGET,
    cloudfront::TARGET,
    gateway_api::TARGET,
    istio::TARGET,
    kong::TARGET,
    ingress_nginx::TARGET,
];

/// The target of that id.
pub fn find(id: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.id == id)
}

/// The targets that the page has from its first moment: the first one, without its full
/// example and its differences.
pub const FIRST_TARGETS: &[Target] = &[nginx::PARTS_ONLY];

/// What every target is called, in the order of the list.
pub static TARGET_INFOS: [TargetInfo; TARGETS.len()] = {
    // Worked out by the compiler, so that this list holds no pointer to a target's functions.
    let mut infos = [nginx::TARGET.info; TARGETS.len()];
    let mut index = 0;
    while index < TARGETS.len() {
        infos[index] = TARGETS[index].info;
        index += 1;
    }
    infos
};

/// What the target of that id is called.
pub fn find_info(id: &str) -> Option<&'static TargetInfo> {
    TARGET_INFOS.iter().find(|target| target.id == id)
}
