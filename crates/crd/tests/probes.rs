//! Definitions with the verdicts that the server's own code gave, of both versions: `fixtures/probes.jsonl`, and the file
//! that `PORTOLAN_CRD_PROBES` names, if there is one.
//!
//! Compared are accepted or refused, then kind, field and detail of every error.

#[path = "probes/case.rs"]
mod case;
#[path = "probes/score.rs"]
mod score;

use case::Case;
use crd::target::Target;
use score::Score;

/// Verdicts of the environment's file that no document can give: a key that stands twice was lost when the file was written;
/// of rules that cost the same the server names some at random.
const NOT_COMPARED: [&str; 2] = ["probes9:dup json key", "probes3:cost total"];

const TARGETS: [(Target, &str); 2] = [(Target::V1_36, "v136"), (Target::V1_37, "v137")];

fn compare(text: &str) -> Score {
    let mut score = Score::default();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case = Case::parse(line);
        if NOT_COMPARED.contains(&case.id.as_str()) {
            continue;
        }
        for (target, key) in TARGETS {
            score.count(&case.id, key, &case.expected(key), &case.judged(target));
        }
    }
    score
}

#[test]
fn our_own_probes_are_judged_as_the_server_does() {
    let score = compare(include_str!("fixtures/probes.jsonl"));
    assert!(score.cases > 0, "no probes");
    assert!(score.differences.is_empty(), "{score}");
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn the_probes_of_the_environment_are_judged_as_the_server_does() {
    let Some(path) = std::env::var_os("PORTOLAN_CRD_PROBES") else {
        eprintln!("NOT RUN: PORTOLAN_CRD_PROBES names no file of probes");
        return;
    };
    let text = std::fs::read_to_string(&path).expect("the file of probes");
    let score = compare(&text);
    eprintln!("{score}");
    assert_eq!(score.verdicts, score.cases, "accepted and refused");
    assert!(score.fields * 100 >= score.cases * 99, "kinds and fields");
}
