//! The measurement of a parsed document: every fragment once, whatever the number of its uses.
//!
//! The recursion is bounded twice: the scan limits the nesting of the text, `selection_depth` the chain of fragments.

use std::collections::HashMap;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Pos, Positioned};
use async_graphql_value::Value;

use super::counts::{too_many, too_many_fields};
use super::size::Size;
use super::{GateLimits, Reason, Refusal};

/// Measures every operation and fragment and refuses what is above a limit. Gives the size of `selected`.
pub(super) fn measure(
    document: &ExecutableDocument,
    selected: &Positioned<OperationDefinition>,
    limits: &GateLimits,
) -> Result<Size, Refusal> {
    let mut measure = Measure {
        document,
        limits,
        fragments: HashMap::new(),
        aliases: 0,
        directives: 0,
        total: 0,
    };
    count(
        Reason::TooManyOperations,
        "operations",
        document.operations.iter().len(),
        limits.operations,
    )?;
    count(
        Reason::TooManyFragments,
        "fragments",
        document.fragments.len(),
        limits.fragments,
    )?;
    for (name, fragment) in &document.fragments {
        measure.directives(&fragment.node.directives)?;
        let size = measure.fragment(name, fragment.pos, 0)?;
        measure.check_fields(size, fragment.pos)?;
    }
    let mut selected_size = Size::default();
    for (_, operation) in document.operations.iter() {
        let size = measure.operation(operation)?;
        if std::ptr::eq(operation, selected) {
            selected_size = size;
        }
    }
    Ok(selected_size)
}

struct Measure<'d> {
    document: &'d ExecutableDocument,
    limits: &'d GateLimits,
    /// `None` while the fragment is being measured.
    fragments: HashMap<&'d str, Option<Size>>,
    aliases: usize,
    directives: usize,
    total: u64,
}

impl<'d> Measure<'d> {
    fn operation(
        &mut self,
        operation: &'d Positioned<OperationDefinition>,
    ) -> Result<Size, Refusal> {
        for variable in &operation.node.variable_definitions {
            self.directives(&variable.node.directives)?;
        }
        self.directives(&operation.node.directives)?;
        let size = self.selection_set(&operation.node.selection_set, 1)?;
        self.check_fields(size, operation.pos)?;
        let (actual, limit) = (size.depth, self.limits.depth);
        if actual > limit {
            let message =
                format!("the operation is {actual} fields deep; at most {limit} are allowed");
            return Err(Refusal::new(Reason::TooDeep, message, Some(operation.pos)));
        }
        let (actual, limit) = (size.fields_here, self.limits.root_fields);
        if actual > limit {
            let message =
                format!("the operation has {actual} root fields; at most {limit} are allowed");
            return Err(Refusal::new(
                Reason::TooManyRootFields,
                message,
                Some(operation.pos),
            ));
        }
        Ok(size)
    }

    fn selection_set(
        &mut self,
        set: &'d Positioned<SelectionSet>,
        nesting: u32,
    ) -> Result<Size, Refusal> {
        self.check_nesting(nesting, set.pos)?;
        set.node
            .items
            .iter()
            .try_fold(Size::default(), |size, selection| {
                Ok(size.beside(match &selection.node {
                    Selection::Field(field) => self.field(field, nesting)?,
                    Selection::InlineFragment(inline) => {
                        let uses = self.directives(&inline.node.directives)?;
                        let inner = self.selection_set(&inline.node.selection_set, nesting + 1)?;
                        inner.inside_fragment().with_variable_uses(uses)
                    }
                    Selection::FragmentSpread(spread) => {
                        let uses = self.directives(&spread.node.directives)?;
                        let inner = self.fragment(
                            &spread.node.fragment_name.node,
                            spread.pos,
                            nesting + 1,
                        )?;
                        inner.inside_fragment().with_variable_uses(uses)
                    }
                }))
            })
    }

    fn field(&mut self, field: &'d Positioned<Field>, nesting: u32) -> Result<Size, Refusal> {
        if field.node.alias.is_some() {
            self.aliases += 1;
            count(
                Reason::TooManyAliases,
                "aliases",
                self.aliases,
                self.limits.aliases,
            )?;
        }
        let uses =
            self.directives(&field.node.directives)? + variable_uses_in(&field.node.arguments);
        let inner = if field.node.selection_set.node.items.is_empty() {
            Size::default()
        } else {
            self.selection_set(&field.node.selection_set, nesting + 1)?
        };
        let (name, limit) = (
            field.node.name.node.as_str(),
            self.limits.introspection_lists,
        );
        if matches!(name, "__schema" | "__type") && inner.introspection_lists > limit {
            let message =
                format!("the introspection follows more than {limit} lists inside each other");
            return Err(Refusal::new(
                Reason::IntrospectionCircle,
                message,
                Some(field.pos),
            ));
        }
        Ok(inner.inside_field(name).with_variable_uses(uses))
    }

    fn fragment(&mut self, name: &'d str, at: Pos, nesting: u32) -> Result<Size, Refusal> {
        match self.fragments.get(name) {
            Some(Some(size)) => {
                let size = *size;
                return self
                    .check_nesting(nesting.saturating_add(size.selection_depth), at)
                    .map(|()| size);
            }
            Some(None) => {
                let message =
                    format!("fragment `{name}` contains itself: take one of its spreads out");
                return Err(Refusal::new(Reason::FragmentCycle, message, Some(at)));
            }
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            let message = format!("there is no fragment `{name}`: define it in the document");
            return Err(Refusal::new(Reason::UnknownFragment, message, Some(at)));
        };
        self.fragments.insert(name, None);
        let size = self.selection_set(&fragment.node.selection_set, nesting)?;
        self.fragments.insert(name, Some(size));
        Ok(size)
    }

    fn directives(&mut self, directives: &'d [Positioned<Directive>]) -> Result<u64, Refusal> {
        self.directives += directives.len();
        count(
            Reason::TooManyDirectives,
            "directives",
            self.directives,
            self.limits.directives,
        )?;
        Ok(directives
            .iter()
            .map(|directive| variable_uses_in(&directive.node.arguments))
            .sum())
    }

    fn check_fields(&mut self, size: Size, at: Pos) -> Result<(), Refusal> {
        self.total = self.total.saturating_add(size.fields);
        let (limit, all) = (self.limits.fields, self.limits.document_fields);
        if size.fields > limit || self.total > all {
            let message = too_many_fields(self.limits);
            return Err(Refusal::new(Reason::TooManyFields, message, Some(at)));
        }
        Ok(())
    }

    fn check_nesting(&self, nesting: u32, at: Pos) -> Result<(), Refusal> {
        let limit = self.limits.selection_depth;
        if nesting <= limit {
            return Ok(());
        }
        let message = format!("selections and fragments are nested more than {limit} levels deep");
        Err(Refusal::new(Reason::TooManyLevels, message, Some(at)))
    }
}

fn variable_uses_in<N>(arguments: &[(N, Positioned<Value>)]) -> u64 {
    arguments
        .iter()
        .map(|(_, value)| variable_uses(&value.node))
        .sum()
}

fn variable_uses(value: &Value) -> u64 {
    match value {
        Value::Variable(_) => 1,
        Value::List(items) => items.iter().map(variable_uses).sum(),
        Value::Object(fields) => fields.values().map(variable_uses).sum(),
        _ => 0,
    }
}

fn count(reason: Reason, what: &str, actual: usize, limit: usize) -> Result<(), Refusal> {
    if actual <= limit {
        return Ok(());
    }
    Err(Refusal::new(reason, too_many(what, limit), None))
}
