//! Text to verdict: scan, parse, measurement, variables, cost. An input is a document and, behind a zero byte, variables.
//!
//! What is admitted is counted again in the plainest way: it must be within the limits that the gate has promised. It is
//! also parsed again, by async-graphql's own parser, which must read the same where it follows the specification.

#![no_main]

use std::str::from_utf8;
use std::sync::LazyLock;

use async_graphql::Variables;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use libfuzzer_sys::fuzz_target;
use xorb_api::cost::CostRules;
use xorb_api::gate::{GateLimits, Refusal, admit, check_json_depth};
use xorb_api::graphql::sdl;

static RULES: LazyLock<CostRules> = LazyLock::new(|| CostRules::from_sdl(&sdl()).unwrap());

/// A refusal repeats no more of the document than a person can read.
const LONGEST_REFUSAL: usize = 70_000;

fuzz_target!(|input: &[u8]| {
    let mut parts = input.splitn(2, |byte| *byte == 0);
    let Ok(source) = from_utf8(parts.next().unwrap_or_default()) else {
        return;
    };
    let mut variables = variables(parts.next().unwrap_or_default());
    let limits = GateLimits::default();
    match admit(source, None, &limits) {
        Err(refusal) => check_refusal(&refusal),
        Ok(admitted) => {
            let document = &admitted.document;
            check_parser(source, document);
            if let Err(refusal) = admitted.complete_variables(&mut variables, &limits) {
                check_refusal(&refusal);
            }
            for (_, operation) in document.operations.iter() {
                let operation = &operation.node;
                let mut count = Count::new(document, limits.fields);
                count.set(&operation.selection_set.node, 1);
                assert!(count.fields <= limits.fields && count.depth <= limits.depth);
                let _ = RULES.cost(document, operation, &variables, 5_000);
            }
        }
    }
});

fn variables(json: &[u8]) -> Variables {
    match check_json_depth(json) {
        Ok(()) => serde_json::from_slice(json).unwrap_or_default(),
        Err(_) => Variables::default(),
    }
}

/// The other parser takes names that begin with a keyword apart, and stumbles over comments behind `on` and block strings.
fn check_parser(source: &str, document: &ExecutableDocument) {
    if ["true", "false", "null", "#", "\"\"\""]
        .iter()
        .any(|quirk| source.contains(quirk))
    {
        return;
    }
    if let Ok(other) = parse_query(source) {
        assert_eq!(json(document), json(&other));
    }
}

fn json(document: &ExecutableDocument) -> serde_json::Value {
    serde_json::to_value(document).unwrap()
}

fn check_refusal(refusal: &Refusal) {
    assert!(refusal.error.to_string().len() < LONGEST_REFUSAL);
}

/// Expands every fragment, each time.
struct Count<'d> {
    document: &'d ExecutableDocument,
    most: u64,
    fields: u64,
    depth: u32,
}

impl<'d> Count<'d> {
    fn new(document: &'d ExecutableDocument, most: u64) -> Self {
        Self {
            document,
            most,
            fields: 0,
            depth: 0,
        }
    }

    fn set(&mut self, set: &'d SelectionSet, depth: u32) {
        for selection in &set.items {
            if self.fields > self.most {
                return;
            }
            match &selection.node {
                Selection::Field(field) => {
                    self.fields += 1;
                    self.depth = self.depth.max(depth);
                    self.set(&field.node.selection_set.node, depth + 1);
                }
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node, depth)
                }
                Selection::FragmentSpread(spread) => {
                    let fragments = &self.document.fragments;
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        self.set(&fragment.node.selection_set.node, depth);
                    }
                }
            }
        }
    }
}
