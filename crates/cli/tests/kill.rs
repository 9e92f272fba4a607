//! A release that is killed leaves no version visible, wherever it was; the rerun ends with the same digest.

mod common;

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use common::{Act, Exchange, Registry, VERSION, Workspace, in_parallel, now, run};
use layout::LayoutTree;
use oci::{Hosting, Reference, RepositoryName};

const SIGKILL: i32 = 9;

/// A process that other threads may kill.
type Victim = Arc<Mutex<Option<Child>>>;

fn held(victim: &Victim) -> MutexGuard<'_, Option<Child>> {
    victim.lock().unwrap_or_else(PoisonError::into_inner)
}

fn kill(victim: &Victim) {
    held(victim).as_mut().expect("a started process").kill().expect("a killed process");
}

/// Waits without holding the lock, which whoever kills needs.
fn end_of(victim: &Victim) -> ExitStatus {
    loop {
        let ended = held(victim).as_mut().expect("a started process").try_wait().expect("a process to wait for");
        match ended {
            Some(status) => return status,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Requests and digest of a release that nobody disturbs.
fn undisturbed() -> (Vec<Exchange>, String) {
    let registry = Registry::start();
    let ran = Workspace::new().release(&registry).expect_code(0);
    (registry.log(), ran.digest())
}

/// What becomes of the request at which the release is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Last {
    /// It never reaches the registry.
    IsLost,
    /// The registry carries it out.
    TakesEffect,
}

#[test]
fn killed_at_any_request_it_leaves_no_version_and_the_rerun_completes_it() {
    let (log, digest) = undisturbed();
    let commit = 1 + log.iter().rposition(Exchange::is_write).expect("a release writes");
    let number = |n| [(n, Last::IsLost), (n, Last::TakesEffect)];
    let kills: Vec<(usize, Last)> = (1..=log.len()).flat_map(number).collect();
    in_parallel(&kills, |&(number, last)| {
        let committed = number > commit || (number == commit && last == Last::TakesEffect);
        killed_at(number, last, committed, &digest);
    });
}

/// Kills a release at one of its requests, looks at what is visible, and runs it again.
fn killed_at(number: usize, last: Last, committed: bool, digest: &str) {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let victim = Victim::default();
    let killed = Arc::clone(&victim);
    registry.hook(move |asked| {
        if asked.number < number {
            return Act::Pass;
        }
        if asked.number == number {
            kill(&killed);
        }
        // Later numbers came at the same time: how they end makes no difference.
        if last == Last::TakesEffect { Act::Pass } else { Act::Cut }
    });
    {
        let mut child = held(&victim);
        let mut command = workspace.release_command(&registry);
        *child = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a started process"));
    }
    assert_eq!(end_of(&victim).signal(), Some(SIGKILL), "request {number}: {last:?}");
    registry.wait_for(number);
    let visible: &[&str] = if committed { &[VERSION] } else { &[] };
    assert_eq!(registry.visible(), visible, "killed at request {number}, which {last:?}");

    registry.unhook();
    let again = workspace.release(&registry).expect_code(0);
    assert_eq!(again.digest(), digest, "the rerun after a kill at request {number}, which {last:?}");
    assert_eq!(registry.visible(), [VERSION]);
}

#[test]
fn killed_while_it_writes_a_layout_it_leaves_a_sound_layout_and_the_rerun_completes_it() {
    let calm = Workspace::new();
    let digest = calm.portolan(&["release"]).expect_code(0).digest();
    // The whole run takes a few tens of milliseconds; late kills find it ended.
    let pauses: Vec<u64> = (0..50).collect();
    let killed = Mutex::new(0);
    in_parallel(&pauses, |&pause| {
        let workspace = Workspace::new();
        let mut command = workspace.command(&["release"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a started process");
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().expect("a process to kill");
        if child.wait().expect("a process to wait for").signal() == Some(SIGKILL) {
            *killed.lock().unwrap() += 1;
        }
        assert_sound(&workspace.root().join("dist/oci"), pause);
        let again = run(&mut workspace.command(&["release"])).expect_code(0);
        assert_eq!(again.digest(), digest, "the rerun after a kill at {pause} ms");
    });
    assert_ne!(*killed.lock().unwrap(), 0, "no run was killed while it worked");
}

/// Every tag holds a manifest that is there with its blobs, and only the version may be visible.
fn assert_sound(root: &Path, pause: u64) {
    let name = RepositoryName::parse("harbor").expect("a repository name");
    let Some(store) = now(LayoutTree::new(root).find(&name)).expect("a readable layout") else { return };
    for tag in now(store.tags()).expect("readable tags") {
        let manifest = now(store.manifest(&Reference::Tag(tag.clone())));
        let manifest = manifest.unwrap_or_else(|error| panic!("killed at {pause} ms: tag {tag}: {error}"));
        for blob in manifest.document().expect("a readable manifest").blobs() {
            let content = now(store.blob(blob, oci::limits::BLOB));
            assert!(content.is_ok(), "killed at {pause} ms: tag {tag}: {:?}", content.err());
        }
        assert!([VERSION, "artifacthub.io"].contains(&tag.as_str()), "killed at {pause} ms: tag {tag}");
    }
}
