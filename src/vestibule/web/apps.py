from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "vestibule.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vestibule.kit.refusals import speak_with
        from vestibule.web.speech import say

        speak_with(say)
