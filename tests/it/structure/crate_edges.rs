//! Who may import whom. An edge that is not listed here fails, so that the house keeps its walls.

use super::sources;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

/// `tests/` of the root package may use what the root may, and nothing reaches them.
const ALLOWED: [(&str, &[&str]); 7] = [
    ("xorb-entities", &[]),
    ("xorb-domain", &["xorb-entities"]),
    ("xorb-api", &["xorb-domain", "xorb-entities"]),
    ("xorb-worker", &["xorb-domain", "xorb-entities"]),
    ("xorb-migration", &[]),
    (
        "xorb-bench",
        &[
            "xorb",
            "xorb-domain",
            "xorb-entities",
            "xorb-migration",
            "xorb-worker",
        ],
    ),
    (
        "xorb",
        &[
            "xorb-api",
            "xorb-domain",
            "xorb-entities",
            "xorb-migration",
            "xorb-worker",
        ],
    ),
];

/// What belongs to the edge or to the worker only.
const FORBIDDEN_INSIDE: [&str; 4] = ["actix", "async-graphql", "apalis", "openidconnect"];
const INSIDE: [&str; 2] = ["xorb-entities", "xorb-domain"];

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn crates_import_only_whom_they_may() {
    assert_eq!(
        violations(&declared_dependencies(metadata())),
        Vec::<String>::new()
    );
}

#[test]
fn an_edge_between_api_and_worker_would_be_found() {
    let mut graph = declared_dependencies(metadata());
    graph
        .get_mut("xorb-api")
        .unwrap()
        .insert("xorb-worker".into());
    graph
        .get_mut("xorb-domain")
        .unwrap()
        .insert("async-graphql-value".into());
    let found = violations(&graph);
    assert_eq!(
        found,
        [
            "xorb-api → xorb-worker",
            "xorb-domain → async-graphql-value"
        ]
    );
}

#[test]
fn a_crate_that_nobody_listed_would_be_found() {
    let mut graph = declared_dependencies(metadata());
    graph.insert("xorb-utils".into(), BTreeSet::new());
    assert_eq!(violations(&graph), ["xorb-utils is not in the list"]);
}

#[test]
fn nothing_inside_reaches_the_edge_through_another_crate() {
    for package in INSIDE {
        let reached = reachable(&resolved_dependencies(metadata()), package);
        let forbidden: Vec<_> = reached
            .iter()
            .filter(|name| is_forbidden_inside(name))
            .collect();
        assert!(forbidden.is_empty(), "{package} reaches {forbidden:?}");
    }
}

#[test]
fn graphql_never_speaks_to_the_database() {
    for (path, text) in sources::rust_files_under(&["api/src/graphql"]) {
        assert!(
            !text.contains("sea_orm"),
            "{} mentions sea_orm: call domain instead",
            path.display()
        );
    }
}

fn violations(graph: &Graph) -> Vec<String> {
    let allowed: BTreeMap<_, _> = ALLOWED.into_iter().collect();
    let mut found = Vec::new();
    for (package, dependencies) in graph.iter().filter(|(name, _)| name.starts_with("xorb")) {
        let Some(may) = allowed.get(package.as_str()) else {
            found.push(format!("{package} is not in the list"));
            continue;
        };
        for dependency in dependencies {
            let is_ours = dependency.starts_with("xorb");
            let is_inside = INSIDE.contains(&package.as_str());
            if (is_ours && !may.contains(&dependency.as_str()))
                || (is_inside && is_forbidden_inside(dependency))
            {
                found.push(format!("{package} → {dependency}"));
            }
        }
    }
    found
}

fn is_forbidden_inside(name: &str) -> bool {
    FORBIDDEN_INSIDE
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

fn reachable(graph: &Graph, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(package) = open.pop() {
        for dependency in graph.get(&package).into_iter().flatten() {
            if reached.insert(dependency.clone()) {
                open.push(dependency.clone());
            }
        }
    }
    reached
}

/// For this platform only: the packages of others need not have been downloaded.
fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let version = cargo(&["-vV"]);
        let platform = version
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .unwrap();
        let arguments = [
            "metadata",
            "--format-version=1",
            "--locked",
            "--offline",
            "--filter-platform",
            platform,
        ];
        serde_json::from_str(&cargo(&arguments)).unwrap()
    })
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(sources::root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// What each manifest of the workspace says, of every kind and for every target.
fn declared_dependencies(metadata: &Value) -> Graph {
    let members: BTreeSet<_> = array(&metadata["workspace_members"])
        .iter()
        .map(text)
        .collect();
    array(&metadata["packages"])
        .iter()
        .filter(|package| members.contains(text(&package["id"])))
        .map(|package| {
            let names = array(&package["dependencies"])
                .iter()
                .map(|it| text(&it["name"]).to_owned());
            (text(&package["name"]).to_owned(), names.collect())
        })
        .collect()
}

/// What is really linked, through any number of crates.
fn resolved_dependencies(metadata: &Value) -> Graph {
    let names: BTreeMap<_, _> = array(&metadata["packages"])
        .iter()
        .map(|package| (text(&package["id"]), text(&package["name"]).to_owned()))
        .collect();
    array(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| {
            let reached = array(&node["dependencies"])
                .iter()
                .map(|id| names[text(id)].clone());
            (names[text(&node["id"])].clone(), reached.collect())
        })
        .collect()
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
