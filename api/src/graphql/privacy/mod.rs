//! Data-subject requests.

mod data_subject_request_count;
mod query;
mod request_state;

pub use data_subject_request_count::DataSubjectRequestCount;
pub use query::PrivacyQuery;
pub use request_state::DataSubjectRequestState;
