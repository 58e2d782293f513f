//! A message that is posted to an address which a tenant named: what goes out, and the answer's head. Its body is read to a
//! limit and thrown away, so that nothing of the peer comes back to anybody.

use super::{HttpClient, HttpError, RequestPath, ResponseHead, WebEndpoint};

/// What is posted.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// Says to whoever reads the receiver's log what this was.
    pub user_agent: &'a str,
    pub content_type: &'a str,
    /// Field names and values of our own making: nothing that anybody typed.
    pub fields: &'a [(&'static str, String)],
    pub body: &'a [u8],
}

impl HttpClient<'_> {
    /// Posts a message and returns the head of the answer. A redirect is an answer like another and is never followed.
    pub async fn post(
        &self,
        endpoint: &WebEndpoint,
        path: &RequestPath,
        post: &Post<'_>,
    ) -> Result<ResponseHead, HttpError> {
        let request = request_bytes(endpoint, path, post);
        let (head, _, _) = self.talk(endpoint, super::Method::Get, &request).await?;
        Ok(head)
    }
}

fn request_bytes(endpoint: &WebEndpoint, path: &RequestPath, post: &Post<'_>) -> Vec<u8> {
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\nAccept: */*\r\nAccept-Encoding: identity\r\n\
         Content-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
        endpoint.authority(),
        post.user_agent,
        post.content_type,
        post.body.len(),
    );
    for (name, value) in post.fields {
        head.extend([name, ": ", value.as_str(), "\r\n"]);
    }
    head.push_str("\r\n");
    let mut request = head.into_bytes();
    request.extend_from_slice(post.body);
    request
}
