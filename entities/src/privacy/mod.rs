//! People the platform holds data about, and their requests.

pub mod certificate;
pub mod data_subject;
pub mod data_subject_request;
pub mod data_subject_request_message;
pub mod data_subject_request_task;
pub mod erasure_ledger;
pub mod erasure_pass;
pub mod mention;
pub mod subject_key;
pub mod subject_pid;

pub use data_subject::{SubjectKind, SubjectState};
pub use data_subject_request::{IdentificationMethod, RequestChannel, RequestState, RightKind};
pub use data_subject_request_message::RequestMessageKind;
pub use data_subject_request_task::RequestTaskState;
