//! Tests of directories of stubs.

use super::*;

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, text) in files {
        fs::write(directory.path().join(name), text).expect("a file");
    }
    directory
}

/// Why a directory is refused, without its own path.
fn refusal(files: &[(&str, &str)]) -> String {
    let directory = directory(files);
    let refused = check_all(directory.path()).expect_err("a refusal").to_string();
    refused.replace(&format!("{}{}", directory.path().display(), std::path::MAIN_SEPARATOR), "")
}

#[test]
fn each_file_is_checked_at_the_start() {
    const GOOD: &str = r#"{ "result": [] }"#;
    assert_eq!(
        refusal(&[("crm.deal.list.json", "{}")]),
        "stub crm.deal.list.json: it has neither `result` nor `error`"
    );
    let own = "stub crm.company.list.json: the sandbox has crm.company.list itself; stubs are for methods that it does not \
               have";
    assert_eq!(refusal(&[("crm.company.list.json", GOOD)]), own);
    assert!(refusal(&[("crm.deal.list (copy).json", GOOD)]).starts_with("stub crm.deal.list (copy).json: the name of"));
    let twice = refusal(&[("CRM.deal.list.json", GOOD), ("crm.deal.list.json", GOOD)]);
    assert_eq!(twice, "stub crm.deal.list.json: CRM.deal.list.json is of the same method");
}

#[test]
fn what_is_no_json_file_of_its_own_is_passed_over() {
    let directory = directory(&[("README.md", "x"), ("._crm.deal.list.json", "x"), ("crm.deal.list.json~", "x")]);
    fs::create_dir(directory.path().join("crm.lead.list.json")).expect("a folder");
    assert!(check_all(directory.path()).is_ok());
    assert_eq!(files(directory.path()), Ok(Vec::new()));
}

#[test]
fn a_directory_that_is_none_is_refused() {
    let directory = directory(&[("file", "x")]);
    for path in ["missing", "file"] {
        let refused = check_all(&directory.path().join(path)).expect_err("a refusal").to_string();
        assert!(refused.contains(&format!("{path}: the directory of stubs cannot be read: ")), "{refused}");
    }
}

#[test]
fn files_are_found_by_name_in_any_letter_case_and_never_elsewhere() {
    let directory = directory(&[("crm.deal.list.json", "{}")]);
    let inner = directory.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    assert!(find(directory.path(), "CRM.DEAL.LIST").expect("readable").is_some());
    for name in ["../crm.deal.list", "./crm.deal.list", "crm.deal", ""] {
        assert_eq!(find(&inner, name), Ok(None));
    }
}
