from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sittings", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="moved",
            field=models.PositiveIntegerField(
                default=0, help_text="How often their page of it changed."
            ),
        ),
    ]
