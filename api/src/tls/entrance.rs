//! A bound listener with its door, if it has one: plain without.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use super::Door;

/// Where a server listens.
#[derive(Debug)]
pub struct Entrance {
    pub(crate) listener: TcpListener,
    pub(crate) door: Option<Arc<Door>>,
}

impl Entrance {
    /// Behind this door; without one, connections are plain.
    #[must_use]
    pub fn new(listener: TcpListener, door: Option<Arc<Door>>) -> Self {
        Self { listener, door }
    }

    /// The same socket, for a server that takes over from another.
    ///
    /// # Errors
    /// If the process has no more file descriptors.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self {
            listener: self.listener.try_clone()?,
            door: self.door.clone(),
        })
    }

    /// The socket, and the door that connections come through.
    #[must_use]
    pub fn into_parts(self) -> (TcpListener, Option<Arc<Door>>) {
        (self.listener, self.door)
    }

    /// The door, if there is one.
    #[must_use]
    pub fn door(&self) -> Option<&Arc<Door>> {
        self.door.as_ref()
    }
}

impl From<TcpListener> for Entrance {
    fn from(listener: TcpListener) -> Self {
        Self::new(listener, None)
    }
}
