//! Exit codes: the documented list.

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Findings, or a failure of the input that no other code names.
    Findings = 1,
    /// Usage or bad configuration.
    Usage = 2,
    /// The version is already published with other content.
    Conflict = 3,
    /// Authentication or authorisation.
    Access = 4,
    /// The registry was unreachable after all retries.
    Unreachable = 5,
    /// Verification failed.
    Verification = 6,
    /// Artifact Hub did not list the version in time.
    NotIndexed = 7,
    /// Staged or published, but not publicly pullable.
    NotPublic = 8,
    /// A mirror is behind.
    MirrorBehind = 9,
    /// A bug in Portolan.
    Bug = 70,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
