//! Chart archives and layouts as a hostile publisher writes them.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use oci::Digest;
use serde_json::{Value, json};

const CHART_YAML: &str = "apiVersion: v2\nname: demo\nversion: 1.2.3\ndescription: x\n";

/// A tar archive in the making.
#[derive(Clone, Default)]
pub struct Tar {
    bytes: Vec<u8>,
}

impl Tar {
    /// An archive that begins as that of the chart `demo` 1.2.3.
    pub fn chart() -> Self {
        Self::default().file("demo/Chart.yaml", CHART_YAML)
    }

    /// Adds a regular file.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.entry(b'0', name, "", content.as_ref())
    }

    /// Adds an entry of any kind: `1` hard link, `2` symbolic link, `3` device, `5` folder, `6` pipe.
    pub fn special(self, kind: u8, name: &str, target: &str) -> Self {
        self.entry(kind, name, target, &[])
    }

    fn entry(mut self, kind: u8, name: &str, target: &str, content: &[u8]) -> Self {
        self.bytes.extend_from_slice(&header(kind, name, target, content.len()));
        self.bytes.extend_from_slice(content);
        self.bytes.resize(self.bytes.len().next_multiple_of(512), 0);
        self
    }

    /// The archive with the two empty blocks at its end.
    pub fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&[0; 1024]);
        self.bytes
    }

    /// The same, compressed.
    pub fn gzip(self) -> Vec<u8> {
        gzip(&self.finish())
    }
}

/// A ustar header (POSIX.1-1988) with its checksum.
fn header(kind: u8, name: &str, target: &str, size: usize) -> [u8; 512] {
    let mut block = [0_u8; 512];
    let size = format!("{size:011o}\0");
    let fields = [(0, name), (100, "0000644\0"), (108, "0000000\0"), (116, "0000000\0"), (124, size.as_str())];
    let more = [(136, "00000000000\0"), (148, "        "), (157, target), (257, "ustar\0"), (263, "00")];
    for (at, text) in fields.into_iter().chain(more) {
        block[at..at + text.len()].copy_from_slice(text.as_bytes());
    }
    block[156] = kind;
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// One gzip member.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory to write to");
    encoder.finish().expect("memory to write to")
}

/// What a gzip member holds.
pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut content).expect("gzip");
    content
}

/// A published chart that lies: everything that names it can be set by itself.
pub struct Forgery {
    /// The chart layers.
    pub layers: Vec<Vec<u8>>,
    /// The config blob.
    pub config: Value,
    /// The config's media type.
    pub config_type: &'static str,
    /// Annotations of the manifest.
    pub annotations: Value,
    /// The repository's name.
    pub repository: &'static str,
    /// The tag.
    pub tag: &'static str,
}

impl Forgery {
    /// All is as it should be for the chart `demo` 1.2.3, except perhaps its archive.
    pub fn of(layer: Vec<u8>) -> Self {
        Self {
            layers: vec![layer],
            config: json!({"name": "demo", "version": "1.2.3", "description": "x", "apiVersion": "v2"}),
            config_type: "application/vnd.cncf.helm.config.v1+json",
            annotations: json!({"org.opencontainers.image.title": "demo", "org.opencontainers.image.version": "1.2.3"}),
            repository: "demo",
            tag: "1.2.3",
        }
    }

    /// Writes it as an OCI layout below `root`; returns its reference, relative to `root`'s parent.
    pub fn write(&self, root: &Path) -> String {
        let folder = root.join(self.repository);
        fs::create_dir_all(folder.join("blobs/sha256")).expect("a folder");
        let put = |bytes: &[u8], media_type: &str| {
            let digest = Digest::of(bytes);
            fs::write(folder.join("blobs/sha256").join(digest.hex()), bytes).expect("a blob");
            json!({"mediaType": media_type, "digest": digest.to_string(), "size": bytes.len()})
        };
        let config = put(self.config.to_string().as_bytes(), self.config_type);
        let layer = |layer: &Vec<u8>| put(layer, "application/vnd.cncf.helm.chart.content.v1.tar+gzip");
        let layers: Vec<Value> = self.layers.iter().map(layer).collect();
        let manifest = json!({"schemaVersion": 2, "config": config, "layers": layers, "annotations": self.annotations});
        let mut descriptor = put(manifest.to_string().as_bytes(), "application/vnd.oci.image.manifest.v1+json");
        descriptor["annotations"] = json!({"org.opencontainers.image.ref.name": self.tag});
        let index = json!({"schemaVersion": 2, "manifests": [descriptor]});
        fs::write(folder.join("index.json"), index.to_string()).expect("an index");
        fs::write(folder.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).expect("a layout's mark");
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        format!("oci-layout:{name}/{}:{}", self.repository, self.tag)
    }
}
