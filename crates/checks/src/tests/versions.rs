use super::example::Example;

/// The edits of a check's fix: line and columns of what goes, and what comes.
fn edits(info: &str, text: &str, check: &str) -> Vec<(u32, u32, u32, String)> {
    let found = Example::good().with(info, text).findings();
    let finding = found.into_iter().find(|finding| finding.check == check);
    let fix = finding.unwrap_or_else(|| panic!("{check} finds nothing")).fix;
    let edits = fix.into_iter().flat_map(|fix| fix.edits);
    edits.map(|edit| (edit.start.line, edit.start.column, edit.end.column, edit.text)).collect()
}

#[test]
fn versions_are_mended() {
    let line = |line, from, to, text: &str| vec![(line, from, to, text.to_owned())];
    let of_package = |text: &str, check: &str| edits("yaml artifacthub-pkg.yml", text, check);
    assert_eq!(of_package("version: '1.2.2'\n", "version/pkg-file"), line(1, 10, 17, "'1.2.3'"));
    assert_eq!(of_package("appVersion: two\n", "drift/pkg-file"), line(6, 13, 16, "\"1.0\""));
    let of_chart = |text: &str, check: &str| edits("yaml Chart.yaml", text, check);
    assert_eq!(of_chart("version: v1.2\n", "version/semver"), line(3, 10, 14, "1.2.0"));
    assert_eq!(of_chart("version: 1.10\n", "version/semver"), [], "it is not what it looks like");
    assert_eq!(of_chart("version: 1.10\n", "version/quotes"), line(3, 10, 14, "\"1.10\""));
    let prerelease = "artifacthub.io/prerelease: \"true\"\n  ";
    assert_eq!(of_chart("version: 1.2.3-rc.1\n", "version/prerelease"), line(8, 3, 3, prerelease));
    let denied = "version: 1.2.3-rc.1\nannotations:\n  artifacthub.io/prerelease: \"false\"\n";
    assert_eq!(of_chart(denied, "version/prerelease"), [], "somebody meant that");
    let alone = "apiVersion: v2\nname: demo\nversion: 1.2.3-rc.1\n";
    let expected = "annotations:\n  artifacthub.io/prerelease: \"true\"\n";
    assert_eq!(edits("yaml Chart.yaml whole", alone, "version/prerelease"), line(3, 1, 1, expected));
}

#[test]
fn what_is_no_text_is_told_once() {
    let found = Example::good().with("yaml Chart.yaml", "appVersion: 1.10\n").findings();
    let told = found.iter().map(|finding| finding.check);
    let told = told.filter(|check| ["version/quotes", "helm/chart-yaml"].contains(check));
    assert_eq!(told.collect::<Vec<_>>(), ["version/quotes"]);
}
