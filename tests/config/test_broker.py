"""The broker through files: a worker looks while another process writes there."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from config import embedded

whole = Path.write_text


@pytest.fixture
def channel(tmp_path: Path) -> Any:  # noqa: ANN401 - kombu has no types
    """Return a way to put messages into a folder and to take them."""
    options = embedded.broker(tmp_path)
    return Connection("filesystem://", transport="config.broker:Transport", transport_options=options).channel()


def test_message_that_is_half_written_is_taken_by_nobody(
    channel: Any,  # noqa: ANN401 - as above
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write_half(path: Path, text: str, **how: Any) -> int:
        whole(path, text[:2], **how)
        with pytest.raises(Empty):
            channel._get("celery")
        return whole(path, text, **how)

    monkeypatch.setattr(Path, "write_text", write_half)
    channel._put("celery", {"n": 1})
    assert channel._get("celery") == {"n": 1}
