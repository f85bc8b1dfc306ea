import "reflect-metadata";

import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Module,
  UnauthorizedException,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";

import { corsPolicy } from "./cors-policy.js";

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
app.enableCors(corsPolicy);

app.useGlobalGuards(new AuthGuard());

const port = Number(process.env.PORT ?? 3000);
await app.listen(port, "127.0.0.1");
console.log(`http://127.0.0.1:${port}/`);
