from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "vestibule.site"
    label = "vestibule_site"

    def ready(self) -> None:
        # Each registers its lists for staff.
        import vestibule.accounts.admin
        import vestibule.notices.admin
        import vestibule.reviews.admin
        import vestibule.rooms.admin  # noqa: F401
        from vestibule.site import wiring

        wiring.connect_embedded()
