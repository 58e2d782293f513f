//! The admin application and its server.

use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::edge::Edge;
use crate::health::{Readiness, judge, livez, readyz};
use crate::http::operators_app;
use crate::tls::Entrance;

/// Something that has metrics. It appends its lines in the text format of Prometheus.
pub type MetricSource = Arc<dyn Fn(&mut String) + Send + Sync>;

/// What the admin listener shows.
#[derive(Clone)]
pub struct AdminParts {
    /// Whether this process can do its work.
    pub readiness: Arc<dyn Readiness>,
    /// All that have metrics.
    pub metrics: Vec<MetricSource>,
}

/// After a stop, requests under way may take so long.
const SHUTDOWN_SECONDS: u64 = 5;

/// Serves health and metrics at an entrance, with one thread. Stop it through the server's handle.
///
/// # Errors
/// If the listener can't be used.
pub fn serve_admin(parts: AdminParts, entrance: impl Into<Entrance>) -> std::io::Result<Server> {
    let Entrance { listener, door } = entrance.into();
    let parts = web::Data::new(parts);
    let server = HttpServer::new(move || App::new().configure(routes(parts.clone())));
    let server = server.workers(1).disable_signals();
    let server = server.shutdown_timeout(SHUTDOWN_SECONDS);
    let server = match door {
        Some(door) => server.listen_rustls_0_23(listener, door.config()?)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// Serves the same, and the operators' pages and API.
///
/// # Errors
/// If the listener can't be used.
pub fn serve_operators(
    parts: AdminParts,
    edge: web::Data<Edge>,
    entrance: impl Into<Entrance>,
) -> std::io::Result<Server> {
    let Entrance { listener, door } = entrance.into();
    let parts = web::Data::new(parts);
    let server = HttpServer::new(move || operators_app(edge.clone(), routes(parts.clone())));
    let server = server.workers(1).disable_signals();
    let server = server.shutdown_timeout(SHUTDOWN_SECONDS);
    let server = match door {
        Some(door) => server.listen_rustls_0_23(listener, door.config()?)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

fn routes(parts: web::Data<AdminParts>) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config| {
        config
            .app_data(parts)
            .route("/livez", web::get().to(livez))
            .route("/readyz", web::get().to(ready))
            .route("/metrics", web::get().to(metrics));
    }
}

async fn ready(parts: web::Data<AdminParts>) -> HttpResponse {
    readyz(parts.readiness.as_ref()).await
}

async fn metrics(parts: web::Data<AdminParts>) -> HttpResponse {
    let is_ready = judge(parts.readiness.as_ref()).await.is_ok();
    let mut text = format!(
        "# TYPE xorb_ready gauge\nxorb_ready {}\n",
        u8::from(is_ready)
    );
    for source in &parts.metrics {
        source(&mut text);
    }
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::testing::edge;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    #[actix_web::test]
    async fn the_admin_listener_shows_metrics_of_all_sources_and_health() {
        let edge = edge();
        edge.metrics.response(429);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let of_edge = edge.clone();
        let metrics: Vec<MetricSource> = vec![
            Arc::new(move |out| of_edge.write_metrics(out)),
            Arc::new(|out| out.push_str("jobs_running 3\n")),
        ];
        let parts = AdminParts {
            readiness: edge.readiness.clone(),
            metrics,
        };
        let server = serve_admin(parts, listener).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        for (path, expected) in [
            ("/metrics", "xorb_http_responses_total{class=\"4xx\"} 1"),
            ("/metrics", "jobs_running 3"),
            ("/metrics", "xorb_ready 0"),
            ("/livez", "alive"),
            ("/readyz", "503 Service Unavailable"),
        ] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.contains(expected), "{path}: {answer}");
        }
        handle.stop(false).await;
    }
}
