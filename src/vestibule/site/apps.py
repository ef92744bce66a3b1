from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "vestibule.site"
    label = "vestibule_site"

    def ready(self) -> None:
        from vestibule.site import wiring

        wiring.connect_embedded()
