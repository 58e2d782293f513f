//! People whose data the platform holds, and their requests.

pub mod certificate;
mod clock;
mod create_subject;
mod data_subject_request_counts;
pub mod erasure;
mod identifiers;
mod intake;
pub mod ledger;
pub mod mentions;
mod people;
pub mod plan;
mod queries;
mod requests;
pub mod residue;
mod sweep_expired;
mod sweep_letters;

pub use clock::Deadlines;
pub(crate) use clock::calendar_names;
pub(crate) use create_subject::create_subject;
pub use data_subject_request_counts::{DataSubjectRequestCount, data_subject_request_counts};
pub use identifiers::{Identifier, IdentifierKind};
pub use intake::{ConfirmedRequest, RequestByForm, confirm_by_token, request_by_form};
pub(crate) use people::{People, Person};
pub use plan::{ErasurePlan, PlanConflict, PlanItem};
pub(crate) use plan::{build_plan, subjects_of};
pub use requests::{
    ApproveDataSubjectRequest, CertificateView, CreateDataSubjectRequest, ExtendDataSubjectRequest,
    PlanView, RefusalGround, RefuseDataSubjectRequest, RequestFilter, RequestMessageView,
    RequestNumbers, RequestOrder, RequestTaskView, RequestView, StatedPerson,
    VerifyDataSubjectRequest, approve_data_subject_request, count_data_subject_requests,
    create_data_subject_request, data_subject_request, data_subject_requests,
    extend_data_subject_request, load_certificates, load_request_messages, load_request_tasks,
    raise_due_alarms, refuse_data_subject_request, run_request_numbers,
    verify_data_subject_request, withdraw_data_subject_request,
};
pub use sweep_expired::{enqueue_due_sweeps, sweep_expired};
