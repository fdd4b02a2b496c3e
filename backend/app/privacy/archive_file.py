"""A person's data as a zip file: data.json for programs, index.html for people, and the files."""

import asyncio
import json
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape
from typing import Any
from uuid import UUID

import structlog

from app.core.db import Database
from app.core.errors import TikifyError
from app.core.storage import Storage
from app.privacy import portrait
from app.privacy.sealed_file import SealedWriter
from app.tickets import service as tickets
from app.tickets.models import Attachment

log = structlog.get_logger(__name__)
Progress = Callable[[int], Awaitable[None]]

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Your data</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b2426}
h2{margin-top:2.5rem;border-top:1px solid #ccd;padding-top:1rem}dt{color:#556;float:left;clear:left;width:12rem}
dd{margin:0 0 .2rem 12.5rem;overflow-wrap:anywhere}blockquote{white-space:pre-wrap;border-left:3px solid #9bb;
margin:.5rem 0;padding:.1rem .8rem;overflow-wrap:anywhere}small{color:#556}</style></head><body>
"""

_ABOUT = (
    "<p>Everything that is stored of you. <code>data.json</code> holds the same for programs.</p>"
)


async def write(
    database: Database,
    storage: Storage,
    writer: SealedWriter,
    *,
    person_id: UUID,
    ids: Sequence[UUID],
    progress: Progress,
) -> None:
    """Write the whole file; `progress` hears how many tickets are done."""
    async with database.read() as session:
        about = await portrait.of_person(session, person_id)
    with zipfile.ZipFile(writer, "w", zipfile.ZIP_DEFLATED) as archive:
        files = await _write_json(archive, writer, database, about, person_id, ids, progress)
        await _write_html(archive, writer, database, about, person_id, ids)
        missing = []
        for name, attachment in files:
            if not await _write_file(archive, storage, name, attachment):
                missing.append(name)
            await writer.pour()
        if missing:
            archive.writestr("files/missing.txt", "\n".join(missing))
    await writer.pour(rest=True)


async def _write_json(
    archive: zipfile.ZipFile,
    writer: SealedWriter,
    database: Database,
    about: Mapping[str, Any],
    person_id: UUID,
    ids: Sequence[UUID],
    progress: Progress,
) -> list[tuple[str, Attachment]]:
    files: list[tuple[str, Attachment]] = []
    done = 0
    with archive.open("data.json", "w") as entry:
        head = json.dumps(about, ensure_ascii=False, indent=1)
        # The tickets come one by one at the end of the same object.
        entry.write(head[: head.rindex("}")].rstrip().encode() + b',\n "tickets": [')
        async for one in portrait.tickets_of(database, ids, person_id):
            text = json.dumps(one.document, ensure_ascii=False)
            entry.write((",\n  " if done else "\n  ").encode() + text.encode("utf-8", "replace"))
            files += one.files
            done += 1
            if done % portrait.AT_ONCE == 0:
                await writer.pour()
                await progress(done)
        entry.write(b"\n ]\n}\n")
    await progress(done)
    return files


async def _write_html(
    archive: zipfile.ZipFile,
    writer: SealedWriter,
    database: Database,
    about: Mapping[str, Any],
    person_id: UUID,
    ids: Sequence[UUID],
) -> None:
    with archive.open("index.html", "w") as entry:
        page = [_HEAD, f"<h1>{escape(about['person']['name'])}</h1>"]
        page.append(_ABOUT)
        page += [_section(name, value) for name, value in about.items() if value]
        entry.write("".join(page).encode("utf-8", "replace"))
        async for one in portrait.tickets_of(database, ids, person_id):
            entry.write(_ticket(one.document).encode("utf-8", "replace"))
            await writer.pour()
        entry.write(b"</body></html>\n")


async def _write_file(
    archive: zipfile.ZipFile, storage: Storage, name: str, attachment: Attachment
) -> bool:
    try:
        data = await tickets.bytes_of(storage, attachment)
    except TikifyError as error:
        log.warning("export.file_missing", attachment=str(attachment.id), error=error.code)
        return False
    await asyncio.to_thread(archive.writestr, name, data)
    return True


def _section(name: str, value: Any) -> str:
    rows = value if isinstance(value, list) else [value]
    return f"<h2>{escape(name.replace('_', ' ').capitalize())}</h2>" + "<hr>".join(
        _facts(row) for row in rows
    )


def _facts(row: Mapping[str, Any]) -> str:
    pairs = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(str(value))}</dd>"
        for name, value in row.items()
        if value not in (None, "", [], {})
    )
    return f"<dl>{pairs}</dl>"


def _ticket(document: Mapping[str, Any]) -> str:
    facts = {k: v for k, v in document.items() if k not in {"messages", "subject", "ratings"}}
    said = "".join(
        f"<small>{escape(str(message['at']))} · {escape(str(message['kind']))}</small>"
        f"<blockquote>{escape(message['text'])}</blockquote>"
        + "".join(
            f'<p><a href="{escape(name)}">{escape(name)}</a></p>' for name in message["files"]
        )
        for message in document["messages"]
    )
    title = " ".join(filter(None, (document["reference"], document.get("subject"))))
    return f"<h2>{escape(title)}</h2>{_facts(facts)}{said}\n"
