//! Every kind of request of a release × every fault of a registry: the exit code fits the fault, no version becomes visible
//! unless the release succeeds, and a rerun without the fault ends with the same digest.

mod common;

use common::{Act, Asked, Exchange, Registry, VERSION, Workspace, in_parallel};

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    Missing,
    /// 429, come again at once.
    Busy,
    /// 429, come again in a day.
    BusyForADay,
    /// 500.
    Broken,
    /// 503.
    Unavailable,
    /// The line is cut before the request is looked at.
    Cut,
    /// The line is cut after the request took effect.
    Lost,
}

impl Fault {
    const ALL: [Self; 9] = [
        Self::Unauthorized,
        Self::Forbidden,
        Self::Missing,
        Self::Busy,
        Self::BusyForADay,
        Self::Broken,
        Self::Unavailable,
        Self::Cut,
        Self::Lost,
    ];

    fn act(self) -> Act {
        let retry_after = |seconds: &str| vec![("retry-after", seconds.to_owned())];
        match self {
            Self::Unauthorized => Act::Answer(401, vec![("www-authenticate", "Basic realm=\"harbor\"".to_owned())]),
            Self::Forbidden => Act::Answer(403, Vec::new()),
            Self::Missing => Act::Answer(404, Vec::new()),
            Self::Busy => Act::Answer(429, retry_after("0")),
            Self::BusyForADay => Act::Answer(429, retry_after("86400")),
            Self::Broken => Act::Answer(500, Vec::new()),
            Self::Unavailable => Act::Answer(503, Vec::new()),
            Self::Cut => Act::Cut,
            Self::Lost => Act::Lose,
        }
    }

    /// The exit codes that are right for a release that meets this fault once.
    fn exit_codes(self, moment: Moment) -> &'static [i32] {
        match (self, moment) {
            (Self::Busy | Self::Broken | Self::Unavailable | Self::Cut | Self::Lost, _) => &[0],
            // While something is attached the old index is read beside the API, and not needed where that answers; a
            // stranger's first look at the digest only fetches its token, and the next one tells.
            (Self::BusyForADay, Moment::OldIndex) => &[0, 5],
            (Self::BusyForADay, _) => &[5],
            // What a look does not tell, a later one may.
            (Self::Unauthorized | Self::Forbidden, Moment::Look | Moment::OldIndex) => &[0],
            (Self::Unauthorized | Self::Forbidden, _) => &[4],
            // Nothing is there yet: 404 is the truth. What is not listed any more is listed again.
            (Self::Missing, Moment::Look | Moment::LookAgain | Moment::OldIndex | Moment::Listing) => &[0],
            // A stranger looks again at what was gone.
            (Self::Missing, Moment::Verifying) => &[0],
            // A failure that no code names, or what was pushed does not verify.
            (Self::Missing, _) => &[1, 6],
        }
    }
}

/// When a fault happens.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    /// At a first look whether something is there.
    Look,
    /// At a later look whether the version is there.
    LookAgain,
    /// While what was attached is listed, to show it or to see whether it stays.
    Listing,
    /// At a look whose answer is not needed: into the index of referrers of older registries (this one has the API), or a
    /// stranger's first.
    OldIndex,
    /// While a stranger reads the chart's manifest, what it names, or what is attached.
    Verifying,
    /// While something is written.
    Work,
    /// After the version became visible.
    ReadBack,
}

impl Moment {
    /// The moment of the request with this number.
    fn of(log: &[Exchange], number: usize, digest: &str) -> Self {
        let (before, rest) = log.split_at(number - 1);
        let asked = &rest[0];
        let first = !before.iter().any(|other| other.method == asked.method && other.path == asked.path);
        let tag = asked.is("GET", "/manifests/1.2.3");
        let reads = asked.method == "GET";
        let signature = [".sig", ".sbom", ".att"].iter().any(|end| asked.path.ends_with(end));
        let index = reads && asked.path.contains("/manifests/sha256-") && !signature;
        let listing = reads && (asked.path.contains("/referrers/") || signature);
        let by_digest = reads && (asked.path.contains("/blobs/") || asked.path.contains("/manifests/sha256:"));
        let written = before.iter().any(|other| other.is("PUT", "/manifests/artifacthub.io"));
        let metadata = asked.is("GET", "/manifests/artifacthub.io") && !written;
        if before.iter().any(|other| other.is("PUT", "/manifests/1.2.3")) {
            Self::ReadBack
        } else if tag && !first {
            Self::LookAgain
        } else if index || (asked.method == "HEAD" && asked.path.ends_with(digest)) {
            Self::OldIndex
        } else if listing && before.iter().any(Exchange::is_write) {
            Self::Listing
        } else if tag || listing || asked.method == "HEAD" || metadata {
            Self::Look
        } else if by_digest {
            Self::Verifying
        } else {
            Self::Work
        }
    }
}

/// Requests and digest of a release that nobody disturbs.
fn undisturbed() -> (Vec<Exchange>, String) {
    let registry = Registry::start();
    let ran = Workspace::new().release(&registry).expect_code(0);
    (registry.log(), ran.digest())
}

/// Of requests that differ in nothing but digests and sessions (a referrer is uploaded like any other) the first two and
/// the last.
fn telling(log: &[Exchange]) -> Vec<usize> {
    let alike = |one: &Exchange| {
        let named = |part: &&str| !(part.len() == 32 || part.starts_with("sha256:"));
        let path: Vec<&str> = one.path.split('/').filter(named).collect();
        format!("{} {}", one.method, path.join("/"))
    };
    let kinds: Vec<String> = log.iter().map(alike).collect();
    let is_telling = |index: &usize| {
        let earlier = kinds.iter().take(*index).filter(|kind| **kind == kinds[*index]).count();
        earlier < 2 || !kinds.iter().skip(index + 1).any(|kind| *kind == kinds[*index])
    };
    (0..log.len()).filter(is_telling).map(|index| index + 1).collect()
}

#[test]
fn r10_r11_r12_r13_every_fault_at_every_request() {
    let (log, digest) = undisturbed();
    let numbers = telling(&log);
    let pairs: Vec<(Fault, usize)> =
        Fault::ALL.iter().flat_map(|&fault| numbers.iter().map(move |&number| (fault, number))).collect();
    in_parallel(&pairs, |&(fault, number)| meets(fault, number, &digest));
}

/// Releases to a registry that fails once, at the request with this number; then again without the fault.
fn meets(fault: Fault, number: usize, digest: &str) {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    registry.hook(move |asked| if asked.number == number { fault.act() } else { Act::Pass });
    let ran = workspace.release(&registry);
    let log = registry.log();
    let moment = Moment::of(&log, number, digest);
    let what =
        format!("{fault:?} at request {number} ({moment:?}), {} {}", log[number - 1].method, log[number - 1].path);
    let right = fault.exit_codes(moment);
    assert!(right.contains(&ran.code), "{what}: exit {}, expected one of {right:?}\n{}", ran.code, ran.stderr);
    if ran.code == 0 {
        assert_eq!(ran.digest(), digest, "{what}");
    } else {
        let told = if moment == Moment::ReadBack { "was set, but can't be read back" } else { "error: " };
        assert!(ran.stderr.contains(told), "{what}: {}", ran.stderr);
    }
    let published = ran.code == 0 || moment == Moment::ReadBack;
    let expected: &[&str] = if published { &[VERSION] } else { &[] };
    assert_eq!(registry.visible(), expected, "{what}");

    registry.unhook();
    let again = workspace.release(&registry).expect_code(0);
    assert_eq!(again.digest(), digest, "the rerun after {what}");
    assert_eq!(registry.visible(), [VERSION], "the rerun after {what}");
}

/// Method, end of the path without digests and sessions, how often it goes well before, and whether the version is
/// visible in the end.
const FOR_EVER: [(&str, &str, usize, bool); 4] = [
    ("GET", "/manifests/1.2.3", 0, false),
    ("POST", "/blobs/uploads/", 0, false),
    ("PUT", "/manifests/1.2.3", 0, false),
    // Three looks come before the write.
    ("GET", "/manifests/1.2.3", 3, true),
];

/// Takes 8 to 10 seconds, which are the client's pauses.
#[test]
fn r11_a_registry_that_stays_broken_is_unreachable_after_six_tries() {
    let (_, digest) = undisturbed();
    in_parallel(&FOR_EVER, |&(method, end, well, visible)| {
        let (workspace, registry) = (Workspace::new(), Registry::start());
        let broken = move |asked: &Asked| asked.is(method, end) && asked.earlier >= well;
        registry.hook(move |asked| if broken(asked) { Fault::Broken.act() } else { Act::Pass });
        let ran = workspace.release(&registry).expect_code(5);
        assert!(ran.stderr.contains("(tried 6 times)"), "{method} {end}: {}", ran.stderr);
        assert_eq!(!registry.visible().is_empty(), visible, "{method} {end}");

        registry.unhook();
        assert_eq!(workspace.release(&registry).expect_code(0).digest(), digest, "{method} {end}");
        assert_eq!(registry.visible(), [VERSION]);
    });
}
