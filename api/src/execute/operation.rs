//! An operation that may run: it passed the gate, its caller may use its root fields, its cost is within the limit.

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql::{Request, ServerError};
use xorb_domain::AppError;
use xorb_domain::rate_limits::Lane;

use super::RequestParams;
use super::document_hash::document_hash;
use super::root_fields::root_fields;
use crate::caller::Caller;
use crate::edge::Edge;
use crate::errors::into_server_error;
use crate::gate::{AdmittedDocument, admit};
use crate::limits::lane_of;
use crate::trusted_documents::Sender;

/// What is known about an operation before it runs. Resolvers find it in their context.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// Its name, cut to a length that fits on a span.
    pub name: String,
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// Names the document without showing it.
    pub hash: String,
    /// The most points it may cost.
    pub cost: u64,
    /// Its root fields, and how often.
    pub operations: Vec<(String, u64)>,
    /// Its lane.
    pub lane: Lane,
}

/// An operation that passed the gate; its caller is not known yet.
#[derive(Debug)]
pub struct Operation {
    admitted: AdmittedDocument,
    hash: String,
    params: RequestParams,
}

impl Operation {
    /// Finds the document that a request means, and lets it through the gate.
    ///
    /// # Errors
    /// The gate's refusal; `BAD_USER_INPUT` if the document is not known here, or must be and is not.
    pub fn admit(
        edge: &Edge,
        mut params: RequestParams,
        sender: Sender,
    ) -> Result<Self, ServerError> {
        let (query, id) = (params.query.take(), params.document_id.take());
        let document = edge
            .trusted_documents
            .resolve(query, id.as_deref(), sender)
            .map_err(|error| into_server_error(error, None))?;
        let admitted = admit(&document, params.operation_name.as_deref(), &edge.gate)?;
        Ok(Self {
            admitted,
            hash: document_hash(&document),
            params,
        })
    }

    /// Query, mutation or subscription.
    #[must_use]
    pub fn kind(&self) -> OperationType {
        self.admitted.operation.kind
    }

    /// Its lane, when there is too much to do.
    #[must_use]
    pub fn lane(&self) -> Lane {
        let definition = definition(&self.admitted);
        let fields = definition.map(|found| root_fields(&self.admitted.document, found));
        let fields = fields.unwrap_or_default();
        lane_of(self.kind(), fields.keys().copied())
    }
}

/// Makes the operation ready for its caller.
///
/// # Errors
/// `UNAUTHENTICATED` for an anonymous caller and a root field that is not public, `COST_EXCEEDED` above the limit,
/// `BAD_USER_INPUT` for a `first` out of range.
pub(crate) fn prepare(
    edge: &Edge,
    operation: Operation,
    caller: &dyn Caller,
) -> Result<(Request, OperationFacts), ServerError> {
    let Operation {
        admitted,
        hash,
        mut params,
    } = operation;
    admitted.complete_variables(&mut params.variables, &edge.gate)?;
    let refuse = |error| into_server_error(error, None);
    let definition =
        definition(&admitted).ok_or_else(|| refuse(AppError::internal("no operation")))?;
    let mut introspection = true;
    let fields = root_fields(&admitted.document, definition);
    if caller.is_anonymous() {
        introspection = edge.anonymous_introspection;
        let is_open = |field: &&str| match *field {
            "__typename" => true,
            "__schema" | "__type" => introspection,
            field => edge.callers.is_public(definition.ty, field),
        };
        if !fields.keys().all(is_open) {
            return Err(refuse(AppError::Unauthenticated));
        }
    }
    check_narrowed(edge, caller, fields.keys().copied()).map_err(refuse)?;
    let cost = edge
        .costs
        .cost(
            &admitted.document,
            definition,
            &params.variables,
            edge.cost_limit,
        )
        .map_err(refuse)?;
    let facts = OperationFacts {
        name: admitted
            .operation
            .name
            .as_deref()
            .unwrap_or_default()
            .chars()
            .take(64)
            .collect(),
        kind: admitted.operation.kind,
        hash,
        cost,
        lane: lane_of(definition.ty, fields.keys().copied()),
        operations: fields
            .iter()
            .map(|(name, times)| ((*name).to_owned(), *times))
            .collect(),
    };
    let mut request = Request::new(String::new())
        .variables(params.variables)
        .data(facts.clone());
    request.operation_name = params.operation_name;
    if !introspection {
        request = request.disable_introspection();
    }
    caller.attach(&mut request.data);
    request.set_parsed_query(admitted.document);
    Ok((request, facts))
}

/// Somebody of whom the tenant demands something may do what it takes to get it; an operator in somebody's name may do what
/// is on a closed list.
fn check_narrowed<'f>(
    edge: &Edge,
    caller: &dyn Caller,
    fields: impl Iterator<Item = &'f str>,
) -> Result<(), AppError> {
    for field in fields.filter(|field| !field.starts_with("__")) {
        if let Some(demand) = caller.demand()
            && !edge.callers.helps_to_meet(demand, field)
        {
            return Err(demand.refusal());
        }
        if caller.is_in_somebodys_name() && !edge.callers.is_for_operators(field) {
            return Err(AppError::Forbidden("of the person themselves"));
        }
    }
    Ok(())
}

fn definition(admitted: &AdmittedDocument) -> Option<&OperationDefinition> {
    let ExecutableDocument { operations, .. } = &admitted.document;
    let found = match (operations, &admitted.operation.name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name.as_str()),
        (DocumentOperations::Multiple(_), None) => None,
    };
    found.map(|operation| &operation.node)
}
