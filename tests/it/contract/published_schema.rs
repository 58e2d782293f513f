//! The schema as it is published: checked in, described throughout, without surprises.

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use xorb_api::graphql::sdl;

use crate::structure::sources::root;

fn types() -> Vec<TypeDefinition> {
    let document = parse_schema(sdl()).unwrap();
    let types = document
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some(ty.node),
            _ => None,
        });
    types.collect()
}

#[test]
fn schema_graphql_is_what_the_program_publishes() {
    let checked_in = std::fs::read_to_string(root().join("schema.graphql")).unwrap_or_default();
    assert!(
        checked_in.trim_end() == sdl().trim_end(),
        "schema.graphql is not current: run `make schema`"
    );
}

#[test]
fn everything_is_described() {
    let missing: Vec<String> = types().iter().flat_map(undescribed).collect();
    assert!(
        missing.is_empty(),
        "say what these are, for the client: {missing:#?}"
    );
}

#[test]
fn what_is_not_described_would_be_found() {
    let sdl = "type A { b(c: Int): Int } enum D { E } input F { g: Int }";
    let document = parse_schema(sdl).unwrap();
    let missing: Vec<String> = document
        .definitions
        .iter()
        .flat_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => undescribed(&ty.node),
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(missing, ["A", "A.b", "A.b(c:)", "D", "D.E", "F", "F.g"]);
}

#[test]
fn no_scalar_carries_arbitrary_json() {
    let scalars = types()
        .into_iter()
        .filter(|ty| matches!(ty.kind, TypeKind::Scalar));
    for scalar in scalars {
        let name = scalar.name.node.as_str();
        assert!(
            ["DateTime", "EmailAddress", "URL"].contains(&name),
            "{name}: say why it is needed"
        );
    }
}

/// Names of all parts of a type without a description.
fn undescribed(ty: &TypeDefinition) -> Vec<String> {
    let name = ty.name.node.as_str();
    let mut parts = vec![(name.to_owned(), ty.description.is_some())];
    match &ty.kind {
        TypeKind::Object(object) => {
            parts.extend(object.fields.iter().flat_map(|field| of_field(name, field)));
        }
        TypeKind::Interface(interface) => {
            parts.extend(
                interface
                    .fields
                    .iter()
                    .flat_map(|field| of_field(name, field)),
            );
        }
        TypeKind::Enum(of) => parts.extend(of.values.iter().map(|value| {
            let value = &value.node;
            (
                format!("{name}.{}", value.value.node),
                value.description.is_some(),
            )
        })),
        TypeKind::InputObject(input) => parts.extend(
            input
                .fields
                .iter()
                .map(|field| of_input(&format!("{name}."), "", field)),
        ),
        TypeKind::Scalar | TypeKind::Union(_) => {}
    }
    parts
        .into_iter()
        .filter(|(_, is_described)| !is_described)
        .map(|(part, _)| part)
        .collect()
}

fn of_field(ty: &str, field: &Positioned<FieldDefinition>) -> Vec<(String, bool)> {
    let field = &field.node;
    let name = format!("{ty}.{}", field.name.node);
    let mut parts = vec![(name.clone(), field.description.is_some())];
    parts.extend(
        field
            .arguments
            .iter()
            .map(|argument| of_input(&format!("{name}("), ":)", argument)),
    );
    parts
}

fn of_input(before: &str, after: &str, input: &Positioned<InputValueDefinition>) -> (String, bool) {
    let input = &input.node;
    (
        format!("{before}{}{after}", input.name.node),
        input.description.is_some(),
    )
}
