//! Writes one function for each Rust snippet of the book, so that a test compiles them all.

#[path = "check/pages.rs"]
#[allow(unreachable_pub, reason = "the library shows it to others")]
mod pages;
#[path = "check/snippet.rs"]
#[allow(unreachable_pub, reason = "the library shows it to others")]
mod snippet;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("..");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=../README.md");
    let mut text = String::new();
    for page in pages::pages(&root)? {
        for snippet in snippet::snippets(&page.text).into_iter().filter(|snippet| snippet.language == "rust") {
            let name: String =
                page.path.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
            text.push_str(&format!(
                "// {}:{}\nasync fn {}_{}() -> Result<(), Box<dyn std::error::Error>> {{\n{}Ok(())\n}}\n\n",
                page.path,
                snippet.line,
                name.to_ascii_lowercase(),
                snippet.line,
                snippet.code
            ));
        }
    }
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("snippets.rs"), text)?;
    Ok(())
}
