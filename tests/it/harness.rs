//! Runs the `gcg` binary in a clean environment.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;

/// A run of the binary.
pub struct Run {
    arguments: Vec<String>,
    stdin: Option<Vec<u8>>,
    variables: Vec<(String, String)>,
    directory: Option<PathBuf>,
}

/// What a run printed.
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub exit: i32,
}

impl Run {
    pub fn new(arguments: &[&str]) -> Self {
        Self {
            arguments: arguments.iter().map(ToString::to_string).collect(),
            stdin: None,
            variables: Vec::new(),
            directory: None,
        }
    }

    pub fn stdin(self, text: impl Into<Vec<u8>>) -> Self {
        Self { stdin: Some(text.into()), ..self }
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    pub fn directory(self, path: impl Into<PathBuf>) -> Self {
        Self { directory: Some(path.into()), ..self }
    }

    pub fn output(self) -> Output {
        let home = std::env::temp_dir().join("gcg-test-home");
        std::fs::create_dir_all(&home).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gcg"))
            .args(&self.arguments)
            .env_clear()
            .env("HOME", &home)
            .envs(self.variables)
            .current_dir(self.directory.unwrap_or(home))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input closes the pipe early.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin.unwrap_or_default());
        let output = child.wait_with_output().unwrap();
        Output {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            exit: output.status.code().unwrap_or(-1),
        }
    }

    /// The one document a run prints, and its exit code.
    pub fn json(self) -> (Value, i32) {
        let output = self.output();
        let value = serde_json::from_str(&output.stdout).unwrap_or_else(|error| {
            panic!("{error} in stdout: {}\nstderr: {}", output.stdout, output.stderr)
        });
        (value, output.exit)
    }
}
