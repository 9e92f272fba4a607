use super::example::Example;
use crate::policy::{Exception, Level, Origin, Policy, Scope};
use crate::{Finding, Severity};

fn origin(line: u32) -> Origin {
    Origin { file: "portolan.yaml".to_owned(), position: Some(goyaml::Position { line, column: 1 }) }
}

fn without_readme() -> Vec<Finding> {
    let found = Example::good().with("text remove README.md", "").findings();
    found.into_iter().filter(|finding| finding.check == "package/files").collect()
}

#[test]
fn levels_and_exceptions_judge_findings() {
    let found = without_readme();
    let policy = |levels, exceptions| Policy { levels, exceptions, baseline: None };
    let level = |severity| Level { check: "package/files".to_owned(), severity, decided_by: origin(1) };
    let exception = Exception {
        check: "package/files".to_owned(),
        scope: Scope::Files("demo/*".to_owned()),
        reason: "r".to_owned(),
        until: Some("2026-06-30".to_owned()),
        decided_by: origin(2),
    };
    let warned = policy(vec![level(Some(Severity::Warning))], vec![]).judge(found.clone(), &[], "2026-01-01");
    assert_eq!(warned.findings[0].severity, Severity::Warning);
    assert!(policy(vec![level(None)], vec![]).judge(found.clone(), &[], "2026-01-01").findings.is_empty());
    assert_eq!(warned.findings[0].decided_by.as_deref(), Some("portolan.yaml:1:1"));
    let waived = policy(vec![], vec![exception.clone()]).judge(found.clone(), &[], "2026-06-30");
    assert_eq!((waived.findings.len(), waived.waived.len()), (0, 1));
    assert_eq!(
        policy(vec![], vec![exception.clone()]).judge(found.clone(), &[], "2026-07-01").findings.len(),
        1,
        "it has ended"
    );
    let elsewhere = Exception { scope: Scope::Files("other/*".to_owned()), ..exception };
    assert_eq!(policy(vec![], vec![elsewhere]).judge(found, &[], "2026-06-01").findings.len(), 1);
}
