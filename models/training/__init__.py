"""The recipe that trains the reader and the embedder: data, networks, export, checks."""
