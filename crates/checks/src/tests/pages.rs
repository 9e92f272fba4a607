use super::example::Example;
use crate::{Finding, Rule, TABLE};

/// The examples of a section: the blocks of each, info string and text.
fn examples(page: &str, section: &str) -> Vec<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut here = false;
    let mut block: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut block, line.strip_prefix("```")) {
            (Some((_, text)), None) => text.push_str(&format!("{line}\n")),
            (Some(_), Some(_)) => {
                let done = block.take().unwrap();
                if here {
                    if found.is_empty() {
                        found.push(Vec::new());
                    }
                    found.last_mut().unwrap().push(done);
                }
            }
            (None, Some(info)) => block = Some((info.to_owned(), String::new())),
            (None, None) if line.starts_with("## ") => here = line == section,
            (None, None) if here && line.starts_with("### ") => found.push(Vec::new()),
            (None, None) => {}
        }
    }
    found
}

fn findings(rule: &Rule, blocks: &[(String, String)]) -> Vec<Finding> {
    let example = blocks.iter().fold(Example::good(), |example, (info, text)| example.with(info, text));
    let found = example.findings();
    found.into_iter().filter(|finding| finding.check == rule.id).collect()
}

#[test]
fn a_good_chart_has_no_findings() {
    assert_eq!(Example::good().findings(), []);
}

#[test]
fn every_page_is_true() {
    let mut wrong = Vec::new();
    for rule in TABLE {
        let (bad, good) = (examples(rule.page, "## Bad"), examples(rule.page, "## Good"));
        if bad.is_empty() || good.is_empty() {
            wrong.push(format!("{}: its page needs examples under `## Bad` and `## Good`", rule.id));
        }
        let silent = bad.iter().filter(|blocks| findings(rule, blocks).is_empty());
        wrong.extend(silent.map(|blocks| format!("{}: finds nothing in its bad example {blocks:#?}", rule.id)));
        for blocks in &good {
            let found = findings(rule, blocks);
            if !found.is_empty() {
                wrong.push(format!("{}: finds in its good example {found:#?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
