//! As much HTTP as a benchmark needs, over a plain socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

const DEADLINE: Duration = Duration::from_secs(30);

/// Sends one request on a connection of its own and returns the status.
///
/// # Errors
/// If nothing answers in time, or not in HTTP.
pub fn request(server: SocketAddr, method: &str, path: &str, body: &[u8]) -> Result<u16> {
    Ok(exchange(server, (method, path), None, body)?.0)
}

/// Sends the body of a GraphQL request, with an access token or without, and returns the status and the answer's body.
///
/// # Errors
/// If nothing answers in time, or not in HTTP.
pub fn post_graphql(
    server: SocketAddr,
    token: Option<&str>,
    body: &[u8],
) -> Result<(u16, Vec<u8>)> {
    exchange(server, ("POST", "/graphql"), token, body)
}

fn exchange(
    server: SocketAddr,
    (method, path): (&str, &str),
    token: Option<&str>,
    body: &[u8],
) -> Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect_timeout(&server, DEADLINE)?;
    stream.set_read_timeout(Some(DEADLINE))?;
    let authorization = token.map_or_else(String::new, |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         accept: application/graphql-response+json\r\n{authorization}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let status = answer.get(9..12).context("the answer is no HTTP")?;
    let status = std::str::from_utf8(status)?.parse()?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let body = answer.split_off(end.map_or(answer.len(), |end| end + 4));
    Ok((status, body))
}
