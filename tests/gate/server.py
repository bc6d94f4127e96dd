#!/usr/bin/env python3
"""A server that misbehaves on order, for tests of fetching. Loopback only, ports chosen by the system.

usage: server.py FOLDER     makes a certificate there with openssl, prints "HTTP OTHER HTTPS RUDE CERTIFICATE" on one
                            line (ports; OTHER is a second host for redirects, RUDE resets whoever says something) and
                            serves until standard input ends.

/deck/config is deck's page, with its plugins beside it; /bare has none, /sick fails there.
The first part of a path says what happens, the second may be a number, the rest makes it the path of one test:
/fail/2/503/x answers 503 twice, then the configuration. /_seen/PATH tells as a YAML mapping how often PATH was asked
for, and whether the last request came with an Authorization header ("none", "right", "wrong").
"""
import email.utils
import gzip
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

# As deck writes it: whole, defaults applied.
GOOD = b"""presubmits:
  org/repo:
  - agent: kubernetes
    always_run: true
    cluster: default
    context: unit
    name: unit
    rerun_command: /test unit
    spec:
      containers:
      - image: alpine
        name: ""
        resources: {}
    trigger: (?m)^/test( | .* )unit,?($|\\s.*)
tide:
  sync_period: 1m0s
"""
PLUGINS = b"plugins:\n  org/repo:\n    plugins:\n    - lgtm\n    - no-such-plugin\n"
HTML = b"<!DOCTYPE html>\n<html><head><title>Sign in &amp; go</title></head><body>please</body></html>\n"
TOKEN = "s3cret-t0ken"

lock = threading.Lock()
counts = {}
authorized = {}
ports = {}


def head(status, headers=(), reason="Words"):
    lines = ["HTTP/1.1 %d %s" % (status, reason), "Connection: close"]
    lines += ["%s: %s" % h for h in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(body, status=200, headers=()):
    return head(status, list(headers) + [("Content-Length", len(body))]) + body


def chunk(body):
    return b"%x\r\n%s\r\n" % (len(body), body)


def chunked(body):
    return head(200, [("Transfer-Encoding", "chunked")]) + chunk(body) + b"0\r\n\r\n"


def redirect(to):
    return whole(b"", 302, [("Location", to)])


def reset(connection):
    """Closing with a linger time of 0 sends RST in place of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def slowly(connection, body, seconds):
    connection.sendall(head(200, [("Content-Length", len(body))]))
    for i in range(len(body)):
        time.sleep(seconds)
        connection.sendall(body[i:i + 1])


def endlessly(connection):
    connection.sendall(head(200, [("Transfer-Encoding", "chunked")]))
    while True:
        connection.sendall(chunk(b"# more\n" * 10000))


def answer(connection, path, seen):
    """seen counts this request. Returns the bytes to send, or None where it has sent them itself."""
    part = path.split("?")[0].strip("/").split("/")
    what = part[0]
    number = int(part[1]) if len(part) > 1 and part[1].isdigit() else 0
    bomb = gzip.compress(b"# more\n" * 1000000)
    if what in ("fail", "reset", "eof", "cut", "silent", "slow", "later", "date", "gzip-cut") and seen > number:
        return whole(GOOD)
    if what == "good":
        return whole(GOOD)
    if what in ("deck", "bare", "sick"):
        if part[-1] == "config":
            return whole(GOOD)
        return whole(PLUGINS) if what == "deck" else whole(b"no", 404 if what == "bare" else 500)
    if what == "fail":
        return whole(b"no", int(part[2]))
    if what == "later":
        return whole(b"", int(part[3]), [("Retry-After", part[2])])
    if what == "date":
        return whole(b"", 429, [("Retry-After", email.utils.formatdate(time.time() + int(part[2]), usegmt=True))])
    if what == "reset":
        reset(connection)
        return b""
    if what == "eof":
        return head(200, [("Content-Length", len(GOOD) + 10)]) + GOOD
    if what == "cut":
        return head(200, [("Transfer-Encoding", "chunked")]) + chunk(GOOD)
    if what == "slow":
        return slowly(connection, GOOD, 0.05)
    if what == "silent":
        return time.sleep(5)
    if what == "loop":
        return redirect(path)
    if what == "hop":
        return redirect("http://127.0.0.1:%d/good/hopped/%s" % (ports["other"], part[1]))
    if what == "hop-name":
        return redirect("http://localhost:%d/good/hopped/%s" % (ports["http"], part[1]))
    if what == "hop-here":
        return redirect("/good/hopped/%s" % part[1])
    if what == "down":
        return redirect("http://127.0.0.1:%d/good/down" % ports["http"])
    if what == "file":
        return redirect("file:///etc/hostname")
    if what == "status":
        return whole(b"no", number)
    if what == "endless-status":
        return head(number) + b"no" * 1000000
    if what == "large":
        return head(200, [("Content-Length", 1 << 40)]) + b"#" * 1000
    if what == "endless":
        return endlessly(connection)
    if what == "bomb":
        return whole(bomb, headers=[("Content-Encoding", "gzip")])
    if what == "gzip":
        return whole(gzip.compress(GOOD), headers=[("Content-Encoding", "gzip")])
    if what == "gzip-cut":
        return whole(gzip.compress(GOOD)[:-9], headers=[("Content-Encoding", "gzip")])
    if what == "gzip-wrong":
        return whole(b"\x1f\x8b\x08" + bytes(6) + b"\xff" * 40, headers=[("Content-Encoding", "gzip")])
    if what == "br":
        return whole(GOOD, headers=[("Content-Encoding", "br")])
    if what == "html":
        return whole(HTML, headers=[("Content-Type", "text/html; charset=utf-8")])
    if what == "text":
        return whole(b"upstream is asleep\n")
    if what == "broken":
        return whole(b"a: [1, 2\nb: }\n")
    if what == "nothing":
        return whole(b"")
    if what == "twice":
        return head(200, [("Content-Length", len(GOOD)), ("Content-Length", number)]) + GOOD[:number]
    if what == "both":
        return head(200, [("Content-Length", number), ("Transfer-Encoding", "chunked")]) + chunk(GOOD) + b"0\r\n\r\n"
    if what == "list":
        return head(200, [("Content-Length", "%d,%d" % (number, len(GOOD)))]) + GOOD[:number]
    if what == "identity":
        return head(200, [("Transfer-Encoding", "identity"), ("Content-Length", len(GOOD))]) + GOOD[:number]
    if what == "comma":
        return head(200, [("Transfer-Encoding", ",")]) + GOOD[:number]
    if what == "part":
        return whole(GOOD, headers=[("Content-Range", "bytes 0-99/9999")])
    if what == "short":
        return head(200, [("Content-Length", number)]) + GOOD
    if what == "rubbish":
        return chunked(GOOD) + b"more"
    if what == "empty":
        return whole(b"{}\n")
    if what == "api":
        return whole(b'{"kind":"Status","apiVersion":"v1","status":"Failure","message":"configmaps is forbidden","code":403}')
    if what == "error":
        return whole(b'{"error": "not found"}')
    if what == "other":
        return whole(b"name: something\nversion: 3\n")
    if what == "unframed":
        return head(200) + GOOD
    if what == "chunked":
        return chunked(GOOD)
    if what == "old":
        return GOOD
    return whole(b"no", 404)


def request(connection):
    """The path, and what the Authorization header is like."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if more.startswith(b"\x16"):
            connection.sendall(whole(b"this is no TLS", 400))
            return None, None
        if not more or len(data) > 1 << 20:
            return None, None
        data += more
    lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    authorization = [l.split(":", 1)[1].strip() for l in lines[1:] if l.lower().startswith("authorization:")]
    state = "none" if not authorization else "right" if authorization == ["Bearer " + TOKEN] else "wrong"
    return lines[0].split(" ")[1], state


def serve(connection):
    try:
        path, state = request(connection)
        if path is None:
            return
        if path.startswith("/_seen"):
            asked = path[len("/_seen"):]
            with lock:
                body = "count: %d\nauthorization: %s\n" % (counts.get(asked, 0), authorized.get(asked, "never"))
            connection.sendall(whole(body.encode()))
            return
        with lock:
            counts[path] = seen = counts.get(path, 0) + 1
            authorized[path] = state
        data = answer(connection, path, seen)
        if data:
            connection.sendall(data)
    except OSError:
        pass
    finally:
        connection.close()


def be_rude(connection):
    connection.recv(1)
    reset(connection)
    connection.close()
    raise OSError


def accept(listener, wrap):
    while True:
        connection, _ = listener.accept()

        def work(c=connection):
            try:
                c.settimeout(10)
                serve(wrap(c))
            except OSError:
                c.close()

        threading.Thread(target=work, daemon=True).start()


def listen(wrap):
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    threading.Thread(target=accept, args=(listener, wrap), daemon=True).start()
    return listener.getsockname()[1]


def make_certificate(folder):
    certificate, key = folder + "/certificate.pem", folder + "/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate,
         "-subj", "/CN=prowgate test", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return certificate, key


def main():
    certificate, key = make_certificate(sys.argv[1])
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    ports["http"] = listen(lambda c: c)
    ports["other"] = listen(lambda c: c)
    ports["https"] = listen(lambda c: tls.wrap_socket(c, server_side=True))
    ports["rude"] = listen(be_rude)
    print(ports["http"], ports["other"], ports["https"], ports["rude"], certificate, flush=True)
    sys.stdin.read()


main()
