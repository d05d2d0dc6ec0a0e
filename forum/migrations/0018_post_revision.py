"""A version of each post, raised with all that shows in it: a change anywhere else leaves it drawn as it was."""

from django.db import migrations, models

# A post shows that it was answered and by which numbers, its updates, and the number and name of what it answers.
# Posts that come together have been seen by nobody, so that none of them needs a new version for the other's sake.
# EXCEPT, for NOT IN would look through a million posts that come together once for each of them.
ADDED = """
CREATE OR REPLACE FUNCTION forum_posts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1 WHERE id IN (SELECT topic_id FROM added);
    UPDATE forum_post SET revision = revision + 1
    WHERE id IN (SELECT reply_to_id FROM added UNION SELECT updates_id FROM added EXCEPT SELECT id FROM added);
    RETURN NULL;
END
$$;
"""
CHANGED = """
CREATE OR REPLACE FUNCTION forum_post_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1 WHERE id = OLD.topic_id;
    UPDATE forum_post SET revision = revision + 1 WHERE id IN (OLD.id, OLD.reply_to_id, OLD.updates_id);
    IF TG_OP = 'UPDATE' THEN
        IF NEW.topic_id <> OLD.topic_id THEN
            UPDATE forum_topic SET revision = revision + 1 WHERE id = NEW.topic_id;
        END IF;
        IF (NEW.reply_to_id, NEW.updates_id) IS DISTINCT FROM (OLD.reply_to_id, OLD.updates_id) THEN
            UPDATE forum_post SET revision = revision + 1 WHERE id IN (NEW.reply_to_id, NEW.updates_id);
        END IF;
        IF (NEW.persona_id, NEW.number, NEW.status) IS DISTINCT FROM (OLD.persona_id, OLD.number, OLD.status) THEN
            UPDATE forum_post SET revision = revision + 1 WHERE reply_to_id = NEW.id;
        END IF;
    END IF;
    RETURN NULL;
END
$$;
"""
# An old copy of a row that is written back whole takes nothing back.
KEPT = """
CREATE FUNCTION forum_post_revision_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_post SET revision = OLD.revision + 1 WHERE id = OLD.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER forum_post_revision_kept AFTER UPDATE OF revision ON forum_post
    FOR EACH ROW WHEN (NEW.revision < OLD.revision) EXECUTE FUNCTION forum_post_revision_kept();
"""
NOT_KEPT = """
DROP TRIGGER forum_post_revision_kept ON forum_post;
DROP FUNCTION forum_post_revision_kept();
"""
ADDED_BEFORE = """
CREATE OR REPLACE FUNCTION forum_posts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1 WHERE id IN (SELECT topic_id FROM added);
    RETURN NULL;
END
$$;
"""
CHANGED_BEFORE = """
CREATE OR REPLACE FUNCTION forum_post_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1 WHERE id = OLD.topic_id;
    IF TG_OP = 'UPDATE' AND NEW.topic_id <> OLD.topic_id THEN
        UPDATE forum_topic SET revision = revision + 1 WHERE id = NEW.topic_id;
    END IF;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0017_titles_of_removed_posts'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='revision',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.RunSQL(ADDED + CHANGED + KEPT, NOT_KEPT + ADDED_BEFORE + CHANGED_BEFORE),
    ]
