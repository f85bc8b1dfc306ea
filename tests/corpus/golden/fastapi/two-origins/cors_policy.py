# CORS for FastAPI with Starlette 1.10.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def add_cors(app: FastAPI) -> None:
    # Call this last: it handles preflights before all middleware added earlier.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["https://app.example.com", "https://admin.example.com:8443"],
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"],
        allow_headers=["Content-Type", "Authorization", "X-Request-Id"],
        expose_headers=["X-Total-Count"],
        allow_credentials=True,
        max_age=600,
    )
