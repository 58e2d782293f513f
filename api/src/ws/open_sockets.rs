//! How many sockets and event streams are open, and how many of them by one address: an idle one costs memory too.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use xorb_domain::AppError;

use crate::limits::AddressKey;

/// Sockets of one process.
const MAX_SOCKETS: usize = 10_000;
/// Sockets of one address: people behind one company's gateway share it.
const MAX_SOCKETS_OF_ADDRESS: usize = 200;
/// When to come back if there is no place.
const COME_BACK_AFTER: Duration = Duration::from_secs(10);

/// Counts open sockets.
#[derive(Clone, Debug, Default)]
pub struct OpenSockets(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_address: HashMap<AddressKey, usize>,
}

/// A place for one socket, given back on drop.
#[derive(Debug)]
pub(crate) struct Seat {
    sockets: OpenSockets,
    address: Option<AddressKey>,
}

impl OpenSockets {
    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).all
    }

    /// A place.
    ///
    /// # Errors
    /// `RateLimited` if all are taken.
    pub(crate) fn take_seat(&self, address: Option<IpAddr>) -> Result<Seat, AppError> {
        let full = || AppError::RateLimited {
            retry_after: COME_BACK_AFTER,
        };
        self.find_seat(address).ok_or_else(full)
    }

    fn find_seat(&self, address: Option<IpAddr>) -> Option<Seat> {
        let address = address.map(AddressKey::from);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.all >= MAX_SOCKETS {
            return None;
        }
        if let Some(address) = address {
            let count = counts.by_address.entry(address).or_default();
            if *count >= MAX_SOCKETS_OF_ADDRESS {
                return None;
            }
            *count += 1;
        }
        counts.all += 1;
        drop(counts);
        Some(Seat {
            sockets: self.clone(),
            address,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self
            .sockets
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        counts.all = counts.all.saturating_sub(1);
        if let Some(address) = self.address
            && let Some(count) = counts.by_address.get_mut(&address)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.by_address.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_all_places_and_gives_them_back() {
        let sockets = OpenSockets::default();
        let one: IpAddr = "192.0.2.1".parse().unwrap();
        let seats: Vec<_> = (0..MAX_SOCKETS_OF_ADDRESS)
            .map(|_| sockets.take_seat(Some(one)).unwrap())
            .collect();
        assert!(sockets.take_seat(Some(one)).is_err());
        assert!(
            sockets
                .take_seat(Some("192.0.2.2".parse().unwrap()))
                .is_ok()
        );
        drop(seats);
        assert_eq!(sockets.count(), 0);
        assert!(sockets.0.lock().unwrap().by_address.is_empty());
    }
}
