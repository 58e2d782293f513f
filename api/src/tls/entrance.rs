//! A bound listener with its door, if it has one: plain without.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use socket2::{Domain, Protocol, SockRef, Socket, Type};

use super::Door;

/// Connections that may wait until they are accepted; the kernel takes no more than `net.core.somaxconn`.
const BACKLOG: i32 = 2_048;

/// Where a server listens.
#[derive(Debug)]
pub struct Entrance {
    pub(crate) listener: TcpListener,
    pub(crate) door: Option<Arc<Door>>,
}

impl Entrance {
    /// Takes the address. Whoever connects is refused until `listen`. Behind this door; without one, connections are plain.
    ///
    /// # Errors
    /// If somebody listens there, or it is not an address of this machine.
    pub fn bind(address: SocketAddr, door: Option<Arc<Door>>) -> io::Result<Self> {
        let socket = Socket::new(
            Domain::for_address(address),
            Type::STREAM,
            Some(Protocol::TCP),
        )?;
        // A process that was just killed has left connections behind, which would keep the address for a minute.
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        let listener = socket.into();
        Ok(Self { listener, door })
    }

    /// From now on connections wait here to be served.
    ///
    /// # Errors
    /// If somebody else, who took the address at the same time, listens there.
    pub fn listen(&self) -> io::Result<()> {
        SockRef::from(&self.listener).listen(BACKLOG)
    }

    /// Where it is; port 0 has become a number.
    ///
    /// # Errors
    /// As the system says.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
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

/// One that listens already, without a door.
impl From<TcpListener> for Entrance {
    fn from(listener: TcpListener) -> Self {
        let door = None;
        Self { listener, door }
    }
}
