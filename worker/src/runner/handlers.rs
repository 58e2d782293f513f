//! What runs the jobs: XORB's own handlers, or, in tests and benchmarks, others.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};

use crate::handlers;

/// Runs jobs.
pub trait Handlers: Send + Sync {
    /// Runs one and says how it ended.
    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<(), JobError>>;

    /// Settles what a job was about that has failed for good.
    fn give_up<'a>(
        &'a self,
        context: &'a JobContext,
        code: &'static str,
    ) -> BoxFuture<'a, Result<(), AppError>>;
}

/// One for each kind.
pub struct OwnHandlers;

impl Handlers for OwnHandlers {
    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<(), JobError>> {
        handlers::run(context).boxed()
    }

    fn give_up<'a>(
        &'a self,
        context: &'a JobContext,
        code: &'static str,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        handlers::give_up(context, code).boxed()
    }
}
