//! Compresses whole answers of some size, for clients that accept it.
//!
//! Compression makes the length of an answer depend on what is alike in it, so that somebody who can make a victim's browser
//! ask, can choose what is echoed and sees the lengths, can guess a secret beside it (BREACH). Nobody can make it ask here:
//! a request with a cookie needs a header that no foreign page may set. As a second wall what carries secrets is never
//! compressed: mutations, answers that set a cookie, pages with forms, event streams.

use std::io::Write;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, AcceptEncoding, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    ContentEncoding, Encoding, HeaderMap, HeaderValue, SET_COOKIE, VARY,
};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpResponse, web};

/// Below it, compression saves less than it costs.
const FROM_BYTES: usize = 1_024;
/// From here on another thread does it.
const ELSEWHERE_FROM_BYTES: usize = 64 * 1_024;
/// What is worth it and holds no form.
const KINDS: [&str; 5] = [
    "application/graphql-response+json",
    "application/json",
    "application/javascript",
    "text/javascript",
    "text/css",
];
/// Both fast: an answer is compressed once and read once.
const BROTLI_QUALITY: u32 = 4;
const GZIP_LEVEL: u32 = 5;

/// Marks a response that must stay as it is.
pub(super) struct Uncompressed;

/// Compresses what may be.
pub(super) async fn compress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let accepted = request.get_header::<AcceptEncoding>();
    let response = next.call(request).await?.map_into_boxed_body();
    if !is_compressible(response.response()) {
        return Ok(response);
    }
    let encoding = accepted.and_then(|accepted| chosen(&accepted));
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from(ACCEPT_ENCODING));
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        Err(body) => return Ok(ServiceResponse::new(request, response.set_body(body))),
    };
    let body = match encoding {
        Some(encoding) if body.len() >= FROM_BYTES => encode(encoding, body, headers).await,
        _ => body,
    };
    let response = response.set_body(BoxBody::new(body));
    Ok(ServiceResponse::new(request, response))
}

fn is_compressible(response: &HttpResponse) -> bool {
    let headers = response.headers();
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next());
    response.status() == StatusCode::OK
        && essence.is_some_and(|essence| KINDS.contains(&essence.trim()))
        && !headers.contains_key(SET_COOKIE)
        && !headers.contains_key(CONTENT_ENCODING)
        && response.extensions().get::<Uncompressed>().is_none()
}

fn chosen(accepted: &AcceptEncoding) -> Option<ContentEncoding> {
    let ours = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    match accepted.negotiate(ours.iter())? {
        Encoding::Known(ContentEncoding::Identity) | Encoding::Unknown(_) => None,
        Encoding::Known(encoding) => Some(encoding),
    }
}

/// The body in this encoding; as it was if that fails.
async fn encode(encoding: ContentEncoding, body: Bytes, headers: &mut HeaderMap) -> Bytes {
    let plain = body.clone();
    let encoded = if body.len() < ELSEWHERE_FROM_BYTES {
        encoded(encoding, &body)
    } else {
        let work = web::block(move || encoded(encoding, &body)).await;
        work.unwrap_or_else(|gone| Err(std::io::Error::other(gone)))
    };
    match encoded {
        Ok(encoded) => {
            headers.remove(CONTENT_LENGTH);
            headers.insert(
                CONTENT_ENCODING,
                HeaderValue::from_static(encoding.as_str()),
            );
            encoded.into()
        }
        Err(error) => {
            tracing::warn!(%error, "an answer could not be compressed");
            plain
        }
    }
}

fn encoded(encoding: ContentEncoding, body: &[u8]) -> std::io::Result<Vec<u8>> {
    let out = Vec::with_capacity(body.len() / 4);
    if encoding == ContentEncoding::Brotli {
        let mut writer = brotli::CompressorWriter::new(out, 4_096, BROTLI_QUALITY, 20);
        writer.write_all(body)?;
        return Ok(writer.into_inner());
    }
    let mut writer = flate2::write::GzEncoder::new(out, flate2::Compression::new(GZIP_LEVEL));
    writer.write_all(body)?;
    writer.finish()
}
