//! One operation from its text to its answer, the same for HTTP and sockets: gate, caller, cost, execution, errors.

mod answer;
mod deadline;
mod document_hash;
mod executor;
mod operation;
mod request_params;
mod root_fields;
mod run;
mod start;
mod withdrawn;
mod within_limits;

pub use answer::Answer;
pub use executor::{Execute, ResponseStream};
pub(crate) use operation::prepare;
pub use operation::{Operation, OperationFacts};
pub use request_params::RequestParams;
pub(crate) use start::start;
pub(crate) use withdrawn::{Withdrawn, withdrawn};
pub use within_limits::Standings;
pub(crate) use within_limits::{Prepared, run_within_limits, subscribe_within_limits};
