//! The table `jobs` as a tenant sees it. What the engine does with it is in the modules beside.

mod durations;
mod limits;
mod lists;
mod positions;
mod transitions;

pub(crate) use durations::latest_durations;
pub(crate) use limits::running_scans;
pub(crate) use lists::{arg, count_jobs, find_job, find_jobs, list_jobs, lock_job};
pub(crate) use transitions::{mark_cancel_requested, mark_job_cancelled, requeue_job};
