//! Each Rust snippet of the book compiles: the build script has made a function of it.

#![allow(dead_code, unused_variables, reason = "the snippets are compiled, not run: their portal does not exist")]
#![allow(clippy::print_stdout, reason = "snippets show what they got")]

use b24_book::{pages, snippets};

include!(concat!(env!("OUT_DIR"), "/snippets.rs"));

#[test]
fn every_page_of_a_method_has_a_call_in_rust() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let pages = pages(&root).expect("the book can be read");
    for method in b24_contract::Method::ALL {
        let path = format!("docs/src/generated/{method}.md");
        let page = pages.iter().find(|page| page.path == path);
        let rust =
            page.map(|page| snippets(&page.text).into_iter().filter(|snippet| snippet.language == "rust").count());
        assert_eq!(rust, Some(1), "{path}");
    }
}
