//! The job's side: what is to be sent, sending it, and what becomes of the answer.
//!
//! `prepare` reads, `send` talks with no transaction open, `settle` writes behind the job's fence. A run that dies in
//! between leaves nothing behind, so the next one sends the same message under the same id.

mod answer;
mod disable;
mod prepare;
mod retry_after;
mod send;
mod settle;

pub use answer::Answer;
pub use prepare::{Call, Prepared, prepare};
pub use send::send;
pub use settle::{Settled, give_up, settle, settle_unsent};
