use super::{Failure, Outcome, read};

/// Runs `netplat check`.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let path = parser.value().map_err(|error| error.to_string())?;
    let _text = read(path.as_ref())?;
    Err("check is not built yet".to_owned())
}
