#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""OpenStack Swift with its S3 API, all of its servers in one process, in a folder. usage: server.py FOLDER PORT ACCESS SECRET

What is in the folder is there again when it is started again. Prints "ready" when it listens on 127.0.0.1:PORT. An access
key is an account and a user, "office:clerk". The Debian package is python3-swift; nothing of it runs as a service.
"""
import json
import os
import pathlib
import sys

import eventlet

eventlet.patcher.monkey_patch(all=False, socket=True, select=True, thread=True)

from eventlet import wsgi  # noqa: E402
from swift.account.server import AccountController  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.storage_policy import StoragePolicy, StoragePolicyCollection  # noqa: E402
from swift.common import storage_policy, utils  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402
from swift.container.server import ContainerController  # noqa: E402
from swift.obj.server import ObjectController  # noqa: E402

PROXY = """
[DEFAULT]
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors gatekeeper s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:s3api]
use = egg:swift#s3api
location = cn-test-1
storage_domain = localhost
[filter:tempauth]
use = egg:swift#tempauth
user_{user} = {secret} .admin
[filter:slo]
use = egg:swift#slo
"""


class Memory(dict):
    """What memcached would hold."""

    def __bool__(self):
        return True

    def get(self, key, *_, **__):
        return super().get(key)

    def set(self, key, value, *_, **__):
        self[key] = value

    def delete(self, key, *_, **__):
        self.pop(key, None)

    def incr(self, key, delta=1, *_, **__):
        self[key] = int(super().get(key) or 0) + delta
        return self[key]

    def decr(self, key, delta=1, *_, **__):
        return self.incr(key, -delta)


class Quiet:
    def write(self, *_):
        pass

    def flush(self):
        pass


def ring(folder, name, port):
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1.0})
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


def main():
    folder, port = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    utils.HASH_PATH_SUFFIX = utils.HASH_PATH_PREFIX = b"skillweek"
    utils.validate_hash_conf = lambda: None
    storage_policy._POLICIES = StoragePolicyCollection([StoragePolicy(0, "one", True)])
    (folder / "disks/disk").mkdir(parents=True, exist_ok=True)
    how = {"devices": str(folder / "disks"), "mount_check": "false", "swift_dir": str(folder), "fallocate_reserve": "0"}
    for name, controller in ("account", AccountController), ("container", ContainerController), ("object", ObjectController):
        sock = eventlet.listen(("127.0.0.1", 0))
        ring(folder, name, sock.getsockname()[1])
        eventlet.spawn(wsgi.server, sock, controller(how), Quiet(), debug=False)
    conf = folder / "proxy.conf"
    conf.write_text(PROXY.format(folder=folder, user=sys.argv[3].replace(":", "_"), secret=sys.argv[4]))
    front = eventlet.listen(("127.0.0.1", port))
    app = loadapp(str(conf), global_conf={"log_name": "proxy"})
    memory = Memory()

    def remember(env, start):
        env["swift.cache"] = memory
        return app(env, start)

    print("ready", flush=True)
    wsgi.server(front, remember, Quiet(), debug=False)


main()
