//! Finds the runs of base64 in what was read.
//!
//! Lines may be those of one text that was broken, or have nothing to do with each other: they are visited together and,
//! unless that changed them, one by one.

use super::super::token::Token;
use super::Run;

/// Calls `visit` with each run that can hold a mention. It says whether it has changed the run.
pub(in super::super) fn runs(tokens: &[Token], mut visit: impl FnMut(&mut Run) -> bool) {
    let mut lines: Vec<&[Token]> = Vec::new();
    let mut rest = tokens;
    while let Some((token, behind)) = rest.split_first() {
        if sextet(token.symbol).is_none() {
            rest = behind;
            continue;
        }
        let length = rest
            .iter()
            .take_while(|token| sextet(token.symbol).is_some())
            .count();
        let (line, behind) = rest.split_at(length.min(rest.len()));
        lines.push(line);
        let next_line = skip_line_break(behind);
        let goes_on = next_line.len() < behind.len()
            && next_line
                .first()
                .is_some_and(|token| sextet(token.symbol).is_some());
        if !goes_on {
            visit_lines(&lines, &mut visit);
            lines.clear();
        }
        rest = next_line;
    }
}

fn visit_lines(lines: &[&[Token]], visit: &mut impl FnMut(&mut Run) -> bool) {
    let is_changed = lines.len() > 1 && visit_run(lines, visit);
    if !is_changed {
        for line in lines {
            visit_run(&[line], visit);
        }
    }
}

fn visit_run(lines: &[&[Token]], visit: &mut impl FnMut(&mut Run) -> bool) -> bool {
    let tokens = lines.iter().flat_map(|line| line.iter().copied());
    let sextets = tokens
        .clone()
        .filter_map(|token| sextet(token.symbol))
        .collect();
    let mut run = Run::of(sextets);
    if !run.is_worth_reading() {
        return false;
    }
    run.come_from(tokens);
    visit(&mut run)
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
