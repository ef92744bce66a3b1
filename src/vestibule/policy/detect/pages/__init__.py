"""Links by the host tables of a book, written or said, and rooms of meetings."""
