"""An index for the first letters of a name, whatever its case and whatever the order of the database's language."""

from django.db import migrations


class Migration(migrations.Migration):

    # An index that is built while others write.
    atomic = False

    dependencies = [
        ('accounts', '0005_emoji'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY persona_name_first_letters ON accounts_persona (LOWER(name) text_pattern_ops)",
            "DROP INDEX persona_name_first_letters",
        ),
    ]
