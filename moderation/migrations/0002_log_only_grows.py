"""The log refuses every change of what stands in it, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION moderation_act_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of moderation only grows' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_act_only_grows BEFORE UPDATE OR DELETE ON moderation_act
    FOR EACH ROW EXECUTE FUNCTION moderation_act_only_grows();
"""

BACK = """
DROP TRIGGER moderation_act_only_grows ON moderation_act;
DROP FUNCTION moderation_act_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
