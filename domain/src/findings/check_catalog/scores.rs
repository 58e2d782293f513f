//! CVSS vectors that several checks share: what an attacker gets, and what must come together for it.

use super::{CvssScore, CvssScores};

/// Credentials lie open: the system and what they unlock can be read and changed.
pub(super) const CREDENTIALS: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
        9.3,
    ),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N", 9.1),
);

/// Source code or data can be read by anyone.
pub(super) const DATA: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N",
        8.7,
    ),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5),
);

/// Names and inner workings can be read by anyone.
pub(super) const DETAILS: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
        6.9,
    ),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", 5.3),
);

/// A service that usually needs no credentials, or one secret, gives its data and some control.
pub(super) const OPEN_SERVICE: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:N/SC:N/SI:N/SA:N",
        8.3,
    ),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 7.4),
);

/// A service that asks for credentials can be guessed at and attacked.
pub(super) const GUARDED_SERVICE: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N",
        6.3,
    ),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L", 5.6),
);

/// Whoever sits on the way reads and takes over log-ins of administrators.
pub(super) const CLEAR_TEXT_SHELL: CvssScores = scores(
    (
        "CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
        7.6,
    ),
    ("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N", 8.1),
);

/// Whoever sits on the way, while somebody uses it, reads all of it.
pub(super) const INTERCEPTION: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:P/VC:H/VI:L/VA:N/SC:N/SI:N/SA:N",
        6.0,
    ),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:L/A:N", 5.9),
);

/// Whoever sits on the way may read a little, in a rare moment.
pub(super) const RARE_INTERCEPTION: CvssScores = scores(
    (
        "CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N",
        2.1,
    ),
    ("CVSS:3.1/AV:A/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N", 3.7),
);

/// A user who follows a prepared page does something unwillingly.
pub(super) const MISLED_USER: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N",
        5.1,
    ),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N", 4.3),
);

/// A missing second line of defence against changes; it needs another weakness and a user.
pub(super) const WEAKER_DEFENCE: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N",
        2.1,
    ),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:L/A:N", 3.1),
);

/// A missing second line of defence against reading; it needs another weakness and a user.
pub(super) const WEAKER_SECRECY: CvssScores = scores(
    (
        "CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:P/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
        2.3,
    ),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1),
);

const fn scores(v4: (&'static str, f64), v3: (&'static str, f64)) -> CvssScores {
    CvssScores {
        v4: CvssScore {
            vector: v4.0,
            score: v4.1,
        },
        v3: CvssScore {
            vector: v3.0,
            score: v3.1,
        },
    }
}
