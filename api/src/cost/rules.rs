//! The rule of each field, read from the SDL once at start.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql_value::ConstValue;

/// Items that a connection gives when the client does not say.
pub(super) const DEFAULT_FIRST: u64 = 20;

/// The most objects that can be asked for by their ids at once; it is what such a field costs.
pub const MAX_IDS: u64 = 20;

/// The cost rules of a schema.
#[derive(Debug, Default)]
pub struct CostRules {
    fields: HashMap<String, HashMap<String, FieldRule>>,
    pub(super) query: String,
    pub(super) mutation: String,
    pub(super) subscription: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldRule {
    /// The type of the value or of the list's items.
    pub of: String,
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One value, or a list of leaves.
    One,
    /// A list of objects that is short by nature.
    List,
    /// Takes `first`, or `ids`; carries what it takes by default.
    Paged(u64),
    /// `nodes` or `edges` of a connection.
    Items,
}

impl CostRules {
    /// Reads the rules from a schema's SDL.
    ///
    /// # Errors
    /// The parser's text, if the SDL can't be read: a defect of the schema.
    pub fn from_sdl(sdl: &str) -> Result<Self, String> {
        let document = parse_schema(sdl).map_err(|error| error.to_string())?;
        let built_in = ["Int", "Float", "String", "Boolean", "ID"].map(str::to_owned);
        let leaves: HashSet<String> = document
            .definitions
            .iter()
            .filter_map(leaf_name)
            .chain(built_in)
            .collect();
        let mut rules = Self {
            query: "Query".into(),
            mutation: "Mutation".into(),
            subscription: "Subscription".into(),
            ..Self::default()
        };
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => rules.set_roots(&schema.node),
                TypeSystemDefinition::Type(ty) => {
                    let name = ty.node.name.node.to_string();
                    let fields = match ty.node.kind {
                        TypeKind::Object(object) => object.fields,
                        TypeKind::Interface(interface) => interface.fields,
                        _ => continue,
                    };
                    let of_connection = name.ends_with("Connection");
                    let rule = |field: &FieldDefinition| field_rule(field, of_connection, &leaves);
                    let fields = fields
                        .iter()
                        .map(|field| (field.node.name.node.to_string(), rule(&field.node)));
                    rules.fields.entry(name).or_default().extend(fields);
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        Ok(rules)
    }

    fn set_roots(&mut self, schema: &async_graphql::parser::types::SchemaDefinition) {
        for (root, name) in [
            (&mut self.query, &schema.query),
            (&mut self.mutation, &schema.mutation),
            (&mut self.subscription, &schema.subscription),
        ] {
            if let Some(name) = name {
                *root = name.node.to_string();
            }
        }
    }

    pub(super) fn field(&self, parent: &str, name: &str) -> Option<&FieldRule> {
        self.fields.get(parent)?.get(name)
    }

    /// Lists of objects that are not paged, as `Type.field`. Each must be short by nature: reviewed in a test.
    #[must_use]
    pub fn unpaged_lists(&self) -> Vec<String> {
        let mut lists: Vec<String> = self
            .fields
            .iter()
            .flat_map(|(ty, fields)| fields.iter().map(move |(name, rule)| (ty, name, rule)))
            .filter(|(_, _, rule)| rule.shape == Shape::List)
            .map(|(ty, name, _)| format!("{ty}.{name}"))
            .collect();
        lists.sort();
        lists
    }
}

fn field_rule(field: &FieldDefinition, of_connection: bool, leaves: &HashSet<String>) -> FieldRule {
    let (of, is_list) = base_of(&field.ty.node);
    let argument = |name: &str| {
        let mut arguments = field.arguments.iter();
        arguments.find(|argument| argument.node.name.node == name)
    };
    let shape = match argument("first") {
        Some(argument) => Shape::Paged(
            match argument
                .node
                .default_value
                .as_ref()
                .map(|value| &value.node)
            {
                Some(ConstValue::Number(number)) => number.as_u64().unwrap_or(DEFAULT_FIRST),
                _ => DEFAULT_FIRST,
            },
        ),
        None if argument("ids").is_some() => Shape::Paged(MAX_IDS),
        None if of_connection && matches!(field.name.node.as_str(), "nodes" | "edges") => {
            Shape::Items
        }
        None if is_list && !leaves.contains(of) => Shape::List,
        None => Shape::One,
    };
    FieldRule {
        of: of.to_owned(),
        shape,
    }
}

fn base_of(ty: &Type) -> (&str, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.as_str(), false),
        BaseType::List(inner) => (base_of(inner).0, true),
    }
}

fn leaf_name(definition: &TypeSystemDefinition) -> Option<String> {
    match definition {
        TypeSystemDefinition::Type(ty)
            if matches!(ty.node.kind, TypeKind::Scalar | TypeKind::Enum(_)) =>
        {
            Some(ty.node.name.node.to_string())
        }
        _ => None,
    }
}
