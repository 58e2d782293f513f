//! The operators' schema, put together.

use async_graphql::{EmptySubscription, SDLExportOptions, Schema};

use super::{OperatorsMutation, OperatorsQuery};

/// Builds it. The edge has measured and costed each document before, so it sets no limits of its own.
pub(in crate::graphql) fn operators_schema()
-> Schema<OperatorsQuery, OperatorsMutation, EmptySubscription> {
    Schema::new(
        OperatorsQuery::default(),
        OperatorsMutation::default(),
        EmptySubscription,
    )
}

/// The operators' schema as text, as `operators.graphql` holds it.
#[must_use]
pub fn operators_sdl() -> String {
    let options = SDLExportOptions::new()
        .include_specified_by()
        .prefer_single_line_descriptions()
        .use_space_ident();
    operators_schema().sdl_with_options(options)
}
