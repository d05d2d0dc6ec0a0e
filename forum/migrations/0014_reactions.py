"""Reactions and bookmarks; a post's counts of reactions show on the pages of its topic, whose revision they raise."""

import django.db.models.deletion
import outbox.clock
from django.conf import settings
from django.db import migrations, models


SHOWN = [
    *("topic_id", "persona_id", "number", "reply_to_id", "updates_id"),
    *("html", "version", "status", "created_at", "edited_at"),
]
COUNTS = ["hearts", "hugs", "same_heres", "strengths", "former_likes"]


def trigger(columns: list[str]) -> str:
    """Return the statements that have a change of these columns of a post raise its topic's revision."""
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return f"""
DROP TRIGGER forum_post_changed ON forum_post;
CREATE TRIGGER forum_post_changed AFTER UPDATE OF {", ".join(columns)} ON forum_post
    FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION forum_post_changed();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_origin'),
        ('forum', '0013_arrived'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='former_likes',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='post',
            name='hearts',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='post',
            name='hugs',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='post',
            name='same_heres',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='post',
            name='strengths',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('remind_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=outbox.clock.now)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='forum.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-created_at', '-id'], name='bookmark_newest'), models.Index(condition=models.Q(models.Q(('remind_at', None), _negated=True), ('reminded_at', None)), fields=['remind_at'], name='bookmark_due')],
                'constraints': [models.UniqueConstraint(fields=('user', 'post'), name='bookmark_unique')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feeling', models.CharField(choices=[('heart', 'Heart'), ('hug', 'Hug'), ('same', 'Same here'), ('strength', 'Strength')], max_length=8)),
                ('created_at', models.DateTimeField(default=outbox.clock.now)),
                ('persona', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='accounts.persona')),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='forum.post')),
            ],
            options={
                'indexes': [models.Index(fields=['post', '-created_at', '-id'], name='reaction_newest')],
                'constraints': [models.UniqueConstraint(fields=('post', 'persona', 'feeling'), name='reaction_unique')],
            },
        ),
        migrations.RunSQL(trigger([*SHOWN, *COUNTS]), trigger(SHOWN)),
    ]
