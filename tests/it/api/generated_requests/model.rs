//! The schema, as far as requests are made from it.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};

pub struct Model {
    /// Objects and interfaces.
    pub fields: BTreeMap<String, Vec<Field>>,
    pub inputs: BTreeMap<String, Vec<Argument>>,
    pub enums: BTreeMap<String, Vec<String>>,
    /// The objects of each interface.
    pub objects: BTreeMap<String, Vec<String>>,
}

pub struct Field {
    pub name: String,
    pub arguments: Vec<Argument>,
    pub ty: Type,
}

pub struct Argument {
    pub name: String,
    pub ty: Type,
    pub has_default: bool,
}

impl Model {
    pub fn of_the_schema() -> Self {
        let document = parse_schema(xorb_api::graphql::sdl()).unwrap();
        let mut model = Self {
            fields: BTreeMap::new(),
            inputs: BTreeMap::new(),
            enums: BTreeMap::new(),
            objects: BTreeMap::new(),
        };
        for definition in document.definitions {
            let TypeSystemDefinition::Type(ty) = definition else {
                continue;
            };
            let name = ty.node.name.node.to_string();
            match ty.node.kind {
                TypeKind::Object(object) => {
                    for interface in &object.implements {
                        let objects = model.objects.entry(interface.node.to_string());
                        objects.or_default().push(name.clone());
                    }
                    let fields = object.fields.iter().map(|field| (&field.node).into());
                    model.fields.insert(name, fields.collect());
                }
                TypeKind::Interface(interface) => {
                    let fields = interface.fields.iter().map(|field| (&field.node).into());
                    model.fields.insert(name, fields.collect());
                }
                TypeKind::InputObject(input) => {
                    let fields = input.fields.iter().map(|field| (&field.node).into());
                    model.inputs.insert(name, fields.collect());
                }
                TypeKind::Enum(values) => {
                    let values = values.values.iter();
                    let values = values.map(|value| value.node.value.node.to_string());
                    model.enums.insert(name, values.collect());
                }
                TypeKind::Scalar | TypeKind::Union(_) => {}
            }
        }
        model
    }
}

impl From<&FieldDefinition> for Field {
    fn from(field: &FieldDefinition) -> Self {
        let arguments = field
            .arguments
            .iter()
            .map(|argument| (&argument.node).into());
        Self {
            name: field.name.node.to_string(),
            arguments: arguments.collect(),
            ty: field.ty.node.clone(),
        }
    }
}

impl From<&InputValueDefinition> for Argument {
    fn from(argument: &InputValueDefinition) -> Self {
        Self {
            name: argument.name.node.to_string(),
            ty: argument.ty.node.clone(),
            has_default: argument.default_value.is_some(),
        }
    }
}

impl Argument {
    pub fn is_required(&self) -> bool {
        !self.ty.nullable && !self.has_default
    }
}

/// The name behind lists and exclamation marks.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}
