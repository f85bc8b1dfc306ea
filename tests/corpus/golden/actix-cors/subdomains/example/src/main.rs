use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorUnauthorized;
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpServer, web};

mod cors_policy;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let server = HttpServer::new(|| {
        App::new()
            .route("/", web::get().to(|| async { "hello, world" }))
            .wrap(from_fn(authenticate))
            // Last, so that preflights are handled before auth.
            .wrap(cors_policy::cors())
    })
    .bind(format!("127.0.0.1:{port}"))?;
    println!("listening at port {port}");
    server.run().await
}

async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("no Authorization\n"))
    }
}
