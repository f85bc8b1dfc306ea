from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from cors_policy import add_cors

app = FastAPI()


@app.middleware("http")
async def authenticate(request: Request, call_next):
    if "Authorization" not in request.headers:
        return PlainTextResponse("no Authorization\n", status_code=401)
    return await call_next(request)


# Last, so that preflights are handled before auth.
add_cors(app)


@app.get("/")
async def hello():
    return {"hello": "world"}
