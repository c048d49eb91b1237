//! HTML to PDF by a Chromium-like browser without a window. The page holds no script and asks for nothing from
//! outside, and its dates are overwritten, so that the same page gives the same file.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{failure::Failure, pages};

/// Names browsers go by.
const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
/// Seconds a browser may take.
const PATIENCE_S: u64 = 120;

/// The PDF of a page.
pub fn pdf(html: &[u8], browser: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let folder = std::env::temp_dir().join(format!("gcg-print-{}", std::process::id()));
    let outcome = attempt(html, browser, &folder).and_then(|first| {
        // Where each chapter begins is known once the page is laid out; the contents then say it, on lines that stay.
        let found = pages::of(&first);
        if found.is_empty() {
            Ok(first)
        } else {
            attempt(&pages::told(html, &found), browser, &folder.join("again"))
        }
    });
    let _ = fs::remove_dir_all(&folder);
    let mut bytes = outcome?;
    steady(&mut bytes);
    Ok(bytes)
}

fn attempt(html: &[u8], browser: Option<&Path>, folder: &Path) -> Result<Vec<u8>, Failure> {
    let page = folder.join("page.html");
    fs::create_dir_all(folder).and_then(|()| fs::write(&page, html)).map_err(|error| {
        Failure::input(
            format!("{} cannot be written: {error}", folder.display()),
            "free the directory for temporary files",
        )
    })?;
    let names: Vec<PathBuf> = match browser {
        Some(path) => vec![path.to_path_buf()],
        None => BROWSERS.iter().map(PathBuf::from).collect(),
    };
    let target = folder.join("page.pdf");
    for name in &names {
        // In a container or as root a browser refuses to start with its sandbox; the page is ours and inert.
        for sandbox in [true, false] {
            let mut command = Command::new(name);
            command.args([
                "--headless=new",
                "--disable-gpu",
                "--no-pdf-header-footer",
                "--no-first-run",
                "--generate-pdf-document-outline",
            ]);
            if !sandbox {
                command.arg("--no-sandbox");
            }
            command
                .arg(format!("--user-data-dir={}", folder.join("profile").display()))
                .arg(format!("--print-to-pdf={}", target.display()))
                .arg(format!("file://{}", page.display()))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let Ok(mut child) = command.spawn() else { break };
            for _ in 0..PATIENCE_S * 20 {
                match child.try_wait() {
                    Ok(None) => std::thread::sleep(Duration::from_millis(50)),
                    _ => break,
                }
            }
            let _ = child.kill();
            let _ = child.wait();
            if let Ok(bytes) = fs::read(&target)
                && bytes.starts_with(b"%PDF")
            {
                return Ok(bytes);
            }
        }
    }
    let shown: Vec<String> = names.iter().map(|name| name.display().to_string()).collect();
    Err(Failure::input(
        format!("no browser could print the page; tried {}", shown.join(", ")),
        "install Chromium, name one with --browser, or print proposal.html from any browser",
    ))
}

/// Overwrites the digits of dates, which keeps every offset of the file.
fn steady(bytes: &mut [u8]) {
    for key in [b"/CreationDate (D:".as_slice(), b"/ModDate (D:"] {
        let mut from = 0;
        while let Some(at) = bytes[from..].windows(key.len()).position(|window| window == key) {
            let start = from + at + key.len();
            for (place, byte) in bytes[start..].iter_mut().take_while(|byte| **byte != b')').enumerate() {
                if byte.is_ascii_digit() {
                    *byte = *b"20000101000000".get(place).unwrap_or(&b'0');
                }
            }
            from = start;
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn dates_are_overwritten_in_place() {
        let mut text =
            b"x /CreationDate (D:20261123164559+00'00') /ModDate (D:20261123164559+02'00')".to_vec();
        super::steady(&mut text);
        assert_eq!(text, b"x /CreationDate (D:20000101000000+00'00') /ModDate (D:20000101000000+00'00')");
    }
}
