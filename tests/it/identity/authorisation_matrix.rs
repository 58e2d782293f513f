//! The whole matrix of permissions and roles, as reviewed: a change of it is a change of the file beside this one.

use xorb_domain::identity::{Permission, Role};

const REVIEWED: &str = include_str!("authorisation_matrix.txt");

fn matrix() -> String {
    let line = |permission: &Permission| {
        let holders = Role::ALL
            .into_iter()
            .filter(|role| permission.is_held_by(*role));
        let holders: Vec<_> = holders.map(Role::as_str).collect();
        format!("{:<19} {}\n", permission.as_str(), holders.join(" "))
    };
    Permission::ALL.iter().map(line).collect()
}

#[test]
fn the_matrix_is_the_reviewed_one() {
    assert_eq!(
        matrix(),
        REVIEWED,
        "review the change, then put it into authorisation_matrix.txt"
    );
}
