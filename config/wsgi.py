"""The site as web servers call it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from forum.topics.middleware import kept_first  # noqa: E402 - models come after Django is set up

application = kept_first(django)
