from django.db import migrations, models

LANGUAGES = [
    'english', 'german', 'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'finnish', 'french', 'greek',
    'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian', 'portuguese',
    'romanian', 'russian', 'serbian', 'spanish', 'swedish', 'tamil', 'turkish', 'yiddish',
]
# A column of regconfig would say this more shortly, and pg_upgrade refuses every database that has one.
CONFIG = ' '.join(f"WHEN '{language}' THEN '{language}'::regconfig" for language in LANGUAGES)
FUNCTION = f"""
CREATE FUNCTION forum_words(language text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(CASE language {CONFIG} ELSE 'simple'::regconfig END, words)
"""
# The title counts most (A), then one's own words (B), last what stands quoted (D). Tags are no words to to_tsvector;
# what our renderer writes above a quote and on hidden text are not the author's.
SEARCH = """
ALTER TABLE forum_post ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(forum_words(language, title), 'A')
    || setweight(forum_words(language, regexp_replace(
        regexp_replace(html, '<aside.*?</aside>', ' ', 'g'),
        '<details class="spoiler"><summary>[^<]*</summary>', ' ', 'g')), 'B')
    || CASE WHEN html LIKE '%<aside%' THEN setweight(forum_words(language, regexp_replace(
        html, '<div class="quote-title">.*?</div>', ' ', 'g')), 'D') ELSE '' END
) STORED
"""


class Migration(migrations.Migration):
    # The new column is computed for every post while nobody can write: about a minute for a million posts.

    dependencies = [
        ('forum', '0005_topic_waiting'),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='language',
            field=models.CharField(choices=[('arabic', 'Arabic'), ('armenian', 'Armenian'), ('basque', 'Basque'), ('catalan', 'Catalan'), ('danish', 'Danish'), ('dutch', 'Dutch'), ('english', 'English'), ('finnish', 'Finnish'), ('french', 'French'), ('german', 'German'), ('greek', 'Greek'), ('hindi', 'Hindi'), ('hungarian', 'Hungarian'), ('indonesian', 'Indonesian'), ('irish', 'Irish'), ('italian', 'Italian'), ('lithuanian', 'Lithuanian'), ('nepali', 'Nepali'), ('norwegian', 'Norwegian'), ('portuguese', 'Portuguese'), ('romanian', 'Romanian'), ('russian', 'Russian'), ('serbian', 'Serbian'), ('spanish', 'Spanish'), ('swedish', 'Swedish'), ('tamil', 'Tamil'), ('turkish', 'Turkish'), ('yiddish', 'Yiddish'), ('simple', 'Another, or several')], db_default='english', default='english', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='post',
            name='language',
            field=models.CharField(db_default='english', default='english', max_length=10),
        ),
        migrations.AddField(
            model_name='post',
            name='title',
            field=models.CharField(blank=True, db_default='', default='', max_length=150),
        ),
        migrations.RunSQL(
            'UPDATE forum_post SET title = forum_topic.title FROM forum_topic WHERE first_post_id = forum_post.id',
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTION, 'DROP FUNCTION forum_words'),
        migrations.RunSQL(SEARCH, 'ALTER TABLE forum_post DROP COLUMN search'),
    ]
