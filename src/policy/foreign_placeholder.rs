//! Placeholders and variables of other tools, and what is written for them here.

/// The placeholder, as it is written between braces, that a word of another tool means.
pub(super) fn meant_by(word: &str) -> Option<&'static str> {
    const WORDS: [(&str, &[&str]); 10] = [
        ("pr", &["pr_number", "pr_id", "mr", "mr_iid", "pull_request", "merge_request", "number"]),
        ("git_tag", &["tag", "tag_name", "ref_tag", "release_tag"]),
        ("created:%Y%m%d", &["date", "time", "now", "today", "timestamp", "datetime"]),
        ("sha", &["commit", "commit_sha", "git_sha", "revision", "hash", "full_sha", "long_sha"]),
        ("short_sha", &["commit_short", "short_commit", "sha_short", "short", "sha7", "sha8"]),
        ("version", &["semver", "ver", "release", "app_version"]),
        ("slug", &["ref", "ref_name", "branch_name", "ref_slug", "branch_slug"]),
        ("run_number", &["build_number", "build_id", "run_id", "run", "build", "pipeline_iid"]),
        ("project", &["repo", "repository", "project_name", "app", "name"]),
        ("target_branch", &["base", "base_ref", "target", "base_branch"]),
    ];
    WORDS.iter().find_map(|(meant, words)| words.contains(&word).then_some(*meant))
}

/// The placeholder of the fact that a variable of a CI provider has.
pub(super) fn of_variable(name: &str) -> Option<&'static str> {
    const VARIABLES: [(&str, &[&str]); 8] = [
        ("short_sha", &["CI_COMMIT_SHORT_SHA", "SHORT_SHA"]),
        ("sha", &["CI_COMMIT_SHA", "GITHUB_SHA", "CIRCLE_SHA1", "BITBUCKET_COMMIT", "COMMIT_SHA"]),
        (
            "slug",
            &["CI_COMMIT_REF_SLUG", "CI_COMMIT_REF_NAME", "CI_COMMIT_BRANCH", "GITHUB_REF_NAME"],
        ),
        ("git_tag", &["CI_COMMIT_TAG", "CIRCLE_TAG", "BITBUCKET_TAG", "DRONE_TAG", "TAG_NAME"]),
        ("run_number", &["CI_PIPELINE_IID", "GITHUB_RUN_NUMBER", "BUILD_NUMBER"]),
        ("pr", &["CI_MERGE_REQUEST_IID", "DRONE_PULL_REQUEST", "BITBUCKET_PR_ID"]),
        ("project", &["CI_PROJECT_NAME", "CIRCLE_PROJECT_REPONAME", "REPO_NAME"]),
        ("project_path", &["CI_PROJECT_PATH", "GITHUB_REPOSITORY"]),
    ];
    VARIABLES.iter().find_map(|(meant, names)| names.contains(&name).then_some(*meant))
}

/// The first variable of a shell in a text, and where its `$` is: `$NAME`.
pub(super) fn variable(text: &str) -> Option<(usize, &str)> {
    text.match_indices('$').find_map(|(index, _)| {
        let rest = text.get(index + 1..)?;
        let is_of_name =
            |one: &char| one.is_ascii_uppercase() || one.is_ascii_digit() || *one == '_';
        let length = rest.chars().take_while(is_of_name).count();
        let begins_name = rest.starts_with(|one: char| one.is_ascii_uppercase() || one == '_');
        Some((index, rest.get(..length).filter(|_| begins_name && length > 1)?))
    })
}
