#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real mail server for tests, in a process of its own: takes letters behind a login and leaves what it was given in a folder.

usage: postbox.py PORT FOLDER [CERT KEY [starttls]]

Each letter becomes FOLDER/N.json: the envelope, the bytes as they came, and the letter as Python's own parser reads it.
What a recipient is called tells what happens: later-…@ is put off while FOLDER/later is there, never-…@ is refused, hangs-…@
is hung up on in the midst of the letter, held-…@ is answered only when FOLDER/hold is gone. FOLDER/sender: nobody may write.
"""
import asyncio
import base64
import email
import email.policy
import json
import logging
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

logging.disable()
warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[2])
mode = sys.argv[5] if len(sys.argv) > 5 else ""
context = None
if len(sys.argv) > 4:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(sys.argv[3], sys.argv[4])


def parsed(raw):
    m = email.message_from_bytes(raw, policy=email.policy.default)
    return {
        "headers": [[name, str(value)] for name, value in m.items()],
        "from": [[a.display_name, a.addr_spec] for a in m["From"].addresses],
        "to": [a.addr_spec for a in m["To"].addresses],
        "subject": m["Subject"],
        "date": m["Date"].datetime.isoformat(),
        "defects": [repr(d) for d in m.defects] + [repr(d) for v in m.values() for d in v.defects],
        "type": m.get_content_type(),
        "text": m.get_content(),
    }


class Keeper:
    count = len(list(folder.glob("*.json")))

    async def handle_MAIL(self, server, session, envelope, address, options):
        if (folder / "sender").exists():
            return "553 Mail from must equal authorized user"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        with open(folder / "asked", "a", encoding="utf-8") as asked:
            asked.write(address + "\n")
        if address.startswith("later-") and (folder / "later").exists():
            return "451 4.7.1 Greylisted, try again"
        if address.startswith("never-"):
            return "550 5.1.1 User not found"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("hangs-"):
            server.transport.abort()
            return "250 OK"
        Keeper.count += 1
        kept = {"from": envelope.mail_from, "to": to, "user": session.auth_data, "tls": session.ssl is not None,
                "raw": base64.b64encode(envelope.original_content).decode(), "parsed": parsed(envelope.original_content)}
        part = folder / f"{Keeper.count}.part"
        part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        part.rename(folder / f"{Keeper.count}.json")
        while to.startswith("held-") and (folder / "hold").exists():
            await asyncio.sleep(0.05)
        return "250 OK"


def login(server, session, envelope, mechanism, data):
    name, password = data.login.decode(), data.password.decode()
    with open(folder / "logins", "a", encoding="utf-8") as logins:
        logins.write(f"{name} {password == 'geheim'}\n")
    return AuthResult(success=name == "office" and password == "geheim", handled=False, auth_data=name)


class Box(Controller):
    def factory(self):
        more = {"tls_context": context, "require_starttls": True} if mode == "starttls" else {}
        return SMTP(self.handler, hostname="postbox.example.cn", authenticator=login, auth_required=True,
                    auth_require_tls=False, **more)


async def main():
    box = Box(Keeper())
    loop = asyncio.get_running_loop()
    await loop.create_server(box.factory, "127.0.0.1", int(sys.argv[1]), ssl=context if mode != "starttls" else None)
    await asyncio.Event().wait()

asyncio.run(main())
