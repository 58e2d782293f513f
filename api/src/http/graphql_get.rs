//! `GET /graphql`: a WebSocket, GraphiQL for browsers, a query or a subscription as an event stream. Never a mutation.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, UPGRADE};
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::parser::types::OperationType;

use super::media_type::{Accepted, MediaType};
use super::respond::refuse_with;
use super::serve_operation::{not_acceptable, serve_operation};
use crate::edge::Edge;
use crate::execute::{Operation, RequestParams};
use crate::pages::graphiql_page;
use crate::trusted_documents::Sender;
use crate::ws::upgrade;

/// Decides by the headers what the client wants.
pub(super) async fn graphql_get(
    edge: web::Data<Edge>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    if request.headers().contains_key(UPGRADE) {
        return upgrade(edge, &request, payload);
    }
    let is_query = request
        .query_string()
        .split('&')
        .any(|pair| pair.starts_with("query=") || pair.starts_with("documentId="));
    if edge.graphiql && !is_query && MediaType::wants_html(request.headers()) {
        return graphiql_page();
    }
    let Some(accepted) = Accepted::of(request.headers()) else {
        return not_acceptable(&request);
    };
    let params = match RequestParams::from_query_string(request.query_string()) {
        Ok(params) => params,
        Err(error) => return refuse_with(&request, StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let operation = Operation::admit(&edge, params, Sender::of(&request));
    if operation
        .as_ref()
        .is_ok_and(|operation| operation.kind() == OperationType::Mutation)
    {
        let text = "a mutation changes something: send it by POST";
        let mut response = refuse_with(&request, StatusCode::METHOD_NOT_ALLOWED, text);
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    serve_operation(&edge, &request, operation, accepted).await
}
