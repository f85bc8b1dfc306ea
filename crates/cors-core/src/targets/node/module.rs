use super::Origins;
use crate::policy::Policy;
use crate::targets::language::{Language, Text};
use crate::targets::option::{Choice, NAME, name};
use crate::targets::{
    Example, ExampleFile, OptionValue, Options, SnippetFile, Step, StepKind, TargetOption, check,
};

/// What can be chosen for every module on Node.
pub(in crate::targets) const OPTIONS: &[TargetOption] = &[
    FORMAT.option(&FORMAT_VALUES),
    super::origins::ORIGINS.option(&super::origins::ORIGINS_VALUES),
    NAME,
];

/// The same for a module of TypeScript, which has one format.
pub(in crate::targets) const TYPESCRIPT_OPTIONS: &[TargetOption] = &[
    super::origins::ORIGINS.option(&super::origins::ORIGINS_VALUES),
    NAME,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    EcmaScript,
    CommonJs,
    TypeScript,
}

const FORMAT_VALUES: [OptionValue; 2] = FORMAT.option_values();

const FORMAT: Choice<Format, 2> = Choice {
    id: "format",
    label: "Module format",
    values: [
        ("esm", "ES modules (import)", Format::EcmaScript),
        ("commonjs", "CommonJS (require)", Format::CommonJs),
    ],
};

/// A module that exports one function, or the options for one.
#[derive(Clone, Debug)]
pub(in crate::targets) struct Module {
    format: Format,
    /// The file, without the ending.
    file: String,
    /// The function that it exports.
    pub(in crate::targets) function: String,
    pub(in crate::targets) origins: Origins,
}

impl Module {
    /// The module of a policy; `function` is what it exports where the policy has no name.
    pub(in crate::targets) fn of(options: &Options, function: &str) -> Self {
        let name = name(options);
        let mut capitalized = name.unwrap_or_default().to_owned();
        if let Some(first) = capitalized.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self {
            format: FORMAT.of(options),
            file: name.map_or_else(
                || "cors-policy".to_owned(),
                |name| format!("cors-policy-{name}"),
            ),
            function: format!("{function}{capitalized}"),
            origins: Origins::of(options),
        }
    }

    /// The same in TypeScript, in the folder of the sources.
    pub(in crate::targets) fn typescript(options: &Options, function: &str) -> Self {
        let module = Self::of(options, function);
        Self {
            format: Format::TypeScript,
            ..module
        }
    }

    fn ending(&self) -> &'static str {
        match self.format {
            Format::EcmaScript => "mjs",
            Format::CommonJs => "cjs",
            Format::TypeScript => "ts",
        }
    }

    /// The name of its file.
    pub(in crate::targets) fn path(&self) -> String {
        let folder = match self.format {
            Format::EcmaScript | Format::CommonJs => "",
            Format::TypeScript => "src/",
        };
        format!("{folder}{}.{}", self.file, self.ending())
    }

    /// The line that loads what a package or module exports.
    pub(in crate::targets) fn import(&self, what: &str, from: &str) -> String {
        match self.format {
            Format::EcmaScript | Format::TypeScript => format!("import {what} from \"{from}\";"),
            Format::CommonJs => format!("const {what} = require(\"{from}\");"),
        }
    }

    /// The line that loads the policy.
    pub(in crate::targets) fn import_policy(&self) -> String {
        let from = match self.format {
            Format::EcmaScript | Format::CommonJs => self.path(),
            // The file that the compiler makes of it.
            Format::TypeScript => format!("{}.js", self.file),
        };
        self.import(&format!("{{ {} }}", self.function), &format!("./{from}"))
    }

    /// What comes before the declaration of the function.
    pub(in crate::targets) fn export(&self) -> &'static str {
        match self.format {
            Format::EcmaScript | Format::TypeScript => "export ",
            Format::CommonJs => "",
        }
    }

    /// Ends the module.
    pub(in crate::targets) fn end(&self, text: &mut Text) {
        if self.format == Format::CommonJs {
            text.line("");
            text.line(format!("module.exports = {{ {} }};", self.function));
        }
    }

    /// The snippet: this module.
    pub(in crate::targets) fn snippet_file(&self, context: String, text: String) -> SnippetFile {
        SnippetFile {
            path: self.path(),
            language: match self.format {
                Format::EcmaScript | Format::CommonJs => Language::JAVASCRIPT,
                Format::TypeScript => Language::TYPESCRIPT,
            },
            context,
            text,
        }
    }

    /// The full example: the module, the program that uses it, and the list of packages if there are any.
    /// In the program `IMPORTS` becomes the lines that load these and the policy, and `POLICY` its function.
    pub(in crate::targets) fn example(
        &self,
        policy: &Policy,
        text: String,
        packages: &[(&str, &str)],
        imports: &[(&str, &str)],
        program: &str,
    ) -> Example {
        let server = format!("server.{}", self.ending());
        let mut lines: Vec<String> = imports
            .iter()
            .map(|(what, from)| self.import(what, from))
            .collect();
        lines.push(self.import_policy());
        let program = program
            .replace("IMPORTS", &lines.join("\n"))
            .replace("POLICY", &self.function);
        let file = |path: String, language: Language, text: String| ExampleFile {
            path,
            language,
            text,
        };
        let mut files = vec![
            file(self.path(), Language::JAVASCRIPT, text),
            file(server.clone(), Language::JAVASCRIPT, program),
        ];
        let mut steps = Vec::new();
        if packages.is_empty() {
            steps.push(Step::text(
                StepKind::Install,
                "There is nothing to install besides Node.",
            ));
        } else {
            files.push(file(
                "package.json".to_owned(),
                Language::JSON,
                manifest(&server, packages),
            ));
            steps.push(Step::command(
                StepKind::Install,
                "Install the packages.",
                "npm install",
            ));
        }
        steps.push(Step::command(
            StepKind::Reload,
            "Start it; it runs until you press Ctrl+C.",
            self.origins.start(policy, &format!("node {server}")),
        ));
        steps.push(Step::command(
            StepKind::Check,
            "Check it in another terminal.",
            check::preflight(policy, URL),
        ));
        steps.push(Step::text(StepKind::Undo, "End it with Ctrl+C."));
        Example { files, steps }
    }

    /// The command that starts a program with it.
    fn program(&self) -> String {
        match self.format {
            Format::EcmaScript | Format::CommonJs => format!("node server.{}", self.ending()),
            Format::TypeScript => "npm start".to_owned(),
        }
    }

    /// How to use the module in a project of one's own.
    pub(in crate::targets) fn steps(
        &self,
        policy: &Policy,
        install: Step,
        place: String,
        undo: String,
    ) -> Vec<Step> {
        vec![
            install,
            Step::text(StepKind::Place, place),
            Step::command(
                StepKind::Reload,
                "Restart your app.",
                self.origins.start(policy, &self.program()),
            ),
            Step::command(
                StepKind::Check,
                "Check it: this prints the header that allows the origin. Put your own address in.",
                check::preflight(policy, URL),
            ),
            Step::command(StepKind::Undo, undo, format!("rm {}", self.path())),
        ]
    }
}

/// Where the examples listen.
pub(in crate::targets) const URL: &str = "http://127.0.0.1:3000/";

fn manifest(server: &str, packages: &[(&str, &str)]) -> String {
    let packages: Vec<String> = packages
        .iter()
        .map(|(name, version)| format!("    \"{name}\": \"{version}\""))
        .collect();
    format!(
        "{{\n  \"private\": true,\n  \"scripts\": {{\n    \"start\": \"node {server}\"\n  }},\n  \"dependencies\": {{\n{}\n  }}\n}}\n",
        packages.join(",\n")
    )
}

/// The example of both targets for Express.
pub(in crate::targets) fn express_example(
    module: &Module,
    policy: &Policy,
    text: String,
    packages: &[(&str, &str)],
) -> Example {
    module.example(policy, text, packages, &[("express", "express")], EXPRESS)
}

/// The step that installs these packages.
pub(in crate::targets) fn install(packages: &[(&str, &str)]) -> Step {
    let names: Vec<String> = packages
        .iter()
        .map(|(name, version)| format!("{name}@{version}"))
        .collect();
    Step::command(
        StepKind::Install,
        "Install the packages.",
        format!("npm install {}", names.join(" ")),
    )
}

/// The steps of both targets for Express.
pub(in crate::targets) fn express_steps(
    module: &Module,
    policy: &Policy,
    packages: &[(&str, &str)],
) -> Vec<Step> {
    let function = &module.function;
    let place = format!(
        "{} For one path only, call `app.use(\"/api\", {function})`. A second policy needs a name of its own.",
        express_context(module),
    );
    let undo = format!(
        "To take it out again, remove those two lines and `{}`.",
        module.path()
    );
    module.steps(policy, install(packages), place, undo)
}

/// Where the module of both targets for Express goes.
pub(in crate::targets) fn express_context(module: &Module) -> String {
    format!(
        "Save `{}` next to your app file, add `{}` and call `app.use({})` right after `express()`, before auth, body parsers and routes.",
        module.path(),
        module.import_policy(),
        module.function,
    )
}

/// What goes with every use of Express: the same program for both of its targets.
const EXPRESS: &str = r#"IMPORTS

const app = express();

// First, so that preflights are handled before auth and errors get the headers too.
app.use(POLICY);

app.use((request, response, next) => {
  if (request.get("Authorization") === undefined) {
    response.sendStatus(401);
  } else {
    next();
  }
});

app.get("/", (request, response) => {
  response.json({ hello: "world" });
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${port}/`);
});
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_the_file_and_the_function() {
        let (options, _) = Options::read(OPTIONS, [("name", "shop"), ("format", "commonjs")]);
        let module = Module::of(&options, "corsPolicy");
        assert_eq!(
            module.import_policy(),
            "const { corsPolicyShop } = require(\"./cors-policy-shop.cjs\");"
        );
        let module = Module::of(&Options::default(), "corsPolicy");
        assert_eq!(
            module.import_policy(),
            "import { corsPolicy } from \"./cors-policy.mjs\";"
        );
    }
}
