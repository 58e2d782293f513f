//! Rows by their key in text, as the index of mentions and the residue scan name them: the primary key without the
//! tenant, several columns joined by `:`.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::privacy::plan::TableActions;

/// A condition that holds for one of these rows; its values are appended to `values`.
///
/// # Errors
/// `Internal` if a key is none of this table.
pub(super) fn is_one_of(
    table: &TableActions,
    keys: &[String],
    values: &mut Vec<Value>,
) -> Result<String, AppError> {
    let mut rows = Vec::with_capacity(keys.len());
    for key in keys {
        let parts: Vec<&str> = key.splitn(table.key.len(), ':').collect();
        if parts.len() != table.key.len() {
            return Err(AppError::internal(format!(
                "a malformed row key in {}",
                table.table
            )));
        }
        let mut places = Vec::with_capacity(parts.len());
        for part in parts {
            values.push(value(part));
            places.push(format!("${}", values.len()));
        }
        rows.push(places);
    }
    Ok(match table.key.as_slice() {
        [column] => format!("{column} IN ({})", rows.concat().join(", ")),
        columns => {
            let is_row = |places: &Vec<String>| {
                let equal = columns
                    .iter()
                    .zip(places)
                    .map(|(column, place)| format!("{column} = {place}"));
                format!("({})", equal.collect::<Vec<_>>().join(" AND "))
            };
            format!(
                "({})",
                rows.iter().map(is_row).collect::<Vec<_>>().join(" OR ")
            )
        }
    })
}

fn value(part: &str) -> Value {
    if let Ok(id) = Uuid::parse_str(part) {
        id.into()
    } else if let Ok(number) = part.parse::<i64>() {
        number.into()
    } else {
        part.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::plan::actions;

    fn condition(table: &str, keys: &[&str]) -> Result<String, AppError> {
        let table = actions().iter().find(|known| known.table == table).unwrap();
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        is_one_of(table, &keys, &mut vec![Value::from(Uuid::nil())])
    }

    #[test]
    fn keys_of_one_and_of_several_columns_are_found() {
        assert_eq!(condition("assets", &["a", "b"]).unwrap(), "id IN ($2, $3)");
        let several = condition("finding_observations", &["a:b"]).unwrap();
        assert_eq!(several, "((scan_id = $2 AND finding_id = $3))");
        assert!(condition("finding_observations", &["a"]).is_err());
    }
}
