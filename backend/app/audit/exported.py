"""Checks an exported history, and the database against a root that was kept outside."""

import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.audit import merkle, roots
from app.audit.chains import Entry
from app.audit.document import NOTHING, START, Link, commitment, extend
from app.audit.keys import AuditKeys, UnknownKey, is_signed
from app.audit.models import AuditRoot
from app.core.canonical import canonical


class NotProven(Exception):
    """The document does not prove what it says; the message is one sentence."""


class Malformed(Exception):
    """The file is none of ours."""


def check_history(proof: Mapping[str, Any], keys: AuditKeys) -> str:
    """Check an exported history with our keys; returns what is proven.

    Raises:
        NotProven: names the first event that does not fit.
        Malformed: it is no such document.
    """
    try:
        chain = bytes.fromhex(proof["chain"].replace("-", ""))
        leaf, root = proof["leaf"], proof["root"]
        link = _follow(proof, keys, leaf)
        entry = Entry(
            leaf["position"],
            chain,
            leaf["length"],
            bytes.fromhex(leaf["seal"]),
            bytes.fromhex(leaf["digest"]),
        )
        _check_root(entry, [bytes.fromhex(step) for step in proof["path"]], root, keys)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Malformed("This is not a history that `tikify audit export` wrote.") from error
    newer = link.length - entry.length
    beyond = f" {newer} newer events are sealed, and under no root yet." if newer else ""
    return (
        f"Everything is as it was recorded: {link.length} events, {entry.length} of them under root "
        f"{root['number']} of {root['at']}.{beyond}"
    )


def _follow(proof: Mapping[str, Any], keys: AuditKeys, leaf: Mapping[str, Any]) -> Link:
    link = START
    for number, event in enumerate(proof["events"], start=1):
        text = event["document"].encode()
        told = json.loads(text)
        if told["chain"] != proof["chain"] or told["sequence"] != number:
            raise NotProven(
                f"Event {number} is missing, or another stands in its place: "
                f"there is event {told['sequence']} of {told['chain']}."
            )
        _check_contents(number, event, told)
        try:
            link = extend(link, text, keys.sealing_key(bytes.fromhex(told["key"])))
        except UnknownKey as error:
            raise NotProven(f"Event {number} is sealed with a key that is not here.") from error
        if not hmac.compare_digest(link.seal, bytes.fromhex(event["seal"])):
            raise NotProven(f"Event {number} was changed.")
        if number == leaf["length"] and (link.seal.hex(), link.digest.hex()) != (
            leaf["seal"],
            leaf["digest"],
        ):
            raise NotProven(f"The first {number} events are not those under the root.")
    if link.length < leaf["length"]:
        raise NotProven(
            f"Event {link.length + 1} and whatever came after it were cut off: the root covers "
            f"{leaf['length']} events."
        )
    return link


def _check_contents(number: int, event: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    for name, salt in (("contents", "salt"), ("words", "words_salt")):
        if name not in event:
            continue
        made = commitment(bytes.fromhex(event[salt]), event[name].encode())
        if made.hex() != told[name]:
            raise NotProven(f"The {name} of event {number} were changed.")


def _check_root(
    entry: Entry, path: Sequence[bytes], root: Mapping[str, Any], keys: AuditKeys
) -> None:
    check_signature(root, keys)
    leaf = merkle.leaf_hash(entry.packed)
    found = merkle.root_from_inclusion(entry.position, root["size"], leaf, path)
    if found.hex() != root["root"]:
        raise NotProven(f"The history is not under root {root['number']}.")


def check_signature(root: Mapping[str, Any], keys: AuditKeys) -> None:
    """Check that one of our keys signed an exported root.

    Raises:
        NotProven: none did.
    """
    body = {name: root[name] for name in ("at", "number", "previous", "root", "size", "v")}
    public = keys.public.get(bytes.fromhex(root["key"]), NOTHING)
    message = roots.PURPOSE + canonical(body)
    if not is_signed(public, bytes.fromhex(root["signature"]), message):
        raise NotProven(f"Root {root['number']} is not signed with a key of ours, or was changed.")


def check_anchored(
    anchored: Mapping[str, Any], signed: Sequence[AuditRoot], keys: AuditKeys
) -> None:
    """Check that the database still holds a root that was kept outside, as it was.

    Raises:
        NotProven: the log was cut or replaced since.
        Malformed: the file is no root.
    """
    try:
        check_signature(anchored, keys)
        number = int(anchored["number"])
        wanted = {name: anchored[name] for name in ("at", "previous", "root", "size")}
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("This is not a root that `tikify audit root` wrote.") from error
    if number > len(signed):
        raise NotProven(
            f"Root {number}, which you hold, is not in the database: the tail after root "
            f"{len(signed)} was cut off."
        )
    held = roots.statement(signed[number - 1])
    if {name: held[name] for name in wanted} != wanted:
        raise NotProven(f"Root {number} in the database is not the one that you hold.")


def entries_of(anchored: Mapping[str, Any]) -> list[Entry]:
    """The chain heads that an exported root brought into the log.

    Raises:
        Malformed: they cannot be read.
    """
    try:
        return [
            Entry(
                int(position),
                bytes.fromhex(str(chain).replace("-", "")),
                int(length),
                bytes.fromhex(seal),
                bytes.fromhex(digest),
            )
            for position, chain, length, seal, digest in anchored.get("entries", [])
        ]
    except (TypeError, ValueError) as error:
        raise Malformed("This is not a root that `tikify audit root` wrote.") from error
