//! The gate itself: text in, measured document out.

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Name, Variables};
use async_graphql_value::ConstValue;

use super::measure::measure;
use super::parse::parse;
use super::scan::scan;
use super::selected::select;
use super::{GateLimits, Reason, Refusal, SelectedOperation};

/// A document that is small enough to be validated and run. It goes on as it is, so that it is parsed once.
#[derive(Debug)]
pub struct AdmittedDocument {
    /// The parsed document.
    pub document: ExecutableDocument,
    /// The operation that the request selects.
    pub operation: SelectedOperation,
    variable_uses: u64,
    required: Vec<Name>,
    defaults: Vec<(Name, ConstValue)>,
}

/// Lets a document pass that is within the limits.
///
/// # Errors
/// `BAD_USER_INPUT` for what can't be right, `COST_EXCEEDED` for what is too much; the text names the limit.
pub fn admit(
    source: &str,
    operation_name: Option<&str>,
    limits: &GateLimits,
) -> Result<AdmittedDocument, Refusal> {
    scan(source, limits)?;
    let document = parse(source)?;
    let (operation, selected) = select(&document, operation_name)?;
    let variable_uses = measure(&document, selected, limits)?.variable_uses;
    let (mut required, mut defaults) = (Vec::new(), Vec::new());
    for definition in &selected.node.variable_definitions {
        let definition = &definition.node;
        let name = definition.name.node.clone();
        match &definition.default_value {
            Some(value) => defaults.push((name, value.node.clone())),
            None if !definition.var_type.node.nullable => required.push(name),
            None => {}
        }
    }
    Ok(AdmittedDocument {
        document,
        operation,
        variable_uses,
        required,
        defaults,
    })
}

impl AdmittedDocument {
    /// Gives variables that are not there their defaults, which `@skip` and `@include` would not see otherwise. Then checks
    /// them: all that are required are there, and their copies stay within the limit.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a missing variable, `COST_EXCEEDED` for a large one that is used often.
    pub fn complete_variables(
        &self,
        variables: &mut Variables,
        limits: &GateLimits,
    ) -> Result<(), Refusal> {
        for (name, default) in &self.defaults {
            if !variables.contains_key(name) {
                variables.insert(name.clone(), default.clone());
            }
        }
        for name in &self.required {
            if variables
                .get(name)
                .is_none_or(|value| *value == ConstValue::Null)
            {
                let message =
                    format!("variable `${name}` is required: give it a value that is not null");
                return Err(Refusal::new(Reason::MissingVariable, message, None));
            }
        }
        let largest = variables.values().map(value_size).max().unwrap_or_default();
        if largest.saturating_mul(self.variable_uses) > limits.variable_copies {
            let message = "a large variable is used too many times; use it once or make it smaller";
            return Err(Refusal::new(Reason::VariableCopies, message, None));
        }
        Ok(())
    }
}

fn value_size(value: &ConstValue) -> u64 {
    match value {
        ConstValue::List(items) => items.iter().map(value_size).fold(1, u64::saturating_add),
        ConstValue::Object(fields) => fields.values().map(value_size).fold(1, u64::saturating_add),
        ConstValue::String(text) => 1 + text.len() as u64 / 64,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::types::OperationType;

    fn refusal(source: &str) -> String {
        let refusal = admit(source, None, &GateLimits::default()).unwrap_err();
        format!("{}: {}", refusal.error.code().as_str(), refusal.error)
    }

    #[test]
    fn a_plain_document_passes_with_its_operation() {
        let admitted = admit(
            "query A { a } mutation B { b }",
            Some("B"),
            &GateLimits::default(),
        )
        .unwrap();
        assert_eq!(admitted.operation.name.as_deref(), Some("B"));
        assert_eq!(admitted.operation.kind, OperationType::Mutation);
    }

    #[test]
    fn the_operation_must_be_clear() {
        assert!(refusal("query A { a } query B { b }").contains("operationName"));
        assert!(admit("{ a }", Some("A"), &GateLimits::default()).is_err());
        assert!(admit("query A { a }", Some("B"), &GateLimits::default()).is_err());
    }

    #[test]
    fn fragments_in_a_circle_are_refused() {
        assert!(
            refusal("{ ...A } fragment A on Q { ...B } fragment B on Q { ...A }")
                .contains("contains itself")
        );
        assert!(refusal("{ a } fragment A on Q { b { ...A } }").contains("contains itself"));
    }

    #[test]
    fn depth_counts_fields_and_not_fragments() {
        let nested = |levels: usize| {
            format!(
                "{}a{}",
                "{ a ".repeat(levels - 1) + "{ ",
                " }".repeat(levels)
            )
        };
        assert!(admit(&nested(15), None, &GateLimits::default()).is_ok());
        assert!(refusal(&nested(16)).contains("16 fields deep; at most 15"));
        let inline = format!("{}a{}", "{ ... ".repeat(20) + "{ ", " }".repeat(21));
        assert!(admit(&inline, None, &GateLimits::default()).is_ok());
    }

    #[test]
    fn a_chain_of_fragments_is_limited_like_nesting() {
        let links = (0..60).map(|n| format!("fragment F{n} on Q {{ ...F{} }} ", n + 1));
        let chain = links.collect::<Vec<_>>().concat();
        assert!(
            refusal(&format!("{{ ...F0 }} {chain} fragment F60 on Q {{ a }}"))
                .contains("30 levels")
        );
    }

    #[test]
    fn aliases_directives_root_fields_and_fragments_are_limited() {
        let many = |text: &dyn Fn(usize) -> String, count: usize| {
            (0..count).map(text).collect::<Vec<_>>().join(" ")
        };
        assert!(
            refusal(&format!(
                "{{ a {{ {} }} }}",
                many(&|n| format!("x{n}: b"), 101)
            ))
            .contains("100 aliases")
        );
        assert!(
            refusal(&format!("{{ a {} }}", many(&|_| "@d".into(), 101))).contains("100 directives")
        );
        assert!(
            refusal(&format!("{{ {} }}", many(&|n| format!("a{n}"), 51)))
                .contains("51 root fields")
        );
        assert!(
            refusal(&format!(
                "{{ a }} {}",
                many(&|n| format!("fragment F{n} on Q {{ a }}"), 101)
            ))
            .contains("100 fragments")
        );
    }

    #[test]
    fn operations_are_limited() {
        let many = (0..101).map(|n| format!("query A{n} {{ a }} "));
        let many = many.collect::<Vec<_>>().concat();
        let refusal = admit(&many, Some("A0"), &GateLimits::default()).unwrap_err();
        assert!(refusal.error.to_string().contains("100 operations"));
    }

    #[test]
    fn introspection_in_circles_is_refused_and_the_usual_one_passes() {
        assert!(
            refusal("{ __schema { types { fields { type { fields { args { name } } } } } } }")
                .contains("introspection")
        );
        assert!(
            admit(
                "{ __schema { types { fields { args { name } } } } }",
                None,
                &GateLimits::default()
            )
            .is_ok()
        );
    }

    #[test]
    fn a_required_variable_must_be_there() {
        let limits = GateLimits::default();
        let admitted = admit(
            "query($a: Int!, $b: Int, $c: Int! = 1) { f(a: $a, b: $b, c: $c) }",
            None,
            &limits,
        )
        .unwrap();
        assert!(
            admitted
                .complete_variables(&mut Variables::default(), &limits)
                .unwrap_err()
                .error
                .to_string()
                .contains("$a")
        );
        let mut given = Variables::from_json(serde_json::json!({ "a": 1 }));
        assert!(admitted.complete_variables(&mut given, &limits).is_ok());
        assert_eq!(given.get("c"), Some(&ConstValue::from(1)));
        assert_eq!(given.get("b"), None);
    }

    #[test]
    fn a_large_variable_used_often_is_refused_because_each_use_copies_it() {
        let limits = GateLimits::default();
        let uses = (0..300).map(|_| "f(a: $a) ").collect::<String>();
        let admitted = admit(
            &format!("query($a: [Int]) {{ x {{ {uses} }} }}"),
            None,
            &limits,
        )
        .unwrap();
        let mut large = Variables::from_json(serde_json::json!({ "a": vec![1; 10_000] }));
        assert!(admitted.complete_variables(&mut large, &limits).is_err());
        let mut small = Variables::from_json(serde_json::json!({ "a": [1] }));
        assert!(admitted.complete_variables(&mut small, &limits).is_ok());
    }
}
