from django.db import migrations

# As `carry_title` does from now on with each post that is removed.
CARRY = """
WITH gone AS (
    SELECT topic.title, first.id AS first_id, (
        SELECT reply.id FROM forum_post AS reply
        WHERE reply.topic_id = topic.id AND reply.number > 1 AND reply.status = 'published'
        ORDER BY reply.number LIMIT 1
    ) AS reply_id
    FROM forum_topic AS topic JOIN forum_post AS first ON first.id = topic.first_post_id
    WHERE first.status = 'deleted'
)
UPDATE forum_post SET title = CASE forum_post.id WHEN gone.reply_id THEN gone.title ELSE '' END
FROM gone WHERE gone.reply_id IS NOT NULL AND forum_post.id IN (gone.first_id, gone.reply_id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0016_topic_for_everyone'),
    ]

    operations = [
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
    ]
