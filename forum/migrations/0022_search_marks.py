from django.db import migrations

# Who wrote a post, its day in UTC (as Python's `toordinal` counts) and the spans of several days that it is in stand among its words, as words that no
# post and no question can hold: there is a space in them.
SPANS = (1, 4, 16, 64, 256)
DAY = "(timezone('UTC', written)::date - date '0001-01-01' + 1)"
FUNCTION = f"""
CREATE FUNCTION forum_marked(words tsvector, written timestamptz, writer bigint) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN words || array_to_tsvector(ARRAY[
    'by ' || writer::text, {', '.join(f"'{span} ' || ({DAY} / {span})::text" for span in SPANS)}
])
"""


class Migration(migrations.Migration):
    # Members write while they are built.
    atomic = False

    dependencies = [
        ('forum', '0021_bookmark_look_at'),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, 'DROP FUNCTION forum_marked'),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY post_found ON forum_post '
            'USING gin (forum_marked(search, created_at, persona_id))',
            'DROP INDEX post_found',
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY post_title_found ON forum_post '
            "USING gin (forum_marked(forum_words(language, title), created_at, persona_id)) WHERE title <> ''",
            'DROP INDEX post_title_found',
        ),
        migrations.RunSQL(
            'DROP INDEX post_search',
            'CREATE INDEX CONCURRENTLY post_search ON forum_post USING gin (search)',
        ),
        migrations.RunSQL(
            'DROP INDEX post_title_words',
            'CREATE INDEX CONCURRENTLY post_title_words ON forum_post USING gin (forum_words(language, title)) '
            "WHERE title <> ''",
        ),
    ]
