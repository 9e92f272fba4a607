//! Where changed repositories are put, and the stranger who verifies them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use oci::RepositoryName;

use crate::changes::{Change, Expected};
use crate::common::{Act, Asked, CHART, Ran, Registry, VERSION, Workspace, in_parallel, run, scrub};
use crate::content::{Content, Listed, Role};

/// The version that is released before.
pub const OLDER: &str = "1.2.2";
const REPOSITORY: &str = "harbor";
const SECRET: &[u8] = include_bytes!("../../../provenance/tests/keys/rita.gpg");
const PUBLIC: &[u8] = include_bytes!("../../../provenance/tests/keys/rita.pub.asc");
/// The chart's image, as it is pinned.
const IMAGE: &str =
    "registry.example/ship:4.5.6@sha256:b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
/// What the publisher's build knows of the image.
const IMAGE_SBOM: &str = r#"{
  "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "ship",
  "documentNamespace": "https://harbor.example/ship/4.5.6",
  "creationInfo": {"created": "2026-01-02T03:04:05Z", "creators": ["Tool: shipyard-1"]},
  "packages": [{"name": "hull", "SPDXID": "SPDXRef-hull", "versionInfo": "1.0", "downloadLocation": "NOASSERTION"}],
  "relationships": [
    {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-hull"}
  ]
}"#;

/// A place with two releases, and copies of it.
pub trait Place: Sync {
    /// What was released.
    fn content(&self) -> &Content;

    /// Verifies a changed copy.
    fn verify(&self, number: usize, change: &Change) -> Ran;

    /// What comes of a manifest that is gone, where its tag goes with it: nobody knows its digest any more.
    fn gone_with_its_tag(&self, digest: &str) -> Option<Expected>;

    /// The manifests of the newer release.
    fn roles(&self) -> Vec<(Listed, Role)> {
        of_version(self.content(), VERSION)
    }

    /// The manifests of the older release.
    fn roles_of_other(&self) -> Vec<(Listed, Role)> {
        of_version(self.content(), OLDER)
    }

    /// The digests of all objects of the newer release.
    fn of_release(&self) -> BTreeSet<String> {
        let content = self.content();
        let mut found = BTreeSet::new();
        for (listed, role) in self.roles() {
            if role != Role::Index {
                let document = content.document(&listed.digest);
                let blobs = crate::changes::descriptors(&document).into_iter();
                found.extend(blobs.map(|(_, blob)| blob["digest"].as_str().unwrap().to_owned()));
            }
            found.insert(listed.digest);
        }
        found
    }

    /// Verifies all changes; those that do not come to what is expected are told together.
    fn verify_all(&self, changes: &[Change]) {
        verify_all(&|number, change| self.verify(number, change), changes);
    }
}

fn verify_all(verify: &(dyn Fn(usize, &Change) -> Ran + Sync), changes: &[Change]) {
    let wrong = Mutex::new(Vec::new());
    let numbered: Vec<(usize, &Change)> = changes.iter().enumerate().collect();
    in_parallel(&numbered, |(number, change)| {
        let ran = verify(*number, change);
        let (code, named) = match &change.expected {
            Expected::Refused(names) => (6, names.iter().any(|name| ran.stderr.contains(name))),
            Expected::Harmless(_) => (0, true),
            Expected::Unknown => (1, true),
        };
        if ran.code != code || !named {
            let told = format!("{}: exit {}, expected {:?}\n{}", change.what, ran.code, change.expected, ran.stderr);
            wrong.lock().unwrap().push(told);
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} changes:\n{}", wrong.len(), changes.len(), wrong.join("\n"));
}

fn of_version(content: &Content, version: &str) -> Vec<(Listed, Role)> {
    let chart = content.tagged(version).digest;
    let tag = chart.replace(':', "-");
    let of_chart = |listed: &Listed| {
        let is_tagged = listed
            .tag
            .as_deref()
            .is_some_and(|name| name == version || name == "artifacthub.io" || name.starts_with(&tag));
        is_tagged || content.document(&listed.digest)["subject"]["digest"] == chart
    };
    content.roles().into_iter().filter(|(listed, _)| of_chart(listed)).collect()
}

/// A workspace whose two releases carry everything, with what the public knows of their publisher.
struct Publisher {
    workspace: Workspace,
    key: PathBuf,
    keyring: PathBuf,
}

impl Publisher {
    fn new() -> Self {
        let workspace = Workspace::new();
        workspace.write("rita.gpg", SECRET);
        workspace.write("rita.pub.asc", PUBLIC);
        workspace.edit(&format!("{CHART}/Chart.yaml"), "registry.example/ship:4.5.6", IMAGE);
        workspace.write("ship.spdx.json", IMAGE_SBOM);
        let charts = "charts: [charts/harbor]\n";
        let images = "sbom: {images: [{image: registry.example/ship, file: ship.spdx.json}]}\n";
        workspace.edit("portolan.yaml", charts, &format!("{charts}{images}"));
        let printed = workspace.portolan(&["key", "public", "--key", workspace.key().to_str().unwrap()]).expect_code(0);
        workspace.write("cosign.pub", printed.stdout);
        let (key, keyring) = (workspace.root().join("cosign.pub"), workspace.root().join("rita.pub.asc"));
        Self { workspace, key, keyring }
    }

    fn release(&self, options: &[&str]) {
        let mut arguments = vec!["release", "--keyring", "rita.gpg"];
        arguments.extend(options);
        self.workspace.set_version(OLDER);
        self.workspace.portolan(&arguments).expect_code(0);
        for file in ["Chart.yaml", "artifacthub-pkg.yml"] {
            let path = format!("{CHART}/{file}");
            self.workspace.edit(&path, &format!("version: {OLDER}"), &format!("version: {VERSION}"));
        }
        self.workspace.portolan(&arguments).expect_code(0);
    }

    /// A process that knows nothing but what is public.
    fn stranger(&self, folder: &Path, arguments: &[&str]) -> Ran {
        let home = folder.join("home");
        fs::create_dir_all(&home).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        scrub(&mut command, &home);
        command
            .args(["verify", "--offline", "--key"])
            .arg(&self.key)
            .arg("--keyring")
            .arg(&self.keyring)
            .args(arguments);
        run(command.current_dir(folder))
    }
}

/// OCI layouts.
pub struct Layouts {
    publisher: Publisher,
    content: Content,
}

impl Layouts {
    pub fn new() -> Self {
        let publisher = Publisher::new();
        publisher.release(&[]);
        let folder = publisher.workspace.root().join("dist/oci").join(REPOSITORY);
        let name = RepositoryName::parse(REPOSITORY).unwrap();
        let content = Content::of(&layout::LayoutStore::open(folder, name).unwrap());
        Self { publisher, content }
    }
}

impl Place for Layouts {
    fn content(&self) -> &Content {
        &self.content
    }

    fn verify(&self, _number: usize, change: &Change) -> Ran {
        let folder = tempfile::tempdir().unwrap();
        let index = change.index.clone().unwrap_or_else(|| change.content.index());
        change.content.write_layout(&folder.path().join("oci").join(REPOSITORY), &index);
        let reference = format!("oci-layout:{}/{REPOSITORY}:{VERSION}", folder.path().join("oci").display());
        self.publisher.stranger(folder.path(), &[&reference])
    }

    /// The index still lists it.
    fn gone_with_its_tag(&self, _digest: &str) -> Option<Expected> {
        None
    }
}

/// Repositories of a registry that lacks the referrers API and gives whatever bytes it has.
pub struct Registries {
    publisher: Publisher,
    content: Content,
    registry: Registry,
    lies: Lies,
    copies: AtomicUsize,
}

/// What is answered in place of an object: media type, its digest, and bytes that have another.
type Lie = (String, String, Vec<u8>);

/// Lies by path.
type Lies = Arc<Mutex<BTreeMap<String, Lie>>>;

impl Registries {
    pub fn new() -> Self {
        let publisher = Publisher::new();
        let registry = Registry::start();
        let lies = Lies::default();
        let known = Arc::clone(&lies);
        registry.hook(move |asked: &Asked| {
            if asked.path.contains("/referrers/") {
                return Act::Answer(404, Vec::new());
            }
            let lie = known.lock().unwrap().get(&asked.path).cloned();
            match lie.filter(|_| asked.method == "GET") {
                Some((kind, digest, bytes)) => Act::Content(kind, digest, bytes.into()),
                None => Act::Pass,
            }
        });
        publisher.release(&["--to", &registry.target(), "--plain-http"]);
        let content = Content::of(&*registry.store());
        Self { publisher, content, registry, lies, copies: AtomicUsize::new(0) }
    }

    /// What the registry answers to whoever asks for objects that it can't hold.
    fn lie(&self, repository: &str, content: &Content, lies: Vec<(String, Vec<u8>)>) {
        let mut known = self.lies.lock().unwrap();
        for (digest, bytes) in lies {
            let listed: Vec<&Listed> = content.listed.iter().filter(|one| one.digest == digest).collect();
            for one in &listed {
                let names = [Some(digest.clone()), one.tag.clone()];
                for name in names.into_iter().flatten() {
                    let path = format!("/v2/{repository}/manifests/{name}");
                    known.insert(path, (one.media_type.clone(), digest.clone(), bytes.clone()));
                }
            }
            if listed.is_empty() {
                let path = format!("/v2/{repository}/blobs/{digest}");
                known.insert(path, ("application/octet-stream".to_owned(), digest, bytes));
            }
        }
    }
}

impl Place for Registries {
    fn content(&self) -> &Content {
        &self.content
    }

    fn verify(&self, number: usize, change: &Change) -> Ran {
        let round = self.copies.fetch_add(1, Ordering::Relaxed);
        let repository = format!("copy{number}-{round}/{REPOSITORY}");
        let store = self.registry.content().repository(&RepositoryName::parse(&repository).unwrap());
        let lies = change.content.push(&store);
        self.lie(&repository, &change.content, lies);
        let folder = tempfile::tempdir().unwrap();
        let reference = format!("oci://{}/{repository}:{VERSION}", self.registry.host());
        self.publisher.stranger(folder.path(), &["--plain-http", &reference])
    }

    fn gone_with_its_tag(&self, digest: &str) -> Option<Expected> {
        let (listed, role) = self.roles().into_iter().find(|(listed, _)| listed.digest == digest)?;
        match role {
            Role::Hub => Some(Expected::Harmless("mirrors of one version have none (a warning)")),
            Role::Classic | Role::Index => Some(Expected::Refused(crate::changes::words(&listed, &role))),
            _ => None,
        }
    }
}
