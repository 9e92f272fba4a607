//! What anybody can see while a release is under way, how many requests it takes, and who gets to see credentials.

mod common;

use std::time::Duration;

use common::{Act, Exchange, HTPASSWD, PASSWORD, Registry, Setup, USER, VERSION, Workspace, run};

/// Long enough that requests which are sent side by side are on their way at the same time.
const DELAY: Duration = Duration::from_millis(20);

/// A registry in which version 1.2.2 is published.
fn with_earlier_version() -> Registry {
    let registry = Registry::with(Setup { delay: DELAY, ..Setup::default() });
    let earlier = Workspace::new();
    earlier.set_version("1.2.2");
    earlier.release(&registry).expect_code(0);
    registry.forget();
    registry
}

fn visible(exchange: &Exchange) -> Vec<String> {
    let tags = exchange.tags.iter().map(String::as_str);
    hub::versions::visible(tags).into_iter().map(|version| version.version).collect()
}

#[test]
fn the_version_becomes_visible_with_the_last_write_and_not_before() {
    let registry = with_earlier_version();
    let workspace = Workspace::new();
    workspace.edit("artifacthub-repo.yml", "Harbor master", "The harbor's master");
    workspace.release(&registry).expect_code(0);

    let log = registry.log();
    let commit = log.iter().rposition(Exchange::is_write).unwrap();
    assert!(log[commit].is("PUT", "/manifests/1.2.3"), "the last write is {:?}", log[commit]);
    let metadata = log.iter().position(|exchange| exchange.is("PUT", "/manifests/artifacthub.io")).unwrap();
    assert!(metadata < commit, "the metadata must be there when the version becomes visible");
    for (index, exchange) in log.iter().enumerate() {
        let expected: &[&str] = if index < commit { &["1.2.2"] } else { &[VERSION, "1.2.2"] };
        assert_eq!(visible(exchange), expected, "after request {}: {exchange:?}", index + 1);
    }
}

/// Requests that wait for each other in the worst case: authentication, no referrers API, Artifact Hub's metadata.
const MOST_LEVELS: usize = 17;

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for people who change the order of requests")]
fn few_requests_of_a_release_wait_for_each_other() {
    let slow = || Setup { delay: DELAY, ..Setup::default() };
    let (first, next, bare) = (Registry::with(slow()), with_earlier_version(), Registry::with(slow()));
    let old = Registry::with(Setup { htpasswd: Some(HTPASSWD), ..slow() });
    old.hook(|asked| if asked.path.contains("/referrers/") { Act::Answer(404, Vec::new()) } else { Act::Pass });
    let without_metadata = Workspace::new();
    without_metadata.remove("artifacthub-repo.yml");
    let releases = [
        ("first release, no metadata", &without_metadata, &bare, 15),
        ("next release, metadata unchanged", &Workspace::new(), &next, 15),
        ("first release with metadata", &Workspace::new(), &first, 16),
        ("the same again", &Workspace::new(), &first, 8),
        ("first release, password, index of referrers", &Workspace::new(), &old, MOST_LEVELS),
        ("the same again, password, index of referrers", &Workspace::new(), &old, 9),
    ];
    for (name, workspace, registry, most) in releases {
        registry.forget();
        let mut command = workspace.release_command(registry);
        run(command.args(["--username", USER]).env("PORTOLAN_PASSWORD", PASSWORD)).expect_code(0);
        let log = registry.log();
        let levels = log.iter().map(|exchange| exchange.level).max().unwrap_or(0);
        println!("{name}: {} requests on {levels} levels", log.len());
        for exchange in &log {
            println!("  {:>2}  {:4} {}", exchange.level, exchange.method, exchange.path);
        }
        assert!(levels <= most, "{name}: {levels} levels, at most {most} are enough");
    }
}

/// A release with user and password to the target `public` of `portolan.yaml`.
fn release_as_user(workspace: &Workspace) -> common::Ran {
    let arguments = ["release", "--to", "public", "--plain-http", "--username", USER];
    run(workspace.command(&arguments).env("PORTOLAN_PASSWORD", PASSWORD))
}

fn configure(workspace: &Workspace, target: &str) {
    let text = format!("apiVersion: portolan.dev/v1alpha1\ncharts: [charts/harbor]\ntargets:\n  public: {target}\n");
    workspace.write("portolan.yaml", text);
}

#[test]
fn a_mirror_never_gets_the_targets_credentials() {
    let users = || Setup { htpasswd: Some(HTPASSWD), ..Setup::default() };
    let (target, mirror) = (Registry::with(users()), Registry::with(users()));
    let workspace = Workspace::new();
    configure(&workspace, &format!("{{to: \"{}\", mirrors: [\"{}\"]}}", target.target(), mirror.target()));

    release_as_user(&workspace).expect_code(9);
    assert_eq!(target.visible(), [VERSION]);
    assert!(target.log().iter().any(|exchange| exchange.authorization.is_some()), "nobody logged in");
    assert!(!mirror.log().is_empty(), "nobody asked the mirror");
    assert_strangers(&mirror);
}

#[test]
fn another_host_to_which_reads_are_redirected_gets_no_credentials() {
    let target = Registry::with(Setup { htpasswd: Some(HTPASSWD), ..Setup::default() });
    let other = Registry::with(Setup { content: Some(target.content()), ..Setup::default() });
    let elsewhere = format!("http://{}", other.host());
    target.hook(move |asked| match asked.method.as_str() {
        "GET" if asked.path.contains("/blobs/") => {
            Act::Answer(307, vec![("location", format!("{elsewhere}{}", asked.path))])
        }
        _ => Act::Pass,
    });
    let workspace = Workspace::new();
    configure(&workspace, &format!("{{to: \"{}\"}}", target.target()));

    release_as_user(&workspace).expect_code(0);
    assert_eq!(target.visible(), [VERSION]);
    assert!(!other.log().is_empty(), "no redirect was followed");
    assert_strangers(&other);
}

#[track_caller]
fn assert_strangers(registry: &Registry) {
    for exchange in registry.log() {
        assert_eq!(exchange.authorization, None, "{exchange:?}");
    }
}
