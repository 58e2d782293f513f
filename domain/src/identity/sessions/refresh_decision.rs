//! What is done with a refresh token that somebody shows: the whole rule, without a database.
//!
//! A used token that comes again means that two hold it. Its owner may have lost the answer, so the last used one is
//! answered once more within 30 seconds, as long as nobody has used the first answer; the first answer becomes void then.
//! Further copies in that time, and the void answer itself, change nothing. Everything else ends the session.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::identity::queries::refresh_tokens::RefreshToken;

const GRACE: TimeDelta = TimeDelta::seconds(30);

/// A token as it was found, with its neighbours in the chain.
pub(crate) struct Presented<'a> {
    pub(crate) token: &'a RefreshToken,
    pub(crate) predecessor: Option<&'a RefreshToken>,
    pub(crate) successors: &'a [RefreshToken],
    pub(crate) is_session_live: bool,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefreshDecision {
    /// The session has ended anyway.
    Ended,
    /// The usual case: use it up and issue the next one.
    Rotate,
    /// A lost answer: void this successor and issue another one.
    Reissue { successor_id: Uuid },
    /// A further copy: refuse it and leave the session alone.
    Refuse,
    /// Somebody has a token that they should not have: end the session.
    End,
}

/// Decides.
pub(crate) fn decide(presented: &Presented<'_>, now: DateTime<Utc>) -> RefreshDecision {
    let token = presented.token;
    if !presented.is_session_live {
        return RefreshDecision::Ended;
    }
    let is_recent = |at: DateTime<Utc>| now - at <= GRACE;
    if token.revoked_at.is_some() {
        let reissued_at = presented.predecessor.and_then(|before| before.reissued_at);
        let is_void_answer = token.consumed_at.is_none() && reissued_at.is_some_and(is_recent);
        return if is_void_answer {
            RefreshDecision::Refuse
        } else {
            RefreshDecision::End
        };
    }
    let Some(consumed_at) = token.consumed_at else {
        return RefreshDecision::Rotate;
    };
    let is_any_used = presented
        .successors
        .iter()
        .any(|next| next.consumed_at.is_some());
    let open = presented
        .successors
        .iter()
        .find(|next| next.revoked_at.is_none());
    match open {
        Some(next) if !is_any_used && is_recent(consumed_at) => {
            if token.reissued_at.is_none() {
                RefreshDecision::Reissue {
                    successor_id: next.id,
                }
            } else {
                RefreshDecision::Refuse
            }
        }
        _ => RefreshDecision::End,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn token(id: u128) -> RefreshToken {
        RefreshToken {
            id: Uuid::from_u128(id),
            session_id: Uuid::from_u128(99),
            consumed_at: None,
            revoked_at: None,
            reissued_at: None,
        }
    }

    fn used(id: u128) -> RefreshToken {
        RefreshToken {
            consumed_at: Some(START),
            ..token(id)
        }
    }

    fn decide_after(
        seconds: i64,
        token: &RefreshToken,
        successors: &[RefreshToken],
    ) -> RefreshDecision {
        let presented = Presented {
            token,
            predecessor: None,
            successors,
            is_session_live: true,
        };
        decide(&presented, START + TimeDelta::seconds(seconds))
    }

    #[test]
    fn a_fresh_token_is_rotated() {
        assert_eq!(decide_after(0, &token(1), &[]), RefreshDecision::Rotate);
    }

    #[test]
    fn a_lost_answer_is_given_once_more_within_thirty_seconds() {
        let again = RefreshDecision::Reissue {
            successor_id: Uuid::from_u128(2),
        };
        assert_eq!(decide_after(30, &used(1), &[token(2)]), again);
        assert_eq!(
            decide_after(31, &used(1), &[token(2)]),
            RefreshDecision::End
        );
    }

    #[test]
    fn further_copies_are_refused_and_harm_nobody() {
        let reissued = RefreshToken {
            reissued_at: Some(START),
            ..used(1)
        };
        let void = RefreshToken {
            revoked_at: Some(START),
            ..token(2)
        };
        let successors = [void, token(3)];
        assert_eq!(
            decide_after(30, &reissued, &successors),
            RefreshDecision::Refuse
        );
        assert_eq!(
            decide_after(31, &reissued, &successors),
            RefreshDecision::End
        );
    }

    #[test]
    fn a_used_token_whose_successor_was_used_ends_the_session_at_once() {
        assert_eq!(decide_after(0, &used(1), &[used(2)]), RefreshDecision::End);
        let reissued = RefreshToken {
            reissued_at: Some(START),
            ..used(1)
        };
        let void = RefreshToken {
            revoked_at: Some(START),
            ..token(2)
        };
        assert_eq!(
            decide_after(0, &reissued, &[void, used(3)]),
            RefreshDecision::End
        );
    }

    #[test]
    fn the_void_answer_is_refused_for_a_while_and_then_ends_the_session() {
        let before = RefreshToken {
            reissued_at: Some(START),
            ..used(1)
        };
        let void = RefreshToken {
            revoked_at: Some(START),
            ..token(2)
        };
        let at = |seconds| {
            let presented = Presented {
                token: &void,
                predecessor: Some(&before),
                successors: &[],
                is_session_live: true,
            };
            decide(&presented, START + TimeDelta::seconds(seconds))
        };
        assert_eq!(at(30), RefreshDecision::Refuse);
        assert_eq!(at(31), RefreshDecision::End);
    }

    #[test]
    fn a_revoked_token_ends_the_session() {
        let revoked = RefreshToken {
            revoked_at: Some(START),
            ..token(1)
        };
        assert_eq!(decide_after(0, &revoked, &[]), RefreshDecision::End);
        assert_eq!(
            decide_after(
                0,
                &RefreshToken {
                    revoked_at: Some(START),
                    ..used(1)
                },
                &[token(2)]
            ),
            RefreshDecision::End
        );
    }

    #[test]
    fn nothing_happens_to_a_session_that_has_ended() {
        let presented = Presented {
            token: &used(1),
            predecessor: None,
            successors: &[],
            is_session_live: false,
        };
        assert_eq!(decide(&presented, START), RefreshDecision::Ended);
    }
}
