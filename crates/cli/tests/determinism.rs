//! The same source comes to the same digests, whatever the machine; what can't be known is refused.

mod common;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use common::{CHART, COMMITTED, EPOCH, GitClone, Ran, Repository, Workspace, run};

/// What the workspace's chart comes to at [`EPOCH`].
const PACKAGE: &str = "sha256:c0ace81b2ce0738eaf83e94bf4fd2d42e56503294b78edd68170d6a15604c042";
const MANIFEST: &str = "sha256:242993eabc77d74d46f711b80d919b8a3e81808afa1694ce2c537f3ee00a053a";

/// What `charts/agents` of this repository comes to at [`EPOCH`]. When the chart changes, write the digests that the
/// failing test prints into the file, and look at the difference first: a change that nobody made is a bug.
const AGENTS: &str = include_str!("goldens/agents.txt");

/// Digests of package and manifest, as `portolan plan` prints them.
fn digests(plan: &Ran) -> [String; 2] {
    let json = plan.json();
    let chart = &json["charts"][0];
    [&chart["layers"][0]["digest"], &chart["digest"]].map(|digest| digest.as_str().expect("a digest").to_owned())
}

const PLAN: [&str; 4] = ["plan", CHART, "--output", "json"];

#[test]
fn the_fixture_has_the_committed_digests() {
    let workspace = Workspace::new();
    assert_eq!(digests(&workspace.portolan(&PLAN).expect_code(0)), [PACKAGE, MANIFEST]);
    assert_eq!(workspace.portolan(&["release"]).expect_code(0).digest(), MANIFEST);
}

#[test]
fn the_agents_chart_has_the_committed_digests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace::new();
    let mut command = workspace.command(&["plan", "charts/agents", "--output", "json"]);
    let [package, manifest] = digests(&run(command.current_dir(root)).expect_code(0));
    let found = format!("SOURCE_DATE_EPOCH {EPOCH}\npackage {package}\nmanifest {manifest}\n");
    assert_eq!(found, AGENTS, "tests/goldens/agents.txt is not up to date, or packages changed");
}

/// `portolan plan` in a clone, after a shell has set up what is particular there.
fn planned(clone: &GitClone, set_up: &str, home: &Path) -> Command {
    clone.portolan(&PLAN, set_up, home)
}

#[test]
fn clones_on_different_machines_come_to_the_same_digests() {
    let repository = Repository::new();
    let plain = repository.clone_to("harbor", &[]);
    let odd = repository.clone_to("a/much/deeper/and longer/path/to the/harbor", &[]);
    plain.disguise(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000), false);
    odd.disguise(SystemTime::now() + Duration::from_secs(86_400), true);

    let homes = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let here = run(&mut planned(&plain, "umask 022;", homes[0].path())).expect_code(0);
    let set_up = "umask 077; export TZ=Pacific/Chatham LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 USER=somebody;";
    let there = run(&mut planned(&odd, set_up, homes[1].path())).expect_code(0);
    assert_eq!(digests(&here), digests(&there));

    let time = &here.json()["charts"][0]["sourceTime"];
    assert_eq!(time["seconds"].to_string(), COMMITTED, "the last commit that touched the chart decides");
    assert!(time["decidedBy"].as_str().unwrap().starts_with("git commit "), "{time}");
    let mut by_hand = repository.workspace.command(&PLAN);
    let by_hand = run(by_hand.env("SOURCE_DATE_EPOCH", COMMITTED)).expect_code(0);
    assert_eq!(digests(&here), digests(&by_hand), "it only matters which time it is, not who decided it");
}

#[test]
fn a_shallow_clone_is_refused_unless_the_time_is_given() {
    let repository = Repository::new();
    let shallow = repository.clone_to("harbor", &["--depth", "1"]);
    let home = tempfile::tempdir().unwrap();
    let ran = run(&mut planned(&shallow, "", home.path())).expect_code(2);
    assert!(ran.stderr.contains("the clone is shallow") && ran.stderr.contains("`fetch-depth: 0`"), "{}", ran.stderr);

    let given = run(planned(&shallow, "", home.path()).env("SOURCE_DATE_EPOCH", EPOCH)).expect_code(0);
    assert_eq!(digests(&given), [PACKAGE, MANIFEST]);
}

#[test]
fn without_a_repository_the_time_is_fixed() {
    let workspace = Workspace::new();
    let ran = run(workspace.command(&PLAN).env_remove("SOURCE_DATE_EPOCH")).expect_code(0);
    let time = &ran.json()["charts"][0]["sourceTime"];
    assert_eq!(time["seconds"].to_string(), "315532800");
    assert_eq!(time["decidedBy"], "fixed epoch (no git repository)");
}

#[test]
fn a_time_that_is_no_number_is_refused() {
    for time in ["yesterday", "-1", "1.5", "99999999999999999999"] {
        let ran = run(Workspace::new().command(&PLAN).env("SOURCE_DATE_EPOCH", time)).expect_code(2);
        assert!(ran.stderr.contains("SOURCE_DATE_EPOCH"), "{time}: {}", ran.stderr);
    }
}
