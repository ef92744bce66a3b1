"""What Vestibule is measured against: other servers, and a floor that no Python server of this kind gets under."""
