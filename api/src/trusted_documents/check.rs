//! Whether a document would run here: the gate admits it, it is valid, and it costs no more than is allowed.

use async_graphql::Variables;
use async_graphql::parser::parse_query;

use crate::cost::CostRules;
use crate::gate::{GateLimits, admit};
use crate::graphql::{sdl, validate};

/// Checks documents against this program's schema.
pub(super) struct Check {
    costs: CostRules,
    limits: GateLimits,
    cost_limit: u64,
}

impl Check {
    /// A check with these limits.
    ///
    /// # Errors
    /// If the schema contradicts itself.
    pub fn new(limits: GateLimits, cost_limit: u64) -> Result<Self, String> {
        Ok(Self {
            costs: CostRules::from_sdl(&sdl())?,
            limits,
            cost_limit,
        })
    }

    /// What is wrong with a document, if anything is.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self, text: &str) -> Result<(), String> {
        let names = operation_names(text)?;
        for name in &names {
            let name = name.as_deref();
            let admitted = admit(text, name, &self.limits).map_err(|refusal| {
                let error = refusal.error;
                error.to_string()
            })?;
            let operations = admitted.document.operations.iter();
            for (_, operation) in operations {
                self.costs
                    .cost(
                        &admitted.document,
                        &operation.node,
                        &Variables::default(),
                        self.cost_limit,
                    )
                    .map_err(|error| error.to_string())?;
            }
        }
        validate(text, names.first().and_then(Option::as_deref))
    }
}

fn operation_names(text: &str) -> Result<Vec<Option<String>>, String> {
    let document = parse_query(text).map_err(|error| error.to_string())?;
    let names = document.operations.iter();
    Ok(names
        .map(|(name, _)| name.map(ToString::to_string))
        .collect())
}
