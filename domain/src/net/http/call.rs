//! A call to a service that a tenant named, whose answer is read: an identity provider. Redirects are answers like others.

use super::{Body, HttpClient, HttpError, Method, RequestPath, ResponseHead, WebEndpoint};

/// What is sent. Without a body it is a GET, with one a POST.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Says to whoever reads the service's log what this was.
    pub user_agent: &'a str,
    /// Field names and values; one that could split the request refuses the call.
    pub fields: &'a [(String, String)],
    pub body: Option<&'a [u8]>,
}

impl HttpClient<'_> {
    /// Sends the call and reads the answer as far as the limits let it.
    pub async fn call(
        &self,
        endpoint: &WebEndpoint,
        path: &RequestPath,
        call: &Call<'_>,
    ) -> Result<(ResponseHead, Body), HttpError> {
        let request = request_bytes(endpoint, path, call)?;
        let (head, body, _) = self.talk(endpoint, Method::Get, &request).await?;
        Ok((head, body))
    }
}

fn request_bytes(
    endpoint: &WebEndpoint,
    path: &RequestPath,
    call: &Call<'_>,
) -> Result<Vec<u8>, HttpError> {
    let method = if call.body.is_some() { "POST" } else { "GET" };
    let mut head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\nAccept-Encoding: identity\r\nConnection: close\r\n",
        endpoint.authority(),
        call.user_agent,
    );
    for (name, value) in call.fields {
        if !is_name(name) || !is_value(value) {
            return Err(HttpError::BadField);
        }
        head.extend([name, ": ", value, "\r\n"]);
    }
    if let Some(body) = call.body {
        head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
    }
    head.push_str("\r\n");
    let mut request = head.into_bytes();
    request.extend_from_slice(call.body.unwrap_or_default());
    Ok(request)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_value(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_could_split_a_request_is_none() {
        for value in ["a\r\nHost: evil", "a\nb", "a\0", "é"] {
            assert!(!is_value(value), "{value:?}");
        }
        for name in ["", "a b", "a:", "a\r\n"] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(is_name("Authorization") && is_value("Bearer a.b-c_d~e+f/g="));
    }
}
