//! `portolan deps` as a user runs it: the built binary, charts in folders that vanish, a web server on loopback.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use oci::Digest;
use tempfile::TempDir;

/// What the server says about a path.
#[derive(Clone)]
enum Reply {
    Content(Vec<u8>),
    Redirect(String),
}

/// A web server that remembers what it was asked: `<path>`, or `<path> <Authorization>`.
struct Server {
    address: SocketAddr,
    replies: Arc<Mutex<BTreeMap<String, Reply>>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), replies: Arc::default(), log: Arc::default() };
        let (replies, log) = (Arc::clone(&server.replies), Arc::clone(&server.log));
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(&mut stream.unwrap(), &replies, &log);
            }
        });
        server
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn put(&self, path: &str, content: impl Into<Vec<u8>>) {
        self.replies.lock().unwrap().insert(path.to_owned(), Reply::Content(content.into()));
    }

    fn redirect(&self, path: &str, to: &str) {
        self.replies.lock().unwrap().insert(path.to_owned(), Reply::Redirect(to.to_owned()));
    }

    /// What was asked since the last call.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}

fn answer(stream: &mut TcpStream, replies: &Mutex<BTreeMap<String, Reply>>, log: &Mutex<Vec<String>>) {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        let count = stream.read(&mut buffer).unwrap_or(0);
        if count == 0 {
            return;
        }
        request.extend_from_slice(&buffer[..count]);
    }
    let request = String::from_utf8(request).unwrap();
    let path = request.split(' ').nth(1).unwrap().to_owned();
    let header = |line: &str| line.to_ascii_lowercase().starts_with("authorization:");
    let login =
        request.lines().find(|line| header(line)).and_then(|line| line.split_once(": ")).map(|(_, value)| value);
    log.lock().unwrap().push(login.map_or_else(|| path.clone(), |login| format!("{path} {login}")));
    let (head, body) = match replies.lock().unwrap().get(&path).cloned() {
        Some(Reply::Content(body)) => ("200 OK".to_owned(), body),
        Some(Reply::Redirect(to)) => (format!("302 Found\r\nLocation: {to}"), Vec::new()),
        None => ("404 Not Found".to_owned(), Vec::new()),
    };
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

/// A user with a home, a cache and a folder to work in.
struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("work")).unwrap();
        Self { root }
    }

    fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs `portolan` in the folder to work in, with nothing of this process's environment.
    fn portolan(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        command.args(arguments).current_dir(self.work()).env_clear();
        command.env("HOME", self.root.path()).env("PORTOLAN_CACHE", self.root.path().join("cache"));
        command.env("SOURCE_DATE_EPOCH", "1700000000");
        Run::of(&command.output().unwrap())
    }

    /// A packed chart.
    fn packed(&self, name: &str, version: &str) -> Vec<u8> {
        self.write(&format!("charts/{name}/Chart.yaml"), format!("apiVersion: v2\nname: {name}\nversion: {version}\n"));
        self.write(&format!("charts/{name}/values.yaml"), "a: 1\n");
        self.portolan(&["package", &format!("../charts/{name}"), "-d", "../packed"]).succeeded();
        fs::read(self.root.path().join(format!("packed/{name}-{version}.tgz"))).unwrap()
    }

    /// The chart `p` with dependencies: name, version, repository.
    fn parent(&self, dependencies: &[(&str, &str, &str)]) {
        let mut text = "apiVersion: v2\nname: p\nversion: 1.0.0\ndependencies:\n".to_owned();
        for (name, version, repository) in dependencies {
            text += &format!("- name: {name}\n  version: \"{version}\"\n");
            if !repository.is_empty() {
                text += &format!("  repository: \"{repository}\"\n");
            }
        }
        self.write("work/p/Chart.yaml", text);
    }

    /// What is in `charts/` of `p`, hidden things included.
    fn charts(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.work().join("p/charts")) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn lock(&self) -> String {
        fs::read_to_string(self.work().join("p/Chart.lock")).unwrap()
    }
}

/// How a run ended.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    #[track_caller]
    fn succeeded(self) -> Self {
        self.ended(0)
    }

    #[track_caller]
    fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "{text:?} is not in stderr:\n{}", self.stderr);
        self
    }
}

/// An index of one chart: version, digest and address of each archive.
fn index(name: &str, versions: &[(&str, &str, &str)]) -> String {
    let mut text = format!("apiVersion: v1\nentries:\n  {name}:\n");
    for (version, digest, url) in versions {
        text += &format!(
            "  - apiVersion: v2\n    name: {name}\n    version: {version}\n    digest: \"{digest}\"\n    urls:\n    - {url}\n"
        );
    }
    text
}

/// A server with `kid` 0.1.0 and 0.1.1.
fn kids(place: &Place) -> Server {
    let server = Server::start();
    let mut digests = Vec::new();
    for version in ["0.1.0", "0.1.1"] {
        let archive = place.packed("kid", version);
        digests.push(Digest::of(&archive).hex().to_owned());
        server.put(&format!("/kid-{version}.tgz"), archive);
    }
    let absolute = format!("{}/kid-0.1.1.tgz", server.url());
    let versions = [("0.1.0", digests[0].as_str(), "kid-0.1.0.tgz"), ("0.1.1", digests[1].as_str(), absolute.as_str())];
    server.put("/index.yaml", index("kid", &versions));
    server
}

fn without(folder: &Path) {
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn update_fetches_and_locks_then_build_needs_nobody() {
    let place = Place::new();
    let server = kids(&place);
    let url = server.url();
    place.parent(&[("kid", "^0.1.0", &url)]);

    let run = place.portolan(&["deps", "update", "p"]).succeeded();
    let expected = format!(
        "Getting updates for unmanaged Helm repositories...\n\
         ...Successfully got an update from the \"{url}\" chart repository\n\
         Saving 1 charts\nDownloading kid from repo {url}\nDeleting outdated charts\n"
    );
    assert_eq!(run.stdout, expected);
    assert_eq!(server.asked(), ["/index.yaml", "/kid-0.1.1.tgz"]);
    assert_eq!(place.charts(), ["kid-0.1.1.tgz"]);
    let lock = place.lock();
    let start = format!("dependencies:\n- name: kid\n  repository: {url}\n  version: 0.1.1\ndigest: sha256:");
    assert!(lock.starts_with(&start), "{lock}");
    assert!(lock.ends_with("generated: \"2023-11-14T22:13:20Z\"\n"), "{lock}");

    let archive = fs::read(place.work().join("p/charts/kid-0.1.1.tgz")).unwrap();
    without(&place.work().join("p/charts"));
    let run = place.portolan(&["deps", "build", "p"]).succeeded();
    let expected = format!("Saving 1 charts\nDownloading kid from repo {url}\nDeleting outdated charts\n");
    assert_eq!(run.stdout, expected);
    assert!(server.asked().is_empty(), "the cache has it");
    assert_eq!(fs::read(place.work().join("p/charts/kid-0.1.1.tgz")).unwrap(), archive);
}

#[test]
fn a_second_update_asks_for_the_index_only_and_keeps_the_lock() {
    let place = Place::new();
    let server = kids(&place);
    place.parent(&[("kid", "~0.1", &server.url())]);
    place.portolan(&["deps", "update", "p"]).succeeded();
    let lock = place.lock().replace("generated: \"2023", "generated: \"2022");
    place.write("work/p/Chart.lock", &lock);
    server.asked();
    place.portolan(&["deps", "update", "p"]).succeeded();
    assert_eq!(server.asked(), ["/index.yaml"]);
    assert_eq!(place.lock(), lock, "nothing changed, so it is not written");
}

#[test]
fn build_without_cache_fetches_what_is_locked() {
    let place = Place::new();
    let server = kids(&place);
    place.parent(&[("kid", "0.1.0", &server.url())]);
    place.portolan(&["deps", "update", "p"]).succeeded();
    without(&place.root.path().join("cache"));
    without(&place.work().join("p/charts"));
    server.asked();
    place.portolan(&["deps", "build", "p"]).succeeded();
    assert_eq!(server.asked(), ["/index.yaml", "/kid-0.1.0.tgz"]);
    assert_eq!(place.charts(), ["kid-0.1.0.tgz"]);
}

#[test]
fn other_content_than_the_index_says_is_refused() {
    let place = Place::new();
    let server = kids(&place);
    let wrong = Digest::of(b"something else");
    let actual = Digest::of(&place.packed("kid", "0.1.0"));
    server.put("/index.yaml", index("kid", &[("0.1.0", wrong.hex(), "kid-0.1.0.tgz")]));
    place.parent(&[("kid", "0.1.0", &server.url())]);
    let run = place.portolan(&["deps", "update", "p"]).ended(6);
    let run = run.says(&format!("{}/kid-0.1.0.tgz", server.url()));
    run.says(&format!("digest {actual}, expected {wrong}"));
    assert!(place.charts().is_empty());
    assert!(!place.work().join("p/Chart.lock").exists());
}

#[test]
fn another_chart_than_the_one_asked_for_is_refused() {
    let place = Place::new();
    let server = Server::start();
    server.put("/kid-0.1.0.tgz", place.packed("other", "0.1.0"));
    server.put("/index.yaml", index("kid", &[("0.1.0", "", "kid-0.1.0.tgz")]));
    place.parent(&[("kid", "0.1.0", &server.url())]);
    let run = place.portolan(&["deps", "update", "p"]).ended(6);
    run.says("holds chart other 0.1.0, expected kid 0.1.0");
    assert!(place.charts().is_empty());
}

#[test]
fn what_a_repository_does_not_have_is_named() {
    let place = Place::new();
    let server = kids(&place);
    let url = server.url();
    place.parent(&[("nope", "^0", &url)]);
    place.portolan(&["deps", "update", "p"]).ended(1).says(&format!("nope chart not found in repo {url}"));
    place.parent(&[("kid", "^9", &url)]);
    let expected = format!(
        "can't get a valid version for 1 subchart(s): \"kid\" (repository \"{url}\", version \"^9\"). Make sure a \
         matching chart version exists in the repo, or change the version constraint in Chart.yaml"
    );
    place.portolan(&["deps", "update", "p"]).ended(1).says(&expected);
}

#[test]
fn a_lock_for_another_list_is_refused() {
    let place = Place::new();
    let server = kids(&place);
    place.parent(&[("kid", "0.1.0", &server.url())]);
    place.portolan(&["deps", "update", "p"]).succeeded();
    place.parent(&[("kid", "0.1.1", &server.url())]);
    let run = place.portolan(&["deps", "build", "p"]).ended(1);
    let run = run.says("the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml)");
    run.says("portolan deps update");
    assert_eq!(place.charts(), ["kid-0.1.0.tgz"]);
}

#[test]
fn failures_leave_charts_as_it_was_and_success_removes_the_outdated() {
    let place = Place::new();
    let server = kids(&place);
    let url = server.url();
    place.parent(&[("kid", "0.1.0", &url)]);
    place.portolan(&["deps", "update", "p"]).succeeded();
    let lock = place.lock();

    server.put("/broken/index.yaml", index("gone", &[("1.0.0", "", "gone-1.0.0.tgz")]));
    place.parent(&[("kid", "0.1.1", &url), ("gone", "1.0.0", &format!("{url}/broken"))]);
    let run = place.portolan(&["deps", "update", "p"]).ended(1);
    run.says("/broken/gone-1.0.0.tgz: 404 Not Found");
    assert_eq!((place.charts(), place.lock()), (vec!["kid-0.1.0.tgz".to_owned()], lock));

    place.parent(&[("kid", "0.1.1", &url)]);
    place.portolan(&["deps", "update", "p"]).succeeded();
    assert_eq!(place.charts(), ["kid-0.1.1.tgz"]);
}

#[test]
fn passwords_stay_with_the_repository_also_when_it_redirects() {
    let place = Place::new();
    let (home, elsewhere) = (Server::start(), Server::start());
    let archive = place.packed("kid", "0.1.0");
    home.put("/index.yaml", index("kid", &[("0.1.0", Digest::of(&archive).hex(), "kid-0.1.0.tgz")]));
    home.redirect("/kid-0.1.0.tgz", &format!("{}/real.tgz", elsewhere.url()));
    elsewhere.put("/real.tgz", archive);
    let known = format!("repositories:\n- name: r\n  url: {}\n  username: user\n  password: word\n", home.url());
    place.write(".config/helm/repositories.yaml", known);
    place.parent(&[("kid", "0.1.0", "@r")]);

    let run = place.portolan(&["deps", "update", "p"]).succeeded();
    let url = home.url();
    let expected = format!(
        "Hang tight while we grab the latest from your chart repositories...\n\
         ...Successfully got an update from the \"r\" chart repository\nUpdate Complete. ⎈Happy Helming!⎈\n\
         Saving 1 charts\nDownloading kid from repo {url}\nDeleting outdated charts\n"
    );
    assert_eq!(run.stdout, expected);
    let basic = "Basic dXNlcjp3b3Jk";
    assert_eq!(home.asked(), [format!("/index.yaml {basic}"), format!("/kid-0.1.0.tgz {basic}")]);
    assert_eq!(elsewhere.asked(), ["/real.tgz"]);
    assert!(place.lock().contains(&format!("repository: {url}\n")), "the lock has the address");
    place.portolan(&["deps", "build", "p"]).succeeded();
}

#[test]
fn endless_redirects_end() {
    let place = Place::new();
    let server = Server::start();
    server.redirect("/index.yaml", "/index.yaml");
    place.parent(&[("kid", "0.1.0", &server.url())]);
    place.portolan(&["deps", "update", "p"]).ended(1).says("more than 5 redirects");
    assert_eq!(server.asked().len(), 6);
}

#[test]
fn folders_are_packed_and_charts_in_place_are_checked() {
    let place = Place::new();
    let packed = place.packed("lib", "0.5.0");
    place.parent(&[("lib", "0.5.x", "file://../../charts/lib"), ("own", "^1", "")]);
    place.portolan(&["deps", "update", "p"]).ended(1).says("directory p/charts/own not found");

    place.write("work/p/charts/own/Chart.yaml", "apiVersion: v2\nname: own\nversion: 2.0.0\n");
    let run = place.portolan(&["deps", "update", "p"]).ended(1);
    run.says("dependency own at version 2.0.0 does not satisfy the constraint ^1");
    assert_eq!(place.charts(), ["own"]);

    place.write("work/p/charts/own/Chart.yaml", "apiVersion: v2\nname: own\nversion: 1.2.0\n");
    let run = place.portolan(&["deps", "update", "p"]).succeeded();
    let expected = "Saving 2 charts\nDependency own did not declare a repository. Assuming it exists in the charts \
                    directory\nDeleting outdated charts\n";
    assert_eq!(run.stdout, expected);
    assert_eq!(place.charts(), ["lib-0.5.0.tgz", "own"]);
    let archive = fs::read(place.work().join("p/charts/lib-0.5.0.tgz")).unwrap();
    assert_eq!(archive, packed, "the same bytes as `portolan package`");
    place.portolan(&["deps", "build", "p"]).succeeded();
}

#[test]
fn charts_of_version_1_have_their_own_files() {
    let place = Place::new();
    let server = kids(&place);
    let requirements = format!("dependencies:\n- name: kid\n  version: 0.1.x\n  repository: {}\n", server.url());
    place.write("work/p/Chart.yaml", "apiVersion: v1\nname: p\nversion: 1.0.0\n");
    place.write("work/p/requirements.yaml", requirements);
    place.portolan(&["deps", "update", "p"]).succeeded();
    assert!(place.work().join("p/requirements.lock").is_file());
    assert!(!place.work().join("p/Chart.lock").exists());
    place.portolan(&["deps", "build", "p"]).succeeded();
    place.write("work/p/requirements.yaml", "dependencies: []\n");
    place.portolan(&["deps", "build", "p"]).ended(1).says("the lock file (requirements.lock) is out of sync");
}

#[test]
fn list_tells_what_is_there() {
    let place = Place::new();
    let server = kids(&place);
    let url = server.url();
    place.parent(&[("kid", "0.1.0", &url)]);
    place.portolan(&["deps", "update", "p"]).succeeded();
    place.parent(&[("kid", "0.1.x", &url), ("lost", "^1", "")]);
    let run = place.portolan(&["deps", "list", "p"]).succeeded();
    let space = " ".repeat(url.len() - "REPOSITORY".len());
    let expected = format!(
        "NAME\tVERSION\tREPOSITORY{space}\tSTATUS \nkid \t0.1.x  \t{url}\tok     \nlost\t^1     \t{}\tmissing\n\n",
        " ".repeat(url.len())
    );
    assert_eq!(run.stdout, expected);

    let run = place.portolan(&["deps", "list", "p", "--output", "json"]).succeeded();
    let listing: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(listing["dependencies"][0]["status"], "ok");
    assert_eq!(listing["dependencies"][1]["status"], "missing");

    place.write("work/p/Chart.yaml", "apiVersion: v2\nname: p\nversion: 1.0.0\n");
    let run = place.portolan(&["deps", "list", "p"]).succeeded();
    assert_eq!(run.stdout, "WARNING: no dependencies at p/charts\n");
}

#[test]
fn unknown_names_are_refused_before_anything_is_asked() {
    let place = Place::new();
    place.parent(&[("kid", "^1", "stable")]);
    let run = place.portolan(&["deps", "update", "p"]).ended(1);
    run.says("no repository definition for stable. Please add them via 'helm repo add'");
    place.parent(&[("kid", "^1", "@nobody")]);
    place.portolan(&["deps", "update", "p"]).ended(1).says("no repository definition for @nobody.");
    place.portolan(&["deps", "update", "nowhere"]).ended(1).says("could not find nowhere: stat nowhere: no such file");
}
