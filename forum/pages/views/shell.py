"""What makes the place an app on a device: a discreet name and icon, and a worker that keeps the frame of the pages."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import leaving
from accounts.models import Look
from forum.pages import queries

# Where no search engine finds anything that it may keep.
NO_VISIT = ("/accounts/", "/admin/", "/leave/", "/p/", "/search/")
# The colours of the frame, by day; the pages name those of the night too.
GROUND, PAPER = "#f6f1e8", "#fffdf9"
# The files of ours that every page is made with. As they are served, all styles are in one file, and so are all scripts
# that a page starts with.
FRAME, JOINED = ("fonts/", "icons"), ("css/all.css", "js/main.js")


@require_safe
def manifest(request: HttpRequest, look: str) -> HttpResponse:
    """Say under which name and icon the place is installed; neither tells what it is about."""
    del request
    if look not in Look.values:
        raise Http404
    name = str(Look(look).label)
    words = {
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": reverse("pages:front"),
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": PAPER,
        "icons": [
            _icon(f"{look}.svg", "any", "image/svg+xml"),
            _icon(f"{look}-192.png", "192x192"),
            _icon(f"{look}-512.png", "512x512"),
            _icon(f"{look}-maskable.png", "512x512", purpose="maskable"),
        ],
    }
    return JsonResponse(words, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker, with the list of what it keeps; another list or language is another version of it."""
    del request
    files = frame()
    code = render_to_string("forum/pages/worker.js")
    language = get_language()
    version = hashlib.sha256(repr((files, code, language, queries.help_edited_at())).encode()).hexdigest()[:12]
    kept = {
        "name": f"files-{version}",
        "files": files,
        "offline": reverse("pages:offline"),
        "help": reverse("pages:help"),
        "language": language,
        # What takes the worker itself away.
        "apart": [resolve_url("account_logout"), reverse("pages:forget")],
        "leave": reverse("leaving:leave"),
        "away": leaving.way_out(None),
    }
    return HttpResponse(f"const KEPT = {json.dumps(kept)};\n{code}", content_type="text/javascript; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where the sitemap is, and what is not worth a visit."""
    del request
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NO_VISIT), ""]
    sitemap = f"Sitemap: {settings.SITE_URL}{reverse('topics:sitemaps')}"
    return HttpResponse("\n".join([*lines, sitemap, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that the network is gone; the worker keeps this page and shows it in the place of others."""
    return render(request, "forum/pages/offline.html", {"help": queries.help_text()})


@cache
def frame() -> list[str]:
    """Return the addresses of the files that every page is made with."""
    names = {name for name, _ in FileSystemFinder().list([]) if name.startswith(FRAME) and not name.endswith(".txt")}
    return [staticfiles_storage.url(name) for name in sorted(names.union(JOINED))]


def _icon(name: str, sizes: str, kind: str = "image/png", purpose: str = "any") -> dict[str, str]:
    return {"src": static(f"app/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
