//! The program `netplat`: the same core as the page, for review in CI.
//!
//! Exit 0 when all is well, 1 when there are findings, 2 when an input could not be read or the call is wrong.

mod check;
mod diff;
mod export;
mod folder;
mod graph;
mod import;
mod joined;
mod output;
mod plan;
mod reach;
mod render;
mod trace;

use output::outln;
use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: netplat COMMAND …

  check   FILE|DIR…                         problems of designs and manifests (--format text|json|sarif|github)
  graph   FILE                              what each view says (--format text|json)
  plan    FILE                              the address plan and what clusters it is enough for (--format text|json)
          --free /24 [--in NAME]            the first free prefix of a length
          --fit nodes=200,maxPods=110,clusters=3 [--in NAME]…
                                            prefixes for new clusters; also services, loadBalancers
  import  DIR|FILE…                         manifests (folders, zip), tables, exports and pages as a design
                                            (--format auto|manifests|csv|json|list|page)
  export  FILE --to manifests|kustomize|mermaid|svg|csv|markdown|json|netbox|terraform|kubeadm|cilium|calico|ippools|service-cidrs|pools|attachments [--out DIR]
  reach   FILE|DIR…                         who may talk to whom (--from NAME, --to NAME, --port PORT,
                                            --explain, --exposure, --format text|json|csv|markdown|dot)
  diff    OLD NEW                           what changed: who may talk to whom, routes, addresses, what is drawn,
                                            findings (--format text|json|markdown)
  trace   FILE|DIR… --from internet|NAME|ADDRESS --to URL|SERVICE|NAMESPACE/NAME:PORT
                                            one request, step by step (--method METHOD, --header NAME:VALUE,
                                            --format text|json)
  render  FILE [--view N] [--format svg|scene] [--theme light|dark]

FILE is a path, or - for standard input.";

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Nothing to report.
    Clean,
    /// Something was found.
    Findings,
}

/// A reason to end with 2, in words.
pub type Failure = String;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    match run(std::env::args_os().skip(1)) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("netplat: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: impl Iterator<Item = OsString>) -> Result<Outcome, Failure> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let command = match parser.next().map_err(|error| error.to_string())? {
        Some(lexopt::Arg::Value(command)) => command,
        Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h')) => {
            outln!("{USAGE}")?;
            return Ok(Outcome::Clean);
        }
        Some(lexopt::Arg::Long("version") | lexopt::Arg::Short('V')) => {
            outln!("netplat {}", env!("CARGO_PKG_VERSION"))?;
            return Ok(Outcome::Clean);
        }
        Some(other) => return Err(format!("{}\n{USAGE}", other.unexpected())),
        None => return Err(format!("no command\n{USAGE}")),
    };
    match command.to_str() {
        Some("check") => check::run(parser),
        Some("diff") => diff::run(parser),
        Some("export") => export::run(parser),
        Some("import") => import::run(parser),
        Some("graph") => graph::run(parser),
        Some("plan") => plan::run(parser),
        Some("reach") => reach::run(parser),
        Some("render") => render::run(parser),
        Some("trace") => trace::run(parser),
        _ => Err(format!("unknown command {}\n{USAGE}", command.display())),
    }
}

/// The value of an option.
fn value(parser: &mut lexopt::Parser) -> Result<String, Failure> {
    let value = parser.value().map_err(|error| error.to_string())?;
    value.into_string().map_err(|value| format!("not UTF-8: {}", value.display()))
}

/// The text of a file, or of standard input for `-`.
fn read(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
        bytes
    } else {
        std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?
    };
    if bytes.len() > crate::document::MAX_BYTES {
        return Err(format!("{}: more than {} bytes", path.display(), crate::document::MAX_BYTES));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("{}:{line}: not UTF-8", path.display())
    })
}
