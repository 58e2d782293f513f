//! The handshake: subprotocol, cookie rules, a free place.

use actix_web::http::StatusCode;
use actix_web::http::header::SEC_WEBSOCKET_PROTOCOL;
use actix_web::{HttpRequest, HttpResponse, web};
use xorb_domain::identity::RequestInfo;

use super::close::Close;
use super::conversation::Conversation;
use super::greeting::greet;
use super::open_sockets::Seat;
use super::protocol::PROTOCOL;
use super::running::Running;
use super::wire::Wire;
use crate::caller::Credentials;
use crate::edge::Edge;
use crate::http::{Channel, check_cookie_rules, refuse, refuse_error, refuse_with, request_info};
use crate::trusted_documents::Sender;

/// Turns the connection into a socket, or says why not.
pub(crate) fn upgrade(
    edge: web::Data<Edge>,
    request: &HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let offered = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let offered: Vec<&str> = offered
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    if !offered.contains(&PROTOCOL) {
        return turn_away(&edge, request, payload, &offered);
    }
    let shown = match Credentials::of(request) {
        Ok(shown) => shown,
        Err(error) => return refuse(request, error),
    };
    if let Err(error) = check_cookie_rules(&edge, request, &shown, Channel::Socket) {
        return refuse_error(request, error);
    }
    let seat = match edge.sockets.take_seat(request_info(request).address) {
        Ok(seat) => seat,
        Err(error) => return refuse(request, error),
    };
    match actix_ws::handle_with_protocols(request, payload, &[PROTOCOL]) {
        Ok((response, session, messages)) => {
            let wire = Wire::new(session, messages, edge.reader_patience);
            let visitor = Visitor {
                info: request_info(request),
                shown,
                sender: Sender::of(request),
            };
            actix_web::rt::spawn(serve_socket(edge, visitor, seat, wire));
            response
        }
        Err(error) => refuse_with(request, StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// Tells a client that speaks another protocol, in the only way that its programmer gets to see: browsers hide why a handshake
/// was refused, and end a socket on which nothing of what they offered was chosen.
fn turn_away(
    edge: &Edge,
    request: &HttpRequest,
    payload: web::Payload,
    offered: &[&str],
) -> HttpResponse {
    let chosen = offered.get(..1).unwrap_or_default();
    match actix_ws::handle_with_protocols(request, payload, chosen) {
        Ok((response, session, messages)) => {
            let wire = Wire::new(session, messages, edge.reader_patience);
            actix_web::rt::spawn(wire.close(Close::SubprotocolNotAcceptable));
            response
        }
        Err(error) => refuse_with(request, StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// Who stands at the door, as the handshake tells.
struct Visitor {
    info: RequestInfo,
    shown: Credentials,
    sender: Sender,
}

async fn serve_socket(edge: web::Data<Edge>, visitor: Visitor, seat: Seat, mut wire: Wire) {
    let Visitor {
        info,
        shown,
        sender,
    } = visitor;
    let close = match greet(&mut wire, &edge, &info, shown).await {
        Ok(caller) => {
            let conversation = Conversation {
                edge,
                info,
                caller,
                sender,
                running: Running::default(),
                _seat: seat,
            };
            conversation.talk(&mut wire).await
        }
        Err(close) => close,
    };
    wire.close(close).await;
}
