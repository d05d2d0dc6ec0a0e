from django.db import migrations

LANGUAGES = [
    'english', 'german', 'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'finnish', 'french', 'greek',
    'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian', 'portuguese',
    'romanian', 'russian', 'serbian', 'spanish', 'swedish', 'tamil', 'turkish', 'yiddish',
]
CONFIG = ' '.join(f"WHEN '{language}' THEN '{language}'::regconfig" for language in LANGUAGES)
# In a database whose characters are C's, as in the demo, PostgreSQL takes whatever is not ASCII for letters: quotation
# marks, dashes, emoji. And everywhere it takes "drinking/using" for a path, and "home.He" for the name of a computer.
SIGNS = (
    r'[/~.:=\\@#*+|_\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u055a-\u055f\u0589\u05be\u05c0'
    r'\u05c3\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3004'
    r'\u3008-\u3020\ufe00-\ufe0f\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\U0001f000-\U0001faff]'
)
PLAIN = f"""
CREATE FUNCTION forum_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(translate(words, '‘’', ''''''), '{SIGNS}', ' ', 'g')
"""
WORDS = f"""
CREATE OR REPLACE FUNCTION forum_words(language text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(CASE language {CONFIG} ELSE 'simple'::regconfig END, forum_plain(words))
"""
# As before: the title counts most (A), then one's own words (B), last what stands quoted (D).
TAGS = "'<[^>]*>|&[a-z]+;', ' ', 'g'"
SEARCH = f"""
ALTER TABLE forum_post ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(forum_words(language, title), 'A')
    || setweight(forum_words(language, regexp_replace(regexp_replace(
        regexp_replace(html, '<aside.*?</aside>', ' ', 'g'),
        '<details class="spoiler"><summary>[^<]*</summary>', ' ', 'g'), {TAGS})), 'B')
    || CASE WHEN html LIKE '%<aside%' THEN setweight(forum_words(language, regexp_replace(regexp_replace(
        html, '<div class="quote-title">.*?</div>', ' ', 'g'), {TAGS})), 'D') ELSE '' END
) STORED
"""


class Migration(migrations.Migration):
    # Again the column is computed for every post while nobody can write.

    dependencies = [
        ('forum', '0009_reading_indexes'),
    ]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS post_title_words', migrations.RunSQL.noop),
        migrations.RunSQL('ALTER TABLE forum_post DROP COLUMN search', migrations.RunSQL.noop),
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
