//! The parameters of a GraphQL request, decoded from a JSON body, a query string or a socket's message.

use async_graphql::Variables;
use serde::Deserialize;
use xorb_domain::AppError;

use crate::gate::check_json_depth;

/// An object whose entries don't matter.
#[derive(Debug, Deserialize)]
struct Shape {}

/// What a client asks for. Unknown entries are ignored, as the specification reserves them.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestParams {
    /// The document.
    #[serde(default)]
    pub query: Option<String>,
    /// The id of a known document, instead of its text.
    #[serde(default)]
    pub document_id: Option<String>,
    /// Which of its operations; an empty name counts as none.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Values for its variables.
    #[serde(default)]
    pub variables: Variables,
    /// Reserved for extensions; must be an object.
    #[serde(default, rename = "extensions")]
    _extensions: Option<Shape>,
}

impl RequestParams {
    /// Reads a JSON body.
    ///
    /// # Errors
    /// `BadInput` for malformed JSON, a batch, a wrong shape, nesting beyond the limit, or no document.
    pub fn from_json(body: &[u8]) -> Result<Self, AppError> {
        check_json_depth(body)?;
        if body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            let message = "batches are not supported: send one operation in each request";
            return Err(AppError::BadInput(message.into()));
        }
        let params: Self = serde_json::from_slice(body).map_err(|error| {
            AppError::BadInput(format!("the body is no GraphQL request: {error}"))
        })?;
        params.tidy()
    }

    /// Reads the query string of a GET request.
    ///
    /// # Errors
    /// `BadInput` if there is no document, or `variables` is no JSON object.
    pub fn from_query_string(query_string: &str) -> Result<Self, AppError> {
        let mut params = Self::default();
        for (name, value) in url::form_urlencoded::parse(query_string.as_bytes()) {
            match name.as_ref() {
                "query" => params.query = Some(value.into_owned()),
                "documentId" => params.document_id = Some(value.into_owned()),
                "operationName" => params.operation_name = Some(value.into_owned()),
                "variables" if !value.is_empty() => params.variables = variables(&value)?,
                _ => {}
            }
        }
        params.tidy()
    }

    fn tidy(mut self) -> Result<Self, AppError> {
        if self.query.is_none() && self.document_id.is_none() {
            let message = "the request has no document: send its text as `query`";
            return Err(AppError::BadInput(message.to_owned()));
        }
        self.operation_name = self.operation_name.filter(|name| !name.is_empty());
        Ok(self)
    }
}

fn variables(text: &str) -> Result<Variables, AppError> {
    check_json_depth(text.as_bytes())?;
    serde_json::from_str(text)
        .map_err(|error| AppError::BadInput(format!("`variables` is no JSON object: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> String {
        RequestParams::from_json(body.as_bytes())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_whole_request_is_read_and_nulls_count_as_absent() {
        let body =
            br#"{"query":"{a}","operationName":null,"variables":null,"extensions":null,"more":1}"#;
        let params = RequestParams::from_json(body).unwrap();
        assert_eq!(
            (
                params.query.as_deref(),
                params.operation_name,
                params.variables.len()
            ),
            (Some("{a}"), None, 0)
        );
        let body = br#"{"query":"{a}","operationName":"A","variables":{"x":[1]}}"#;
        let params = RequestParams::from_json(body).unwrap();
        assert_eq!(
            (params.operation_name.as_deref(), params.variables.len()),
            (Some("A"), 1)
        );
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert!(refusal("NONSENSE").contains("no GraphQL request"));
        assert!(refusal("{\"qeury\":\"{a}\"}").contains("no document"));
        assert!(refusal("{\"query\":1}").contains("expected a string"));
        assert!(refusal("{\"query\":\"{a}\",\"variables\":[7]}").contains("expected a map"));
        assert!(refusal("{\"query\":\"{a}\",\"operationName\":7}").contains("expected a string"));
        assert!(refusal(" [{\"query\":\"{a}\"}]").contains("batches"));
    }

    #[test]
    fn a_query_string_is_read() {
        let params = RequestParams::from_query_string(
            "query=%7Ba%7D&operationName=&variables=%7B%22x%22%3A1%7D",
        )
        .unwrap();
        assert_eq!(
            (
                params.query.as_deref(),
                params.operation_name,
                params.variables.len()
            ),
            (Some("{a}"), None, 1)
        );
        assert!(RequestParams::from_query_string("operationName=A").is_err());
        let known = RequestParams::from_query_string("documentId=sha256%3A00").unwrap();
        assert_eq!(known.document_id.as_deref(), Some("sha256:00"));
        assert!(RequestParams::from_query_string("query=x&variables=7").is_err());
    }
}
