//! Whose a row is, as SQL: the links of the data map, joined up to the person.

use std::fmt::Write;

use xorb_entities::map::{self, Link};

use super::actions;
use crate::AppError;

/// The way from a row, `t`, to the subject that it is about.
#[derive(Debug, PartialEq, Eq)]
pub struct Route {
    /// ` JOIN …`, or nothing.
    pub joins: String,
    /// The column in which the subject stands.
    pub whose: String,
}

/// The way of `link`. `None` if it leads to nobody.
///
/// # Errors
/// `Internal` if the map has a link that leads nowhere.
pub fn route(link: Link) -> Result<Option<Route>, AppError> {
    let (mut link, mut at, mut joins) = (link, "t".to_owned(), String::new());
    for hop in 0..=MAX_HOPS {
        let (column, table) = match link {
            Link::Subject(column) => {
                let whose = format!("{at}.{column}");
                return Ok(Some(Route { joins, whose }));
            }
            Link::Through { column, table } => (column, table),
            Link::Mention | Link::Nobody => return Ok(None),
        };
        let next = map::tables().iter().find(|known| known.table == table);
        let key = actions().iter().find(|known| known.table == table);
        let (Some(next), Some([key])) = (next, key.map(|known| known.key.as_slice())) else {
            break;
        };
        let _ = write!(
            joins,
            " JOIN {table} h{hop} ON h{hop}.tenant_id = t.tenant_id AND h{hop}.{key} = {at}.{column}"
        );
        (link, at) = (next.link, format!("h{hop}"));
    }
    Err(AppError::internal("the data map leads to nobody"))
}

/// Longer ways than this are a circle in the map.
const MAX_HOPS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_joined_up_to_the_person() {
        let own = route(Link::Subject("subject_id")).unwrap().unwrap();
        assert_eq!(
            (own.joins.as_str(), own.whose.as_str()),
            ("", "t.subject_id")
        );
        let sender = route(Link::through("invited_by", "users"))
            .unwrap()
            .unwrap();
        assert_eq!(
            sender.joins,
            " JOIN users h0 ON h0.tenant_id = t.tenant_id AND h0.id = t.invited_by"
        );
        assert_eq!(sender.whose, "h0.subject_id");
        assert_eq!(route(Link::Mention).unwrap(), None);
    }
}
