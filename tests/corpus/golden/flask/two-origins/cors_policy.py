# CORS for Flask with Flask-CORS 6.0.
import re

from flask import Blueprint, Flask, Response, request
from flask_cors import CORS


def add_cors(app: Flask | Blueprint) -> None:
    @app.before_request
    def handle_preflight():
        # Before auth, and for paths without a route too.
        if request.method == "OPTIONS" and request.access_control_request_method:
            return Response(status=204)

    CORS(
        app,
        # Patterns, because letters of any case would match plain text.
        origins=[
            re.compile(r"https://app\.example\.com\Z"),
            re.compile(r"https://admin\.example\.com:8443\Z"),
        ],
        methods=["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"],
        allow_headers=["Content-Type", "Authorization", "X-Request-Id"],
        expose_headers=["X-Total-Count"],
        supports_credentials=True,
        max_age=600,
        vary_header=False,
    )

    @app.after_request
    def vary_on_origin(response):
        # Flask-CORS leaves it out where an origin isn't allowed.
        response.headers.add("Vary", "Origin")
        return response
