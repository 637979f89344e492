"""`python -m bench.replicas`: two servers on one data folder behind nginx, as deploy/ has them.

Starts Debian's nginx with deploy/nginx.conf, changed only in ports, paths and certificate (a new
one that nobody trusts), says where it listens and runs until Ctrl-C. The tests use it, too.
"""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.serving import HOST, ROOT, SECONDS_TO_STOP, ServerFailed, free_port

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
PREFIX = "fazhi"
PATIENCE = 180.0  # seconds: several programs start at once
SYSTEM = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/fazhi.conf;
}}
"""


@dataclass(frozen=True)
class Replicas:
    """The site's address behind nginx, those of its servers, and the processes of these."""

    site: str
    servers: tuple[str, ...]
    processes: tuple[subprocess.Popen[bytes], ...]


def nginx() -> str | None:
    """The program; on Debian it is not on everybody's path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def replicas(folder: Path, *, environ: Mapping[str, str], number: int = 2) -> Iterator[Replicas]:
    """So many servers with these variables, and nginx before them; `folder` takes their logs."""
    program = nginx()
    if program is None:
        raise ServerFailed("nginx is not installed")
    ports = [free_port() for _ in range(number)]
    with ExitStack() as running:
        processes = [
            running.enter_context(
                _process(_SERVER, folder / f"{port}.log", _variables(environ, port))
            )
            for port in ports
        ]
        servers = tuple(f"http://{HOST}:{port}/{PREFIX}" for port in ports)
        for server in servers:
            _wait(f"{server}/api/ready", folder)
        port = _configure(folder, ports)
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        running.enter_context(_process(command, folder / "nginx.log", os.environ))
        site = f"https://{HOST}:{port}/{PREFIX}"
        _wait(f"{site}/api/ready", folder)
        yield Replicas(site, servers, tuple(processes))


_SERVER = [sys.executable, "-m", "dashboard.web"]


def _variables(environ: Mapping[str, str], port: int) -> dict[str, str]:
    own = {
        "RULE_OF_LAW_ADDRESS": HOST,
        "RULE_OF_LAW_PORT": str(port),
        "RULE_OF_LAW_BASE_PATH": PREFIX,
        "RULE_OF_LAW_LOG_FORMAT": "json",
        "RULE_OF_LAW_METRICS": "true",
        "PYTHONUTF8": "1",
    }
    return {**os.environ, **own, **environ}


def _configure(folder: Path, ports: list[int]) -> int:
    """Write nginx's configuration and certificate; the port it will listen on."""
    secure, plain = free_port(), free_port()
    servers = "\n".join(f"    server {HOST}:{port} max_fails=1 fail_timeout=5s;" for port in ports)
    lines = CONFIGURATION.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("    server 127.0.0.1:")]
    text = "\n".join(kept)
    for old, new in (
        ("    keepalive 32;", f"{servers}\n    keepalive 32;"),
        ("listen 80;", f"listen {HOST}:{plain};"),
        ("listen 443 ssl http2;", f"listen {HOST}:{secure} ssl http2;"),
        ("/etc/ssl/fazhi/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("figures.example.org", HOST),
    ):
        if old not in text:
            raise ServerFailed(f"deploy/nginx.conf has no {old!r}")
        text = text.replace(old, new)
    (folder / "fazhi.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(SYSTEM.format(folder=folder), encoding="utf-8")
    subprocess.run(
        [shutil.which("openssl") or "openssl", "req", "-x509", "-newkey", "ec", "-nodes",
         "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2",
         "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST}",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    return secure


@contextmanager
def _process(
    command: list[str], log: Path, environ: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environ), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(address: str, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    context = ssl._create_unverified_context()  # noqa: S323 - our own certificate
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=30, context=context).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.2)
    logs = (file.read_text(encoding="utf-8", errors="replace") for file in folder.glob("*.log"))
    raise ServerFailed(f"{address} did not answer:\n" + "\n".join(log[-1500:] for log in logs))


def main() -> int:
    """Run until Ctrl-C."""
    with (
        suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory(prefix="replicas-") as folder,
        replicas(Path(folder), environ={}) as running,
    ):
        print(running.site, *running.servers, folder, sep="\n", flush=True)
        running.processes[0].wait()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
