//! Every place in the schema that takes an id: arguments of root fields, and fields of their inputs.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use std::collections::{BTreeMap, BTreeSet};

/// The places in `sdl`, such as `Mutation.cancelScan(input.scanId)`.
pub fn places_of_ids(sdl: &str) -> BTreeSet<String> {
    let mut roots = Vec::new();
    let mut inputs = BTreeMap::new();
    for definition in parse_schema(sdl).unwrap().definitions {
        let TypeSystemDefinition::Type(ty) = definition else {
            continue;
        };
        let name = ty.node.name.node.to_string();
        match ty.node.kind {
            TypeKind::InputObject(input) => {
                let fields = input.fields.into_iter().map(|field| field.node);
                inputs.insert(name, fields.collect::<Vec<_>>());
            }
            TypeKind::Object(object)
                if ["Query", "Mutation", "Subscription"].contains(&name.as_str()) =>
            {
                roots.extend(
                    object
                        .fields
                        .into_iter()
                        .map(|field| (name.clone(), field.node)),
                );
            }
            _ => {}
        }
    }
    let mut places = BTreeSet::new();
    for (root, field) in roots {
        for argument in &field.arguments {
            let place = format!("{root}.{}({}", field.name.node, argument.node.name.node);
            collect(&argument.node, &place, &inputs, &mut places);
        }
    }
    places
}

fn collect(
    input: &InputValueDefinition,
    place: &str,
    inputs: &BTreeMap<String, Vec<InputValueDefinition>>,
    places: &mut BTreeSet<String>,
) {
    let name = name_of(&input.ty.node);
    if name == "ID" {
        places.insert(format!("{place})"));
    }
    for field in inputs.get(name).into_iter().flatten() {
        collect(
            field,
            &format!("{place}.{}", field.name.node),
            inputs,
            places,
        );
    }
}

fn name_of(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => name_of(inner),
    }
}

#[test]
fn ids_are_found_in_arguments_lists_and_inputs() {
    let sdl = "type Query { a(id: ID!): Int b(ids: [ID!]!, n: Int): Int c(filter: F): Int } \
               input F { x: G y: String } input G { someId: ID } type Other { d(id: ID): Int }";
    let places: Vec<_> = places_of_ids(sdl).into_iter().collect();
    assert_eq!(
        places,
        ["Query.a(id)", "Query.b(ids)", "Query.c(filter.x.someId)"]
    );
}
