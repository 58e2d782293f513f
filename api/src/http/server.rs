//! The public server.

use std::num::NonZeroUsize;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::{HttpServer, web};

use super::app;
use crate::edge::Edge;
use crate::tls::Entrance;

/// A client must have sent its headers by then.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// An idle connection is closed by then.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// After a stop, requests under way may take so long.
const SHUTDOWN_SECONDS: u64 = 35;

/// Serves the edge at an entrance with `threads` threads (0: one a core). Stop it through the server's handle:
/// it takes no new connections then and lets running requests finish.
///
/// # Errors
/// If the listener can't be used.
pub fn serve(
    edge: web::Data<Edge>,
    entrance: impl Into<Entrance>,
    threads: usize,
) -> std::io::Result<Server> {
    let Entrance { listener, door } = entrance.into();
    let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = if threads == 0 { cores() } else { threads };
    let server = HttpServer::new(move || app(edge.clone()))
        .workers(threads)
        .client_request_timeout(HEADER_TIMEOUT)
        .keep_alive(KEEP_ALIVE)
        // A subscription's events are small and follow each other: none waits for the client's word on the last one.
        .tcp_nodelay(true)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals();
    let server = match door {
        Some(door) => server.listen_rustls_0_23(listener, door.config()?)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}
