from django.apps import AppConfig


class RuleBooksConfig(AppConfig):
    name = "vestibule.rulebooks"
    label = "rulebooks"
    default_auto_field = "django.db.models.BigAutoField"
