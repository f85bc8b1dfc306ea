from flask import Flask, abort, request

from cors_policy import add_cors

app = Flask(__name__)

# First, so that preflights are handled before auth.
add_cors(app)


@app.before_request
def authenticate():
    if "Authorization" not in request.headers:
        abort(401)


@app.get("/")
def hello():
    return {"hello": "world"}
