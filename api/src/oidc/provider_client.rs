//! How the protocol's crates reach a provider: through the one hardened way out, never by a client of their own.

use std::future::Future;
use std::pin::Pin;

use oauth2::http::{Method, Response};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use xorb_domain::Core;
use xorb_domain::identity::federation::{ProviderAnswer, ProviderHttpError, call_provider};

/// The client of one log-in.
pub(super) struct ProviderClient<'c>(pub(super) &'c Core);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(super) struct ProviderClientError(#[from] pub(super) ProviderHttpError);

impl<'c> AsyncHttpClient<'c> for ProviderClient<'_> {
    type Error = ProviderClientError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let fields: Vec<(String, String)> = head
                .headers
                .iter()
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.as_str().to_owned(), value)
                })
                .collect();
            let body = (head.method == Method::POST).then_some(body.as_slice());
            let answer = call_provider(self.0, &head.uri.to_string(), &fields, body).await?;
            into_response(answer).ok_or_else(|| ProviderHttpError::Broken.into())
        })
    }
}

fn into_response(answer: ProviderAnswer) -> Option<HttpResponse> {
    let mut response = Response::builder().status(answer.status);
    if let Some(kind) = answer.content_type {
        response = response.header("content-type", kind);
    }
    response.body(answer.body).ok()
}

/// Fetches a JSON document.
///
/// # Errors
/// Whatever keeps a whole answer with status 200 from coming.
pub(super) async fn fetch_json(
    core: &Core,
    url: &str,
    bearer: Option<&str>,
) -> Result<Vec<u8>, FetchError> {
    let mut fields = vec![("Accept".to_owned(), "application/json".to_owned())];
    if let Some(token) = bearer {
        fields.push(("Authorization".to_owned(), format!("Bearer {token}")));
    }
    let answer = call_provider(core, url, &fields, None).await?;
    match answer.status {
        200 => Ok(answer.body),
        status => Err(FetchError::Status(status)),
    }
}

/// Why a document did not come.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error(transparent)]
    Http(#[from] ProviderHttpError),
    #[error("it answered with the status {0}")]
    Status(u16),
}

impl FetchError {
    pub(super) const fn is_blocked(&self) -> bool {
        matches!(self, Self::Http(error) if error.is_blocked())
    }
}
