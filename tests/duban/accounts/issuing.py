"""A small identity provider for tests: one client, keys of its own, and the freedom to say wrong things."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "duban", "s3cret/with:signs"


class Issuer:
    """``say`` overrides claims of the next tokens (None: leaves one out); ``signs`` is the key that signs them."""

    def __init__(self) -> None:
        self.shown = [new_key("first")]
        self.signs = self.shown[0]
        self.say: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.token: str | None = None
        self.told: dict[str, Any] = {}
        self.asked: list[str] = []
        self.broken = False
        self.codes: dict[str, dict[str, str]] = {}
        self.address = ""
        #: Who is signed in at the provider, for browsers that come by.
        self.who = "fang"

    def authorize(self, there: str, username: str = "fang") -> dict[str, str]:
        """Somebody signs in at the provider: what her browser brings back."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**question, "username": username}
        return {"code": code, "state": question["state"]}

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "end_session_endpoint": f"{self.address}/end",
        }

    def passed_on(self, path: str, question: str) -> str:
        """Where a browser is sent from a page of ours; empty if there is none."""
        self.asked.append(path)
        said = {name: values[0] for name, values in parse_qs(question).items()}
        if path == "/authorize":
            return f"{said['redirect_uri']}?{urlencode(self.authorize(f'?{question}', self.who))}"
        return said["post_logout_redirect_uri"] if path == "/end" else ""

    def answer(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, Any]:
        self.asked.append(path)
        if self.broken:
            return 503, {"error": "down"}
        if path == "/.well-known/openid-configuration":
            return 200, self.document()
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shown]}
        if path == "/userinfo" and headers["Authorization"] == "Bearer access":
            return 200, self.told
        if path == "/token":
            return self._token(form, headers)
        return 404, {}

    def _token(self, form: dict[str, str], headers: Any) -> tuple[int, Any]:
        """A code counts once, for who knows the client's secret and the verifier of the challenge."""
        asked = self.codes.pop(form["code"], None)
        pair = base64.b64encode(f"{CLIENT}:s3cret%2Fwith%3Asigns".encode()).decode()
        proof = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
            .decode()
            .rstrip("=")
        )
        right = headers["Authorization"] == f"Basic {pair}" and asked and asked["code_challenge"] == proof
        if not right or not asked or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        token = self.token or self._signed(asked)
        return 200, {"id_token": token, "access_token": "access", "token_type": "Bearer"}

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "42",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "preferred_username": asked["username"],
        }
        said = {name: value for name, value in {**claims, **self.say}.items() if value is not None}
        header = {"alg": "RS256", "kid": self.signs.kid, **self.header}
        return jwt.encode(header, said, self.signs, algorithms=["RS256"])


@cache
def new_key(name: str, of: str = "the provider") -> RSAKey:
    """Keys are costly to make: the same one for the same owner."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, auto_kid=False)


@contextmanager
def issuing() -> Iterator[Issuer]:
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path in {"/authorize", "/end"}:
                self.send_response(302)
                self.send_header("Location", issuer.passed_on(parts.path, parts.query))
                self.end_headers()
            else:
                self._say(issuer.answer(parts.path, {}, self.headers))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(issuer.answer(self.path, form, self.headers))

        def _say(self, answer: tuple[int, Any]) -> None:
            said = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_all: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
