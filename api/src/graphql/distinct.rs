//! Lists in filters: each value once, so that a long list is no longer than there are values.

/// The values without repetitions.
pub fn distinct<T, U>(values: Option<Vec<T>>) -> Vec<U>
where
    T: Into<U>,
    U: PartialEq,
{
    let mut seen = Vec::new();
    for value in values.into_iter().flatten().map(Into::into) {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_once() {
        let values: Vec<i64> = distinct(Some(vec![3_i32, 1, 3, 3, 1]));
        assert_eq!(values, [3, 1]);
        assert!(distinct::<i32, i64>(None).is_empty());
    }
}
