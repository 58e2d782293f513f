//! Answers on the public listener of the embedded mode while the database is not usable yet: alive, not ready, and honest about why.
//!
//! The listener is only borrowed: connections that arrive between this and the real server wait in its backlog.

use std::io;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::json;
use tokio::task::JoinHandle;
use xorb_api::health::{Readiness, livez, readyz};
use xorb_api::tls::Entrance;
use xorb_domain::SystemClock;
use xorb_domain::rng::{SystemRng, new_id};

use crate::health::Health;

/// Long enough for a database that restarts, short enough for a client that waits.
const RETRY_AFTER_SECONDS: u8 = 2;

pub(crate) struct WaitingRoom {
    handle: ServerHandle,
    server: JoinHandle<io::Result<()>>,
}

impl WaitingRoom {
    pub(crate) fn open(entrance: &Entrance, health: Arc<Health>) -> io::Result<Self> {
        let health = web::Data::from(health);
        let server = HttpServer::new(move || {
            App::new()
                .app_data(health.clone())
                .route("/livez", web::get().to(livez))
                .route("/readyz", web::get().to(ready))
                .default_service(web::to(unavailable))
        });
        let server = server.workers(1).disable_signals().shutdown_timeout(1);
        let (listener, door) = entrance.try_clone()?.into_parts();
        let server = match door {
            Some(door) => server.listen_rustls_0_23(listener, door.config()?)?,
            None => server.listen(listener)?,
        };
        let server = server.run();
        Ok(Self {
            handle: server.handle(),
            server: tokio::spawn(server),
        })
    }

    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.handle.stop(true).await;
        Ok(self.server.await??)
    }
}

async fn ready(health: web::Data<Health>) -> HttpResponse {
    readyz(health.get_ref()).await
}

async fn unavailable(health: web::Data<Health>) -> HttpResponse {
    let reason = health
        .check()
        .await
        .err()
        .unwrap_or_else(|| "starting".to_owned());
    let request_id = new_id(&SystemClock, &SystemRng::default());
    let extensions = json!({
        "code": "UNAVAILABLE", "requestId": request_id, "retryAfterSeconds": RETRY_AFTER_SECONDS,
    });
    let error = json!({ "message": format!("not ready: {reason}"), "extensions": extensions });
    tracing::info!(%request_id, "a request came before this process was ready");
    HttpResponse::ServiceUnavailable()
        .insert_header((RETRY_AFTER, RETRY_AFTER_SECONDS.to_string()))
        .insert_header(("x-request-id", request_id.to_string()))
        .json(json!({ "errors": [error] }))
}
