//! Non-null only where it can never fail: one part of an answer that is away must not take the rest along.

use crate::contract::sdl::{Kind, Sdl};

/// These are non-null although they are read on their own, or look as if they were.
const NEVER_FAIL: [(&str, &str); 4] = [
    ("Query.logInOptions", "is known without reading anything"),
    (
        "Subscription.jobUpdated",
        "an event is a job, or there is no event",
    ),
    (
        "Subscription.scanUpdated",
        "an event is a scan, or there is no event",
    ),
    ("Viewer.user", "is read with the viewer"),
];

pub fn faults(sdl: &Sdl) -> Vec<String> {
    faults_with(sdl, &NEVER_FAIL)
}

fn faults_with(sdl: &Sdl, never_fail: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut reviewed: Vec<&str> = never_fail.iter().map(|(name, _)| *name).collect();
    for (ty, part) in sdl.output_fields() {
        let name = format!("{}.{}", ty.name, part.name);
        if let Some(at) = reviewed.iter().position(|reviewed| *reviewed == name) {
            reviewed.swap_remove(at);
            continue;
        }
        let is_root = ["Query", "Mutation", "Subscription"].contains(&ty.name.as_str());
        let is_node = sdl
            .find(part.named())
            .is_some_and(|of| of.implements.iter().any(|of| of == "Node"));
        let is_page = ty.name.ends_with("Edge") || ty.name.ends_with("Connection");
        if part.is_non_null() && is_root {
            faults.push(format!(
                "{name}: is read on its own, so it can fail on its own: nullable"
            ));
        } else if part.is_non_null() && is_node && !is_page {
            faults.push(format!(
                "{name}: leads to another object, which can be gone: nullable"
            ));
        }
        if part.is_list() && !part.ty.contains("!]") && name != "Query.nodes" {
            faults.push(format!("{name}: its items are never null"));
        }
        if part.named() == "Boolean" && !part.is_non_null() {
            faults.push(format!(
                "{name}: a Boolean is true or false; three answers are an enum"
            ));
        }
    }
    for input in sdl.of_kind(Kind::Input) {
        for part in input
            .parts
            .iter()
            .filter(|part| part.is_list() && !part.ty.contains("!]"))
        {
            faults.push(format!(
                "{}.{}: its items are never null",
                input.name, part.name
            ));
        }
    }
    faults.extend(
        reviewed
            .iter()
            .map(|name| format!("{name}: is no field; take it off the list")),
    );
    faults
}

#[test]
fn what_can_fail_is_nullable() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn a_field_that_takes_the_answer_along_would_be_found() {
    let sdl = Sdl::parse(
        "interface Node { id: ID! } type Asset implements Node { id: ID! isOwn: Boolean tags: [String]! }
         type Query { assets: Int! nodes: [Node] asset: Asset fine: Int! } type Mutation { a: Int! }
         type Scan { asset: Asset! step: Step! } type Step { count: Int! }
         type AssetEdge { node: Asset! } input I { ids: [ID]! }",
    );
    let found = faults_with(&sdl, &[("Query.fine", "a"), ("Query.gone", "b")]);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(
        names,
        [
            "Asset.isOwn",
            "Asset.tags",
            "Query.assets",
            "Mutation.a",
            "Scan.asset",
            "I.ids",
            "Query.gone"
        ]
    );
}
