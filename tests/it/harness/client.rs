//! A client of the API over real HTTP, as one person or as nobody.

use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::time::Duration;

use super::closed_codes::assert_codes_are_known;

const DEADLINE: Duration = Duration::from_secs(60);
/// The media type whose status says what happened.
const RESPONSE: &str = "application/graphql-response+json, */*;q=0.1";

#[derive(Clone)]
pub struct Client {
    base: String,
    http: reqwest::Client,
    access_token: Option<String>,
}

/// An answer to a GraphQL operation.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Client {
    pub fn anonymous(base: &str) -> Self {
        Self::from(base, "127.0.0.1")
    }

    /// A client that connects from this loopback address.
    pub fn from(base: &str, address: &str) -> Self {
        let address: IpAddr = address.parse().unwrap();
        let builder = reqwest::Client::builder()
            .timeout(DEADLINE)
            .local_address(address);
        Self {
            base: base.to_owned(),
            http: builder.build().unwrap(),
            access_token: None,
        }
    }

    /// A client that shows where it is sent on to instead of going there.
    pub fn browser(base: &str) -> Self {
        let builder = reqwest::Client::builder()
            .timeout(DEADLINE)
            .redirect(reqwest::redirect::Policy::none());
        Self {
            base: base.to_owned(),
            http: builder.build().unwrap(),
            access_token: None,
        }
    }

    /// The same connection pool, as somebody who has this access token.
    pub fn with_token(&self, access_token: &str) -> Self {
        Self {
            access_token: Some(access_token.to_owned()),
            ..self.clone()
        }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn access_token(&self) -> Option<&str> {
        self.access_token.as_deref()
    }

    /// A request to be changed before it is sent: other headers, another body.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.base);
        let request = self.http.request(method, url).header(ACCEPT, RESPONSE);
        match &self.access_token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn graphql(&self, query: &str, variables: Value) -> Answer {
        let body = json!({ "query": query, "variables": variables });
        Answer::of(
            self.request(Method::POST, "/graphql")
                .json(&body)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    /// A mutation with one `input`, written as `startScan(input: $input) { … }` with the type of its input.
    pub async fn mutate(&self, input_type: &str, field: &str, input: Value) -> Answer {
        let query = format!("mutation($input: {input_type}!) {{ {field} }}");
        self.graphql(&query, json!({ "input": input })).await
    }
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        assert_codes_are_known(&body);
        Self {
            status,
            headers,
            body,
        }
    }

    /// The data of an operation that had no errors, at this path, such as `/scan/state`.
    #[track_caller]
    pub fn data(&self, pointer: &str) -> &Value {
        assert!(self.body["errors"].is_null(), "{self:?}");
        self.body["data"]
            .pointer(pointer)
            .unwrap_or_else(|| panic!("no {pointer} in {self:?}"))
    }

    /// As `data`, for text.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        let value = self.data(pointer);
        value
            .as_str()
            .unwrap_or_else(|| panic!("{pointer} is no text in {self:?}"))
            .to_owned()
    }

    /// The code of the first system error, such as `NOT_FOUND`.
    pub fn code(&self) -> Option<&str> {
        self.body.pointer("/errors/0/extensions/code")?.as_str()
    }

    /// The code of the first business error of the only field, such as `ASSET_NOT_VERIFIED`.
    pub fn user_error(&self) -> Option<&str> {
        let payload = self.body["data"].as_object()?.values().next()?;
        payload.pointer("/userErrors/0/code")?.as_str()
    }
}
