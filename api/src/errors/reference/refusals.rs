//! Why the document gate refuses a document: every reason there is.

use xorb_domain::ErrorCode;

use super::table::{code, sentence, table};
use crate::gate::Reason;

pub(super) fn refusals() -> String {
    let rows = Reason::ALL.map(|reason| {
        let (meaning, remedy) = advice(reason);
        let error = if reason.is_too_much() {
            ErrorCode::CostExceeded
        } else {
            ErrorCode::BadUserInput
        };
        vec![sentence(meaning), code(error.as_str()), sentence(remedy)]
    });
    table(&["What is wrong", "Code", "What to do"], rows)
}

/// What a reason means, and what to do.
#[expect(clippy::too_many_lines, reason = "one entry for each reason")]
fn advice(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::TooLong => (
            "the document has too many bytes",
            "put values into variables, and send several operations",
        ),
        Reason::TooManyTokens => (
            "the document has too many tokens",
            "put values into variables, and send several operations",
        ),
        Reason::TooNested => (
            "brackets are nested too deeply, in the document or in variables",
            "flatten it",
        ),
        Reason::EndlessString => ("a string or a comment does not end", "close it"),
        Reason::LongName => ("a name or a number is too long", "shorten it"),
        Reason::Syntax => ("the document is not GraphQL", "mend it at `locations`"),
        Reason::UnclearOperation => (
            "there are several operations and `operationName` names none",
            "send `operationName`",
        ),
        Reason::NoSuchOperation => (
            "the document has no operation of the name that `operationName` says",
            "send the name of one that it has",
        ),
        Reason::TooManyDefinitions => (
            "the document has too many operations and fragments",
            "send only what the operation uses",
        ),
        Reason::TooManyOperations => (
            "the document has too many operations",
            "send only the one that shall run",
        ),
        Reason::TooManyFragments => (
            "the document has too many fragments",
            "send only those that are used",
        ),
        Reason::TooManyFields => (
            "with all fragments put in their places, there are too many fields",
            "ask for less, or in several operations",
        ),
        Reason::TooDeep => (
            "fields are nested too deeply",
            "ask for the inner object by its id in another operation",
        ),
        Reason::TooManyRootFields => ("there are too many root fields", "send several operations"),
        Reason::TooManySpreads => (
            "there are too many spreads of fragments",
            "write the fields in their places",
        ),
        Reason::TooManyVariables => (
            "there are too many variables",
            "put values together into input objects",
        ),
        Reason::TooManyValues => (
            "there are too many values in arguments",
            "put them into variables",
        ),
        Reason::UnknownFragment => (
            "a fragment is used that the document does not have",
            "send it along",
        ),
        Reason::FragmentCycle => ("a fragment contains itself", "take the circle apart"),
        Reason::TooManyLevels => (
            "selections and fragments are nested too deeply",
            "put fewer fragments into each other",
        ),
        Reason::TooManyAliases => (
            "there are too many aliases",
            "ask for lists instead of the same field many times",
        ),
        Reason::TooManyDirectives => (
            "there are too many directives",
            "leave out what is always so",
        ),
        Reason::IntrospectionCircle => (
            "an introspection goes in a circle",
            "use the introspection of your library, or `schema.graphql`",
        ),
        Reason::MissingVariable => (
            "a variable that is not nullable has no value",
            "send it in `variables`",
        ),
        Reason::VariableCopies => (
            "a large variable is used in too many places",
            "use it once, or send several operations",
        ),
    }
}
