//! Nobody can ask for a list without end: every page has a bound that its description names, and the gate refuses more.

use async_graphql::Variables;
use async_graphql::parser::types::DocumentOperations;
use xorb_api::cost::{CostRules, MAX_FIRST};
use xorb_api::gate::{GateLimits, admit};
use xorb_api::graphql::sdl;

use crate::contract::sdl::Sdl;

pub fn faults(sdl: &Sdl) -> Vec<String> {
    let mut faults = Vec::new();
    for (ty, part) in sdl.output_fields() {
        let name = format!("{}.{}", ty.name, part.name);
        for argument in &part.arguments {
            let text = argument.description.as_deref().unwrap_or_default();
            let is_bounded = match argument.name.as_str() {
                "first" => text.contains(&format!("at most {MAX_FIRST}")),
                "last" | "limit" | "offset" | "before" => false,
                _ => !argument.is_list() || text.contains("at most "),
            };
            if !is_bounded {
                faults.push(format!(
                    "{name}({}:): has a bound, and its description names it",
                    argument.name
                ));
            }
        }
    }
    faults
}

#[test]
fn every_list_has_a_bound_that_is_documented() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn a_list_without_a_bound_would_be_found() {
    let sdl = Sdl::parse(
        r#"type Query { a("At most 100." first: Int): Int b("How many, at most 100." first: Int): Int
                        c("The ids." ids: [ID!]!): Int d("At most 5." last: Int): Int e("The ids, at most 20." ids: [ID!]!): Int }"#,
    );
    let found = faults(&sdl);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(
        names,
        ["Query.a(first:)", "Query.c(ids:)", "Query.d(last:)"]
    );
}

/// The field with its required arguments, behind the fields that lead to it.
#[test]
fn a_page_beyond_the_bound_is_refused_wherever_pages_are() {
    let schema = Sdl::published();
    let pages = schema
        .output_fields()
        .filter(|(_, part)| part.argument("first").is_some());
    let mut seen = 0;
    for (ty, part) in pages {
        let field =
            |first: u64| format!("{}(first: {first}) {{ nodes {{ __typename }} }}", part.name);
        let document = |first: u64| match ty.name.as_str() {
            "Query" => format!("{{ {} }}", field(first)),
            "Viewer" => format!("{{ viewer {{ {} }} }}", field(first)),
            node => format!(
                "{{ node(id: \"a\") {{ ... on {node} {{ {} }} }} }}",
                field(first)
            ),
        };
        assert!(
            is_admitted(&document(MAX_FIRST)),
            "{}.{}",
            ty.name,
            part.name
        );
        assert!(
            !is_admitted(&document(MAX_FIRST + 1)),
            "{}.{}",
            ty.name,
            part.name
        );
        seen += 1;
    }
    assert!(seen >= 9, "{seen}");
}

fn is_admitted(document: &str) -> bool {
    let rules = CostRules::from_sdl(&sdl()).unwrap();
    let admitted = admit(document, None, &GateLimits::default()).unwrap();
    let DocumentOperations::Single(operation) = &admitted.document.operations else {
        panic!("one operation without a name");
    };
    let cost = rules.cost(
        &admitted.document,
        &operation.node,
        &Variables::default(),
        u64::MAX,
    );
    cost.is_ok()
}
