//! Runs a future so that it can neither take forever nor take the connection down with a panic.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use xorb_domain::AppError;

/// The future's result, `Unavailable` after `deadline`, `Internal` if it panics. Dropping it rolls back what is open.
pub(super) async fn guarded<T>(
    deadline: Duration,
    work: impl Future<Output = T>,
) -> Result<T, AppError> {
    match tokio::time::timeout(deadline, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(result)) => Ok(result),
        // The panic's text is not repeated: the panic hook has logged it, and it may hold values.
        Ok(Err(_)) => Err(AppError::internal("a resolver panicked")),
        Err(_) => Err(AppError::unavailable("the operation passed its deadline")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_takes_too_long_is_given_up() {
        let endless = guarded(Duration::from_millis(5), std::future::pending::<()>()).await;
        assert!(matches!(endless, Err(AppError::Unavailable { .. })));
    }

    #[tokio::test]
    async fn a_panic_becomes_an_internal_error() {
        let result = guarded(Duration::from_secs(30), async { panic!("secret") }).await;
        assert!(matches!(result, Err::<(), _>(AppError::Internal(_))));
    }
}
