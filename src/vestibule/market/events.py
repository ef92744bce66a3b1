"""What the marketplace adds to a room's story, as complete past facts."""
