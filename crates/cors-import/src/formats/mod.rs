//! One module for each kind of config.

mod apache;
mod aspnet;
mod builder;
mod caddy;
mod common;
mod django;
mod express;
mod express_hand;
mod fastapi;
mod flask;
mod go;
mod haproxy;
mod javascript;
mod kubernetes;
mod nginx;
mod php;
mod python;
mod ruby;
mod rust;
mod spring;
mod static_files;
mod storage;

use crate::code::Language;
use crate::format::Format;
use crate::reading::Reading;

/// Reads the text as what it was recognized as.
pub(crate) fn read(reading: &mut Reading<'_>) {
    match reading.format {
        Format::Nginx => nginx::read(reading),
        Format::ExpressCors | Format::Fastify | Format::Nest | Format::Hono | Format::Koa => {
            express::read(reading);
        }
        Format::ExpressHand => {
            if !static_files::key_and_value(reading, Language::JavaScript) {
                express_hand::read(reading);
            }
        }
        Format::FastApi => fastapi::read(reading),
        Format::Django => django::read(reading),
        Format::Flask => flask::read(reading),
        Format::Apache => apache::read(reading),
        Format::Spring => spring::read(reading),
        Format::AspNet => aspnet::read(reading),
        Format::Axum => rust::axum(reading),
        Format::Actix => rust::actix(reading),
        Format::Go => go::read(reading),
        Format::Laravel => php::laravel(reading),
        Format::Php => php::by_hand(reading),
        Format::Caddy => caddy::read(reading),
        Format::Haproxy => haproxy::read(reading),
        Format::S3 => storage::read(reading),
        Format::UnderscoreHeaders => static_files::underscore(reading),
        Format::Vercel => {
            static_files::key_and_value(reading, Language::Json);
        }
        Format::IngressNginx => kubernetes::ingress(reading),
        Format::RackCors => ruby::rack(reading),
        Format::GatewayApi => kubernetes::gateway(reading),
    }
}
