//! The fault harness in its short form: disks, processes and lines are broken under the program, and nothing is lost.

use std::path::Path;
use std::process::Command;

#[test]
fn nothing_acknowledged_is_lost_whatever_breaks() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/run.py");
    let run = Command::new("python3")
        .arg(script)
        .args(["--program", env!("CARGO_BIN_EXE_ducha")])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output();
    match run {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            let failed = String::from_utf8_lossy(&output.stderr);
            println!("{said}");
            assert!(output.status.success(), "{said}\n{failed}");
        }
        Err(error) => println!("SKIP the fault harness: python3: {error}"),
    }
}
