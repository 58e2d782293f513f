//! Reads a body up to a limit, while it streams in.

use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::web::{BytesMut, Payload};
use futures_util::StreamExt;

/// Why a body was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    TooLarge,
    Broken,
}

/// The whole body, if it has at most `limit` bytes. What announces more is not read at all.
pub(crate) async fn read_body(
    headers: &HeaderMap,
    mut payload: Payload,
    limit: usize,
) -> Result<BytesMut, BodyError> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(BodyError::TooLarge);
    }
    let mut body = BytesMut::with_capacity(announced.unwrap_or_default());
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| BodyError::Broken)?;
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
