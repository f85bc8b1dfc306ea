# CORS for FastAPI with Starlette 1.10.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def add_cors(app: FastAPI) -> None:
    # Call this last: it handles preflights before all middleware added earlier.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["https://example.com"],
        allow_origin_regex=r"https://([a-z0-9_-]+\.)+example\.com",
        allow_methods=["GET", "HEAD", "POST", "DELETE"],
        allow_headers=["*"],
        allow_credentials=True,
        max_age=7200,
    )
