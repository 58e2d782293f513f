//! The life of a data-subject request, from receipt to its end.
//!
//! `states` says which moves there are, `transition` makes them, the identity of the person lies in the `vault` until then.
//! Everything that a person or an officer can do is a file of its name.

mod approve_data_subject_request;
mod create_data_subject_request;
mod data_subject_request;
mod data_subject_requests;
mod due_alarms;
mod extend_data_subject_request;
mod four_eyes;
pub(super) mod free_text;
mod letters;
mod noted;
mod open_request;
mod parts;
mod plan_request;
mod queries;
mod refusal_ground;
mod refuse_data_subject_request;
mod request_numbers;
mod send_letter;
mod stated_person;
mod states;
mod transition;
mod vault;
mod verify_data_subject_request;
mod view;
mod withdraw_data_subject_request;

pub use approve_data_subject_request::{ApproveDataSubjectRequest, approve_data_subject_request};
pub use create_data_subject_request::{CreateDataSubjectRequest, create_data_subject_request};
pub use data_subject_request::data_subject_request;
pub use data_subject_requests::{
    RequestFilter, RequestOrder, count_data_subject_requests, data_subject_requests,
};
pub use due_alarms::raise_due_alarms;
pub use extend_data_subject_request::{ExtendDataSubjectRequest, extend_data_subject_request};
pub(crate) use letters::{RequestLetter, subject_line};
pub(crate) use open_request::{NewRequest, open_request};
pub use parts::{
    CertificateView, RequestMessageView, RequestTaskView, load_certificates, load_request_messages,
    load_request_tasks,
};
pub(crate) use plan_request::plan_request;
pub(crate) use queries::{find_request, find_requests, lock_requests};
pub use refusal_ground::RefusalGround;
pub use refuse_data_subject_request::{RefuseDataSubjectRequest, refuse_data_subject_request};
pub use request_numbers::{RequestNumbers, run_request_numbers};
pub(super) use send_letter::{due_day, send_letter};
pub use stated_person::StatedPerson;
pub(crate) use transition::{Change, transition, transition_all};
pub(crate) use vault::{
    Joined, Vault, clear_vault, forget_vaults, index_vaults, read_vault, sealed_vault, vault_of,
    write_vault,
};
pub use verify_data_subject_request::{VerifyDataSubjectRequest, verify_data_subject_request};
pub use view::{PlanView, RequestView};
pub use withdraw_data_subject_request::withdraw_data_subject_request;
