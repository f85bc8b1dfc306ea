# CORS for Flask with Flask-CORS 6.0.
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
        origins="*",
        send_wildcard=True,
        methods=["GET", "HEAD", "POST"],
        allow_headers=["content-type"],
        max_age=3600,
    )
