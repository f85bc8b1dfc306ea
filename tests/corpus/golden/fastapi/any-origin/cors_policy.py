# CORS for FastAPI with Starlette 1.10.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def add_cors(app: FastAPI) -> None:
    # Call this last: it handles preflights before all middleware added earlier.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["content-type"],
        max_age=3600,
    )
