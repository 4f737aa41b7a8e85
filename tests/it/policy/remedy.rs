use super::load;

/// A policy that one tag is wrong in, what its error ends with, and the policy after
/// that was done: settings, trigger and tag.
type Row<'a> = ([&'a str; 3], &'a str, [&'a str; 3]);

const DNS: &str = "fits = 'dns-label'\n";
const TRIM: &str = "slug.edges = 'trim'\n";
const EMPTY: &str = "slug.edges = 'trim'\nslug.empty = 'none'\n";
const ALL: &str = "slug.edges = 'trim'\nslug.empty = 'none'\nslug.case = 'lower'\n";
/// No search follows the first, and none of the second comes to an end.
const EDGES: &str = r"branch = '/\bf.*/'";
const LONG: &str = "branch = '/[ab][ab-]{0,20}a[ab]{14}/'";

const TAGS: [Row<'_>; 18] = [
    (["", "branch = {}", "x-{branch}"], "use {slug}", ["", "branch = {}", "x-{slug}"]),
    (
        ["", "pull-request = {}", "x-{target_branch}"],
        "use {slug}",
        ["", "pull-request = {}", "x-{slug}"],
    ),
    (
        ["", "any = {}", "{committed}"],
        "give a format without ':', such as {committed:%Y%m%d}",
        ["", "any = {}", "{committed:%Y%m%d}"],
    ),
    (
        ["", "branch = 'f*'", "-{slug}"],
        "begin the template with a letter or a digit",
        ["", "branch = 'f*'", "x-{slug}"],
    ),
    (
        ["", "branch = {}", "{slug}-x"],
        "begin the template with a letter or a digit, or trim the edges of slugs",
        ["", "branch = {}", "x{slug}-x"],
    ),
    (
        [TRIM, "branch = {}", "{slug}-x"],
        "begin the template with a letter or a digit, or say with slug.empty what an empty slug is",
        [EMPTY, "branch = {}", "{slug}-x"],
    ),
    (
        [TRIM, "branch = {}", "{slug}"],
        "put text before it, or say with slug.empty what an empty slug is",
        [TRIM, "branch = {}", "x{slug}"],
    ),
    (
        [TRIM, "branch = {}", "{slug}"],
        "put text before it, or say with slug.empty what an empty slug is",
        [EMPTY, "branch = {}", "{slug}"],
    ),
    (
        ["fits = 'kubernetes-label'", "branch = {}", "x-{slug}"],
        "end the template with a letter or a digit, or trim the edges of slugs",
        ["fits = 'kubernetes-label'", "branch = {}", "x-{slug}x"],
    ),
    (
        ["", "release = {}", "{{version}}"],
        "a placeholder is written with one brace, as in {short_sha}",
        ["", "release = {}", "{version}"],
    ),
    (
        [DNS, "release = {}", "{version}"],
        "write {major}-{minor}-{patch} for the version",
        [DNS, "release = {}", "{major}-{minor}-{patch}"],
    ),
    (
        ["fits = 'dns-label'\nslug.edges = 'trim'", "branch = {}", "x{slug}"],
        "set slug.case = \"lower\", and slug.keep to nothing",
        ["fits = 'dns-label'\nslug = { edges = 'trim', case = 'lower' }", "branch = {}", "x{slug}"],
    ),
    (
        ["slug.max-length = 100", "branch = {}", "x-{slug}-{sha}"],
        "slug.max-length = 61 would fit",
        ["slug.max-length = 61", "branch = {}", "x-{slug}-{sha}"],
    ),
    (
        ["", "tag = 'v*'", "{version}-{sha}-{sha}"],
        "use {short_sha}",
        ["", "tag = 'v*'", "{version}-{short_sha}-{short_sha}"],
    ),
    (
        ["", EDGES, "{slug}"],
        "; set slug.case = \"lower\", slug.edges = \"trim\" and slug.empty",
        [ALL, EDGES, "{slug}"],
    ),
    (
        ["", EDGES, "{slug}-{slug}-{slug}-{slug}"],
        "; slug.max-length = 31 would fit",
        [
            "slug = { max-length = 31, edges = 'trim', empty = 'none' }",
            EDGES,
            "{slug}-{slug}-{slug}-{slug}",
        ],
    ),
    (["", EDGES, "{branch}"], "use {slug}", [ALL, EDGES, "{slug}"]),
    (
        ["fits = 'dns-label'\nslug.case = 'lower'", LONG, "{slug}"],
        "; set slug.case = \"lower\", slug.edges = \"trim\" and slug.empty, or make the patterns of its rule simpler",
        [
            "fits = 'dns-label'\nslug = { edges = 'trim', case = 'lower', empty = 'none' }",
            LONG,
            "{slug}",
        ],
    ),
];

const NAMES: [Row<'_>; 8] = [
    (["", "branch = {}", "x-{branch}'"], "use {slug}", [ALL, "branch = {}", "x-{slug}'"]),
    (
        ["", "branch = {}", "x-{slug}'"],
        "trim the edges of slugs",
        [EMPTY, "branch = 'f*'", "x-{slug}', case = 'lower'"],
    ),
    (
        [TRIM, "branch = {}", "x-{slug}', case = 'lower'"],
        "say with slug.empty what an empty slug is",
        [EMPTY, "branch = {}", "x-{slug}', case = 'lower'"],
    ),
    (
        [EMPTY, "branch = {}", "x-{slug}'"],
        "case = \"lower\" on the image asks for lower case",
        [EMPTY, "branch = {}", "x-{slug}', case = 'lower'"],
    ),
    (
        ["", "any = {}", "x{created}'"],
        "give a format without 'T', such as {created:%Y%m%d}",
        ["", "any = {}", "x{created:%Y%m%d}'"],
    ),
    (["", "any = {}", "{run_number}'"], "put text before it", ["", "any = {}", "x{run_number}'"]),
    (["", "branch = {}", "{pr}'"], "put text before it", ["", "branch = {}", "x{pr}'"]),
    (
        ["", EDGES, "x-{slug}'"],
        "set slug.case = \"lower\", slug.edges = \"trim\" and slug.empty",
        [ALL, EDGES, "x-{slug}'"],
    ),
];

const VALUES: [Row<'_>; 5] = [
    (["", "branch = 'f*'", "{branch}"], "use {slug}", ["", "branch = 'f*'", "{slug}"]),
    (
        ["", "any = {}", "{created:%H %M}"],
        "give a format without ' ', such as {created:%Y%m%d}",
        ["", "any = {}", "{created:%Y%m%d}"],
    ),
    (["", "any = {}", "%{slug}%"], "write one '%' at most", ["", "any = {}", "%{slug}"]),
    (["", "any = {}", "=x"], "put text before it", ["", "any = {}", "a=x"]),
    (["", "any = {}", "x:={sha}"], "put text before it", ["", "any = {}", "x:a={sha}"]),
];

/// What an error proposes is done, and the policy loads.
#[test]
fn every_remedy_works() {
    let tag = |[head, when, tag]: [&str; 3]| {
        format!("{head}\nrules = [{{ name = 'a', when = {{ {when} }}, tags = '{tag}' }}]")
    };
    let name = |[head, when, name]: [&str; 3]| {
        let image = format!("images = [{{ push = 'r.io', name = '{name} }}]");
        tag([&format!("{head}\n{image}"), when, "x"])
    };
    let value =
        |[head, when, value]: [&str; 3]| tag([&format!("{head}\nenv = ['A={value}']"), when, "x"]);
    let rows = |rows: &[Row<'_>], make: &dyn Fn([&str; 3]) -> String| {
        for (before, remedy, after) in rows {
            let error = load(&make(*before)).expect_err(remedy).to_string();
            assert!(error.ends_with(remedy), "{error}");
            assert_eq!(load(&make(*after)).map(drop), Ok(()), "{error}");
        }
    };
    rows(&TAGS, &tag);
    rows(&NAMES, &name);
    rows(&VALUES, &value);
}
