//! The small structs of a package that publishers write in YAML (`internal/hub/pkg.go`).

use goyaml::Node;

use crate::go_yaml::{Abort, Decoder, GoStruct};

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it is; `source` for those of `sources`.
    pub name: String,
    /// Where it leads.
    pub url: String,
}

impl GoStruct for Link {
    const NAME: &'static str = "hub.Link";
    const FIELDS: &'static [&'static str] = &["name", "url"];

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, if field == "name" { &mut self.name } else { &mut self.url })
    }
}

/// A maintainer; packages show only those with an e-mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maintainer {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

impl GoStruct for Maintainer {
    const NAME: &'static str = "hub.Maintainer";
    /// The struct has a field for the database's id as well, whose key nobody knows.
    const FIELDS: &'static [&'static str] = &["name", "email", "maintainerid"];

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        match field {
            "name" => decoder.text(value, &mut self.name),
            "email" => decoder.text(value, &mut self.email),
            _ => decoder.text(value, &mut String::new()),
        }
    }
}

/// A container image that the package installs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerImage {
    /// What it is called; may be empty.
    pub name: String,
    /// The reference.
    pub image: String,
    /// Not scanned if true.
    pub whitelisted: bool,
    /// `linux/amd64` and so on.
    pub platforms: Option<Vec<String>>,
}

impl GoStruct for ContainerImage {
    const NAME: &'static str = "hub.ContainerImage";
    const FIELDS: &'static [&'static str] = &["name", "image", "whitelisted", "platforms"];

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        match field {
            "name" => decoder.text(value, &mut self.name),
            "image" => decoder.text(value, &mut self.image),
            "whitelisted" => decoder.truth(value, &mut self.whitelisted),
            _ => decoder.texts(value, &mut self.platforms),
        }
    }
}

/// Another package that is recommended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recommendation {
    /// The page of the package in Artifact Hub.
    pub url: String,
}

impl GoStruct for Recommendation {
    const NAME: &'static str = "hub.Recommendation";
    const FIELDS: &'static [&'static str] = &["url"];

    fn set(&mut self, _field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, &mut self.url)
    }
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screenshot {
    /// What it shows.
    pub title: String,
    /// Where it is.
    pub url: String,
}

impl GoStruct for Screenshot {
    const NAME: &'static str = "hub.Screenshot";
    const FIELDS: &'static [&'static str] = &["title", "url"];

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, if field == "title" { &mut self.title } else { &mut self.url })
    }
}

/// The key that versions are signed with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignKey {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Where it is.
    pub url: String,
}

impl GoStruct for SignKey {
    const NAME: &'static str = "hub.SignKey";
    const FIELDS: &'static [&'static str] = &["fingerprint", "url"];

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, if field == "url" { &mut self.url } else { &mut self.fingerprint })
    }
}

/// Who provides a package; only in `artifacthub-pkg.yml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    /// Name.
    pub name: String,
}

impl GoStruct for Provider {
    const NAME: &'static str = "hub.Provider";
    const FIELDS: &'static [&'static str] = &["name"];

    fn set(&mut self, _field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, &mut self.name)
    }
}
