//! Walks an operation and adds up what it may cost.

use std::collections::HashMap;

use async_graphql::parser::types::{
    ExecutableDocument, Field, FragmentDefinition, OperationDefinition, OperationType, Selection,
    SelectionSet, VariableDefinition,
};
use async_graphql::{Name, Positioned, Variables};
use xorb_domain::AppError;

use super::CostRules;
use super::first::first_of;
use super::introspection::{INTROSPECTION_LIMIT, ITEMS_A_POINT, items_of};
use super::rules::{DEFAULT_FIRST, Shape};
use super::weight::Weight;

/// Items that a list without pages is taken to have.
const SHORT_LIST: u64 = 5;
/// Beyond it, validation would spend more on suggestions than they are worth.
const MAX_UNKNOWN_FIELDS: usize = 20;
/// Counting all rows is a query of its own.
const TOTAL_COUNT: u64 = 10;

impl CostRules {
    /// The most that the operation can cost, in points. The document has passed the gate: it has no circles.
    ///
    /// # Errors
    /// `CostExceeded` above `limit`; `BadInput` if a `first` is out of range.
    pub fn cost(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
        limit: u64,
    ) -> Result<u64, AppError> {
        let root = match operation.ty {
            OperationType::Query => &self.query,
            OperationType::Mutation => &self.mutation,
            OperationType::Subscription => &self.subscription,
        };
        let mut estimate = Estimate {
            rules: self,
            fragments: &document.fragments,
            definitions: &operation.variable_definitions,
            variables,
            known: HashMap::new(),
            unknown_fields: 0,
        };
        let cost = estimate
            .selection_set(&operation.selection_set.node, root)?
            .of_items(DEFAULT_FIRST);
        if cost > limit {
            return Err(AppError::CostExceeded(format!(
                "the operation may cost {cost} points; at most {limit} are allowed: ask for fewer fields or a \
                 smaller `first`"
            )));
        }
        Ok(cost)
    }
}

struct Estimate<'d> {
    rules: &'d CostRules,
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    definitions: &'d [Positioned<VariableDefinition>],
    variables: &'d Variables,
    known: HashMap<&'d str, Weight>,
    unknown_fields: usize,
}

impl<'d> Estimate<'d> {
    fn selection_set(
        &mut self,
        set: &'d SelectionSet,
        parent: &'d str,
    ) -> Result<Weight, AppError> {
        set.items
            .iter()
            .try_fold(Weight::default(), |weight, selection| {
                Ok(weight.plus(match &selection.node {
                    Selection::Field(field) => self.field(&field.node, parent)?,
                    Selection::InlineFragment(inline) => {
                        let on = inline
                            .node
                            .type_condition
                            .as_ref()
                            .map_or(parent, |on| on.node.on.node.as_str());
                        self.selection_set(&inline.node.selection_set.node, on)?
                    }
                    Selection::FragmentSpread(spread) => {
                        self.fragment(spread.node.fragment_name.node.as_str())?
                    }
                }))
            })
    }

    fn fragment(&mut self, name: &'d str) -> Result<Weight, AppError> {
        if let Some(weight) = self.known.get(name) {
            return Ok(*weight);
        }
        let Some(fragment) = self.fragments.get(name) else {
            return Ok(Weight::default());
        };
        let on = fragment.node.type_condition.node.on.node.as_str();
        let weight = self.selection_set(&fragment.node.selection_set.node, on)?;
        self.known.insert(name, weight);
        Ok(weight)
    }

    fn field(&mut self, field: &'d Field, parent: &'d str) -> Result<Weight, AppError> {
        let name = field.name.node.as_str();
        if matches!(name, "__schema" | "__type") {
            return self.introspection(field);
        }
        let rules = self.rules;
        let Some(rule) = rules.field(parent, name) else {
            return self.unknown_field(name, parent);
        };
        let inner = self.selection_set(&field.selection_set.node, &rule.of)?;
        Ok(match rule.shape {
            Shape::One if name == "totalCount" => Weight::once(TOTAL_COUNT),
            Shape::One => Weight::once(inner.of_items(DEFAULT_FIRST).saturating_add(1)),
            Shape::List => Weight::once(
                inner
                    .of_items(DEFAULT_FIRST)
                    .saturating_mul(SHORT_LIST)
                    .saturating_add(1),
            ),
            Shape::Items => Weight::per_item(inner.of_items(DEFAULT_FIRST).saturating_add(1)),
            Shape::Paged(default) => {
                let first = first_of(field, default, self.variables, self.definitions)?;
                let is_connection = rule.of.ends_with("Connection");
                let items = if is_connection {
                    inner.of_items(first)
                } else {
                    inner.once.saturating_mul(first)
                };
                Weight::once(items.saturating_add(1))
            }
        })
    }

    /// A few are left to validation, which suggests the right names: it takes its time for each.
    fn unknown_field(&mut self, name: &str, parent: &str) -> Result<Weight, AppError> {
        self.unknown_fields += usize::from(name != "__typename");
        if self.unknown_fields > MAX_UNKNOWN_FIELDS {
            return Err(AppError::BadInput(format!(
                "more than {MAX_UNKNOWN_FIELDS} fields do not exist, such as `{name}` of `{parent}`: see the schema"
            )));
        }
        Ok(Weight::once(1))
    }

    fn introspection(&mut self, field: &'d Field) -> Result<Weight, AppError> {
        let items = self.introspection_set(&field.selection_set.node);
        if items > INTROSPECTION_LIMIT {
            return Err(AppError::CostExceeded(
                "the introspection asks for too much; take the introspection query of your tool"
                    .into(),
            ));
        }
        Ok(Weight::once(1 + items / ITEMS_A_POINT))
    }

    fn introspection_set(&self, set: &'d SelectionSet) -> u64 {
        let points = set.items.iter().map(|selection| match &selection.node {
            Selection::Field(field) => {
                let inner = self
                    .introspection_set(&field.node.selection_set.node)
                    .saturating_add(1);
                inner.saturating_mul(items_of(field.node.name.node.as_str()))
            }
            Selection::InlineFragment(inline) => {
                self.introspection_set(&inline.node.selection_set.node)
            }
            Selection::FragmentSpread(spread) => self
                .fragments
                .get(&spread.node.fragment_name.node)
                .map_or(0, |fragment| {
                    self.introspection_set(&fragment.node.selection_set.node)
                }),
        });
        points.fold(0, u64::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    const SDL: &str = "
        schema { query: Q mutation: M }
        scalar Time
        enum Role { A B }
        type M { a: Thing }
        type Q { things(first: Int! = 20, after: String): ThingConnection thing: Thing recent(first: Int): [Thing!] byId(ids: [ID!]!): [Thing] }
        type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! totalCount: Int! pageInfo: PageInfo! }
        type ThingEdge { node: Thing cursor: String! }
        type PageInfo { hasNextPage: Boolean! }
        type Thing { id: ID! at: Time roles: [Role!]! tags: [String!]! parts: [Part!]! things(first: Int): ThingConnection }
        type Part { name: String! }
    ";

    fn cost_with(source: &str, variables: serde_json::Value) -> Result<u64, AppError> {
        let rules = CostRules::from_sdl(SDL).unwrap();
        let document = parse_query(source).unwrap();
        let operation = document.operations.iter().next().unwrap().1.node.clone();
        rules.cost(
            &document,
            &operation,
            &Variables::from_json(variables),
            5_000,
        )
    }

    fn cost(source: &str) -> u64 {
        cost_with(source, serde_json::json!({})).unwrap()
    }

    #[test]
    fn a_connection_costs_first_times_its_children() {
        assert_eq!(
            cost("{ things(first: 10) { nodes { id at } } }"),
            1 + 10 * 3
        );
        assert_eq!(
            cost("{ things(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }"),
            1 + 10 * 4 + 2
        );
        assert_eq!(cost("{ things { nodes { id } } }"), 1 + 20 * 2);
        assert_eq!(cost("{ recent(first: 3) { id } }"), 1 + 3);
        assert_eq!(cost("{ byId(ids: [1]) { id } }"), 1 + 20);
    }

    #[test]
    fn the_total_is_costed_apart() {
        assert_eq!(cost("{ things(first: 100) { totalCount } }"), 1 + 10);
    }

    #[test]
    fn fragments_cost_the_same_as_what_they_stand_for() {
        let plain = cost("{ things(first: 7) { nodes { id at } totalCount } }");
        assert_eq!(
            cost(
                "{ things(first: 7) { ...C } } fragment C on ThingConnection { nodes { ...T } totalCount } fragment T on Thing { id at }"
            ),
            plain
        );
        assert_eq!(
            cost(
                "{ things(first: 7) { ... on ThingConnection { nodes { ... { id at } } totalCount } } }"
            ),
            plain
        );
    }

    #[test]
    fn short_lists_have_a_fixed_factor_and_lists_of_leaves_none() {
        assert_eq!(
            cost("{ thing { roles tags parts { name } } }"),
            1 + 1 + 1 + (1 + 5)
        );
    }

    #[test]
    fn first_comes_from_the_variable_its_default_or_the_field() {
        let source = "query($n: Int = 3) { things(first: $n) { nodes { id } } }";
        assert_eq!(
            cost_with(source, serde_json::json!({ "n": 5 })).unwrap(),
            1 + 5 * 2
        );
        assert_eq!(cost_with(source, serde_json::json!({})).unwrap(), 1 + 3 * 2);
        assert_eq!(
            cost_with(source, serde_json::json!({ "n": "x" })).unwrap(),
            1 + 20 * 2
        );
    }

    #[test]
    fn first_out_of_range_is_refused_with_the_range() {
        for first in [
            "-1",
            "101",
            "99999999999999999999",
            "-9223372036854775808",
            "1.5",
        ] {
            let error = cost_with(
                &format!("{{ things(first: {first}) {{ nodes {{ id }} }} }}"),
                serde_json::json!({}),
            );
            assert!(
                error.unwrap_err().to_string().contains("from 0 to 100"),
                "{first}"
            );
        }
    }

    #[test]
    fn nested_pages_multiply_and_above_the_limit_the_text_says_so() {
        let source = "{ things(first: 100) { nodes { things(first: 100) { nodes { id } } } } }";
        let error = cost_with(source, serde_json::json!({})).unwrap_err();
        assert!(
            matches!(&error, AppError::CostExceeded(text) if text.contains("at most 5000")),
            "{error}"
        );
    }

    #[test]
    fn introspection_has_its_own_budget() {
        let usual = "__schema { types { name fields { name args { name } type { name } } } }";
        let once = cost(&format!("{{ {usual} }}"));
        assert!((10..200).contains(&once), "{once}");
        assert_eq!(cost(&format!("{{ a: {usual} b: {usual} }}")), 2 * once);
        let deep = "__schema { types { fields { type { fields { name description } } } } }";
        let many: Vec<_> = (0..90).map(|n| format!("a{n}: {deep}")).collect();
        let many = format!("{{ {} }}", many.join(" "));
        assert!(cost_with(&many, serde_json::json!({})).is_err());
        let wide = "name description ".repeat(40);
        let source =
            format!("{{ __schema {{ types {{ fields {{ type {{ fields {{ {wide} }} }} }} }} }} }}");
        assert!(cost_with(&source, serde_json::json!({})).is_err());
    }

    #[test]
    fn lists_without_pages_are_known() {
        assert_eq!(
            CostRules::from_sdl(SDL).unwrap().unpaged_lists(),
            ["Thing.parts"]
        );
    }
}
