//! An operation over the schema: fields, arguments as literals or variables, aliases, fragments, directives.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::model::{Field, Model, named};
use super::random::Random;
use super::values::{literal, value};

/// Fields of one document, so that most stay below the limits.
const MOST_FIELDS: usize = 60;

pub struct Document<'a> {
    random: &'a mut Random,
    model: &'a Model,
    ids: &'a [String],
    declarations: Vec<String>,
    fragments: Vec<String>,
    variables: Map<String, Value>,
    fields: usize,
    serial: usize,
}

impl<'a> Document<'a> {
    /// A document and its variables.
    pub fn make(random: &'a mut Random, model: &'a Model, ids: &'a [String]) -> (String, Value) {
        let kind = if random.percent(65) {
            "query"
        } else {
            "mutation"
        };
        let mut document = Self {
            random,
            model,
            ids,
            declarations: Vec::new(),
            fragments: Vec::new(),
            variables: Map::new(),
            fields: 0,
            serial: 0,
        };
        let root = if kind == "query" { "Query" } else { "Mutation" };
        let selection = document.root(root);
        let mut text = format!("{kind} Generated");
        if !document.declarations.is_empty() {
            let _ = write!(text, "({})", document.declarations.join(", "));
        }
        let _ = write!(text, " {selection}");
        for fragment in &document.fragments {
            let _ = write!(text, "\n{fragment}");
        }
        (text, Value::Object(document.variables))
    }

    fn root(&mut self, ty: &str) -> String {
        let all = &self.model.fields[ty];
        let fields: Vec<String> = (0..=self.random.below(3))
            .map(|number| {
                let field = self.random.pick(all);
                format!("r{number}: {}", self.field(field, 1))
            })
            .collect();
        if self.random.percent(5) {
            return format!("{{ {} __schema {{ types {{ name }} }} }}", fields.join(" "));
        }
        format!("{{ {} }}", fields.join(" "))
    }

    fn field(&mut self, field: &Field, depth: usize) -> String {
        self.fields += 1;
        let mut text = field.name.clone();
        let mut arguments = Vec::new();
        for argument in &field.arguments {
            let is_given = if argument.is_required() {
                !self.random.percent(2)
            } else {
                self.random.percent(30)
            };
            if is_given {
                let of_argument = (argument.name.as_str(), &argument.ty);
                let given = value(self.random, self.model, of_argument, self.ids, 0);
                let written = if self.random.percent(50) {
                    literal(&given, &argument.ty, self.model)
                } else {
                    self.variable(&argument.ty.to_string(), given)
                };
                arguments.push(format!("{}: {written}", argument.name));
            }
        }
        if !arguments.is_empty() {
            let _ = write!(text, "({})", arguments.join(", "));
        }
        if self.random.percent(3) {
            let name = if self.random.percent(50) {
                "skip"
            } else {
                "include"
            };
            let condition = self.variable("Boolean!", self.random_flag());
            let _ = write!(text, " @{name}(if: {condition})");
        }
        let of = named(&field.ty);
        if self.model.fields.contains_key(of) {
            let _ = write!(text, " {}", self.selection(of, depth + 1));
        }
        text
    }

    fn random_flag(&self) -> Value {
        Value::Bool(self.fields.is_multiple_of(2))
    }

    fn variable(&mut self, ty: &str, given: Value) -> String {
        self.serial += 1;
        let name = format!("v{}", self.serial);
        self.declarations.push(format!("${name}: {ty}"));
        self.variables.insert(name.clone(), given);
        format!("${name}")
    }

    fn selection(&mut self, ty: &str, depth: usize) -> String {
        let (all, objects) = (&self.model.fields[ty], self.model.objects.get(ty));
        let mut parts = vec!["__typename".to_owned()];
        for field in all {
            let is_leaf = !self.model.fields.contains_key(named(&field.ty));
            let has_room = self.fields < MOST_FIELDS;
            let chance = if is_leaf { 60 } else { 45 };
            if has_room && (is_leaf || depth < 7) && self.random.percent(chance) {
                let text = self.field(field, depth);
                self.serial += 1;
                let is_plain = field.arguments.is_empty() && !self.random.percent(5);
                parts.push(if is_plain {
                    text
                } else {
                    format!("a{}: {text}", self.serial)
                });
            }
        }
        for object in objects.into_iter().flatten() {
            if self.fields < MOST_FIELDS && depth < 7 && self.random.percent(30) {
                let selection = self.selection(object, depth + 1);
                parts.push(format!("... on {object} {selection}"));
            }
        }
        let selection = format!("{{ {} }}", parts.join(" "));
        if self.random.percent(6) {
            self.serial += 1;
            let name = format!("F{}", self.serial);
            self.fragments
                .push(format!("fragment {name} on {ty} {selection}"));
            return format!("{{ ...{name} }}");
        }
        selection
    }
}
