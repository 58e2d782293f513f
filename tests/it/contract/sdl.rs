//! A schema as the rules read it: types with their parts, each part with its name, type and description.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    ConstDirective, EnumValueDefinition, FieldDefinition, InputValueDefinition, TypeDefinition,
    TypeKind, TypeSystemDefinition,
};
use async_graphql::{Positioned, Value};

/// A schema.
pub struct Sdl {
    pub types: Vec<Type>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

pub struct Type {
    pub name: String,
    pub kind: Kind,
    pub description: Option<String>,
    pub implements: Vec<String>,
    /// Fields of objects, interfaces and inputs; values of enums.
    pub parts: Vec<Part>,
    pub specified_by: Option<String>,
}

/// A field, an argument, an input field or a value of an enum.
pub struct Part {
    pub name: String,
    /// As the schema writes it; empty for values of enums.
    pub ty: String,
    pub description: Option<String>,
    pub arguments: Vec<Part>,
    pub has_default: bool,
    /// The reason of `@deprecated`; empty if it gives none.
    pub deprecated: Option<String>,
}

impl Sdl {
    pub fn parse(text: &str) -> Self {
        let document = parse_schema(text).unwrap();
        let types = document.definitions.into_iter();
        let types = types.filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some(Type::new(&ty.node)),
            _ => None,
        });
        Self {
            types: types.collect(),
        }
    }

    pub fn published() -> Self {
        Self::parse(&xorb_api::graphql::sdl())
    }

    pub fn find(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|ty| ty.name == name)
    }

    /// The parts of a type; none if there is no such type.
    pub fn parts(&self, name: &str) -> &[Part] {
        self.find(name).map_or(&[], |ty| &ty.parts)
    }

    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Type> {
        self.types.iter().filter(move |ty| ty.kind == kind)
    }

    /// Every field that answers something, with its type.
    pub fn output_fields(&self) -> impl Iterator<Item = (&Type, &Part)> {
        let answers = self
            .types
            .iter()
            .filter(|ty| matches!(ty.kind, Kind::Object | Kind::Interface));
        answers.flat_map(|ty| ty.parts.iter().map(move |part| (ty, part)))
    }
}

impl Type {
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    fn new(of: &TypeDefinition) -> Self {
        let names = |names: &[Positioned<_>]| names.iter().map(text).collect();
        let (kind, implements, parts) = match &of.kind {
            TypeKind::Scalar => (Kind::Scalar, Vec::new(), Vec::new()),
            TypeKind::Union(_) => (Kind::Union, Vec::new(), Vec::new()),
            TypeKind::Object(object) => (
                Kind::Object,
                names(&object.implements),
                all(&object.fields, Part::of_field),
            ),
            TypeKind::Interface(interface) => (
                Kind::Interface,
                names(&interface.implements),
                all(&interface.fields, Part::of_field),
            ),
            TypeKind::Enum(of) => (Kind::Enum, Vec::new(), all(&of.values, Part::of_value)),
            TypeKind::InputObject(of) => (Kind::Input, Vec::new(), all(&of.fields, Part::of_input)),
        };
        Self {
            name: text(&of.name),
            kind,
            description: of.description.as_ref().map(text),
            implements,
            parts,
            specified_by: argument(&of.directives, "specifiedBy", "url"),
        }
    }
}

impl Part {
    /// The type without `[`, `]` and `!`.
    pub fn named(&self) -> &str {
        self.ty.trim_matches(['[', ']', '!'])
    }

    pub fn is_list(&self) -> bool {
        self.ty.starts_with('[')
    }

    pub fn is_non_null(&self) -> bool {
        self.ty.ends_with('!')
    }

    pub fn argument(&self, name: &str) -> Option<&Self> {
        self.arguments.iter().find(|argument| argument.name == name)
    }

    fn of_field(of: &FieldDefinition) -> Self {
        Self {
            name: text(&of.name),
            ty: text(&of.ty),
            description: of.description.as_ref().map(text),
            arguments: all(&of.arguments, Self::of_input),
            has_default: false,
            deprecated: argument(&of.directives, "deprecated", "reason"),
        }
    }

    fn of_input(of: &InputValueDefinition) -> Self {
        Self {
            name: text(&of.name),
            ty: text(&of.ty),
            description: of.description.as_ref().map(text),
            arguments: Vec::new(),
            has_default: of.default_value.is_some(),
            deprecated: argument(&of.directives, "deprecated", "reason"),
        }
    }

    fn of_value(of: &EnumValueDefinition) -> Self {
        Self {
            name: text(&of.value),
            ty: String::new(),
            description: of.description.as_ref().map(text),
            arguments: Vec::new(),
            has_default: false,
            deprecated: argument(&of.directives, "deprecated", "reason"),
        }
    }
}

fn text<T: ToString>(of: &Positioned<T>) -> String {
    of.node.to_string()
}

fn all<T>(of: &[Positioned<T>], part: impl Fn(&T) -> Part) -> Vec<Part> {
    of.iter().map(|one| part(&one.node)).collect()
}

/// An argument of a directive: none without the directive, empty without the argument.
fn argument(
    directives: &[Positioned<ConstDirective>],
    directive: &str,
    name: &str,
) -> Option<String> {
    let found = directives
        .iter()
        .find(|found| found.node.name.node == directive)?;
    match found.node.get_argument(name).map(|value| &value.node) {
        Some(Value::String(value)) => Some(value.clone()),
        _ => Some(String::new()),
    }
}
