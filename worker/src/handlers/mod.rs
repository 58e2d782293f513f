//! What jobs do: one file for each kind, of the same name.

mod deliver_webhook;
mod dispatch;
mod end_due_impersonations;
mod enqueue_due_sweeps;
mod enqueue_due_verifications;
mod erase_subject;
mod note_support_access;
mod prune_jobs;
mod raise_due_alarms;
mod remind_of_ending_keys;
mod run_scan;
mod send_mail;
mod send_password_reset;
mod sweep_expired;
mod verify_audit_trail;

pub use dispatch::{give_up, run};
