//! Operations over a plain socket, as one person.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::process::Process;

/// Of every owner.
pub const PASSWORD: &str = "violet-Tram-93-quokka-lantern";

pub struct Api {
    pub address: SocketAddr,
    pub token: String,
}

impl Api {
    /// Runs one operation; its data.
    pub async fn run(&self, query: &str, variables: Value) -> Result<Value> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut stream = TcpStream::connect(self.address).await?;
        let authorization = match self.token.as_str() {
            "" => String::new(),
            token => format!("authorization: Bearer {token}\r\n"),
        };
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{authorization}content-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (_, body) = answer.split_once("\r\n\r\n").context("no HTTP")?;
        let mut answer: Value = serde_json::from_str(body)?;
        if let Some(errors) = answer.get("errors") {
            bail!("{errors}");
        }
        Ok(answer.get_mut("data").context("no data")?.take())
    }
}

/// The text at this place.
pub fn text<'v>(value: &'v Value, pointer: &str) -> Result<&'v str> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.with_context(|| format!("no {pointer} in {value}"))
}

/// Makes a tenant of this slug, whose owner is `owner@SLUG.example`; its access token.
pub async fn sign_up(process: &Process, slug: &str) -> Result<String> {
    let nobody = Api {
        address: process.address(),
        token: String::new(),
    };
    let query =
        "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }";
    let input = json!({
        "tenantName": slug, "tenantSlug": slug, "email": format!("owner@{slug}.example"), "password": PASSWORD,
        "displayName": "Owner", "delivery": "TOKEN",
    });
    let data = nobody.run(query, json!({ "input": input })).await?;
    Ok(text(&data, "/signUp/session/accessToken")?.to_owned())
}
