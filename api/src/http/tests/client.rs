//! A client of the application.

use std::net::SocketAddr;

use actix_web::HttpMessage;
use actix_web::body::to_bytes;
use actix_web::http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Data;
use serde_json::{Value, json};

use crate::Edge;
use crate::http::app;
use crate::testing;

pub const NEW: &str = "application/graphql-response+json";
pub const LEGACY: &str = "application/json";

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }
}

/// A POST of a document, by default from a loopback peer.
pub fn post(query: &str) -> TestRequest {
    post_body(&json!({ "query": query }).to_string())
}

pub fn post_body(body: &str) -> TestRequest {
    request(Method::POST, "/graphql")
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_owned())
}

pub fn get(path: &str) -> TestRequest {
    request(Method::GET, path)
}

pub fn request(method: Method, path: &str) -> TestRequest {
    let peer: SocketAddr = "127.0.0.1:50000".parse().unwrap();
    TestRequest::default()
        .method(method)
        .uri(path)
        .peer_addr(peer)
}

pub async fn send(request: TestRequest) -> Reply {
    send_to(testing::edge(), request).await
}

pub async fn send_to(edge: Data<Edge>, request: TestRequest) -> Reply {
    let service = init_service(app(edge)).await;
    let mut request = request.to_request();
    // As front ends do; a test about something else says so.
    if !request.headers().contains_key(ACCEPT) {
        let accept = HeaderValue::from_static(NEW);
        request.headers_mut().insert(ACCEPT, accept);
    }
    let response = actix_web::test::call_service(&service, request).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let Ok(body) = to_bytes(response.into_body()).await else {
        panic!("the body broke off")
    };
    Reply {
        status,
        headers,
        text: String::from_utf8_lossy(&body).into_owned(),
    }
}

pub fn with(request: TestRequest, headers: &[(&str, &str)]) -> TestRequest {
    headers.iter().fold(request, |request, (name, value)| {
        let name = HeaderName::try_from(*name).unwrap();
        request.append_header((name, *value))
    })
}
