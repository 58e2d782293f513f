//! Finds the runs of base64 in what was read.
//!
//! Lines may be those of one text that was broken, or have nothing to do with each other: they are visited together and,
//! unless that changed them, one by one.

use super::super::token::Token;
use super::Run;

/// Calls `visit` with each run that can hold a mention. It says whether it has changed the run.
pub(in super::super) fn runs(tokens: &[Token], mut visit: impl FnMut(&mut Run) -> bool) {
    let mut lines: Vec<Run> = Vec::new();
    let mut line = Run::default();
    let mut rest = tokens;
    while let Some((token, behind)) = rest.split_first() {
        if let Some(sextet) = sextet(token.symbol) {
            line.push(sextet, *token);
            rest = behind;
            continue;
        }
        let next_line = skip_line_break(rest);
        let is_break = next_line.len() < rest.len();
        let goes_on = next_line
            .first()
            .is_some_and(|token| sextet(token.symbol).is_some());
        if is_break && goes_on && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        } else {
            finish(&mut lines, &mut line, &mut visit);
        }
        rest = if is_break { next_line } else { behind };
    }
    finish(&mut lines, &mut line, &mut visit);
}

fn finish(lines: &mut Vec<Run>, last: &mut Run, visit: &mut impl FnMut(&mut Run) -> bool) {
    if !lines.is_empty() {
        lines.push(std::mem::take(last));
        let mut whole = Run::joined(lines);
        let is_changed = whole.is_worth_reading() && visit(&mut whole);
        for mut line in lines.drain(..) {
            if !is_changed && line.is_worth_reading() {
                visit(&mut line);
            }
        }
        return;
    }
    if last.is_worth_reading() {
        visit(last);
    }
    last.clear();
}

/// What is behind a line break and an indentation; all of it if there is none.
fn skip_line_break(tokens: &[Token]) -> &[Token] {
    let is_break = |token: &Token| matches!(token.symbol, '\r' | '\n');
    let breaks = tokens
        .iter()
        .take(2)
        .take_while(|token| is_break(token))
        .count();
    if breaks == 0 {
        return tokens;
    }
    let is_blank = |token: &&Token| matches!(token.symbol, ' ' | '\t');
    let blanks = tokens.iter().skip(breaks).take_while(is_blank).count();
    tokens.get(breaks + blanks..).unwrap_or_default()
}

/// The six bits of a character of either alphabet.
fn sextet(symbol: char) -> Option<u8> {
    let byte = u8::try_from(symbol).ok()?;
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
