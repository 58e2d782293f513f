//! What the data map demands of each table when a person is erased.

use std::sync::LazyLock;

use sea_orm::ColumnType;
use xorb_entities::map::{self, Category, Classified, Erase, Form, Link, RowErasure, TableMap};
use xorb_entities::tables::{self, Table};

/// What happens to the rows of one table.
#[derive(Debug)]
pub struct TableActions {
    pub table: &'static str,
    /// The primary key without the tenant.
    pub key: Vec<&'static str>,
    /// Rows about the person go.
    pub delete: Option<Link>,
    /// A sealed document about somebody else that mentions the person goes as well: a seal can't be redacted.
    pub sealed: Option<&'static str>,
    /// Columns of rows that stay.
    pub nulled: Vec<Nulled>,
    /// Texts from which the person's identifiers are cut.
    pub redacted: Vec<Redacted>,
    /// What stays as it is, and why.
    pub kept: Vec<(Link, Erase)>,
}

/// Columns that become null in the rows that a link leads to.
#[derive(Debug)]
pub struct Nulled {
    pub link: Link,
    pub columns: Vec<&'static str>,
}

/// A column of free text.
#[derive(Debug)]
pub struct Redacted {
    pub column: &'static str,
    pub is_json: bool,
    /// The database holds it unique together with something else.
    pub is_unique: bool,
}

/// Tables that an erasure works with and not on: the pass lives inside its own transactions, the index of mentions is
/// cleared by its own function, at the end.
const OWN: [&str; 2] = ["erasure_passes", "mentions"];

/// Texts that stand in a unique index. A test compares them with the database.
pub const UNIQUE_TEXTS: [(&str, &str); 2] = [("assets", "address"), ("check_coverage", "location")];

/// The actions of every table in which something is about a person, in the order of the map.
pub fn actions() -> &'static [TableActions] {
    static ACTIONS: LazyLock<Vec<TableActions>> = LazyLock::new(|| {
        let models = tables::all();
        let of_table = |table: &TableMap| {
            let model = models.iter().find(|model| model.name == table.table)?;
            actions_of(table, model)
        };
        map::tables()
            .iter()
            .filter(|table| !OWN.contains(&table.table))
            .filter_map(of_table)
            .collect()
    });
    &ACTIONS
}

fn actions_of(table: &TableMap, model: &Table) -> Option<TableActions> {
    let mut actions = TableActions {
        table: table.table,
        key: model
            .primary_key
            .iter()
            .copied()
            .filter(|key| *key != "tenant_id")
            .collect(),
        delete: (table.rows == RowErasure::Delete).then_some(table.link),
        sealed: None,
        nulled: Vec::new(),
        redacted: Vec::new(),
        kept: Vec::new(),
    };
    for column in table.columns() {
        actions.add(&column, model);
    }
    let is_idle = actions.delete.is_none()
        && actions.nulled.is_empty()
        && actions.redacted.is_empty()
        && actions.kept.is_empty();
    (!is_idle).then_some(actions)
}

impl TableActions {
    fn add(&mut self, column: &Classified, model: &Table) {
        match column.erase {
            Erase::Delete => {
                if column.form == Form::Encrypted && column.category == Category::Content {
                    self.sealed = Some(column.column);
                }
            }
            Erase::Anonymise => match self
                .nulled
                .iter_mut()
                .find(|nulled| nulled.link == column.link)
            {
                Some(nulled) => nulled.columns.push(column.column),
                None => self.nulled.push(Nulled {
                    link: column.link,
                    columns: vec![column.column],
                }),
            },
            Erase::RedactMentions => self.redacted.push(Redacted {
                column: column.column,
                is_json: is_json(model, column.column),
                is_unique: UNIQUE_TEXTS.contains(&(column.table, column.column)),
            }),
            Erase::Pseudonymise | Erase::Retain { .. } => {
                let kept = (column.link, column.erase);
                if is_countable(column.link, model) && !self.kept.contains(&kept) {
                    self.kept.push(kept);
                }
            }
            Erase::Untouched => {}
        }
    }

    /// The key as SQL: one column, or a row of several.
    pub fn key_sql(&self) -> String {
        match self.key.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("({})", several.join(", ")),
        }
    }
}

/// What stays is counted where a link can be followed by its ids. The pid in the text of an audit event's object can't:
/// counting it would read the whole trail.
fn is_countable(link: Link, model: &Table) -> bool {
    match link {
        Link::Subject(_) => true,
        Link::Through { column, .. } => {
            kind_of(model, column).is_some_and(|kind| *kind == ColumnType::Uuid)
        }
        Link::Mention | Link::Nobody => false,
    }
}

fn is_json(model: &Table, column: &str) -> bool {
    matches!(
        kind_of(model, column),
        Some(ColumnType::Json | ColumnType::JsonBinary)
    )
}

fn kind_of<'a>(model: &'a Table, column: &str) -> Option<&'a ColumnType> {
    let found = model.columns.iter().find(|known| known.name == column);
    found.map(|known| &known.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(table: &str) -> &'static TableActions {
        actions()
            .iter()
            .find(|actions| actions.table == table)
            .unwrap()
    }

    #[test]
    fn the_map_says_what_becomes_of_each_table() {
        assert_eq!(of("sessions").delete, Some(Link::Subject("subject_id")));
        assert_eq!(of("user_roles").key_sql(), "(user_id, role)");
        assert_eq!(of("audit_payloads").sealed, Some("ciphertext"));
        let invitations = of("invitations");
        assert_eq!(invitations.nulled[0].columns, ["invited_by"]);
        assert!(invitations.delete.is_some());
        assert_eq!(of("jobs").nulled[0].columns, ["subject_ref"]);
        let texts: Vec<_> = of("findings")
            .redacted
            .iter()
            .map(|text| text.column)
            .collect();
        assert_eq!(
            texts,
            [
                "title",
                "description",
                "remediation",
                "evidence",
                "location"
            ]
        );
        assert!(of("asset_verifications").redacted[0].is_json);
        assert!(!of("data_subject_requests").kept.is_empty());
    }

    #[test]
    fn everything_personal_in_the_map_has_an_action() {
        for table in map::tables()
            .iter()
            .filter(|table| !OWN.contains(&table.table))
        {
            for column in table
                .columns()
                .filter(|column| column.category.is_personal())
            {
                assert!(
                    actions().iter().any(|actions| actions.table == table.table),
                    "{}.{}",
                    column.table,
                    column.column
                );
            }
        }
    }
}
