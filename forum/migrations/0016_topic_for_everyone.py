from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Members write while it is built.
    atomic = False

    dependencies = [
        ('forum', '0015_bookmark_reason'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='topic',
            index=models.Index(condition=models.Q(('audience__lte', 0), ('status', 'published')), fields=['id'], name='topic_for_everyone'),
        ),
    ]
