"""What trainers and learners use: term cards, learning paths, quiz items, sheets and repetition, all from source sentences."""
