"""What is known: documents read, cut, embedded, stored and published."""
