//! One module for each kind of configuration.

mod apache;
mod common;
mod express;
mod express_hand;
mod javascript;
mod nginx;
mod python;

use crate::format::Format;
use crate::reading::Reading;

/// Reads the text as what it was recognized as.
pub(crate) fn read(reading: &mut Reading<'_>) {
    match reading.format {
        Format::Nginx => nginx::read(reading),
        Format::ExpressCors | Format::Fastify | Format::Nest | Format::Hono | Format::Koa => {
            express::read(reading);
        }
        Format::ExpressHand => express_hand::read(reading),
        Format::FastApi => python::fastapi(reading),
        Format::Django => python::django(reading),
        Format::Flask => python::flask(reading),
        Format::Apache => apache::read(reading),
        _ => {}
    }
}
