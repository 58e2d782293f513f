//! Who listens to which row. A change costs as much as it has listeners, however many others there are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::Change;

type ByRow = HashMap<Change, watch::Sender<()>>;

/// All listeners of a process. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Listeners(Arc<Mutex<ByRow>>);

impl Listeners {
    pub fn listen(&self, change: Change) -> Listener {
        let mut rows = self.rows();
        let row = rows.entry(change).or_insert_with(|| watch::channel(()).0);
        Listener {
            changes: row.subscribe(),
            row: change,
            all: self.clone(),
        }
    }

    pub fn wake(&self, change: &Change) {
        if let Some(row) = self.rows().get(change) {
            row.send_replace(());
        }
    }

    /// After a time in which changes may have been missed.
    pub fn wake_all(&self) {
        for row in self.rows().values() {
            row.send_replace(());
        }
    }

    fn rows(&self) -> MutexGuard<'_, ByRow> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for changes of one row.
pub struct Listener {
    changes: watch::Receiver<()>,
    row: Change,
    all: Listeners,
}

impl Listener {
    /// Returns when the row may have changed since the last call, or since it is listened to.
    pub async fn changed(&mut self) {
        if self.changes.changed().await.is_err() {
            // Nobody announces any more.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut rows = self.all.rows();
        let is_last = |row: &watch::Sender<()>| row.receiver_count() <= 1;
        if rows.get(&self.row).is_some_and(is_last) {
            rows.remove(&self.row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Topic;
    use super::*;
    use futures_util::FutureExt;
    use uuid::Uuid;

    fn scan(number: u128) -> Change {
        Change {
            tenant_id: Uuid::from_u128(1),
            topic: Topic::Scan(Uuid::from_u128(number)),
        }
    }

    #[test]
    fn a_change_wakes_those_who_listen_to_its_row_and_is_kept_until_they_look() {
        let listeners = Listeners::default();
        let mut here = [listeners.listen(scan(1)), listeners.listen(scan(1))];
        let mut elsewhere = listeners.listen(scan(2));
        listeners.wake(&scan(1));
        listeners.wake(&scan(1));
        for listener in &mut here {
            assert!(listener.changed().now_or_never().is_some());
            assert!(listener.changed().now_or_never().is_none());
        }
        assert!(elsewhere.changed().now_or_never().is_none());
        listeners.wake_all();
        assert!(elsewhere.changed().now_or_never().is_some());
    }

    #[test]
    fn nothing_is_left_of_those_who_are_gone() {
        let listeners = Listeners::default();
        let first = listeners.listen(scan(1));
        let second = listeners.listen(scan(1));
        drop(first);
        assert_eq!(listeners.rows().len(), 1);
        drop(second);
        assert_eq!(listeners.rows().len(), 0);
    }
}
