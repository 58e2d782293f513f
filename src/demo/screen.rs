//! What the tour shows: numbered steps, lines, tables, and bars that move where there is a terminal. Elsewhere a bar is a line
//! for each of its phases.

use std::io::{IsTerminal, Stdout, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const BAR: &str = "    {bar:32} {pos:>3}/{len} {msg}";
/// While nobody knows how much there is.
const SPINNER: &str = "    {spinner} {msg}";
const TICK: Duration = Duration::from_millis(100);

/// Standard output.
pub(crate) struct Screen {
    out: Stdout,
    steps: u32,
}

/// Something that takes its time.
pub(crate) struct Bar {
    drawn: Option<ProgressBar>,
    out: Stdout,
    phase: String,
}

impl Screen {
    pub(crate) fn new() -> Self {
        Self {
            out: std::io::stdout(),
            steps: 0,
        }
    }

    /// Begins the next step.
    pub(crate) fn step(&mut self, what: &str) {
        self.steps += 1;
        show(&self.out, &format!("\n{:>2}  {what}", self.steps));
    }

    /// A line with space before it.
    pub(crate) fn headline(&self, text: &str) {
        show(&self.out, &format!("\n{text}"));
    }

    pub(crate) fn line(&self, text: &str) {
        show(&self.out, &format!("    {text}"));
    }

    /// Rows in columns as wide as their longest cell.
    pub(crate) fn table<const N: usize>(&self, heads: [&str; N], rows: &[[String; N]]) {
        let heads = heads.map(str::to_owned);
        let widths = widths(&heads, rows);
        for row in std::iter::once(&heads).chain(rows) {
            let cells = row.iter().zip(widths);
            let line: Vec<_> = cells
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            self.line(line.join("  ").trim_end());
        }
    }

    /// A bar that shows nothing before its first phase.
    pub(crate) fn bar(&self) -> Bar {
        let drawn = self.out.is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stdout());
            bar.enable_steady_tick(TICK);
            bar
        });
        Bar {
            drawn,
            out: std::io::stdout(),
            phase: String::new(),
        }
    }
}

impl Bar {
    /// So much of `total` is done, and this is what it does.
    pub(crate) fn show(&mut self, done: u64, total: u64, phase: &str) {
        if let Some(bar) = &self.drawn {
            let template = if total == 0 { SPINNER } else { BAR };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("##-"));
            }
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message(phase.to_owned());
        } else if !phase.is_empty() && phase != self.phase {
            show(&self.out, &format!("    … {phase}"));
        }
        phase.clone_into(&mut self.phase);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.drawn {
            bar.finish_and_clear();
        }
    }
}

fn widths<const N: usize>(heads: &[String; N], rows: &[[String; N]]) -> [usize; N] {
    let mut widths = [0; N];
    for row in std::iter::once(heads).chain(rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// Findings quote the target: nothing of it may steer the terminal. Whoever has closed the pipe wants to see no more.
fn show(out: &Stdout, text: &str) {
    let plain = text.chars().map(|c| {
        if c.is_control() && c != '\n' {
            '\u{fffd}'
        } else {
            c
        }
    });
    let line: String = plain.chain(['\n']).collect();
    let _ = out.lock().write_all(line.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let heads = ["a".to_owned(), "long head".to_owned()];
        let rows = [["größer".to_owned(), "b".to_owned()]];
        assert_eq!(widths(&heads, &rows), [6, 9]);
    }
}
