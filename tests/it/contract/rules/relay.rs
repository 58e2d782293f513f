//! Relay's rules: objects with ids are nodes, lists are connections of edges, and pages are asked for in one way.

use crate::contract::sdl::{Kind, Part, Sdl, Type};

/// These have an id and are no nodes, because nobody reads them by it.
const NO_NODES: [(&str, &str); 10] = [
    ("CustomRole", "is seen by who looks after people"),
    ("ApiKey", "is seen by its owner and who looks after keys"),
    (
        "TenantDomain",
        "only administrators see it, in `tenantDomains`",
    ),
    (
        "ActiveSession",
        "only its owner sees it, in `viewer.sessions`",
    ),
    ("AuditActor", "names a user, who is the node"),
    ("Invitation", "is seen by who makes it"),
    ("LogInProvider", "is seen before any log-in"),
    (
        "SupportAccessGrant",
        "is seen by the person and who looks after such grants",
    ),
    ("Passkey", "only its owner sees it, in `viewer.passkeys`"),
    ("Tenant", "is the one of the session: `viewer.tenant`"),
];

pub fn faults(sdl: &Sdl) -> Vec<String> {
    let mut faults = of_roots(sdl);
    faults.extend(sdl.of_kind(Kind::Object).filter_map(of_ids));
    for ty in sdl.of_kind(Kind::Object) {
        if let Some(item) = ty.name.strip_suffix("Connection") {
            faults.extend(of_connection(sdl, ty, item));
        }
    }
    let lists = sdl
        .output_fields()
        .filter(|(_, part)| part.named().ends_with("Connection"));
    faults.extend(lists.flat_map(|(ty, part)| of_list(ty, part)));
    faults
}

fn of_roots(sdl: &Sdl) -> Vec<String> {
    let wanted = [
        ("Query", "node", "Node"),
        ("Query", "nodes", "[Node]"),
        ("Node", "id", "ID!"),
        ("PageInfo", "hasNextPage", "Boolean!"),
        ("PageInfo", "hasPreviousPage", "Boolean!"),
        ("PageInfo", "startCursor", "String"),
        ("PageInfo", "endCursor", "String"),
    ];
    let missing = wanted.iter().filter(|(ty, field, of)| {
        let found = sdl.find(ty).and_then(|ty| ty.part(field));
        found.is_none_or(|found| found.ty != *of)
    });
    missing
        .map(|(ty, field, of)| format!("{ty}.{field}: is `{of}`"))
        .collect()
}

fn of_ids(ty: &Type) -> Option<String> {
    let id = ty.part("id")?;
    let is_node = ty.implements.iter().any(|interface| interface == "Node");
    let is_reviewed = NO_NODES.iter().any(|(name, _)| *name == ty.name);
    let problem = match () {
        () if id.ty != "ID!" => "its id is `ID!`",
        () if !is_node && !is_reviewed => {
            "has an id: it implements Node, or is named with the reason"
        }
        () if is_node && is_reviewed => "is a node now: take it off the list",
        () => return None,
    };
    Some(format!("{}: {problem}", ty.name))
}

fn of_connection(sdl: &Sdl, ty: &Type, item: &str) -> Vec<String> {
    let edge = format!("{item}Edge");
    let wanted = [
        (&ty.name, "nodes", format!("[{item}!]!")),
        (&ty.name, "edges", format!("[{edge}!]!")),
        (&ty.name, "pageInfo", "PageInfo!".to_owned()),
        (&ty.name, "totalCount", "Int".to_owned()),
        (&edge, "cursor", "String!".to_owned()),
        (&edge, "node", format!("{item}!")),
    ];
    let missing = wanted.into_iter().filter(|(ty, field, of)| {
        let found = sdl.find(ty).and_then(|ty| ty.part(field));
        found.is_none_or(|found| found.ty != *of)
    });
    missing
        .map(|(ty, field, of)| format!("{ty}.{field}: is `{of}`"))
        .collect()
}

fn of_list(ty: &Type, part: &Part) -> Vec<String> {
    let name = format!("{}.{}", ty.name, part.name);
    let mut faults = Vec::new();
    if part.ty.ends_with('!') {
        faults.push(format!("{name}: a list that can fail is nullable"));
    }
    let first = part.argument("first");
    if first.is_none_or(|first| first.ty != "Int" || !first.has_default) {
        faults.push(format!("{name}: takes `first: Int` with a default"));
    }
    if part
        .argument("after")
        .is_none_or(|after| after.ty != "String")
    {
        faults.push(format!("{name}: takes `after: String`"));
    }
    let known = ["first", "after", "filter", "orderBy"];
    for argument in part
        .arguments
        .iter()
        .filter(|argument| !known.contains(&argument.name.as_str()))
    {
        faults.push(format!("{name}: put `{}` into its filter", argument.name));
    }
    faults
}

#[test]
fn nodes_and_connections_are_those_of_relay() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
    let sdl = Sdl::published();
    let gone = NO_NODES.iter().filter(|(name, _)| sdl.find(name).is_none());
    assert_eq!(gone.count(), 0, "take what is gone off the list");
}

#[test]
fn nodes_and_connections_of_another_kind_would_be_found() {
    let sdl = Sdl::parse(
        "interface Node { id: ID! } type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String }
         type Query { node(id: ID!): Node! nodes(ids: [ID!]!): [Node]
           things(first: Int = 20, after: String, filter: Int, orderBy: Int): ThingConnection
           others(first: Int, colour: Int): OtherConnection! }
         type Thing { id: ID! } type User implements Node { id: String! } type Tenant implements Node { id: ID! }
         type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! pageInfo: PageInfo! totalCount: Int }
         type ThingEdge { cursor: String! node: Thing! }
         type OtherConnection { nodes: [Other] edges: [OtherEdge!]! pageInfo: PageInfo }
         type OtherEdge { cursor: Int node: Other }",
    );
    let found = faults(&sdl);
    for (about, problem) in [
        ("Query.node", "is `Node`"),
        ("PageInfo.startCursor", "is `String`"),
        ("Thing", "implements Node"),
        ("User", "its id"),
        ("Tenant", "off the list"),
        ("OtherConnection.nodes", "is `[Other!]!`"),
        ("OtherConnection.pageInfo", "is `PageInfo!`"),
        ("OtherConnection.totalCount", "is `Int`"),
        ("OtherEdge.cursor", "is `String!`"),
        ("OtherEdge.node", "is `Other!`"),
        ("Query.others", "nullable"),
        ("Query.others", "first"),
        ("Query.others", "after"),
        ("Query.others", "colour"),
    ] {
        let is_found =
            |fault: &String| fault.starts_with(&format!("{about}: ")) && fault.contains(problem);
        assert!(found.iter().any(is_found), "{about} {problem}: {found:#?}");
    }
    assert_eq!(found.len(), 14, "{found:#?}");
}
