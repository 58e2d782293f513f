//! Which mutations can be sent again without harm, and how: what makes something takes an `idempotencyKey`, what changes
//! something an `expectedVersion`. What ends something needs neither, for what has ended stays ended.

use crate::contract::sdl::{Part, Sdl};

/// These make something, or start something that is done once more each time.
const MAKE: [&str; 9] = [
    "create",
    "grant",
    "invite",
    "place",
    "redeliver",
    "retest",
    "rotate",
    "start",
    "test",
];
/// These change what somebody has looked at.
const CHANGE: [&str; 5] = ["accept", "extend", "set", "triage", "update"];
/// These end something.
const END: [&str; 9] = [
    "cancel",
    "deactivate",
    "delete",
    "log",
    "release",
    "remove",
    "revoke",
    "stop",
    "withdraw",
];

/// Mutations that their verb would ask for more, or that have no such verb, and why they need neither.
const EXCEPTIONS: [(&str, &str); 39] = [
    ("consentToSupportAccess", "who has consented has consented"),
    ("requestEmailChange", "it takes the place of the one before"),
    (
        "confirmEmailChange",
        "an address that is proven stays proven",
    ),
    ("reactivateUser", "who is active stays so"),
    (
        "transferOwnership",
        "whoever has handed the tenant over is no owner any more",
    ),
    (
        "resendInvitation",
        "each mail has a link of its own, and only the last one works",
    ),
    (
        "requestPasswordReset",
        "there is no actor yet, each link works once, and a mailbox gets few of them",
    ),
    ("resetPassword", "a link works once"),
    (
        "activateIdentityProvider",
        "one that is active stays active",
    ),
    (
        "addTenantDomain",
        "naming a domain again gives the same one",
    ),
    (
        "createIdentityProvider",
        "a second draft lets nobody in, and can be deleted",
    ),
    (
        "linkIdentityProvider",
        "it gives a ticket, which works once",
    ),
    ("redeemLogInCode", "a code works once"),
    (
        "stepUpByIdentityProvider",
        "it gives a ticket, which works once",
    ),
    (
        "unlinkIdentityProvider",
        "what was taken off is not there any more",
    ),
    (
        "suspendIdentityProvider",
        "one that is suspended stays suspended",
    ),
    (
        "testIdentityProvider",
        "it looks, and gives a ticket that works once",
    ),
    (
        "verifyTenantDomain",
        "it looks, and writes down what it saw last",
    ),
    ("acceptInvitation", "an invitation works once"),
    (
        "approveDataSubjectRequest",
        "`planHash` says which plan was seen, and an approved one is refused",
    ),
    (
        "changePassword",
        "the password that is replaced must be the current one",
    ),
    ("completeMfa", "a challenge is answered once"),
    (
        "confirmTotp",
        "an app that was confirmed can't be confirmed again",
    ),
    (
        "enrollTotp",
        "a secret that was not confirmed is replaced, and a confirmed one refuses another",
    ),
    ("finishPasskeyEnrollment", "a challenge is answered once"),
    ("finishPasskeyLogIn", "a challenge is answered once"),
    (
        "logIn",
        "each log-in is a session of its own, and the session is what an actor's keys would belong to",
    ),
    (
        "regenerateRecoveryCodes",
        "the codes are shown once: whoever has lost an answer needs new ones",
    ),
    ("refreshSession", "a refresh token works once"),
    (
        "refuseDataSubjectRequest",
        "a request that was refused can't be refused again",
    ),
    (
        "retryJob",
        "only a failed job is queued again, and what it has done is not done again",
    ),
    (
        "signUp",
        "there is no actor yet whom a key could belong to, and the short name is taken the second time",
    ),
    (
        "startPasskeyEnrollment",
        "it only asks: a challenge of before is over",
    ),
    (
        "startPasskeyLogIn",
        "it only asks, and there is no actor yet whom a key could belong to",
    ),
    (
        "startPasskeyStepUp",
        "it only asks: a challenge of before is over",
    ),
    ("stepUp", "it proves who is there at this moment"),
    ("verifyAsset", "it looks, and writes down what it saw last"),
    (
        "verifyAuditTrail",
        "a verification that is under way is given instead of another one",
    ),
    (
        "verifyDataSubjectRequest",
        "a request that was verified can't be verified again",
    ),
];

fn verb(mutation: &str) -> &str {
    let end = mutation.find(|c: char| c.is_ascii_uppercase());
    &mutation[..end.unwrap_or(mutation.len())]
}

pub fn faults(sdl: &Sdl) -> Vec<String> {
    faults_with(sdl, &EXCEPTIONS)
}

fn faults_with(sdl: &Sdl, exceptions: &[(&str, &str)]) -> Vec<String> {
    let mutations = sdl.parts("Mutation");
    let mut faults: Vec<String> = mutations
        .iter()
        .filter_map(|mutation| fault(sdl, mutation, exceptions))
        .collect();
    for (name, _) in exceptions {
        if !mutations.iter().any(|mutation| mutation.name == *name) {
            faults.push(format!(
                "{name}: is no mutation; take it off the exceptions"
            ));
        }
    }
    faults
}

fn fault(sdl: &Sdl, mutation: &Part, exceptions: &[(&str, &str)]) -> Option<String> {
    let name = &mutation.name;
    let has = |field: &str, ty: &str| {
        let input = mutation.argument("input").map(Part::named)?;
        let found = sdl.parts(input).iter().find(|part| part.name == field)?;
        Some(found.ty == ty)
    };
    let key = has("idempotencyKey", "String");
    let version = has("expectedVersion", "Int");
    if key == Some(false) || version == Some(false) {
        return Some(format!(
            "{name}: it is `idempotencyKey: String` and `expectedVersion: Int`"
        ));
    }
    let is_excepted = exceptions.iter().any(|(excepted, _)| excepted == name);
    if is_excepted && (key.is_some() || version.is_some()) {
        return Some(format!("{name}: has one now; take it off the exceptions"));
    }
    let verb = verb(name);
    let wanted = match verb {
        _ if is_excepted => return None,
        _ if MAKE.contains(&verb) && key.is_none() => "`idempotencyKey`",
        _ if CHANGE.contains(&verb) && version.is_none() => "`expectedVersion`",
        _ if END.contains(&verb) || key.is_some() || version.is_some() => return None,
        _ => "`idempotencyKey` or `expectedVersion`",
    };
    Some(format!(
        "{name}: give its input {wanted}, or name it as an exception with the reason"
    ))
}

#[test]
fn every_mutation_can_be_sent_again_or_says_why_not() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn a_mutation_that_could_be_done_twice_would_be_found() {
    let sdl = Sdl::parse(
        "type Mutation { createA(input: I!): P updateA(input: I!): P bakeA(input: I!): P deleteA(input: I!): P
                         startA: P createB(input: Key!): P updateB(input: Version!): P bakeB(input: Key!): P
                         createC(input: Version!): P updateC(input: Wrong!): P signA(input: I!): P signB(input: Key!): P }
         input I { a: Int } input Key { idempotencyKey: String } input Version { expectedVersion: Int }
         input Wrong { expectedVersion: Int! }",
    );
    let exceptions = [("signA", "a"), ("signB", "b"), ("signC", "c")];
    let found = faults_with(&sdl, &exceptions);
    let names: Vec<&str> = found.iter().map(|fault| name_of(fault)).collect();
    assert_eq!(
        names,
        [
            "createA", "updateA", "bakeA", "startA", "createC", "updateC", "signB", "signC"
        ]
    );
}

/// What a fault is about.
fn name_of(fault: &str) -> &str {
    fault.split(':').next().unwrap()
}
