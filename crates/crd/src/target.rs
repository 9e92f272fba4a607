//! Which server judges.

/// The minor version of Kubernetes whose verdict is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Target {
    /// Kubernetes 1.36.
    V1_36,
    /// Kubernetes 1.37.
    #[default]
    V1_37,
}

impl Target {
    /// Its minor version.
    #[must_use]
    pub fn minor(self) -> u32 {
        match self {
            Self::V1_36 => 36,
            Self::V1_37 => 37,
        }
    }

    /// The minor version whose functions *new* CEL expressions may use: the previous one, so that the server can be
    /// rolled back.
    #[must_use]
    pub fn new_expressions_minor(self) -> u32 {
        self.minor() - 1
    }
}
