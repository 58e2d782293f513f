//! The codes in `userErrors`. Their meanings are those of the schema.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use async_graphql::resolver_utils::EnumType;

use super::table::{code, sentence, table};
use crate::graphql::{UserErrorCode, sdl};

pub(super) fn user_errors() -> String {
    let meanings = meanings();
    let rows = UserErrorCode::items().iter().map(|item| {
        let of_item = |(name, _): &&(String, String)| name == item.name;
        let meaning = meanings.iter().find(of_item).map_or("", |(_, text)| text);
        vec![
            code(item.name),
            sentence(meaning),
            sentence(remedy(item.value)),
        ]
    });
    table(&["Code", "What it means", "What to do"], rows)
}

/// The values of the enum in the schema, with their descriptions.
fn meanings() -> Vec<(String, String)> {
    let document = parse_schema(sdl()).ok();
    let types = document
        .into_iter()
        .flat_map(|document| document.definitions);
    let values = types.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) if ty.node.name.node == "UserErrorCode" => {
            match ty.node.kind {
                TypeKind::Enum(of) => Some(of.values),
                _ => None,
            }
        }
        _ => None,
    });
    let described = values.flatten().map(|value| {
        let text = value.node.description.map(|text| text.node);
        (value.node.value.node.to_string(), text.unwrap_or_default())
    });
    described.collect()
}

fn remedy(code: UserErrorCode) -> &'static str {
    match code {
        UserErrorCode::InvalidCredentials => "let the person type all of it again",
        UserErrorCode::InvalidInput => "mend the part that `path` names as `message` says",
        UserErrorCode::Taken => "take another value",
        UserErrorCode::PasswordTooWeak => {
            "let the person choose a longer one, such as four random words"
        }
        UserErrorCode::SignUpClosed => "ask the operator for an account, or for an invitation",
        UserErrorCode::InvalidToken => "ask for a new invitation or link",
        UserErrorCode::LastOwner => "make somebody else an owner first",
        UserErrorCode::OwnerOnly => "ask an owner to do it",
        UserErrorCode::AddressNotAllowed => {
            "give an address of yours that is reachable from the internet"
        }
        UserErrorCode::AssetNotVerified => {
            "put the token where `verification.instructions` says, then call `verifyAsset`"
        }
        UserErrorCode::VerificationFailed => {
            "look at `message`, put the token in its place and call `verifyAsset` again"
        }
        UserErrorCode::NotAvailable => "take another value; the schema says which are offered",
        UserErrorCode::InvalidState => {
            "load the object again: its state says what can be done with it"
        }
        UserErrorCode::LimitReached => {
            "remove what is not needed any more, or ask the operator for more (`viewer.quotas`)"
        }
        UserErrorCode::StepUpRequired => {
            "ask the person for their password, call `stepUp`, then send the same again"
        }
        UserErrorCode::FourEyesRequired => "let another person with the permission do it",
        UserErrorCode::PlanChanged => "show the plan as it is now and approve its new `hash`",
        UserErrorCode::ScansStopped => {
            "wait until they are released (`viewer.tenant.scansStoppedAt` tells whether your company stopped them itself)"
        }
        UserErrorCode::SessionRequired => {
            "do it as a person who has logged in, without the API key"
        }
    }
}
