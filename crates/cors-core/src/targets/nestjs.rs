//! `NestJS` on Express: the options for `enableCors`, which hands them to the `cors` package.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment};
use super::library;
use super::node::{self, Module, OptionNames, Origins};
use super::{
    Difference, Example, ExampleFile, Group, Proof, Setup, Snippet, Step, StepKind, Target,
    TargetInfo, Unsupported, Version, VersionsOf, check, express_cors,
};
use crate::policy::{Policy, SoundPolicy};
use crate::server::Fault;

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "nestjs",
        label: "NestJS + enableCors",
        group: Group::Node,
        server: "NestJS",
        library: Some("enableCors"),
        language: Language::TYPESCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[Version::pinned("12", "12.5.1")],
        options: node::TYPESCRIPT_OPTIONS,
        search: &["nest", "node", "typescript", "npm cors"],
    },
    docs: &[("CORS", "https://docs.nestjs.com/security/cors")],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    // `enableCors` is the `cors` package, before everything else.
    respond: express_cors::respond,
    differences,
};

/// The other packages of the full example.
const PACKAGES: [(&str, &str); 2] = [("reflect-metadata", "0.2.2"), ("rxjs", "7.8.2")];

/// What the full example is built with.
const TOOLS: [(&str, &str); 2] = [("@types/node", "24.13.6"), ("typescript", "5.9.3")];

const HANDLER_WINS: Rule = Rule {
    code: "handler-wins",
    text: "A handler that sets a CORS header or `Vary` itself, with `@Header` or `res.set`, overwrites the one set here, for blocked origins too. Remove it there, and use `res.vary` for `Vary`.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &library::ANSWERS_EVERY_OPTIONS,
        &library::ANSWERS_BLOCKED_PREFLIGHTS,
        &library::SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &HANDLER_WINS,
        &node::READS_KNOWN_METHODS_ONLY,
        &library::EXPOSES_ON_PREFLIGHTS,
        &library::VARIES_ON_REQUEST_HEADERS_WHEN_BLOCKED,
        &library::OMITS_REQUEST_METHOD_FROM_VARY,
        &library::SENDS_LENGTH_OF_NOTHING,
        &library::JOINS_TIGHTLY,
    ];
    difference::differences(rules, policy)
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::typescript(&setup.options, "corsPolicy");
    node::check_methods(policy)?;
    module.origins.check(policy)?;
    let text = options(policy, setup, &module, permalink);
    let version = setup.version.to_install();
    let function = &module.function;
    let place = format!(
        "Save `{}`, add `{}` to `src/main.ts` and call `app.enableCors({function})` right after `NestFactory.create`, before any `app.use`. Guards and the middleware of modules run after it.",
        module.path(),
        module.import_policy(),
    );
    Ok(Snippet {
        steps: module.steps(
            policy,
            node::install(&[("@nestjs/platform-express", version)]),
            format!("{place} For one path only, install `cors` and call `app.use(\"/api\", cors({function}))` instead. A second policy needs a name of its own."),
            format!("To take it out again, remove those two lines and `{}`.", module.path()),
        ),
        example: example(policy, &module, version, text.clone()),
        files: vec![module.snippet_file(place, text)],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const NOTES: [&str; 2] = [
    "This is for the Express platform, which NestJS has by default. With `FastifyAdapter` the same options go to @fastify/cors, which responds differently: choose Fastify to see how.",
    "WebSocket gateways have options of their own: pass `{ cors: … }` to `@WebSocketGateway`.",
];

fn options(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let function = &module.function;
    let mut text = Text::default();
    text.line(header_comment(
        Language::TYPESCRIPT,
        &format!(
            "CORS for NestJS {}. Call app.enableCors({function}) before app.listen().",
            setup.version.line
        ),
        permalink,
    ));
    if module.origins == Origins::Environment {
        node::allow_list(&mut text, module.origins, policy, ("", ""));
        text.line("");
    }
    // With credentials `*` means nothing, and only a function knows the requested method.
    let reflects_method = library::reflects_method(policy);
    let indent = if reflects_method { "    " } else { "  " };
    if reflects_method {
        text.line(format!("export const {function} = ("));
        text.line("  request: { headers: Record<string, string | undefined> },");
        text.line("  callback: (error: null, options: object) => void,");
        text.line(") => {");
        text.line("  callback(null, {");
    } else {
        text.line(format!("export const {function} = {{"));
    }
    node::origin_option(&mut text, policy, module.origins, indent);
    node::other_options(&mut text, policy, &OptionNames::OF_CORS, indent);
    if reflects_method {
        text.line("  });");
    }
    text.line("};");
    text.finish().replace(UNTYPED, TYPED)
}

/// The one line of what reads the environment that TypeScript wants a type in.
const UNTYPED: &str = "function problemOf(text) {";
const TYPED: &str = "function problemOf(text: string) {";

fn example(policy: &Policy, module: &Module, version: &str, text: String) -> Example {
    let main = MAIN
        .replace("IMPORT_POLICY", &module.import_policy())
        .replace("POLICY", &module.function);
    let nest = ["common", "core", "platform-express"].map(|name| format!("@nestjs/{name}"));
    let nest = nest.iter().map(|name| (name.as_str(), version));
    let entries = |packages: Vec<(&str, &str)>| -> String {
        let entries: Vec<String> = packages
            .iter()
            .map(|(name, version)| format!("    \"{name}\": \"{version}\""))
            .collect();
        entries.join(",\n")
    };
    let manifest = MANIFEST
        .replace("PACKAGES", &entries(nest.chain(PACKAGES).collect()))
        .replace("TOOLS", &entries(TOOLS.to_vec()));
    let file = |path: &str, language: Language, text: String| ExampleFile {
        path: path.to_owned(),
        language,
        text,
    };
    Example {
        files: vec![
            file(&module.path(), Language::TYPESCRIPT, text),
            file("src/main.ts", Language::TYPESCRIPT, main),
            file("package.json", Language::JSON, manifest),
            file("tsconfig.json", Language::JSON, COMPILER.to_owned()),
        ],
        steps: vec![
            Step::command(
                StepKind::Install,
                "Install the packages and build it.",
                "npm install && npm run build",
            ),
            Step::command(
                StepKind::Reload,
                "Start it; it runs until you press Ctrl+C.",
                module.origins.start(policy, "node dist/main.js"),
            ),
            Step::command(
                StepKind::Check,
                "Check it in another terminal.",
                check::preflight(policy, node::URL),
            ),
            Step::text(StepKind::Undo, "End it with Ctrl+C."),
        ],
    }
}

const MANIFEST: &str = r#"{
  "private": true,
  "type": "module",
  "scripts": {
    "build": "tsc",
    "start": "node dist/main.js"
  },
  "dependencies": {
PACKAGES
  },
  "devDependencies": {
TOOLS
  }
}
"#;

const COMPILER: &str = r#"{
  "compilerOptions": {
    "module": "nodenext",
    "target": "es2023",
    "rootDir": "src",
    "outDir": "dist",
    "strict": true,
    "skipLibCheck": true,
    "experimentalDecorators": true,
    "emitDecoratorMetadata": true
  }
}
"#;

const MAIN: &str = r#"import "reflect-metadata";

import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Module,
  UnauthorizedException,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";

IMPORT_POLICY

class AuthGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    const { headers } = context.switchToHttp().getRequest();
    if (headers.authorization === undefined) {
      throw new UnauthorizedException();
    }
    return true;
  }
}

@Controller()
class AppController {
  @Get()
  hello() {
    return { hello: "world" };
  }
}

@Module({ controllers: [AppController] })
class AppModule {}

const app = await NestFactory.create(AppModule);

// First, so that preflights are handled before auth and errors get the headers too.
app.enableCors(POLICY);

app.useGlobalGuards(new AuthGuard());

const port = Number(process.env.PORT ?? 3000);
await app.listen(port, "127.0.0.1");
console.log(`http://127.0.0.1:${port}/`);
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Call `app.enableCors(…)` in `src/main.ts`, before `app.listen`. It handles OPTIONS on every path; `@Get` and `@Put` don't.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Check tokens or sessions in a guard or in middleware of a module, which run after `enableCors`. Call `app.enableCors(…)` above every `app.use(…)` in `src/main.ts`.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Call `app.enableCors(…)` above every `app.use(…)` in `src/main.ts`. Exceptions and exception filters keep headers that are already set. Then look in the log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL. NestJS redirects by itself only for folders that `ServeStaticModule` serves; turn that off with `redirect: false`.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Pass `origin` as a list, as the config does. Every response then has `Vary: Origin`; with a function that returns `false` none has. Then clear the caches.";

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::without_lines;

    const ALLOW_ORIGIN: &str = "access-control-allow-origin";

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
            text.replace("$/,", "/,").replace("$/]", "/]")
        }),
        Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
            text.replace("/^https", "/https")
        }),
        Mutation::snippet("every origin sent back", ALLOW_ORIGIN, |text| {
            text.replace("origin: [", "origin: true || [")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        ),
        Mutation::snippet("preflights passed on", "status", |text| {
            text.replace("origin: [", "preflightContinue: true, origin: [")
        }),
        Mutation::snippet(
            "all headers instead of the list",
            "access-control-allow-headers",
            |text| without_lines(text, "allowedHeaders"),
        ),
        Mutation::snippet(
            "an origin of the environment for every origin",
            ALLOW_ORIGIN,
            |text| text.replace("origin: allowedOrigins", "origin: allowedOrigins[0]"),
        )
        .with(&[("origins", "environment")]),
        Mutation::example("enableCors after auth", "preflight is allowed", |text| {
            text.replace(
                "app.enableCors(corsPolicy);",
                "app.use((q: any, s: any, n: any) => q.headers.authorization ? n() : s.status(401).end());\napp.enableCors(corsPolicy);",
            )
        }),
    ];
}
