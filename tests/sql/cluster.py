# SPDX-License-Identifier: Apache-2.0
"""A throw-away PostgreSQL, on a socket in a temporary folder. Its server refuses to run as root: then it runs as the user
postgres. It syncs as one in earnest does, for the program refuses another; so it stands in memory where there is room.
"""
import glob
import os
import shutil
import subprocess
import tempfile

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))


def run(*command):
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--") + command
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


class Cluster:
    """with Cluster() as c: c.psql("select 1"), c.url"""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="skillweek-pg-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        os.chmod(self.folder, 0o755)  # its socket is for whoever runs the tests
        data = self.folder + "/data"
        made = run(PROGRAMS[-1] + "/initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        started = run(PROGRAMS[-1] + "/pg_ctl", "-D", data, "-w", "-l", self.folder + "/log", "-o",
                      f"-c listen_addresses='' -c unix_socket_directories={self.folder}", "start")
        if made.returncode or started.returncode:
            raise RuntimeError(made.stderr + started.stderr)
        self.url = f"postgresql://postgres@/postgres?host={self.folder}"

    def psql(self, sql):
        """"" or what was wrong."""
        done = subprocess.run([PROGRAMS[-1] + "/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", sql], capture_output=True, text=True)
        return done.stderr.strip() if done.returncode else ""

    def script(self, text):
        """What psql prints of it, and the errors; its own commands may stand in it."""
        done = subprocess.run([PROGRAMS[-1] + "/psql", "-X", "-q", "-A", "-t", "-d", self.url], input=text, capture_output=True, text=True)
        return done.stdout + done.stderr

    def __exit__(self, *_):
        run(PROGRAMS[-1] + "/pg_ctl", "-D", self.folder + "/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
