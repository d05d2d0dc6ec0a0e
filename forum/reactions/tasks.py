"""What the clock asks of bookmarks."""

from celery import shared_task

from forum.reactions import actions


@shared_task(ignore_result=True)
def remind() -> None:
    """Release every reminder that is due; harmless to run twice, or twice at once."""
    while actions.release_due_bookmarks():
        pass
