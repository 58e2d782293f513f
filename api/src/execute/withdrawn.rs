//! Watches over a caller whose connection stays open: what was granted at its beginning is asked for again, each minute and
//! as soon as something says that it may have ended.

use std::pin::pin;
use std::sync::Arc;

use actix_web::web;
use tokio::time::{MissedTickBehavior, interval};
use xorb_domain::AppError;

use crate::caller::Caller;
use crate::edge::Edge;

/// A caller whose rights can't be confirmed so often in a row is sent away.
const MAX_UNCONFIRMED: u32 = 3;

/// Why a connection must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawn {
    /// This process stops.
    Stopping,
    /// The session has ended, or lost what it began with.
    Unauthorized,
    /// Nobody could say, several times in a row.
    Unconfirmed,
}

/// Ends when the caller may not go on.
pub(crate) async fn withdrawn(edge: web::Data<Edge>, caller: Arc<dyn Caller>) -> Withdrawn {
    let mut checks = interval(edge.reauthorise_every);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    checks.reset();
    let mut revoked = pin!(edge.callers.revoked(&caller));
    let mut unconfirmed = 0;
    loop {
        tokio::select! {
            () = edge.stopping.cancelled() => return Withdrawn::Stopping,
            () = &mut revoked => return Withdrawn::Unauthorized,
            _ = checks.tick() => {}
        }
        let asking = edge.callers.reauthorise(&caller);
        match tokio::time::timeout(edge.deadline, asking).await {
            Ok(Ok(())) => unconfirmed = 0,
            Ok(Err(AppError::Unauthenticated | AppError::Forbidden(_))) => {
                return Withdrawn::Unauthorized;
            }
            Ok(Err(_)) | Err(_) => unconfirmed += 1,
        }
        if unconfirmed >= MAX_UNCONFIRMED {
            return Withdrawn::Unconfirmed;
        }
    }
}
