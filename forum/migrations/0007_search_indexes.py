from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Members write while they are built.
    atomic = False

    dependencies = [
        ('forum', '0006_search_words'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='post',
            index=models.Index(fields=['-created_at', '-id'], name='post_newest'),
        ),
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
