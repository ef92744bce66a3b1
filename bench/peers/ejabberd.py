"""ejabberd as a target: a group room for each pair, every message archived in PostgreSQL."""

import asyncio
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from bench.rig.load import Load, Pair
from bench.rig.ports import free_port, wait_until_open
from bench.rig.report import AbsentError

_SCHEMA = Path("/usr/share/ejabberd/sql/pg.sql")
_NUMBER = re.compile(rb"<message[^>]* id=['\"](\d+)['\"]")
_CONFIGURATION = """
hosts: [localhost]
loglevel: warning
sql_type: pgsql
sql_server: "{host}"
sql_port: {sql_port}
sql_database: "{database}"
sql_username: "{user}"
sql_password: "none"
sql_pool_size: 10
listen:
  - {{port: {port}, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 262144, starttls: false, shaper: none,
      access: all, backlog: 1024}}
auth_method: [internal]
auth_password_format: plain
disable_sasl_mechanisms: ["digest-md5", "X-OAUTH2"]
access_rules: {{register: {{allow: all}}, c2s: {{allow: all}}}}
registration_timeout: infinity
modules:
  mod_disco: {{}}
  mod_ping: {{}}
  mod_register: {{ip_access: all, access: all, welcome_message: {{}}}}
  mod_mam: {{db_type: sql, default: always, assume_mam_usage: true}}
  mod_muc:
    access: all
    access_create: all
    db_type: mnesia
    min_message_interval: 0
    default_room_options: {{mam: true, persistent: true, members_only: false, public: false}}
"""


class _Stream(asyncio.Protocol):
    """A raw XMPP stream: first the handshake, awaited step by step, then messages as they come."""

    def __init__(self) -> None:
        self._buffer = b""
        self._wanted: tuple[re.Pattern[bytes], asyncio.Future[bytes]] | None = None
        self._transport: asyncio.Transport | None = None
        self.on_message: Callable[[int], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self.on_message is None:
            self._look()
            return
        end = self._buffer.rfind(b"</message>") + len(b"</message>")
        if end >= len(b"</message>"):
            done, self._buffer = self._buffer[:end], self._buffer[end:]
            for found in _NUMBER.finditer(done):
                self.on_message(int(found[1]))

    def _look(self) -> None:
        if self._wanted and not self._wanted[1].done() and self._wanted[0].search(self._buffer):
            self._wanted[1].set_result(self._buffer)

    async def until(self, pattern: bytes) -> bytes:
        found: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._wanted = (re.compile(pattern, re.DOTALL), found)
        self._look()
        answer = await asyncio.wait_for(found, 20)
        self._buffer = b""
        return answer

    def put(self, text: str) -> None:
        if self._transport is not None:
            self._transport.write(text.encode())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class EjabberdRoom:
    """Fulfils `Target`. It judges nothing; a sender's acknowledgement is their own message, come back from the room."""

    name = "ejabberd group room + PostgreSQL"

    def __init__(self, port: int, process: int, *, database: Sequence[int]) -> None:
        self.roots = [process, *database]
        self._port = port
        self._streams: list[_Stream] = []

    async def _open(self, stream: _Stream) -> None:
        stream.put(
            "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client'"
            " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
        )
        await stream.until(rb"</stream:features>")

    async def _connect(self) -> _Stream:
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_connection(_Stream, "127.0.0.1", self._port)
        self._streams.append(stream)
        await self._open(stream)
        return stream

    async def _enter(self, user: str, room: str) -> _Stream:
        newcomer = await self._connect()
        newcomer.put(
            "<iq type='set' id='r'><query xmlns='jabber:iq:register'>"
            f"<username>{user}</username><password>pw</password></query></iq>"
        )
        await newcomer.until(rb"<iq[^>]*type=['\"](result|error)")
        newcomer.close()
        stream = await self._connect()
        secret = b64encode(f"\0{user}\0pw".encode()).decode()
        stream.put(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>")
        await stream.until(rb"<success")
        await self._open(stream)
        stream.put("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
        await stream.until(rb"<jid>.*</iq>")
        stream.put("<presence/>")
        await stream.until(rb"<presence")
        stream.put(
            f"<presence to='{room}/{user}'><x xmlns='http://jabber.org/protocol/muc'>"
            "<history maxstanzas='0'/></x></presence>"
        )
        await stream.until(rb"<status code=['\"]110.*</presence>")
        return stream

    async def open_pair(self, load: Load, index: int) -> Pair:
        room = f"room{index}@conference.localhost"
        sender = await self._enter(f"ana{index}", room)
        sender.put(
            f"<iq type='set' to='{room}' id='cf'><query xmlns='http://jabber.org/protocol/muc#owner'>"
            "<x xmlns='jabber:x:data' type='submit'/></query></iq>"
        )
        await sender.until(rb"<iq[^>]*id=['\"]cf[^>]*>")
        reader = await self._enter(f"bo{index}", room)
        pair = Pair(load)

        def send(number: int, text: str) -> None:
            sender.put(f"<message type='groupchat' to='{room}' id='{number}'><body>{escape(text)}</body></message>")

        await asyncio.sleep(0.02)
        sender.on_message, reader.on_message = pair.acknowledged, pair.heard
        pair.send = send
        return pair

    def close(self) -> None:
        for stream in self._streams:
            stream.close()
        self._streams.clear()


@contextmanager
def running_ejabberd(database_url: str, *, database: Sequence[int]) -> Iterator[EjabberdRoom]:
    """Start it on an empty database. Raises `AbsentError` when it is not installed or may not be started."""
    libraries = sorted(Path("/usr/lib").glob("*/ejabberd-*/ebin"))
    erlang = shutil.which("erl")
    if not libraries or erlang is None:
        raise AbsentError("ejabberd: not installed (bench/README.md says how)")
    if os.geteuid() != 0:
        raise AbsentError("ejabberd: only root can start it as the user ejabberd")
    owner = pwd.getpwnam("ejabberd")
    _load_schema(database_url)
    with tempfile.TemporaryDirectory(prefix="vestibule-bench-") as name:
        folder = Path(name)
        port = free_port()
        parts = urlsplit(database_url)
        configuration = _CONFIGURATION.format(
            host=parts.hostname, sql_port=parts.port, database=parts.path[1:], user=parts.username, port=port
        )
        (folder / "ejabberd.yml").write_text(configuration)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o755)
        places = [part for library in libraries for part in ("-pa", str(library))]
        # Without a node name there is no need for Erlang's port mapper, which would stay behind.
        server = subprocess.Popen(
            [erlang, "-noinput", "+K", "true", "-mnesia", "dir", f'"{folder}/mnesia"', *places, "-s", "ejabberd"],
            env={
                "PATH": os.environ["PATH"],
                "HOME": name,
                "EJABBERD_CONFIG_PATH": str(folder / "ejabberd.yml"),
                "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
            },
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=owner.pw_uid,
            group=owner.pw_gid,
            extra_groups=[],
        )
        try:
            wait_until_open(port, server)
            yield EjabberdRoom(port, server.pid, database=database)
        finally:
            server.terminate()
            server.wait(20)


def _load_schema(database_url: str) -> None:
    import psycopg

    with psycopg.connect(database_url) as connection:
        connection.execute(_SCHEMA.read_bytes())
