"""A device that keeps passkeys, in software: it answers what a browser is asked, or something else that a test wants.

It makes the bytes of the standard itself (WebAuthn Level 2, §6.1 and §8.7), so that what it tests is not its own model.
"""

import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


def text(data: bytes) -> str:
    """Bytes as a browser writes them."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def data(text: str) -> bytes:
    """Bytes as a browser reads them."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey, and how the device around it behaves."""

    credential_id: bytes = b"a passkey of this device"
    origin: str = ORIGIN
    count: int = 0
    flags: int = PRESENT | VERIFIED
    user_handle: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any]) -> str:
        """A new passkey, as the browser sends it."""
        self.user_handle = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        key = encode_cbor(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        own = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + key
        made = {"fmt": "none", "attStmt": {}, "authData": self._said(asked["rp"]["id"], ATTESTED) + own}
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(encode_cbor(made))})

    def show(self, asked: dict[str, Any], **changed: Any) -> str:
        """The passkey shown, as the browser sends it."""
        self.count += 1
        said = self._said(changed.get("rp_id", asked["rpId"]))
        client = self._client("webauthn.get", changed.get("challenge", asked["challenge"]))
        signature = self.key.sign(said + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({
            "clientDataJSON": text(client), "authenticatorData": text(said), "signature": text(signature),
            "userHandle": changed.get("user_handle", self.user_handle),
        })  # fmt: skip

    def _said(self, rp_id: str, more: int = 0) -> bytes:
        return sha256(rp_id.encode()).digest() + bytes([self.flags | more]) + struct.pack(">I", self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        number = text(self.credential_id)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})
