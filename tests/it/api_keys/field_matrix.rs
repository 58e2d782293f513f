//! Every root field of the schema × nobody, each role, an API key with each scope: who gets past the gate, as reviewed.
//!
//! The fields and their inputs come from the schema, so a new one changes the reviewed file. The ids in them are of
//! nothing, as another company's are: whoever may try is told that there is nothing, or what is wrong with the input.

use std::collections::BTreeSet;
use std::fmt::Write;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, ConstDirective, FieldDefinition, InputValueDefinition, ServiceDocument, Type,
    TypeDefinition, TypeKind, TypeSystemDefinition,
};
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};
use xorb_domain::identity::{Actor, KeyGrant, Permission, Role};
use xorb_entities::ids::base32;

use crate::api::{SchemaClient, codes};
use crate::harness::{Mode, Tenant, TestApp};

const REVIEWED: &str = include_str!("field_matrix.txt");

/// Whose ids a field takes, by the end of the argument's name.
const IDS: [(&str, &str); 19] = [
    ("identityProviderId", "idp"),
    ("tenantDomainId", "dom"),
    ("invitationId", "inv"),
    ("customRoleId", "role"),
    ("customRoleIds", "role"),
    ("assetId", "asset"),
    ("scanId", "scan"),
    ("findingId", "finding"),
    ("jobId", "job"),
    ("userId", "user"),
    ("serviceAccountId", "user"),
    ("ownerId", "user"),
    ("sessionId", "session"),
    ("requestId", "dsr"),
    ("webhookEndpointId", "whe"),
    ("webhookDeliveryId", "whd"),
    ("apiKeyId", "key"),
    ("passkeyId", "passkey"),
    ("supportAccessGrantId", "sag"),
];
/// Those of the fields that take just an `id`.
const OBJECTS: [(&str, &str); 8] = [
    ("asset", "asset"),
    ("scan", "scan"),
    ("finding", "finding"),
    ("job", "job"),
    ("dataSubjectRequest", "dsr"),
    ("webhookEndpoint", "whe"),
    ("node", "scan"),
    ("nodes", "scan"),
];

struct Schema(ServiceDocument);

impl Schema {
    fn types(&self) -> impl Iterator<Item = &TypeDefinition> {
        self.0
            .definitions
            .iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(ty) => Some(&ty.node),
                _ => None,
            })
    }

    fn find(&self, name: &str) -> Option<&TypeDefinition> {
        self.types().find(|ty| ty.name.node == name)
    }

    fn fields(&self, name: &str) -> Vec<&FieldDefinition> {
        match &self.find(name).unwrap().kind {
            TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
            _ => panic!("{name} is no object"),
        }
    }

    /// The smallest value that fits: what is not asked for is left out.
    fn value(&self, field: &str, name: &str, ty: &Type) -> Value {
        let named = match &ty.base {
            BaseType::List(inner) => return json!([self.value(field, name, inner)]),
            BaseType::Named(named) => named.as_str(),
        };
        match (named, self.find(named).map(|ty| (&ty.kind, &ty.directives))) {
            ("ID", _) => json!(id(field, name)),
            ("Int", _) => json!(1),
            ("Boolean", _) => json!(true),
            ("DateTime", _) => json!("2026-02-01T00:00:00Z"),
            ("EmailAddress", _) => json!("nobody@nowhere.example"),
            (_, Some((TypeKind::Enum(values), _))) => json!(values.values[0].node.value.node),
            (_, Some((TypeKind::InputObject(input), directives))) => {
                let fields = input.fields.iter().map(|field| &field.node);
                let is_one_of = directives
                    .iter()
                    .any(|given| is_named(&given.node, "oneOf"));
                let wanted: Vec<&InputValueDefinition> = if is_one_of {
                    fields.take(1).collect()
                } else {
                    fields.filter(|field| is_required(field)).collect()
                };
                let value = |input: &InputValueDefinition| {
                    let name = input.name.node.to_string();
                    let value = self.value(field, &name, &input.ty.node);
                    (name, value)
                };
                Value::Object(wanted.into_iter().map(value).collect())
            }
            _ if name == "address" => json!("https://shop.example"),
            _ if name == "url" => json!("https://hook.example/in"),
            _ if name == "networks" => json!("192.0.2.0/24"),
            _ if name == "scopes" || name == "permissions" => json!("scans:read"),
            _ if name == "email" || name == "newEmail" => json!("nobody@nowhere.example"),
            _ => json!("none"),
        }
    }
}

fn is_named(directive: &ConstDirective, name: &str) -> bool {
    directive.name.node == name
}

fn is_required(input: &InputValueDefinition) -> bool {
    !input.ty.node.nullable && input.default_value.is_none()
}

fn id(field: &str, name: &str) -> String {
    let known = IDS.iter().find(|(of, _)| *of == name);
    let object = OBJECTS.iter().find(|(of, _)| *of == field);
    let (_, prefix) = known
        .or(object)
        .unwrap_or_else(|| panic!("say which id {field}({name}) takes"));
    format!("{prefix}_{}", base32(Uuid::from_u128(7)))
}

/// One root field, ready to be sent.
pub struct Case {
    pub name: String,
    pub document: String,
    pub variables: Value,
}

pub fn cases() -> Vec<Case> {
    let schema = Schema(parse_schema(xorb_api::graphql::sdl()).unwrap());
    let mut cases = Vec::new();
    for (root, kind) in [
        ("Query", "query"),
        ("Mutation", "mutation"),
        ("Subscription", "subscription"),
    ] {
        for field in schema.fields(root) {
            cases.push(case(&schema, kind, field));
        }
    }
    // Whoever logs out, or stops all scans, changes what the others are told.
    cases.sort_by_key(|case| {
        ["mutation logOut", "mutation stopTenantScans"].contains(&case.name.as_str())
    });
    cases
}

fn case(schema: &Schema, kind: &str, field: &FieldDefinition) -> Case {
    let name = field.name.node.as_str();
    let arguments = field.arguments.iter().map(|argument| &argument.node);
    let arguments: Vec<_> = arguments.filter(|argument| is_required(argument)).collect();
    let (mut declared, mut given, mut variables) = (String::new(), String::new(), json!({}));
    for argument in arguments {
        let of = &argument.name.node;
        let _ = write!(declared, "${of}: {} ", argument.ty.node);
        let _ = write!(given, "{of}: ${of} ");
        variables[of.as_str()] = schema.value(name, of, &argument.ty.node);
    }
    let bracket = |inner: &str| {
        if inner.is_empty() {
            String::new()
        } else {
            format!("({inner})")
        }
    };
    let result = match &field.ty.node.base {
        BaseType::Named(result) => schema.find(result),
        BaseType::List(inner) => match &inner.base {
            BaseType::Named(result) => schema.find(result),
            BaseType::List(_) => None,
        },
    };
    let selection = match result.map(|ty| &ty.kind) {
        Some(TypeKind::Object(object))
            if object
                .fields
                .iter()
                .any(|field| field.node.name.node == "userErrors") =>
        {
            "{ userErrors { code } }"
        }
        Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_)) => "{ __typename }",
        _ => "",
    };
    Case {
        name: format!("{kind} {name}"),
        document: format!(
            "{kind}{} {{ {name}{} {selection} }}",
            bracket(&declared),
            bracket(&given)
        ),
        variables,
    }
}

/// What stops somebody at the gate, whatever is behind it.
fn is_stopped(answer: &Value) -> bool {
    let is_gate = |code: &&str| ["UNAUTHENTICATED", "FORBIDDEN"].contains(code);
    let session = json!([{ "code": "SESSION_REQUIRED" }]);
    let payload = answer["data"]
        .as_object()
        .and_then(|data| data.values().next());
    let is_for_persons = payload.is_some_and(|payload| payload["userErrors"] == session);
    let told = answer["errors"].as_array().into_iter().flatten();
    let is_told = |text: &str| text.contains("log in and do it in person");
    let is_for_persons = is_for_persons
        || told
            .map(|error| error["message"].to_string())
            .any(|text| is_told(&text));
    assert_ne!(codes(answer), ["INTERNAL"], "{answer}");
    is_for_persons || codes(answer).iter().any(is_gate)
}

async fn passes(tenant: &Tenant, actor: Actor, case: &Case) -> bool {
    let client = SchemaClient::new(tenant, actor);
    !is_stopped(&client.run(&case.document, case.variables.clone()).await)
}

fn words(passing: &[&str], all: usize, everybody: &str) -> String {
    match passing.len() {
        0 => "nobody".to_owned(),
        count if count == all => everybody.to_owned(),
        _ => passing.join(" "),
    }
}

async fn line(app: &TestApp, tenant: &Tenant, case: &Case) -> String {
    let mut roles = Vec::new();
    for role in Role::ALL {
        if passes(tenant, tenant.with_role(role), case).await {
            roles.push(role.as_str());
        }
    }
    let mut keys = Vec::new();
    for scope in Permission::ALL {
        let grant = KeyGrant {
            id: Uuid::from_u128(9),
            scopes: vec![scope],
            last_used_at: None,
        };
        let actor = Actor {
            session_id: None,
            api_key: Some(grant),
            ..tenant.owner.clone()
        };
        if passes(tenant, actor, case).await {
            keys.push(scope.as_str());
        }
    }
    let anonymous = if case.name.starts_with("subscription") {
        false
    } else {
        let answer = app
            .anonymous()
            .graphql(&case.document, case.variables.clone())
            .await;
        !["UNAUTHENTICATED", "FORBIDDEN"].contains(&answer.code().unwrap_or_default())
    };
    format!(
        "{}\n    nobody known: {}\n    roles: {}\n    keys: {}\n",
        case.name,
        if anonymous { "yes" } else { "no" },
        words(&roles, Role::ALL.len(), "all"),
        words(&keys, Permission::ALL.len(), "all")
    )
}

#[tokio::test]
async fn who_gets_past_the_gate_of_every_field_is_as_reviewed() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "off")]).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let mut matrix = String::new();
    let mut names = BTreeSet::new();
    for case in cases() {
        assert!(names.insert(case.name.clone()), "{} twice", case.name);
        matrix += &line(&app, &tenant, &case).await;
    }
    app.run_jobs().await;
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/field_matrix.txt");
    std::fs::write(path, &matrix).unwrap();
    assert_eq!(
        matrix, REVIEWED,
        "review the change, then copy {path} to field_matrix.txt"
    );
    app.finish().await;
}
