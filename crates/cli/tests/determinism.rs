//! The same source comes to the same digests, whatever the machine; what can't be known is refused.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use common::{CHART, EPOCH, Ran, Workspace, run, scrub};
use tempfile::TempDir;

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

/// A git repository with the workspace's files. The last commit does not touch the chart.
struct Repository {
    workspace: Workspace,
}

/// When the chart was committed.
const COMMITTED: &str = "1690000000";

impl Repository {
    fn new() -> Self {
        let repository = Self { workspace: Workspace::new() };
        repository.git(&["init", "--quiet"], COMMITTED);
        repository.commit("The quay", COMMITTED);
        repository.workspace.write("NOTES.md", "Not of the chart.\n");
        repository.commit("Notes", "1695000000");
        repository
    }

    fn git(&self, arguments: &[&str], seconds: &str) {
        let mut command = Command::new("git");
        scrub(&mut command, &self.workspace.home());
        let date = format!("{seconds} +0000");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Pilot").env(format!("GIT_{role}_EMAIL"), "pilot@harbor.example");
            command.env(format!("GIT_{role}_DATE"), &date);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").current_dir(self.workspace.root()).args(arguments);
        run(&mut command).expect_code(0);
    }

    fn commit(&self, message: &str, seconds: &str) {
        self.git(&["add", "--all"], seconds);
        self.git(&["commit", "--quiet", "--message", message], seconds);
    }

    /// A clone in a new folder, made with further arguments.
    fn clone_to(&self, folder: &str, arguments: &[&str]) -> Clone {
        let place = tempfile::tempdir().expect("a temporary folder");
        let root = place.path().join(folder);
        let url = format!("file://{}", self.workspace.root().display());
        let target = root.to_str().expect("a path of text");
        self.git(&[&["clone", "--quiet"], arguments, &[&url, target]].concat(), COMMITTED);
        Clone { _place: place, root }
    }
}

/// A clone of the repository.
struct Clone {
    _place: TempDir,
    root: PathBuf,
}

impl Clone {
    /// `portolan plan` in the clone without `SOURCE_DATE_EPOCH`, after a shell has set up what is particular here.
    fn plan(&self, set_up: &str, home: &Path) -> Command {
        let script = format!("{set_up} exec \"$0\" \"$@\"");
        let mut command = Command::new("/bin/sh");
        scrub(&mut command, home);
        command.current_dir(&self.root).args(["-c", &script, env!("CARGO_BIN_EXE_portolan")]).args(PLAN);
        command
    }

    /// Gives every file of the chart another time and other rights.
    fn disguise(&self, time: SystemTime, read_only: bool) {
        let mut folders = vec![self.root.join(CHART)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a readable folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let file = fs::File::options().append(true).open(&path).expect("a file");
                file.set_modified(time).expect("another time");
                let mut rights = file.metadata().expect("its rights").permissions();
                rights.set_readonly(read_only);
                file.set_permissions(rights).expect("other rights");
            }
        }
    }
}

#[test]
fn clones_on_different_machines_come_to_the_same_digests() {
    let repository = Repository::new();
    let plain = repository.clone_to("harbor", &[]);
    let odd = repository.clone_to("a/much/deeper/and longer/path/to the/harbor", &[]);
    plain.disguise(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000), false);
    odd.disguise(SystemTime::now() + Duration::from_secs(86_400), true);

    let homes = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let here = run(&mut plain.plan("umask 022;", homes[0].path())).expect_code(0);
    let set_up = "umask 077; export TZ=Pacific/Chatham LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 USER=somebody;";
    let there = run(&mut odd.plan(set_up, homes[1].path())).expect_code(0);
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
    let ran = run(&mut shallow.plan("", home.path())).expect_code(2);
    assert!(ran.stderr.contains("the clone is shallow") && ran.stderr.contains("`fetch-depth: 0`"), "{}", ran.stderr);

    let given = run(shallow.plan("", home.path()).env("SOURCE_DATE_EPOCH", EPOCH)).expect_code(0);
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
