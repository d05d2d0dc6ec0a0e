from django.db import migrations


class Migration(migrations.Migration):
    # Members write while they are built.
    atomic = False

    dependencies = [
        ('forum', '0010_search_plain_words'),
    ]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY post_search ON forum_post USING gin (search)',
            'DROP INDEX post_search',
        ),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY post_title_words ON forum_post USING gin (forum_words(language, title)) "
            "WHERE title <> ''",
            'DROP INDEX post_title_words',
        ),
    ]
