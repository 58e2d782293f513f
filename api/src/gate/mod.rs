//! The document gate: what a client sends is measured before async-graphql spends anything on it.
//!
//! Order: size, nesting and floods by a lexical scan, one parse, then a memoised measurement of the parsed document. The
//! stock limits come too late: 864 bytes of doubling fragments cost them 44 s, 4 KB of nested lists their stack.

mod admit;
mod counts;
mod json_depth;
mod lexer;
mod limits;
mod measure;
mod parse;
mod parser;
mod reason;
mod refusal;
mod scan;
mod selected;
mod size;

pub use admit::{AdmittedDocument, admit};
pub use json_depth::check_json_depth;
pub use limits::GateLimits;
pub use reason::Reason;
pub use refusal::Refusal;
pub use selected::SelectedOperation;
