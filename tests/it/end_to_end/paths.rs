//! Folders and files that are called like something else.

use tagwright::{CiContext, Policy};

use super::build::{builders, inspect, run_all};
use super::built_in_at;
use super::labels::PROGRAMS;
use crate::given::{SHA, known};

/// Each of these would be a list of files, an option, the standard input or a
/// place on the network.
const FILES: [&str; 12] = [
    "Df,x",
    "a \"quoted\" Df",
    "\"quoted\"",
    " Df ",
    "-",
    "-Df",
    "--layers,-x",
    "https://example.com/Df",
    "github.com/acme/Df",
    "git@example.com:acme/Df",
    "it's $HOME's\nDf",
    "Größe/Df",
];

#[test]
fn the_file_is_the_one_that_is_named() {
    for program in PROGRAMS {
        let Some((registry, workplace)) = builders() else { return };
        let policy = Policy::new(built_in_at(registry.address())).unwrap();
        let context = known(CiContext::branch("server", "main", SHA).unwrap());
        let plan = policy.plan(&context).unwrap();
        workplace.write("context/Dockerfile", "FROM scratch\nENV FILE=default\n");
        for (index, file) in FILES.into_iter().enumerate() {
            workplace.write(file, &format!("FROM scratch\nENV FILE={index}\n"));
            run_all(&workplace, &program(&plan).context_dir("context").dockerfile(file));
            let config = inspect(&workplace, plan.pull_reference().as_str(), &["--config"]);
            let variables = config["config"]["Env"].as_array().unwrap();
            assert!(variables.contains(&format!("FILE={index}").into()), "{file}: {variables:?}");
        }
    }
}

#[test]
fn the_folder_is_the_one_that_is_named() {
    for program in PROGRAMS {
        let Some((registry, workplace)) = builders() else { return };
        let policy = Policy::new(built_in_at(registry.address())).unwrap();
        let context = known(CiContext::branch("server", "main", SHA).unwrap());
        let plan = policy.plan(&context).unwrap();
        for (index, folder) in FILES.into_iter().enumerate() {
            let folder = format!("{folder}.d");
            let file = format!("{folder}/Dockerfile");
            workplace.write(&file, &format!("FROM scratch\nENV FOLDER={index}\n"));
            run_all(
                &workplace,
                &program(&plan).context_dir(&*folder).digest_file(folder.clone() + "igest"),
            );
            let config = inspect(&workplace, plan.pull_reference().as_str(), &["--config"]);
            let variables = config["config"]["Env"].as_array().unwrap();
            let expected = format!("FOLDER={index}");
            assert!(variables.contains(&expected.into()), "{folder}: {variables:?}");
            let image = inspect(&workplace, plan.pull_reference().as_str(), &[]);
            assert_eq!(image["Digest"], workplace.read(&(folder + "igest")));
        }
    }
}
