"""Kakao and Naver for tests: a process that answers in the shapes of their documentation, and as badly as it is told.

    python -m tests.sign_in.korean_providers PORT

`PUT /behave` says what comes next: `me` (what user/me or nid/me answers), `deny` (the error in the address), `token`
(status and body of the token's address), `openid` (Kakao hands out an id_token, with these claims changed), `sleep`
(seconds before user/me answers), `drip` (it never ends), `hang` (it stops in the middle), `status` (of user/me).
"""

import base64
import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, auto_kid=False)
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, auto_kid=False)
ME: dict[str, Any] = {
    "kakao": {"id": 1},
    "naver": {"resultcode": "00", "message": "success", "response": {"id": "n"}},
}
behaviour: dict[str, Any] = {}
codes: dict[str, dict[str, Any]] = {}
tokens: dict[str, dict[str, Any]] = {}
asked: list[str] = []


class Provider(BaseHTTPRequestHandler):
    """Both providers, by their paths, which do not overlap."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        """Behave so from now on."""
        behaviour.clear()
        behaviour.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        asked.clear()
        self.say(200, {})

    def do_GET(self) -> None:
        """The page that people see, which agrees at once; who it is; the keys."""
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query))
        asked.append(url.path)
        if url.path == "/asked":
            self.say(200, asked[:-1])
        elif url.path in ("/oauth/authorize", "/oauth2.0/authorize"):
            self.authorize("kakao" if url.path == "/oauth/authorize" else "naver", query)
        elif url.path == "/.well-known/jwks.json":
            self.say(200, KeySet([KEY]).as_dict(private=False))
        elif url.path in ("/v2/user/me", "/v1/nid/me"):
            self.me()
        else:
            self.say(404, {"error": "not found"})

    def do_POST(self) -> None:
        """A code becomes a token, once."""
        asked.append(self.path)
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if "token" in behaviour:
            self.say(*behaviour["token"])
            return
        naver = self.path == "/oauth2.0/token"
        kept = codes.pop(form["code"], None)
        if kept is None and naver:
            self.say(200, {"error": "invalid_request", "error_description": "no valid data in session"})
        elif kept is None:
            what = f"authorization code not found for code={form['code']}"
            self.say(400, {"error": "invalid_grant", "error_description": what, "error_code": "KOE320"})
        elif form["client_id"] != kept["client_id"] or form["client_secret"] != f"{kept['who']}-secret":
            self.say(401, {"error": "invalid_client", "error_description": "Bad client credentials",
                           "error_code": "KOE010"})  # fmt: skip
        elif _challenge(form["code_verifier"]) != kept["code_challenge"] or (
            naver and form["state"] != kept["state"]
        ):
            self.say(400, {"error": "invalid_grant", "error_description": "code challenge failed."})
        else:
            self.say(200, self.token(kept))

    def authorize(self, who: str, query: dict[str, str]) -> None:
        """Send the person back."""
        if "deny" in behaviour:
            back = {
                "error": behaviour["deny"],
                "error_description": "User denied access",
                "state": query["state"],
            }
        else:
            code = token_hex(8)
            codes[code] = {**query, "who": who, "me": behaviour.get("me", ME[who])}
            back = {"code": code, "state": query["state"]}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def token(self, kept: dict[str, Any]) -> dict[str, Any]:
        """The token, in the shape of either."""
        access = token_hex(16)
        tokens[access] = kept
        if kept["who"] == "naver":
            return {
                "access_token": access,
                "refresh_token": "r",
                "token_type": "bearer",
                "expires_in": "3600",
            }
        made = {"token_type": "bearer", "access_token": access, "expires_in": 21599, "refresh_token": "r",
                "refresh_token_expires_in": 5183999, "scope": "account_email"}  # fmt: skip
        if "openid" in behaviour:
            made["id_token"] = _id_token(kept, behaviour["openid"])
        return made

    def me(self) -> None:
        """Who it is."""
        kept = tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        time.sleep(behaviour.get("sleep", 0))
        if kept is None:
            self.say(401, {"msg": "this access token does not exist", "code": -401})
        elif behaviour.get("drip"):
            self.send_response(200)
            self.end_headers()
            self.drip()
        elif behaviour.get("hang"):
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            time.sleep(2)
        else:
            self.say(behaviour.get("status", 200), kept["me"])

    def drip(self) -> None:
        """Give a little, again and again."""
        try:
            for _ in range(200):
                self.wfile.write(b" " * 16)
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def say(self, status: int, what: object) -> None:
        """Answer in JSON."""
        text = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=UTF-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _id_token(kept: dict[str, Any], changes: dict[str, Any]) -> str:
    """Kakao's token of identity. `alg`, `key` among the changes: made in another way."""
    now = int(time.time())
    changes = dict(changes)
    alg, other = changes.pop("alg", "RS256"), changes.pop("other_key", False)
    claims = {"iss": "https://kauth.kakao.com", "aud": kept["client_id"], "sub": str(kept["me"]["id"]), "iat": now,
              "exp": now + 21599, "nonce": kept["nonce"], "auth_time": now} | changes  # fmt: skip
    claims = {name: value for name, value in claims.items() if value is not None}
    if alg == "none":
        parts = [{"alg": "none"}, claims]
        return (
            ".".join(
                base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts
            )
            + "."
        )
    return jwt.encode({"alg": alg, "kid": "one"}, claims, OTHER if other else KEY)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
