//! The admin listener with its operators, as a process has it once its house is open.

use crate::harness::{Client, TestApp};
use actix_web::dev::ServerHandle;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::net::TcpListener;
use std::sync::Arc;
use xorb_api::admin::{AdminParts, serve_operators};
use xorb_api::health::Readiness;

struct Ready;

impl Readiness for Ready {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        std::future::ready(Ok(())).boxed()
    }
}

pub struct Listener {
    pub client: Client,
    handle: ServerHandle,
}

impl Listener {
    pub fn open(app: &TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let parts = AdminParts {
            readiness: Arc::new(Ready),
            metrics: Vec::new(),
        };
        let server = serve_operators(parts, app.operators(), listener).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            client: Client::browser(&base),
            handle,
        }
    }

    pub async fn close(self) {
        self.handle.stop(false).await;
    }
}
