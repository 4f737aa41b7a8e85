//! What a CI tool does with the library: `cargo run --example plan`.

#![expect(clippy::print_stdout, reason = "it is what the example shows")]

use tagwright::{CiContext, Policy};

const POLICY: &str = r#"
    version = 1
    images = [{ name = "{project}", push = "registry.example.com/shop" }]
    env = ["IMAGE_TAG={image_tag}"]
    rules = [
      { name = "main", when = { branch = "main" }, tags = ["main-{short_sha}", "latest"] },
      { name = "work", when = { branch = { except = "main" } }, tags = "branch-{slug}-{short_sha}" },
    ]
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policy: Policy = toml::from_str(POLICY)?;
    // In a job: CiContext::from_ci(|name| std::env::var(name).ok())?
    let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let context = CiContext::branch("server", "feature/search", sha)?;
    let plan = policy.plan(&context)?;
    println!("{}", plan.kaniko().commands()?);
    // The file that later jobs read.
    print!("{}", plan.build_env());
    Ok(())
}
