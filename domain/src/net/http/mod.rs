//! A small HTTP/1.1 client for targets that lie: every size, count and wait has a limit, anything ambiguous is refused, and a
//! redirect is followed only when asked for, after its target was authorised anew. One request a connection.

mod body;
mod call;
mod chunked;
mod client;
mod endpoint;
mod error;
mod head;
mod inbound;
mod limits;
mod post;
mod redirect;
mod request;
mod response;

pub use body::{Body, BodyEnd};
pub use call::Call;
pub use client::HttpClient;
pub use endpoint::WebEndpoint;
pub use error::HttpError;
pub use head::ResponseHead;
pub use limits::HttpLimits;
pub use post::Post;
pub use redirect::{MAX_REDIRECTS, Redirect};
pub use request::{Method, RequestPath};
pub use response::Response;
