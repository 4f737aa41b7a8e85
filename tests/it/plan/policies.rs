//! Policies that people would write, beside the built-in one.

use tagwright::Policy;

pub(crate) fn policies() -> Vec<Policy> {
    let mut all: Vec<Policy> = [RELEASES, MONOREPO, EVERYTHING, TRIMMED]
        .into_iter()
        .map(|text| toml::from_str(text).unwrap_or_else(|error| panic!("{text}\n{error}")))
        .collect();
    all.push(several_images());
    all.push(Policy::cwiq());
    all
}

pub(crate) fn several_images() -> Policy {
    toml::from_str(SEVERAL_IMAGES).unwrap()
}

const SEVERAL_IMAGES: &str = r#"
version = 1

[[images]]
name = "{project}"
push = "ghcr.io/acme"

[[images]]
name = "{project}-alpine"
push = "ghcr.io/acme"
pull = "proxy.example.com:5000/gh"
cache = "cache/{project}"

[[images]]
name = "mirror/{project}"
push = "quay.io/acme"

[[rules]]
name = "tag"
when = { tag = "v*" }
tags = ["{version}", "stable"]
"#;

const RELEASES: &str = r#"
version = 1
build-args = ["VERSION={version}", "MINOR={major}.{minor}", "HEAD={head_sha}", "VCS_REF={sha}"]
labels = { "org.opencontainers.image.ref.name" = "{git_tag}", "org.opencontainers.image.source" = "https://example.com/{project}" }

[[images]]
name = "{project}"
push = "docker.io/acme"

[[rules]]
name = "release"
when = { release = {} }
tags = [
  "{major}.{minor}.{patch}",
  { tag = "{major}.{minor}", moves = "highest" },
  { tag = "{major}", moves = "highest" },
  { tag = "latest", moves = "highest" },
]

[[rules]]
name = "next"
when = { release = { prerelease = "only" } }
tags = ["{version}", "{prerelease}"]
"#;

const MONOREPO: &str = r#"
version = 1
short-sha = 12
labels = ["pr={pr}", "run={project}"]
env = ["TAG={image_tag}", "IMAGE={reference}", "PULL={pull_reference}"]

[[images]]
name = "{project}/server"
push = "localhost:5000"
case = "lower"

[[rules]]
name = "server"
when = { release = { prefix = "server/v", prerelease = "include" } }
tags = ["{version}", { tag = "edge", moves = "highest" }]

[[rules]]
name = "all"
when = {}
tags = ["{short_sha}"]
"#;

const EVERYTHING: &str = r#"
version = 1
env = ["IMAGE_TAG={image_tag}", "RATE=100%", "SLUG={slug}"]
build-args = ["BRANCH={branch}", "GIT_TAG={git_tag}", "PR={pr}"]
labels = ["branch={branch}", "slug={slug}"]

[slug]
case = "lower"
distinct = 10

[[images]]
name = "app"
push = "registry.example.com/group/sub"

[[rules]]
name = "scheduled"
when = { event = "schedule" }
tags = ["nightly"]

[[rules]]
name = "branches"
when = { branch = { except = ["wip/*", "/tmp-[0-9]+/"] } }
tags = ["b-{slug}", "b-{slug}-{short_sha}"]

[[rules]]
name = "requests"
when = { pull-request = {} }
tags = ["pr-{pr}", "b-{slug}"]

[[rules]]
name = "tags"
when = { tag = ["v*", "release-?"] }
tags = ["{version}", "tag-{slug}"]
"#;

const TRIMMED: &str = r#"
version = 1
env = ["IMAGE_TAG={image_tag}"]

[slug]
runs = "collapse"
edges = "trim"
max-length = 8
empty = "none"

[[images]]
name = "{project}"
push = "REGISTRY:5000"

[[rules]]
name = "every"
when = { branch = "*" }
tags = ["{slug}", "latest"]

[[rules]]
name = "pr"
when = { pull-request = { target = "main" } }
tags = ["pr-{slug}"]
"#;
