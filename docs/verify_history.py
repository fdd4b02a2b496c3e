"""Checks a history that `tikify audit prove` wrote, with the public key alone: python verify_history.py FILE KEY.

KEY is the issuer's Ed25519 public key (64 hexadecimal digits), which you got from him, not from the file.
Needs Python 3.11 and the package `cryptography`. Ends with 0 when everything fits, else with 1.
"""

import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(*parts: bytes) -> bytes:
    """Hash of the parts in a row."""
    return hashlib.sha256(b"".join(parts)).digest()


def demand(holds: bool, otherwise: str) -> None:
    """End with a sentence unless it holds."""
    if not holds:
        sys.exit(f"NOT PROVEN: {otherwise}")


def root_of(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    """Where the path leads from the leaf (RFC 6962 with the check of RFC 9162, 2.1.3.2)."""
    here, last, found = position, size - 1, leaf
    for step in path:
        demand(last > 0, "the path is longer than the tree is high")
        if here & 1 or here == last:
            found = sha256(b"\x01", step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = sha256(b"\x01", found, step)
        here, last = here >> 1, last >> 1
    demand(last == 0, "the path is shorter than the tree is high")
    return found


def main(file: str, key: str) -> None:
    """Check events, leaf, path and signature."""
    proof = json.loads(Path(file).read_text(encoding="utf-8"))
    leaf, root, digest = proof["leaf"], proof["root"], bytes(32)
    for number, event in enumerate(proof["events"], start=1):
        text = event["document"].encode()
        told = json.loads(text)
        demand(told["chain"] == proof["chain"], f"event {number} is of another ticket")
        demand(told["sequence"] == number, f"event {number} stands in the wrong place")
        for name, salt, hashed in (
            ("contents", "salt", "contents"),
            ("words", "words_salt", "words"),
        ):
            if name in event:
                made = sha256(bytes.fromhex(event[salt]), event[name].encode()).hex()
                demand(made == told[hashed], f"the {name} of event {number} were changed")
        digest = sha256(digest, text)
        if number == leaf["length"]:
            demand(digest.hex() == leaf["digest"], "the events are not those under the root")
        covered = "" if number <= leaf["length"] else "  (newer than the root: not proven)"
        print(f"{number:4} {told['at']} {told['type']} {event.get('contents', '')}{covered}")
    demand(len(proof["events"]) >= leaf["length"], "events are missing at the end")
    packed = bytes.fromhex(proof["chain"].replace("-", "")) + leaf["length"].to_bytes(8, "big")
    hashed = sha256(b"\x00", packed, bytes.fromhex(leaf["seal"]), bytes.fromhex(leaf["digest"]))
    path = [bytes.fromhex(step) for step in proof["path"]]
    found = root_of(hashed, leaf["position"], root["size"], path)
    demand(found.hex() == root["root"], "the events are not under the root")
    named = ("at", "number", "previous", "root", "size", "v")
    body = json.dumps({name: root[name] for name in named}, sort_keys=True, separators=(",", ":"))
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(root["signature"]), b"tikify audit root\n" + body.encode())
    except InvalidSignature:
        demand(False, "the root is not signed with this key")
    print(f"PROVEN: {leaf['length']} events, under root {root['number']} of {root['at']}.")


if __name__ == "__main__":
    main(*sys.argv[1:3])
