"""Valkey (or Redis) on a private Unix socket, with an append-only file."""

from pathlib import Path

import redis

from config.local.place import Place


def url(place: Place) -> str:
    return f"unix://{place.sockets / 'valkey' / 'valkey.sock'}?db=0"


def command(place: Place, program: Path, *, hasty: bool = False) -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(place.sockets / "valkey" / "valkey.sock"),
        "unixsocketperm": "700",
        "dir": str(place.data / "valkey"),
        "appendonly": "no" if hasty else "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    return [str(program), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
