//! Disks that are full, locked or no folders at all: the path is named, and nothing half-written is left.

mod common;
mod probe;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use common::{CHART, Workspace};
use probe::{done, files, left_out, nothing_half_written, refused, refuses};

#[test]
fn files_where_folders_should_be() {
    let workspace = Workspace::new();
    workspace.write("file", "");
    refuses(&workspace, &["package", CHART, "-d", "file"], 1, &["file/harbor-1.2.3.tgz: "]);
    refuses(&workspace, &["release", "--dist", "file"], 1, &["file/harbor-1.2.3.tgz: "]);
    refused(workspace.portolan(&["release", "--to", "oci-layout:file"]), 1, &["file/harbor: "]);
    assert_eq!(fs::read_to_string(workspace.root().join("file")).unwrap(), "");
    nothing_half_written(&workspace.root());
    let mut command = workspace.command(&["release"]);
    let ran = common::run(command.env("GITHUB_OUTPUT", "nowhere/outputs"));
    assert!(
        ran.code == 0
            && ran.stderr.contains("warning: published, but GitHub Actions was not told: GITHUB_OUTPUT=nowhere/"),
        "{ran:?}"
    );
}

/// A file system that was mounted by a test; it ends with the value.
struct Mount {
    folder: PathBuf,
}

impl Mount {
    /// Mounts something over the folder, which is made; nothing when this machine or user may not.
    fn over(folder: PathBuf, arguments: &[&str]) -> Option<Self> {
        fs::create_dir_all(&folder).expect("a folder");
        let mounted = Command::new("mount").args(arguments).arg(&folder).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self { folder })
    }

    /// A disk of this many kilobytes.
    fn small(folder: PathBuf, kilobytes: u32) -> Option<Self> {
        Self::over(folder, &["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "portolan-test"])
    }

    /// From now on nothing can be written below it.
    fn protect(&self) -> bool {
        let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.folder).output();
        remounted.is_ok_and(|output| output.status.success())
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ended = Command::new("umount").arg(&self.folder).output();
    }
}

/// Content that no compressor makes small.
fn noise(length: usize) -> Vec<u8> {
    let next = |state: &mut u64| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some((*state >> 56) as u8)
    };
    std::iter::repeat_n((), length).scan(1_u64, |state, ()| next(state)).collect()
}

#[test]
fn a_full_disk_leaves_nothing_half_written_and_a_rerun_completes() {
    let workspace = Workspace::new();
    let Some(disk) = Mount::small(workspace.root().join("disk"), 192) else {
        return left_out("no small disk can be mounted here (needs root); a full disk is not tested");
    };
    workspace.write("charts/harbor/cargo.bin", noise(300_000));
    let hint = "hint: free some space and run again";
    refuses(
        &workspace,
        &["package", CHART, "-d", "disk"],
        1,
        &["disk/harbor-1.2.3.tgz: No space left on device", hint],
    );
    refuses(&workspace, &["release", "--dist", "disk"], 1, &["disk/harbor-1.2.3.tgz: No space left on device", hint]);
    refused(
        workspace.portolan(&["release", "--to", "oci-layout:disk/oci"]),
        1,
        &["disk/oci/harbor/", "No space left on device", hint],
    );
    nothing_half_written(&disk.folder);
    refuses(
        &workspace,
        &["verify", "oci-layout:disk/oci/harbor:1.2.3"],
        1,
        &["manifest 1.2.3 not found in oci-layout:disk/oci/harbor"],
    );
    let nothing = workspace.portolan(&["versions", "oci-layout:disk/oci/harbor"]).expect_code(0);
    assert!(nothing.stderr.contains("has no versions"), "{nothing:?}");
    workspace.remove("charts/harbor/cargo.bin");
    done(workspace.portolan(&["release", "--to", "oci-layout:disk/oci"]), &["released"]);
    done(workspace.portolan(&["verify", "oci-layout:disk/oci/harbor:1.2.3"]), &["harbor 1.2.3"]);
}

#[test]
fn a_disk_that_can_only_be_read() {
    let workspace = Workspace::new();
    let Some(disk) = Mount::small(workspace.root().join("disk"), 1024) else {
        return left_out("no disk can be mounted here (needs root); a read-only disk is not tested");
    };
    done(workspace.portolan(&["release", "--to", "oci-layout:disk/oci"]), &["released"]);
    assert!(disk.protect(), "it was mounted, so it can be mounted again");
    done(workspace.portolan(&["verify", "oci-layout:disk/oci/harbor:1.2.3"]), &["harbor 1.2.3"]);
    done(workspace.portolan(&["versions", "oci-layout:disk/oci/harbor"]), &["1.2.3 "]);
    done(workspace.portolan(&["release", "--to", "oci-layout:disk/oci"]), &["already published"]);
    let before = files(&workspace.root());
    let mut next = vec!["release", "--to", "oci-layout:disk/oci"];
    workspace.set_version("1.3.0");
    refused(workspace.portolan(&next), 1, &["disk/oci/harbor", "Read-only file system"]);
    next[2] = "oci-layout:disk/new";
    refused(workspace.portolan(&next), 1, &["disk/new", "Read-only file system"]);
    refuses(&workspace, &["package", CHART, "-d", "disk"], 1, &["disk/harbor-1.3.0.tgz: Read-only file system"]);
    let left: Vec<String> = files(&workspace.root()).into_iter().filter(|file| !before.contains(file)).collect();
    let documents = ["dist/harbor-1.3.0.cdx.json", "dist/harbor-1.3.0.spdx.json", "dist/harbor-1.3.0.tgz"];
    assert_eq!(left, documents, "the archive and its SBOMs are whole, the disk is untouched");
}

#[test]
fn a_folder_without_permission() {
    let workspace = Workspace::new();
    let locked = workspace.root().join("locked");
    fs::create_dir(&locked).unwrap();
    let mode = |mode: u32| fs::set_permissions(&locked, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    mode(0o555);
    if fs::write(locked.join("probe"), "").is_ok() {
        return left_out("permissions don't bind this user (root); a locked folder is not tested");
    }
    refuses(&workspace, &["package", CHART, "-d", "locked"], 1, &["locked/harbor-1.2.3.tgz: Permission denied"]);
    refused(
        workspace.portolan(&["release", "--to", "oci-layout:locked"]),
        1,
        &["locked", "Permission denied", "hint: make the folder writable"],
    );
    mode(0o755);
    assert_eq!(files(&locked), Vec::<String>::new());
}
