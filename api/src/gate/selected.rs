//! The operation of a document that a request selects.

use async_graphql::Positioned;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};

use super::{Reason, Refusal};

/// What the edge needs to know about the operation before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectedOperation {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Query, mutation or subscription.
    pub kind: OperationType,
}

/// Finds the operation called `name`, or the only one.
pub(super) fn select<'d>(
    document: &'d ExecutableDocument,
    name: Option<&str>,
) -> Result<(SelectedOperation, &'d Positioned<OperationDefinition>), Refusal> {
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some((None, operation)),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => operations
            .iter()
            .next()
            .map(|(name, operation)| (Some(name.to_string()), operation)),
        (DocumentOperations::Multiple(_), None) => {
            let message = "the document has several operations: say which one in operationName";
            return Err(Refusal::new(Reason::UnclearOperation, message, None));
        }
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .get(name)
            .map(|operation| (Some(name.to_owned()), operation)),
    };
    let (name, operation) = found.ok_or_else(|| {
        Refusal::new(
            Reason::NoSuchOperation,
            "the document has no operation called as operationName says",
            None,
        )
    })?;
    Ok((
        SelectedOperation {
            name,
            kind: operation.node.ty,
        },
        operation,
    ))
}
