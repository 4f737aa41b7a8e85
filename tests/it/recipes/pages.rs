//! The short pipelines of the README and the guide run as they are, like the recipes.

use super::workspace::Workspace;
use super::{Pipeline, gitlab};
use crate::cli::write_program;
use crate::page::Page;

const BUILDAH: &[&str] = &[
    "buildah build --tag registry.example.com/team/server:main-a1b2c3d8 /builds/cwiq/server",
    "buildah push --digestfile digest registry.example.com/team/server:main-a1b2c3d8 \
     docker://registry.example.com/team/server:main-a1b2c3d8",
];

const KANIKO: &[&str] =
    &["executor --context /builds/cwiq/server --dockerfile /builds/cwiq/server/Dockerfile \
       --destination registry.example.com/team/server:main-a1b2c3d8 --digest-file digest"];

const PROMOTE: &[&str] = &["skopeo copy --all --preserve-digests \
     docker://registry.example.com/team/server@sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582 \
     docker://registry.example.com/team/server:latest"];

const DEPLOY: &[&str] = &["deploy.sh registry.example.com/team/server:main-a1b2c3d8"];

#[test]
fn the_pipelines_of_the_pages_run() {
    let folder = std::env::temp_dir().join(format!("tagwright-pages-{}", std::process::id()));
    write_program(&folder.join("deploy.sh"), r#"printf '%s\n' "deploy.sh $*" >> "$STUBS/ran""#);
    let policy = Page::read("README.md");
    std::fs::write(folder.join("tagwright.toml"), policy.blocks("toml")[0]).unwrap();
    for (page, expected) in [
        ("README.md", &[BUILDAH, PROMOTE, DEPLOY][..]),
        ("src/guide/getting_started.md", &[BUILDAH, PROMOTE, DEPLOY]),
        ("src/guide/hand_over.md", &[BUILDAH, PROMOTE, DEPLOY]),
        ("src/guide/builders.md", &[KANIKO, PROMOTE]),
        ("src/guide/troubleshooting.md", &[BUILDAH]),
    ] {
        let text = Page::read(page);
        let blocks = text.blocks("yaml");
        let blocks: Vec<_> = blocks.iter().filter(|block| block.contains("tagwright ")).collect();
        let [pipeline] = blocks[..] else { panic!("{page}: {} pipelines", blocks.len()) };
        let push = Pipeline { environment: "gitlab-branch".to_owned(), ..Pipeline::default() };
        let workspace = Workspace::new(&folder, &push);
        gitlab::run(pipeline, workspace.variables(), &workspace);
        assert_eq!(workspace.recorded(), expected.concat(), "{page}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
