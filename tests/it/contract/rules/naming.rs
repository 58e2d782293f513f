//! Names as every front end expects them; each mutation is `verbNoun`, takes one `input` of its own and answers a payload
//! of its own.

use std::collections::BTreeMap;

use crate::contract::sdl::{Kind, Part, Sdl, Type};

/// What mutations do. A new verb is worth a look whether one of these says it already.
const VERBS: [&str; 46] = [
    "accept",
    "activate",
    "add",
    "approve",
    "cancel",
    "change",
    "complete",
    "confirm",
    "consent",
    "create",
    "deactivate",
    "delete",
    "enroll",
    "extend",
    "finish",
    "grant",
    "invite",
    "link",
    "log",
    "place",
    "reactivate",
    "redeem",
    "redeliver",
    "refresh",
    "refuse",
    "regenerate",
    "release",
    "remove",
    "request",
    "resend",
    "reset",
    "retry",
    "revoke",
    "rotate",
    "sign",
    "start",
    "step",
    "stop",
    "suspend",
    "test",
    "transfer",
    "triage",
    "unlink",
    "update",
    "verify",
    "withdraw",
];

pub fn faults(sdl: &Sdl) -> Vec<String> {
    let cases = sdl.types.iter().flat_map(of_cases);
    let mutations = sdl.parts("Mutation").iter();
    let mutations = mutations.flat_map(|mutation| of_mutation(sdl, mutation));
    cases
        .chain(mutations)
        .chain(shared(sdl))
        .chain(roles_of_types(sdl))
        .collect()
}

fn of_cases(ty: &Type) -> Vec<String> {
    let mut faults = Vec::new();
    if !is_pascal(&ty.name) {
        faults.push(format!("{}: types are in PascalCase", ty.name));
    }
    for part in &ty.parts {
        let name = &part.name;
        if ty.kind == Kind::Enum {
            if !is_screaming(name) {
                faults.push(format!(
                    "{}.{name}: enum values are in SCREAMING_CASE",
                    ty.name
                ));
            }
            continue;
        }
        let names =
            std::iter::once(name).chain(part.arguments.iter().map(|argument| &argument.name));
        for name in names.filter(|name| !is_camel(name)) {
            faults.push(format!(
                "{}.{name}: fields and arguments are in camelCase",
                ty.name
            ));
        }
    }
    faults
}

fn of_mutation(sdl: &Sdl, mutation: &Part) -> Vec<String> {
    let name = &mutation.name;
    let capital = capitalised(name);
    let mut faults = Vec::new();
    let mut fault = |problem: String| faults.push(format!("{name}: {problem}"));
    if !VERBS.iter().any(|verb| is_verb_noun(name, verb)) {
        fault("is no `verbNoun` with a known verb".to_owned());
    }
    match mutation.arguments.as_slice() {
        [] => {}
        [input] if input.name == "input" && input.ty == format!("{capital}Input!") => {}
        _ => fault(format!("its one argument is `input: {capital}Input!`")),
    }
    if mutation.ty != format!("{capital}Payload") {
        fault(format!("answers a nullable `{capital}Payload`"));
    }
    let payload = sdl.parts(mutation.named());
    let errors = payload.iter().find(|part| part.name == "userErrors");
    if errors.is_none_or(|errors| errors.ty != "[UserError!]!") {
        fault("its payload has `userErrors: [UserError!]!`".to_owned());
    }
    for result in payload
        .iter()
        .filter(|part| part.name != "userErrors" && part.is_non_null())
    {
        fault(format!(
            "`{}` of its payload is null when it is refused",
            result.name
        ));
    }
    faults
}

/// Inputs and payloads of mutations that others use too.
fn shared(sdl: &Sdl) -> Vec<String> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for part in sdl.types.iter().flat_map(|ty| &ty.parts) {
        for used in std::iter::once(part).chain(&part.arguments) {
            *uses.entry(used.named()).or_default() += 1;
        }
    }
    let mutations = sdl.parts("Mutation").iter();
    let own = mutations.flat_map(|mutation| std::iter::once(mutation).chain(&mutation.arguments));
    let own: std::collections::BTreeSet<&str> = own.map(Part::named).collect();
    let shared = own
        .into_iter()
        .filter(|name| uses.get(name).is_some_and(|uses| *uses > 1));
    shared
        .map(|name| format!("{name}: belongs to one mutation alone"))
        .collect()
}

/// What the end of a name says, the type is; and the other way round.
fn roles_of_types(sdl: &Sdl) -> Vec<String> {
    let mut faults = Vec::new();
    for ty in &sdl.types {
        let is_input = ["Input", "Filter"].iter().any(|end| ty.name.ends_with(end));
        let is_answer = ["Payload", "Connection", "Edge"]
            .iter()
            .any(|end| ty.name.ends_with(end));
        if is_input != (ty.kind == Kind::Input) || (is_answer && ty.kind != Kind::Object) {
            faults.push(format!(
                "{}: its name says that it is something else",
                ty.name
            ));
        }
    }
    for (ty, part) in sdl.output_fields() {
        for argument in &part.arguments {
            let is_well = match argument.name.as_str() {
                "filter" => argument.ty.ends_with("Filter"),
                "orderBy" => argument.ty.ends_with("Order"),
                _ => {
                    !argument.ty.trim_end_matches('!').ends_with("Filter")
                        && !argument.ty.ends_with("Order")
                }
            };
            if !is_well {
                faults.push(format!(
                    "{}.{}: lists take `filter: XFilter` and `orderBy: XOrder`",
                    ty.name, part.name
                ));
            }
        }
    }
    faults
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn is_verb_noun(name: &str, verb: &str) -> bool {
    let noun = name.strip_prefix(verb);
    noun.is_some_and(|noun| noun.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && is_alphanumeric(name)
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && is_alphanumeric(name)
}

fn is_screaming(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn is_alphanumeric(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric())
}

#[test]
fn names_are_what_front_ends_expect() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn names_that_surprise_would_be_found() {
    let sdl = Sdl::parse(
        "type UserError { code: Int }
         type thing { A_b(C: Int): Int } enum Colour { red RED }
         input Wrong { a: Int } type ListFilter { a: Int } enum AOrder { B }
         type Query { things(where: AFilter, orderBy: Int): Int } input AFilter { a: Int }
         type Mutation {
           startA(input: StartAInput!): StartAPayload
           assetUpdate(input: AssetUpdateInput!): AssetUpdatePayload
           deleteA(id: ID!): DeleteAPayload
           deleteB(input: DeleteBInput): DeleteBPayload!
           cancelA(input: StartAInput!): CancelAPayload
           cancelB: StartAPayload
           stopA: StopAPayload
         }
         input StartAInput { a: Int } input AssetUpdateInput { a: Int } input DeleteBInput { a: Int }
         type StartAPayload { a: Int userErrors: [UserError!]! }
         type AssetUpdatePayload { a: Int! userErrors: [UserError!]! }
         type DeleteAPayload { a: Int userErrors: [UserError] }
         type DeleteBPayload { userErrors: [UserError!]! } type CancelAPayload { a: Int }
         type StopAPayload { userErrors: [UserError!]! }",
    );
    let found = faults(&sdl);
    for (about, problem) in [
        ("thing", "PascalCase"),
        ("thing.A_b", "camelCase"),
        ("thing.C", "camelCase"),
        ("Colour.red", "SCREAMING"),
        ("Wrong", "something else"),
        ("ListFilter", "something else"),
        ("Query.things", "`filter: XFilter`"),
        ("assetUpdate", "verbNoun"),
        ("assetUpdate", "`a` of its payload"),
        ("deleteA", "one argument"),
        ("deleteA", "userErrors"),
        ("deleteB", "one argument"),
        ("deleteB", "nullable"),
        ("cancelA", "one argument"),
        ("cancelA", "userErrors"),
        ("cancelB", "nullable"),
        ("StartAInput", "one mutation"),
        ("StartAPayload", "one mutation"),
    ] {
        let is_found =
            |fault: &&String| fault.starts_with(&format!("{about}: ")) && fault.contains(problem);
        assert!(
            found.iter().any(|fault| is_found(&fault)),
            "{about} {problem}: {found:#?}"
        );
    }
    assert!(
        !found
            .iter()
            .any(|fault| fault.starts_with("startA") || fault.starts_with("stopA")),
        "{found:#?}"
    );
}
