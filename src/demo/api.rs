//! The server as its clients see it: GraphQL over HTTP, and a bearer token.

use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use serde_json::{Value, json};

const DEADLINE: Duration = Duration::from_secs(30);

/// A caller: nobody, until it has a token.
#[derive(Clone)]
pub(crate) struct Api {
    base: String,
    http: reqwest::Client,
    token: Option<String>,
}

/// Why the server did not do what it was asked for.
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl Api {
    /// A client of the server at `base`, such as `http://127.0.0.1:8080`. The way there never leaves this machine, so a proxy
    /// of the environment has no part in it.
    pub(crate) fn anonymous(base: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(DEADLINE)
            .no_proxy()
            .build()?;
        Ok(Self {
            base: base.to_owned(),
            http,
            token: None,
        })
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The same server, as the person who has this access token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The same server, as nobody.
    pub(crate) fn anonymously(&self) -> Self {
        Self {
            token: None,
            ..self.clone()
        }
    }

    /// Does `/readyz` say yes?
    pub(crate) async fn is_ready(&self) -> bool {
        let answer = self.http.get(format!("{}/readyz", self.base)).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// The data of an operation.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> anyhow::Result<Value> {
        let mut request = self.http.post(format!("{}/graphql", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let body = json!({ "query": query, "variables": variables });
        let answer = request.json(&body).send().await?;
        let status = answer.status();
        let mut answer: Value = answer
            .json()
            .await
            .with_context(|| format!("the server answered {status} and no JSON"))?;
        if let Some(message) = answer.pointer("/errors/0/message").and_then(Value::as_str) {
            bail!("the server answered: {message}");
        }
        Ok(take(&mut answer, "data"))
    }

    /// Asks for a change: `field` of the mutation with what is selected of its payload, its input's type named after it.
    pub(crate) async fn change(
        &self,
        field: &str,
        selection: &str,
        input: Value,
    ) -> anyhow::Result<Result<Value, Refusal>> {
        let mut letters = field.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        let input_type: String = first.into_iter().chain(letters).collect();
        let query = format!(
            "mutation($input: {input_type}Input!) {{ {field}(input: $input) {{ {selection} userErrors {{ code message }} }} }}"
        );
        let mut data = self.ask(&query, json!({ "input": input })).await?;
        let payload = take(&mut data, field);
        let Some(refusal) = payload.pointer("/userErrors/0") else {
            return Ok(Ok(payload));
        };
        Ok(Err(Refusal {
            code: text(refusal, "/code")?,
            message: text(refusal, "/message")?,
        }))
    }

    /// A change that must not be refused.
    pub(crate) async fn mutate(
        &self,
        field: &str,
        selection: &str,
        input: Value,
    ) -> anyhow::Result<Value> {
        let answer = self.change(field, selection, input).await?;
        answer.map_err(|refusal| anyhow!("{field} was refused: {}", refusal.message))
    }
}

/// The text at this place of an answer.
pub(crate) fn text(answer: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    found
        .map(str::to_owned)
        .ok_or_else(|| anyhow!("the server's answer has no {pointer}"))
}

/// Moves a member out of an answer; null if it has none of this name.
pub(crate) fn take(answer: &mut Value, member: &str) -> Value {
    answer.get_mut(member).map(Value::take).unwrap_or_default()
}

/// The list at this place of an answer; empty if it is null.
pub(crate) fn list<'a>(answer: &'a Value, pointer: &str) -> &'a [Value] {
    let found = answer.pointer(pointer).and_then(Value::as_array);
    found.map_or(&[], Vec::as_slice)
}

/// The number at this place of an answer.
pub(crate) fn number(answer: &Value, pointer: &str) -> u64 {
    let found = answer.pointer(pointer).and_then(Value::as_u64);
    found.unwrap_or_default()
}
