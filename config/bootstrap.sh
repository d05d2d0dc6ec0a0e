# Finds a Python that the forum runs on and has it make .venv; arguments go on to config/bootstrap.py.
# Python 3.15 and later come last: the embedded PostgreSQL's wheel is made for 3.11 to 3.14.
for python in "${PYTHON3:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$python" ] || continue
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; then
        exec "$python" -B config/bootstrap.py "$@"
    fi
done
if python3 -c 'import sys; sys.exit(sys.version_info < (3, 15))' >/dev/null 2>&1; then
    exec python3 -B config/bootstrap.py "$@"
fi
found=$(python3 --version 2>&1) || found="no Python 3"
echo "Alongside needs Python 3.11 or newer, and found $found: install python3 (on Debian with python3-venv)." >&2
exit 1
