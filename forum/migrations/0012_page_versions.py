"""Versions of what topic pages show, which the database itself raises, whoever writes by whatever door."""

from django.db import migrations, models

# Each change of a topic's row raises its revision, whatever an old copy of the row would write there.
TOPIC = """
CREATE FUNCTION forum_topic_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END
$$;
CREATE TRIGGER forum_topic_changed BEFORE UPDATE ON forum_topic
    FOR EACH ROW EXECUTE FUNCTION forum_topic_changed();
"""

# A change of a post is a change of its topic: new posts by the statement, for they come by the million.
POST = """
CREATE FUNCTION forum_posts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1 WHERE id IN (SELECT topic_id FROM added);
    RETURN NULL;
END
$$;
CREATE FUNCTION forum_post_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1 WHERE id = OLD.topic_id;
    IF TG_OP = 'UPDATE' AND NEW.topic_id <> OLD.topic_id THEN
        UPDATE forum_topic SET revision = revision + 1 WHERE id = NEW.topic_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER forum_posts_added AFTER INSERT ON forum_post
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION forum_posts_added();
CREATE TRIGGER forum_post_changed AFTER UPDATE OF
    topic_id, persona_id, number, reply_to_id, updates_id, html, version, status, created_at, edited_at ON forum_post
    FOR EACH ROW WHEN (
        (OLD.topic_id, OLD.persona_id, OLD.number, OLD.reply_to_id, OLD.updates_id, OLD.html, OLD.version, OLD.status,
         OLD.created_at, OLD.edited_at)
        IS DISTINCT FROM
        (NEW.topic_id, NEW.persona_id, NEW.number, NEW.reply_to_id, NEW.updates_id, NEW.html, NEW.version, NEW.status,
         NEW.created_at, NEW.edited_at)
    ) EXECUTE FUNCTION forum_post_changed();
CREATE TRIGGER forum_post_removed AFTER DELETE ON forum_post
    FOR EACH ROW EXECUTE FUNCTION forum_post_changed();
"""

# So is a meetup that comes, changes or goes.
MEETUP = """
CREATE FUNCTION forum_meetup_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_topic SET revision = revision + 1
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.topic_id ELSE NEW.topic_id END;
    RETURN NULL;
END
$$;
CREATE TRIGGER forum_meetup_changed AFTER INSERT OR UPDATE OR DELETE ON forum_meetup
    FOR EACH ROW EXECUTE FUNCTION forum_meetup_changed();
"""

# A name, a badge or a category's name may show on any page.
HOUSE = """
CREATE FUNCTION forum_house_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO forum_house (id, version) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET version = forum_house.version + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER forum_persona_shown AFTER UPDATE OF name, colour, badge ON accounts_persona
    FOR EACH ROW WHEN ((OLD.name, OLD.colour, OLD.badge) IS DISTINCT FROM (NEW.name, NEW.colour, NEW.badge))
    EXECUTE FUNCTION forum_house_changed();
CREATE TRIGGER forum_category_shown AFTER UPDATE ON forum_category
    FOR EACH STATEMENT EXECUTE FUNCTION forum_house_changed();
"""

BACK = """
DROP TRIGGER forum_category_shown ON forum_category;
DROP TRIGGER forum_persona_shown ON accounts_persona;
DROP FUNCTION forum_house_changed();
DROP TRIGGER forum_meetup_changed ON forum_meetup;
DROP FUNCTION forum_meetup_changed();
DROP TRIGGER forum_post_removed ON forum_post;
DROP TRIGGER forum_post_changed ON forum_post;
DROP TRIGGER forum_posts_added ON forum_post;
DROP FUNCTION forum_post_changed();
DROP FUNCTION forum_posts_added();
DROP TRIGGER forum_topic_changed ON forum_topic;
DROP FUNCTION forum_topic_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ('accounts', '0001_initial'),
        ('forum', '0011_search_plain_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='House',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveBigIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.AddField(
            model_name='topic',
            name='revision',
            field=models.PositiveBigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.RunSQL(TOPIC + POST + MEETUP + HOUSE, BACK),
    ]
