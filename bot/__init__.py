"""What is said: questions understood, evidence retrieved and read, answers built and checked."""
