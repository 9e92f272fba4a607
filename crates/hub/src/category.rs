//! Categories of packages (Artifact Hub, `internal/hub/pkg.go`, `PackageCategoryFromName`).

/// Names in the order of their numbers, which begin at 1.
const NAMES: [&str; 8] = [
    "ai-machine-learning",
    "database",
    "integration-delivery",
    "monitoring-logging",
    "networking",
    "security",
    "storage",
    "streaming-messaging",
];

/// The name that asks for no category and no guess.
const SKIP: &str = "skip-prediction";

/// Which category a package has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// None is given: Artifact Hub guesses one from the keywords.
    #[default]
    Predicted,
    /// None, and none is to be guessed.
    None,
    /// The category with this number, 1 to 8.
    Number(u8),
}

/// Every name that the annotation may have.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain([SKIP])
}

impl Category {
    /// The category of a name; case and spaces matter.
    ///
    /// # Errors
    /// Artifact Hub's text.
    pub fn from_name(name: &str) -> Result<Self, String> {
        if name == SKIP {
            return Ok(Self::None);
        }
        let numbered = (1..).zip(NAMES).find(|(_, known)| *known == name);
        numbered.map(|(number, _)| Self::Number(number)).ok_or_else(|| "invalid category name".to_owned())
    }

    /// The number that is stored, if it is known without guessing.
    pub fn number(self) -> Option<u8> {
        match self {
            Self::Number(number) => Some(number),
            Self::Predicted | Self::None => None,
        }
    }
}
