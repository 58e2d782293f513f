//! The server on the admin listener: health and metrics from the first moment, operators once the house is open.

use std::io;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use tokio::task::JoinHandle;
use xorb_api::Edge;
use xorb_api::admin::{serve_admin, serve_operators};
use xorb_api::tls::Entrance;

use crate::health::Health;

pub(crate) struct AdminServer {
    entrance: Entrance,
    operators: Option<Data<Edge>>,
    handle: ServerHandle,
    server: JoinHandle<io::Result<()>>,
}

impl AdminServer {
    pub(crate) fn start(
        health: &Arc<Health>,
        entrance: Entrance,
        operators: Option<Data<Edge>>,
    ) -> io::Result<Self> {
        let socket = entrance.try_clone()?;
        let server = match &operators {
            Some(edge) => serve_operators(health.admin_parts(), edge.clone(), socket)?,
            None => serve_admin(health.admin_parts(), socket)?,
        };
        Ok(Self {
            entrance,
            operators,
            handle: server.handle(),
            server: tokio::spawn(server),
        })
    }

    /// From now on operators are served as well, if this process can. The new server takes over before the old one ends.
    pub(crate) async fn let_in(
        self,
        health: &Arc<Health>,
        operators: Option<Data<Edge>>,
    ) -> anyhow::Result<Self> {
        if operators.is_none() {
            return Ok(self);
        }
        let next = Self::start(health, self.entrance.try_clone()?, operators)?;
        self.stop().await?;
        Ok(next)
    }

    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        if let Some(edge) = &self.operators {
            edge.close_sockets();
        }
        self.handle.stop(true).await;
        Ok(self.server.await??)
    }
}
