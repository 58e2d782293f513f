//! The edge: HTTP, GraphQL, limits and pages. It knows who is calling and what an operation may cost; the rules
//! themselves are in `xorb-domain`.

pub mod cost;
pub mod errors;
pub mod gate;
pub mod http;
pub mod limits;
