//! Tables in Markdown.

/// A table with these columns. Texts are made sentences, codes are quoted.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let rule = vec!["---".to_owned(); head.len()];
    let rows: String = rows.into_iter().map(|row| line(&row)).collect();
    format!("{}{}{rows}", line(&head), line(&rule))
}

/// A code, as it is written in answers.
pub(super) fn code(code: &str) -> String {
    format!("`{code}`")
}

/// A phrase as a sentence.
pub(super) fn sentence(phrase: &str) -> String {
    let mut letters = phrase.trim_end_matches('.').chars();
    let Some(first) = letters.next() else {
        return "Nothing.".to_owned();
    };
    format!("{}{}.", first.to_uppercase(), letters.as_str())
}
