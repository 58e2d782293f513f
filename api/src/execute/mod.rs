//! One operation from its text to its answer, the same for HTTP and sockets: gate, caller, cost, execution, errors.

mod answer;
mod deadline;
mod document_hash;
mod executor;
mod operation;
mod request_params;
mod root_fields;
mod run;

pub use answer::Answer;
pub use executor::{Execute, ResponseStream};
pub(crate) use operation::prepare;
pub use operation::{Operation, OperationFacts};
pub use request_params::RequestParams;
pub(crate) use run::{run, subscribe};
