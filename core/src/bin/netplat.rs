//! The program `netplat`; see [`netplat_core::cli`].

fn main() -> std::process::ExitCode {
    netplat_core::cli::main()
}
