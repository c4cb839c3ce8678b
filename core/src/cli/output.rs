//! What goes to standard output.

use super::Failure;
use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Writes to standard output. A reader that has seen enough (`| head`) ends the program, as it does other programs.
///
/// # Errors
/// When it cannot be written for another reason: the disk is full.
pub(super) fn write(text: Arguments<'_>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_fmt(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        written => written.map_err(|error| format!("standard output: {error}")),
    }
}

/// As `print!`, with the failure as a value.
macro_rules! out {
    ($($text:tt)*) => { $crate::cli::output::write(format_args!($($text)*)) };
}

/// As `println!`, with the failure as a value.
macro_rules! outln {
    ($($text:tt)*) => { $crate::cli::output::write(format_args!("{}\n", format_args!($($text)*))) };
}

pub(super) use {out, outln};
