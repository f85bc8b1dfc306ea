use super::Target;
use super::{
    actix_cors, actix_web, axum, axum_tower_http, express, express_cors, nginx, node_http,
};

/// Every target, in the order of the tabs. Adding one is a new file, its `mod` line and its line here.
pub const TARGETS: &[Target] = &[
    nginx::TARGET,
    express_cors::TARGET,
    express::TARGET,
    node_http::TARGET,
    axum_tower_http::TARGET,
    axum::TARGET,
    actix_cors::TARGET,
    actix_web::TARGET,
];

/// The target of that id.
pub fn find(id: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.id == id)
}
